//! Documents in JSON and XML, well formed and not.

use super::{Document, Structure, Value};
use crate::sample::{Body, Decoded, Message, recorded_body};
use crate::source::SourceFile;

fn message(text: &str) -> Message {
    let file = SourceFile::new("a.txt", text);
    let head = Message { start: None, headers: Vec::new(), body: Body::Empty };
    recorded_body(head, &Decoded::new(&file.span(0..text.len()))).0
}

fn told(structure: &Structure<'_>) -> Vec<String> {
    let links = structure.links.iter();
    let links = links.map(|it| format!("{} {:?} {}", it.rel, it.shape, it.targets.len()));
    let held = structure.embedded.iter();
    let held = held.map(|it| format!("{} {:?} {}", it.rel, it.shape, it.all.len()));
    let malformed = structure.malformed.iter().map(|it| {
        let rel = it.rel.map_or_else(String::new, |rel| format!(".{rel}"));
        format!("{:?} {}{rel}: {}", it.at, it.part, it.message)
    });
    links.chain(held).chain(malformed).collect()
}

#[test]
fn links_have_the_form_of_links_or_are_reported() {
    for (text, expected) in [
        (
            r#"{"_links":{"self":{"href":"/a"},"b":[{"href":"/b"}],"c":[]}}"#,
            &["self One 1", "b List 1", "c List 0"][..],
        ),
        (r#"{"_links":[{"href":"/a"}]}"#, &["a.txt:1:2 links: `_links` is not an object"]),
        (r#"{"_links":null}"#, &["a.txt:1:2 links: `_links` is not an object"]),
        (r#"{"_links":{"self":"/a"}}"#, &["a.txt:1:12 links.self: a link is not an object"]),
        (r#"{"_links":{"self":{"title":"a"}}}"#, &["a.txt:1:12 links.self: a link has no `href`"]),
        (
            r#"{"_links":{"self":{"href":7}}}"#,
            &["a.txt:1:12 links.self: the `href` of a link is not a string"],
        ),
        (
            r#"{"_links":{"b":[{"href":"/a"},"/b"]}}"#,
            &["b List 1", "a.txt:1:31 links.b: a link is not an object"],
        ),
        (r#"{"_embedded":{"b":{},"c":[{},{}]}}"#, &["b One 1", "c List 2"]),
        (r#"{"_embedded":"b"}"#, &["a.txt:1:2 embedded: `_embedded` is not an object"]),
        (r#"{"_embedded":{"b":7}}"#, &["a.txt:1:15 embedded.b: an embedded resource is not an object"]),
        // The address of the element, and the same as a link.
        (r#"<resource href="/a"/>"#, &["self One 1"]),
        (r#"<resource href="/a"><link rel="self" href="/a"/></resource>"#, &["self Either 2"]),
        (
            r#"<resource href="/a"><link rel="self" href="/a"/><link rel="self" href="/b"/></resource>"#,
            &["self List 3"],
        ),
        (r#"<resource><link rel="b" href="/a"/><link rel="b" href="/b"/></resource>"#, &["b List 2"]),
        (r#"<resource><link rel="b"/></resource>"#, &["a.txt:1:11 links.b: a link has no `href`"]),
        (r#"<resource><link href="/a"/></resource>"#, &["a.txt:1:11 links: a link has no `rel`"]),
        (r#"<resource><resource/></resource>"#, &["a.txt:1:11 embedded: an embedded resource has no `rel`"]),
        (r#"<resource><property/></resource>"#, &["a.txt:1:11 properties: a property has no `name`"]),
    ] {
        let message = message(text);
        match Document::of(&message) {
            Some(Document::Structure(structure)) => assert_eq!(told(&structure), expected, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn numbers_are_of_the_kinds_that_types_tell_apart() {
    for (number, expected) in [
        ("7", Value::Integer { fits: true }),
        ("-0", Value::Integer { fits: true }),
        ("-2147483648", Value::Integer { fits: true }),
        ("2147483648", Value::Integer { fits: false }),
        ("99999999999999999999", Value::Integer { fits: false }),
        ("1e999", Value::Integer { fits: false }),
        ("1.5", Value::Fraction),
        ("1e-9", Value::Fraction),
    ] {
        let message = message(&format!("{{\"a\":{number},\"b\":[]}}"));
        match Document::of(&message) {
            Some(Document::Structure(structure)) => {
                assert_eq!(structure.properties.first().map(|it| &it.value), Some(&expected), "{number}");
            }
            other => panic!("{number}: {other:?}"),
        }
    }
}

#[test]
fn an_answer_of_the_event_channel_can_be_without_events() {
    for (text, is_one) in [
        (r#"{"_links":{"self":{"href":"/e"},"next":{"href":"/e?ack=2"}},"sender":[]}"#, true),
        (r#"{"_links":{"self":{"href":"/e"},"next":{"href":"/e?ack=2"}}}"#, true),
        (r#"{"_links":{"resync":{"href":"/e"}}}"#, true),
        (r#"{"_links":{"resume":{"href":"/e"}}}"#, true),
        (r#"<events href="/e"><link rel="next" href="/e?ack=2"/></events>"#, true),
        (r#"{"_links":{"self":{"href":"/e"}}}"#, false),
        (r#"{"_links":{}}"#, false),
        (r#"{}"#, false),
        (r#"{"_links":{"next":{"href":"/e"},"lamp":{"href":"/l"}}}"#, false),
        (r#"{"_links":{"next":{"href":"/e"}},"rel":"lamps"}"#, false),
        (r#"{"_links":{"next":{"href":"/e"}},"size":7}"#, false),
    ] {
        let message = message(text);
        let document = Document::of(&message);
        assert_eq!(matches!(document, Some(Document::Events(_))), is_one, "{text}: {document:?}");
    }
}
