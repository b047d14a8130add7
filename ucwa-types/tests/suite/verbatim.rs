//! What `json_body` decodes comes back, also what no Rust type can hold.

use std::iter::Peekable;
use std::str::Chars;

use proptest::prelude::*;
use serde::de::DeserializeOwned;
use ucwa_types::event::{Event, EventDocument};
use ucwa_types::{ErrorBody, Model, json_body};

use crate::lossless::NAMES;
use crate::mirror::{Any, Contact, Participant, PhoneAudioInvitation, StartMessagingInput};

/// A JSON value as it is spelt, but for white space, the order of members, and which characters are escaped.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
enum Spelt {
    Word(String),
    String(Vec<u16>),
    List(Vec<Self>),
    Object(Vec<(Vec<u16>, Self)>),
}

impl Spelt {
    fn of(text: &str) -> Self {
        let mut text = text.chars().peekable();
        Self::read(&mut text)
    }

    fn read(text: &mut Peekable<Chars<'_>>) -> Self {
        match blank(text) {
            '"' => Self::String(string(text)),
            '[' => {
                text.next();
                let mut list = Vec::new();
                while blank(text) != ']' {
                    list.push(Self::read(text));
                    blank(text);
                    text.next_if_eq(&',');
                }
                text.next();
                Self::List(list)
            }
            '{' => {
                text.next();
                let mut members = Vec::new();
                while blank(text) != '}' {
                    let name = string(text);
                    assert_eq!(blank(text), ':');
                    text.next();
                    members.push((name, Self::read(text)));
                    blank(text);
                    text.next_if_eq(&',');
                }
                text.next();
                members.sort_by(|(a, _), (b, _)| a.cmp(b));
                Self::Object(members)
            }
            _ => {
                let mut word = String::new();
                while let Some(next) = text.next_if(|next| !matches!(next, ',' | ']' | '}' | ' ')) {
                    word.push(next);
                }
                Self::Word(word)
            }
        }
    }
}

fn blank(text: &mut Peekable<Chars<'_>>) -> char {
    while text.next_if_eq(&' ').is_some() {}
    *text.peek().unwrap()
}

fn string(text: &mut Peekable<Chars<'_>>) -> Vec<u16> {
    let mut units = Vec::new();
    text.next();
    loop {
        let mut encode = |character: char| units.extend_from_slice(character.encode_utf16(&mut [0; 2]));
        match text.next().unwrap() {
            '"' => return units,
            '\\' => match text.next().unwrap() {
                'n' => encode('\n'),
                'r' => encode('\r'),
                't' => encode('\t'),
                'b' => encode('\u{8}'),
                'f' => encode('\u{c}'),
                'u' => {
                    let digits: String = text.by_ref().take(4).collect();
                    units.push(u16::from_str_radix(&digits, 16).unwrap());
                }
                other => encode(other),
            },
            other => encode(other),
        }
    }
}

#[track_caller]
fn comes_back<T: Model + DeserializeOwned>(body: &str) -> T {
    let decoded: T = json_body::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"));
    assert_eq!(Spelt::of(&json_body::to_string(&decoded)), Spelt::of(body), "{body}");
    decoded
}

