//! Nothing that is decoded is lost, whatever it is.

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use ucwa_types::event::{Event, EventDocument};
use ucwa_types::{ErrorBody, Model};

use crate::mirror::{Any, Contact, Participant, PhoneAudioInvitation, StartMessagingInput};

/// Names that some type documents, or that have a meaning of their own, and some that mean nothing.
pub(crate) const NAMES: [&str; 34] = [
    "rel",
    "_links",
    "_embedded",
    "href",
    "title",
    "revision",
    "self",
    "accept",
    "contact",
    "customContent",
    "from",
    "acceptedByParticipant",
    "invitation",
    "operationId",
    "state",
    "joinAudioMuted",
    "attempts",
    "quality",
    "started",
    "timeout",
    "modalities",
    "times",
    "anything",
    "type",
    "name",
    "local",
    "emailAddresses",
    "message",
    "sender",
    "events",
    "link",
    "in",
    "",
    "x",
];

fn scalar() -> impl Strategy<Value = Value> {
    let texts = prop_oneof![
        prop::sample::select(vec![
            "",
            "phoneAudioInvitation",
            "participant",
            "contact",
            "message",
            "Connected",
            "/Date(1500000000000)/",
            "/Date(5+0100)/",
            "2017-07-14T02:40:00Z",
            "PT5M",
            "00:05:00",
            "data:text/plain,a+b",
            "2",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        texts.prop_map(Value::from),
    ]
}

fn object(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let name =
        prop_oneof![9 => prop::sample::select(&NAMES[..]).prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec((name, value), 0..8).prop_map(|entries| Value::Object(Map::from_iter(entries)))
}

/// Any JSON value, made of names and texts that mean something more often than chance would have it.
fn anything() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(6, 64, 8, |inner| {
        prop_oneof![2 => object(inner.clone()), 1 => prop::collection::vec(inner, 0..4).prop_map(Value::Array)]
    })
}

/// An object that is nearly as documented: some members are anything.
fn representation() -> impl Strategy<Value = Value> {
    let link = prop_oneof![
        4 => any::<String>().prop_map(|href| json!({"href": href})),
        2 => (any::<String>(), scalar()).prop_map(|(href, title)| json!({"title": title, "href": href, "x": 1})),
        1 => anything(),
    ];
    let links = prop_oneof![3 => link.clone(), 1 => prop::collection::vec(link, 0..3).prop_map(Value::Array)];
    let links = prop_oneof![8 => object(links), 1 => anything()];
    scalar().prop_recursive(4, 48, 6, move |inner| {
        let lists = prop_oneof![3 => inner.clone(), 1 => prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array)];
        (object(inner), links.clone(), object(lists)).prop_map(|(mut value, links, embedded)| {
            if let Value::Object(members) = &mut value {
                members.insert("_links".to_owned(), links);
                members.insert("_embedded".to_owned(), embedded);
            }
            value
        })
    })
}

fn comes_back<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(value: &Value) {
    let decoded: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(&serde_json::to_value(&decoded).unwrap(), value);
    // Compared as values: the shortest text of a float is not always read back as the same one.
    let again: T = serde_json::from_value(serde_json::to_value(&decoded).unwrap()).unwrap();
    assert_eq!(again, decoded);
}

/// A model is written as `serde_json` writes it, too.
fn model_comes_back<T: Model + DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(value: &Value) {
    comes_back::<T>(value);
    let decoded: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(ucwa_types::json_body::to_vec(&decoded), serde_json::to_vec(&decoded).unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_object_comes_back(value in prop_oneof![object(anything()), representation().prop_filter("", Value::is_object)]) {
        model_comes_back::<PhoneAudioInvitation>(&value);
        model_comes_back::<Participant>(&value);
        model_comes_back::<Contact>(&value);
        model_comes_back::<StartMessagingInput>(&value);
        model_comes_back::<ErrorBody>(&value);
        model_comes_back::<Event<Value>>(&value);
        model_comes_back::<Event<Any>>(&value);
        model_comes_back::<EventDocument<Any>>(&value);
    }

    #[test]
    fn any_value_comes_back_from_a_set(value in prop_oneof![anything(), representation()]) {
        comes_back::<Any>(&value);
        let any: Any = serde_json::from_value(value).unwrap();
        prop_assert_eq!(ucwa_types::json_body::any_to_vec(&any), serde_json::to_vec(&any).unwrap());
    }

    #[test]
    fn duplicates_are_read_as_json_reads_them(members in prop::collection::vec(
        (prop::sample::select(&NAMES[..]), prop_oneof![scalar(), object(anything())]), 0..12,
    )) {
        let members: Vec<_> =
            members.iter().map(|(name, value)| format!("{}:{value}", serde_json::to_string(name).unwrap())).collect();
        let text = format!("{{{}}}", members.join(","));
        let value: Value = serde_json::from_str(&text).unwrap();
        let decoded: PhoneAudioInvitation = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(serde_json::to_value(&decoded).unwrap(), value.clone());
        let decoded: Event<Any> = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(serde_json::to_value(&decoded).unwrap(), value);
    }
}

/// As deep as serde_json goes, through the members that nest.
#[test]
fn depth_is_an_error_and_not_a_crash() {
    for (open, close) in [
        (r#"{"_embedded":{"from":"#, "}}"),
        (r#"{"_embedded":{"acceptedByParticipant":["#, "]}}"),
        (r#"{"_embedded":{"from":{"_embedded":{"invitation":"#, "}}}}"),
        (r#"{"a":"#, "}"),
        (r#"{"_links":{"self":["#, "]}}"),
    ] {
        for depth in [1, 20, 10_000] {
            let text = format!("{}{{}}{}", open.repeat(depth), close.repeat(depth));
            let decoded = serde_json::from_str::<PhoneAudioInvitation>(&text);
            assert_eq!(decoded.is_ok(), serde_json::from_str::<Value>(&text).is_ok());
            assert_eq!(serde_json::from_str::<Any>(&text).is_ok(), decoded.is_ok());
        }
    }
}
