//! Spoils answers on their way. This works on bytes, since the types cannot represent the results.

use http::header::CONTENT_TYPE;
use serde_json::{Value, json};
use ucwa_types::rest::WireFormat;

use crate::answer::Answer;

fn is_json(answer: &Answer) -> bool {
    let media_type = answer.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    media_type.and_then(WireFormat::from_content_type) == Some(WireFormat::Json)
}

/// Leaves half of the body.
pub(crate) fn cut(answer: &mut Answer) {
    let half = answer.body().len() / 2;
    answer.body_mut().truncate(half);
}

/// Inserts a value that is nested deeper than any limit at the beginning of an object or element.
pub(crate) fn garble(answer: &mut Answer) {
    let is_json = is_json(answer);
    let (start, [opening, closing], end) =
        if is_json { ("{", ["[", "]"], ",") } else { (">", ["<x>", "</x>"], "") };
    let body = String::from_utf8_lossy(answer.body());
    // In XML, the first element; there may be a declaration before it.
    let begin = if is_json { 0 } else { body.find("<events").unwrap_or(0) };
    let Some(at) = body.get(begin..).and_then(|body| body.find(start)).map(|at| begin + at + 1) else {
        return;
    };
    let name = if is_json { "\"x\":" } else { "" };
    let deep = format!("{name}{}{}{end}", opening.repeat(200), closing.repeat(200));
    let (before, after) = body.split_at(at);
    *answer.body_mut() = [before, &deep, after].concat().into_bytes();
}

/// Spells hrefs differently: in upper case, with some letters escaped.
pub(crate) fn respell(answer: &mut Answer) {
    fn walk(value: &mut Value) {
        match value {
            Value::Object(members) => members.iter_mut().for_each(|(name, value)| match value {
                Value::String(href) if name == "href" => *href = href.to_uppercase().replace('O', "%6F"),
                value => walk(value),
            }),
            Value::Array(items) => items.iter_mut().for_each(walk),
            _ => {}
        }
    }
    change(answer, walk);
}

/// Adds unknown things wherever they are allowed, and a byte-order mark.
pub(crate) fn add_unknown(answer: &mut Answer) {
    if change(answer, unknown) {
        answer.body_mut().splice(0..0, *b"\xef\xbb\xbf");
    }
}

/// Changes a body in JSON. Returns whether it is one.
fn change(answer: &mut Answer, change: fn(&mut Value)) -> bool {
    let Ok(mut page) = serde_json::from_slice(answer.body()) else { return false };
    change(&mut page);
    *answer.body_mut() = page.to_string().into_bytes();
    true
}

fn unknown(page: &mut Value) {
    let Value::Object(members) = page else { return };
    if let Some(Value::Array(senders)) = members.get_mut("sender") {
        senders.iter_mut().for_each(unknown);
        let events = json!([
            {"type": "evaporated", "link": {"rel": "moonPhase", "href": "/moon", "title": 3}, "status": "Perhaps"},
            {"type": "added", "link": {"rel": "moonPhase", "href": "/moon"}, "_embedded": {"moonPhase": {"rel": "moonPhase"}}},
            {"type": "updated", "link": {"rel": "messaging", "href": "/odd"}, "_embedded": {"messaging": {"rel": "messaging", "state": "Humming"}}},
            {"type": "added", "link": {"rel": "participant", "href": "/odd"}, "in": {"rel": "chorus", "href": "/odd"}},
            {"type": "completed", "reason": {"code": "Tired", "subcode": "VeryTired", "hint": []}},
            {},
        ]);
        senders.insert(0, json!({"rel": "moon", "href": "/moon", "colour": null, "events": events}));
        senders.push(json!({}));
    }
    if let Some(Value::Array(events)) = members.get_mut("events") {
        for event in events.iter_mut().filter_map(Value::as_object_mut) {
            event.insert("weight".to_owned(), json!(0.5));
            if let Some(Value::Object(embedded)) = event.get_mut("_embedded") {
                embedded.values_mut().for_each(unknown);
            }
        }
        return;
    }
    for (name, value) in
        [("mood", json!(["mild", null])), ("importance", json!("Cosmic")), ("culture", json!(7))]
    {
        members.entry(name).or_insert(value);
    }
    if let Some(Value::Object(links)) = members.get_mut("_links") {
        links.insert("orbit".to_owned(), json!({"href": "/orbit", "etag": 5}));
        links.insert("orbits".to_owned(), json!([{"href": "/1"}, {"rel": "no href"}, "neither"]));
        for link in links.values_mut().filter_map(Value::as_object_mut) {
            link.insert("templated".to_owned(), json!(false));
        }
    }
    if let Some(Value::Object(embedded)) = members.get_mut("_embedded") {
        embedded.values_mut().for_each(unknown);
        embedded.insert("orbit".to_owned(), json!({"rel": "orbit", "_links": {}}));
    }
}

#[cfg(test)]
mod tests {
    use ucwa_types::api::{EventDocument, Me};
    use ucwa_types::rest::{WireFormat, server};
    use ucwa_types::{json_body, xml_body};

    use super::*;

    #[test]
    fn a_garbled_document_cannot_be_decoded() {
        let document = EventDocument::default().with_next("/events?ack=2");
        let mut answer = server::ok(&document, WireFormat::Json).unwrap();
        assert!(json_body::from_slice::<EventDocument>(answer.body()).is_ok());
        garble(&mut answer);
        assert!(json_body::from_slice::<EventDocument>(answer.body()).is_err());
        let mut answer = server::ok(&document, WireFormat::Xml).unwrap();
        garble(&mut answer);
        assert!(xml_body::from_slice::<EventDocument>(answer.body()).is_err());
    }

    #[test]
    fn unknown_things_leave_the_rest_readable() {
        let mut answer = server::ok(&Me::default().with_name("Ann"), WireFormat::Json).unwrap();
        add_unknown(&mut answer);
        let me: Me = json_body::from_slice(answer.body()).unwrap();
        assert_eq!(me.name.as_deref(), Some("Ann"));
        assert!(me.unknown.get("mood").is_some());
    }
}
