//! Where a document leads that cannot be decoded.
//!
//! Only its tokens are looked at, from its beginning to where they end. A link counts if it is directly in the outermost
//! `_links`, or directly inside the outermost element of XML. What is further inside, the text of a message for example, can
//! look like a link and is none.

mod json;

use super::answer::Undecoded;
use crate::event::EventLinks;
use crate::scalar::Notation;

/// The links of a document, as far as there are some.
pub(super) fn links(document: Undecoded<'_>) -> EventLinks {
    match document.notation {
        Notation::Json => json::links(document.body),
        #[cfg(feature = "xml")]
        Notation::Xml => xml(document.body),
        #[cfg(not(feature = "xml"))]
        Notation::Xml => EventLinks::default(),
    }
}

#[cfg(feature = "xml")]
fn xml(body: &[u8]) -> EventLinks {
    let mut found = EventLinks::default();
    crate::xml_body::root_links(body, |rel, href| set(&mut found, rel, href));
    found
}

/// Keeps one of the links that lead on. The last of a name wins, as it does when a document is decoded.
fn set(links: &mut EventLinks, rel: &str, href: &str) {
    let slot = match rel {
        "next" => &mut links.next,
        "resync" => &mut links.resync,
        "resume" => &mut links.resume,
        _ => return,
    };
    *slot = Some(href.into());
}
