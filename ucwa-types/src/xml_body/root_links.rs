//! The links directly in the outermost element, of a body that need not be well-formed.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event};

use super::read::normalized;
use super::tree::local;

/// Hands out the rel and the href of each link directly in an outermost element `events`, until the body ends or is
/// broken. Neither its size nor its depth is limited: nothing of it is kept but the names of the elements that are open.
pub(crate) fn root_links(body: &[u8], mut found: impl FnMut(&str, &str)) {
    let body = String::from_utf8_lossy(body);
    let body = body.strip_prefix('\u{feff}').unwrap_or(&body).trim_start();
    let mut reader = Reader::from_str(body);
    let mut depth = 0_usize;
    loop {
        let event = match reader.read_event() {
            // Whatever comes after the end of the outermost element is not in it.
            Ok(Event::End(_)) if depth <= 1 => return,
            Ok(event) => event,
            Err(_) => return,
        };
        match event {
            Event::Start(start) | Event::Empty(start) if depth == 0 && local(start.name().0) != "events" => {
                return;
            }
            Event::Empty(_) if depth == 0 => return,
            Event::Start(start) => {
                link(&start, depth, &mut found);
                depth += 1;
            }
            Event::Empty(start) => link(&start, depth, &mut found),
            Event::End(_) => depth -= 1,
            Event::DocType(_) | Event::Eof => return,
            _ => {}
        }
    }
}

/// Hands out a link. One with an attribute that cannot be read is none.
fn link(start: &BytesStart<'_>, depth: usize, found: &mut impl FnMut(&str, &str)) {
    let name = start.name().0;
    if depth != 1 || local(name) != "link" {
        return;
    }
    let (mut rel, mut href) = (None, None);
    for attribute in Attributes::new(start, name.len()) {
        let Some((key, value)) = attribute.ok().and_then(|attribute| {
            let value: Cow<'_, str> = normalized(&attribute, 0).ok()?;
            Some((attribute.key.0, value.into_owned()))
        }) else {
            return;
        };
        match key {
            "rel" => rel = Some(value),
            "href" => href = Some(value),
            _ => {}
        }
    }
    if let (Some(rel), Some(href)) = (rel, href) {
        found(&rel, &href);
    }
}
