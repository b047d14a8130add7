//! Where a document leads that cannot be decoded.
//!
//! Only its tokens are looked at, from its beginning to where they end. A link counts if it is directly in the outermost
//! `_links`, or directly inside the outermost element of XML. What is further inside, the text of a message for example, can
//! look like a link and is none.

mod json;

use super::answer::Undecoded;
use crate::event::EventLinks;
use crate::scalar::Notation;

/// The links of a document that lead on, as far as there are some.
pub(super) fn links(document: Undecoded<'_>) -> EventLinks {
    let mut links = EventLinks::default();
    // The last of a name wins, as it does when a document is decoded.
    let mut set = |rel: &str, href: &str| {
        let slot = match rel {
            "next" => &mut links.next,
            "resync" => &mut links.resync,
            "resume" => &mut links.resume,
            _ => return,
        };
        *slot = Some(href.into());
    };
    match document.notation {
        Notation::Json => json::links(document.body).iter().for_each(|(rel, href)| set(rel, href)),
        #[cfg(feature = "xml")]
        Notation::Xml => crate::xml_body::root_links(document.body, set),
        // Without the feature nobody decodes it either.
        #[cfg(not(feature = "xml"))]
        Notation::Xml => {}
    }
    links
}