/// What a field holds of what it cannot hold, and whether that is a loss.
#[test]
fn a_field_has_what_comes_nearest() {
    let invitation = |name: &str, value: &str| -> (PhoneAudioInvitation, Vec<String>) {
        let decoded: PhoneAudioInvitation =
            comes_back(&format!(r#"{{"rel": "phoneAudioInvitation", "{name}": {value}}}"#));
        let losses = decoded.unknown.losses().map(|(name, json)| format!("{name} {json}")).collect();
        (decoded, losses)
    };
    for (value, expected, is_loss) in [
        (r#""\ud83d""#, "\u{fffd}", true),
        (r#""a\ud83d\ude00\ude00b""#, "a\u{1f600}\u{fffd}b", true),
        (r#""\ud83d\ud83d\ude00""#, "\u{fffd}\u{1f600}", true),
        (r#""\u0061\/""#, "a/", false),
    ] {
        let (decoded, losses) = invitation("operationId", value);
        assert_eq!(decoded.operation_id.as_deref(), Some(expected), "{value}");
        assert_eq!(losses, if is_loss { vec![format!("operationId {value}")] } else { vec![] });
    }
    for (value, expected, is_loss) in [
        ("7", 7, false),
        ("7.0", 7, false),
        ("70e-1", 7, false),
        ("-0", 0, false),
        ("1.5", 2, true),
        ("9223372036854775807", i64::MAX, false),
        ("9223372036854775808", i64::MAX, true),
        ("123456789012345678901234567890", i64::MAX, true),
        ("-1e999", i64::MIN, true),
        ("1e-999", 0, true),
    ] {
        let (decoded, losses) = invitation("attempts", value);
        assert_eq!(decoded.attempts, Some(expected), "{value}");
        assert_eq!(losses.len(), usize::from(is_loss), "{value}");
    }
    for (value, expected, is_loss) in [
        ("1.50", "1.5", false),
        ("1e2", "100.0", false),
        ("123456789012345678901234567890", "1.2345678901234568e+29", true),
        ("1e999", "1.7976931348623157e+308", true),
    ] {
        let (decoded, losses) = invitation("quality", value);
        assert_eq!(decoded.quality.map(|number| number.to_string()).as_deref(), Some(expected), "{value}");
        assert_eq!(losses.len(), usize::from(is_loss), "{value}");
    }
}

#[test]
fn a_field_that_was_changed_is_written_as_it_is() {
    let body = r#"{"rel":"phoneAudioInvitation","operationId":"\ud83d","attempts":1.5}"#;
    let mut decoded: PhoneAudioInvitation = comes_back(body);
    decoded.attempts = Some(3);
    let text = json_body::to_string(&decoded);
    assert_eq!(text, r#"{"rel":"phoneAudioInvitation","operationId":"\ud83d","attempts":3}"#);
    decoded.operation_id = None;
    assert_eq!(json_body::to_string(&decoded), r#"{"rel":"phoneAudioInvitation","attempts":3}"#);
    // Another value of the same name is another member.
    let twice: PhoneAudioInvitation = json_body::from_str(r#"{"attempts":1.5,"attempts":4}"#).unwrap();
    assert_eq!(json_body::to_string(&twice), r#"{"attempts":4}"#);
}

#[test]
fn a_link_has_what_comes_nearest() {
    let body = r#"{"rel":"phoneAudioInvitation","_links":{"accept":{"href":"/i/\ud83d","x":1.50},"\ud83d":{"href":"\ude00"}}}"#;
    let decoded: PhoneAudioInvitation = comes_back(body);
    assert_eq!(decoded.links.accept.as_ref().unwrap().href(), "/i/\u{fffd}");
    assert_eq!(decoded.unknown.losses().map(|(name, _)| name).collect::<Vec<_>>(), ["accept"]);
    assert_eq!(decoded.unknown.link::<()>("\u{fffd}").unwrap().href(), "\u{fffd}");
    assert_eq!(json_body::to_string(&decoded), body);
}

#[test]
fn an_event_document_has_what_comes_nearest() {
    let body = r#"{"_links":{"next":{"href":"/e?ack=2"}},"sender":[{"rel":"\ud83d","href":"/c","events":[
        {"type":"added","link":{"rel":"message","href":"/m"},"_embedded":{"x":{"rel":"x","y":1e999}}}]}]}"#
        .replace('\n', "");
    let decoded: EventDocument<Any> = comes_back(&body);
    assert_eq!(decoded.links.next.as_ref().unwrap().href(), "/e?ack=2");
    assert_eq!(decoded.senders[0].unknown.losses().count(), 1);
    assert_eq!(
        decoded.senders[0].events[0].unknown.losses().map(|(name, _)| name).collect::<Vec<_>>(),
        ["_embedded"]
    );
}

/// Each resource keeps the JSON of its own members, and the event that of what is no resource.
#[test]
fn embedded_values_are_verbatim_beside_resources_that_lose_something() {
    for (first, second) in [
        (r#""x":{"rel":"x","y":1.50}"#, r#""contact":{"rel":"contact","name":"\ud83d"}"#),
        (r#""x":0.00000000001"#, r#""contact":{"name":"\ud83d"}"#),
        (r#""\u0078":{}"#, r#""contact":{"name":"\ud83d"}"#),
        (r#""x":"\ud83d""#, r#""contact":{"name":"a"}"#),
    ] {
        for (first, second) in [(first, second), (second, first)] {
            comes_back::<Event<Any>>(&format!(r#"{{"_embedded":{{{first},{second}}}}}"#));
        }
    }
}

/// The list in `docs/guide/clients.md`.
#[test]
fn unknown_members_are_verbatim() {
    let body = r#"{"rel":"contact","b":[1.50, 2E+3],"a":"\u00e9\/","b":-0,"\u0061":{"z":1,"a":2,"z":3}}"#;
    let decoded: Contact = json_body::from_str(body).unwrap();
    assert_eq!(json_body::to_string(&decoded), body);
}

#[test]
fn misfits_are_verbatim() {
    for misfit in [
        r#""attempts":"\u0037""#,
        r#""operationId":1.50"#,
        r#""started":"\ud83d""#,
        r#""_links":[1e1]"#,
        r#""rel":"\u0078""#,
    ] {
        let body = format!("{{{misfit}}}");
        let decoded: PhoneAudioInvitation = json_body::from_str(&body).unwrap();
        assert_eq!(json_body::to_string(&decoded), body);
    }
}

#[test]
fn of_documented_members_the_spelling_of_escapes_and_duplicates_are_not_kept() {
    let body = r#"{"operationId":"a","_links":{},"rel":"phoneAudioInvitation","operationId":"\u0062"}"#;
    let decoded: PhoneAudioInvitation = json_body::from_str(body).unwrap();
    assert_eq!(
        json_body::to_string(&decoded),
        r#"{"rel":"phoneAudioInvitation","operationId":"b","_links":{}}"#
    );
}

#[test]
fn serde_json_keeps_values_only() {
    let decoded: Contact = serde_json::from_str(r#"{"rel":"contact","b":1.50,"a":"\u00e9","b":2}"#).unwrap();
    assert_eq!(decoded.unknown.get("a").unwrap().as_json(), r#""é""#);
    assert!(serde_json::from_str::<Contact>(r#"{"x":"\ud83d"}"#).is_err());
    assert!(serde_json::from_str::<Contact>(r#"{"x":1e999}"#).is_err());
}

#[test]
fn a_resource_of_no_type_is_a_value() {
    let any: Any = json_body::any_from_slice(br#"{"rel":"x","y":"\ud83d"}"#).unwrap();
    assert_eq!(json_body::any_to_string(&any), "{\"rel\":\"x\",\"y\":\"\u{fffd}\"}");
    let any: Any = json_body::any_from_slice(br#"{"rel":"contact","y":"\ud83d","z":1.50}"#).unwrap();
    assert_eq!(json_body::any_to_string(&any), r#"{"rel":"contact","y":"\ud83d","z":1.50}"#);
}

/// Names with escapes, one of which is `x`, and therefore in place of it.
const ESCAPED: [&str; 3] = [r"\ud83d", r"\u0078", r#"\""#];

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        NAMES.iter().filter(|name| **name != "x").chain(&ESCAPED).copied().collect::<Vec<_>>(),
    )
}

fn scalar() -> impl Strategy<Value = String> {
    let number = "-?(0|[1-9][0-9]{0,3}|[1-9][0-9]{17,30})(\\.[0-9]{1,4}|\\.[0-9]{25})?([eE][-+]?[0-9]{1,4})?";
    let string = r#""([ a-z/]|\\u00e9|\\ud83d|\\ude00|\\[/nrtbf"\\]|é){0,4}""#;
    prop_oneof![
        2 => prop::sample::select(vec!["null", "true", "false", "[]", "{}", "\"contact\"", "\"phoneAudioInvitation\"", "\"PT5M\"", "\"/Date(5)/\""]).prop_map(str::to_owned),
        2 => number.prop_map(String::from),
        3 => string.prop_map(String::from),
    ]
}

fn object(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::collection::vec((name(), value), 0..7).prop_map(|members| {
        let mut seen = Vec::new();
        let mut text = String::new();
        for (name, value) in members {
            if !seen.contains(&name) {
                seen.push(name);
                text += if text.is_empty() { "" } else { " , " };
                text += &format!("\"{name}\": {value}");
            }
        }
        format!("{{{text}}}")
    })
}

fn anything() -> impl Strategy<Value = String> {
    scalar().prop_recursive(5, 48, 6, |inner| {
        let list =
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", ")));
        let link = scalar().prop_map(|href| format!(r#"{{"href":{href}}}"#));
        prop_oneof![3 => object(inner), 1 => list, 1 => link]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_decodes_and_comes_back(body in object(anything())) {
        comes_back::<PhoneAudioInvitation>(&body);
        comes_back::<Participant>(&body);
        comes_back::<Contact>(&body);
        comes_back::<StartMessagingInput>(&body);
        comes_back::<ErrorBody>(&body);
        comes_back::<Event<Any>>(&body);
        comes_back::<EventDocument<Any>>(&body);
        prop_assert!(json_body::any_from_slice::<Any>(body.as_bytes()).is_ok());
    }
}
