//! What becomes of each kind of member, and of each way it can be wrong.

use serde_json::{Value, json};
use ucwa_types::codec::Slots;
use ucwa_types::{DateTime, Enumeration, ExternalResource, Link, Model, RawJson, Resource};

use crate::mirror::{Contact, InvitationState, Participant, PhoneAudioInvitation, StartMessagingInput};

fn decode(value: &Value) -> PhoneAudioInvitation {
    let decoded: PhoneAudioInvitation = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(&encode(&decoded), value);
    decoded
}

fn encode<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap()
}

#[test]
fn documented_members_fill_their_fields() {
    let decoded = decode(&json!({
        "rel": "phoneAudioInvitation",
        "operationId": "74cb",
        "state": "odd-name",
        "joinAudioMuted": false,
        "attempts": -3,
        "quality": 4.5,
        "started": "/Date(1500000000000)/",
        "timeout": "PT30S",
        "modalities": ["Connected", "Sideways"],
        "times": ["2017-07-14T02:40:00Z"],
        "anything": null,
        "type": "call",
        "_links": {
            "self": {"href": "/i/1"},
            "contact": [{"href": "/c/1", "title": "Ann"}, {"href": "/c/2"}],
            "customContent": {"href": "data:application/sdp;base64,dj0wDQo="},
        },
        "_embedded": {
            "acceptedByParticipant": [{"rel": "participant", "local": true}],
            "from": {"rel": "participant", "name": "Ben", "_links": {"contact": {"href": "/c/3"}}},
        },
    }));
    assert!(decoded.unknown.is_empty(), "{:?}", decoded.unknown);
    assert_eq!(decoded.operation_id.as_deref(), Some("74cb"));
    assert_eq!(decoded.state, Some(InvitationState::OddName));
    assert_eq!(decoded.join_audio_muted, Some(false));
    assert_eq!(decoded.attempts, Some(-3));
    assert_eq!(decoded.quality.unwrap().as_f64(), Some(4.5));
    assert_eq!(decoded.started, Some(DateTime::from_unix_millis(1_500_000_000_000)));
    assert_eq!(decoded.timeout.unwrap().ticks(), 300_000_000);
    assert_eq!(decoded.modalities.unwrap(), [InvitationState::Connected, "Sideways".into()]);
    assert_eq!(decoded.times.unwrap().len(), 1);
    assert_eq!(decoded.anything, Some(Value::Null));
    assert_eq!(decoded.r#type.as_deref(), Some("call"));
    assert_eq!(decoded.custom_content.unwrap().to_bytes().unwrap(), b"v=0\r\n");
    assert_eq!(decoded.links.self_.unwrap().href(), "/i/1");
    assert_eq!(decoded.links.contact[0].title(), Some("Ann"));
    assert_eq!(decoded.embedded.accepted_by_participant[0].local, Some(true));
    let from = decoded.embedded.from.unwrap();
    assert_eq!(from.name.as_deref(), Some("Ben"));
    assert_eq!(from.links.contact.unwrap().href(), "/c/3");
}

#[test]
fn a_member_that_does_not_fit_is_kept_under_its_name() {
    for (name, value) in [
        ("operationId", json!(7)),
        ("operationId", json!(null)),
        ("state", json!({"a": 1})),
        ("joinAudioMuted", json!("true")),
        ("attempts", json!("3")),
        ("attempts", json!(1.0)),
        ("attempts", json!(u64::MAX)),
        ("started", json!("")),
        ("started", json!(1_500_000_000_000_i64)),
        ("timeout", json!("soon")),
        ("modalities", json!("Connected")),
        ("modalities", json!(["Connected", null])),
        ("times", json!(["2017-07-14T02:40:00Z", ""])),
        ("customContent", json!({"href": "data:,x"})),
    ] {
        let decoded = decode(&json!({name: value}));
        assert_eq!(decoded.unknown.get(name).map(RawJson::to_value), Some(value));
        let index = decoded.names().iter().position(|known| *known == name).unwrap();
        let slots: &dyn Slots = &decoded;
        assert!(!slots.slot(index).unwrap().is_set(), "{name}");
    }
}

#[test]
fn links_and_embedded_resources_that_do_not_fit_are_kept() {
    for value in [
        json!({"_links": null}),
        json!({"_links": []}),
        json!({"_links": {}}),
        json!({"_links": {"accept": null}}),
        json!({"_links": {"accept": []}}),
        json!({"_links": {"accept": {"title": "no href"}}}),
        json!({"_links": {"accept": [{"href": "/a"}, {"href": "/b"}]}}),
        json!({"_links": {"contact": [{"href": "/a"}, 5]}}),
        json!({"_links": {"contact": []}}),
        json!({"_links": {"customContent": [{"href": "data:,x"}, 5]}}),
        json!({"_embedded": "x"}),
        json!({"_embedded": {}}),
        json!({"_embedded": {"from": []}}),
        json!({"_embedded": {"from": [{"name": "a"}, {"name": "b"}]}}),
        json!({"_embedded": {"from": [{"name": "a"}, 5]}}),
        json!({"_embedded": {"from": [5, {"name": "a"}]}}),
        json!({"_embedded": {"acceptedByParticipant": [{"name": "a"}, "x", {"name": "b"}]}}),
        json!({"_embedded": {"acceptedByParticipant": []}}),
    ] {
        let decoded = decode(&value);
        assert!(!decoded.unknown.is_empty(), "{value}");
        assert!(decoded.links.accept.is_none() && decoded.links.contact.is_empty(), "{value}");
        assert!(decoded.custom_content.is_none(), "{value}");
        assert!(decoded.embedded.from.is_none(), "{value}");
        assert!(decoded.embedded.accepted_by_participant.is_empty(), "{value}");
    }
}

#[test]
fn one_for_many_and_many_for_one_are_typed_and_come_back() {
    let decoded = decode(&json!({
        "_links": {"accept": [{"href": "/a"}], "contact": {"href": "/c"}, "customContent": [{"href": "data:,x"}]},
        "_embedded": {"from": [{"name": "a"}], "acceptedByParticipant": {"name": "b"}},
    }));
    assert!(decoded.unknown.is_empty());
    assert_eq!(decoded.links.accept.as_ref().unwrap().href(), "/a");
    assert_eq!(decoded.links.contact[0].href(), "/c");
    assert_eq!(decoded.custom_content.as_ref().unwrap().to_text().unwrap(), "x");
    assert_eq!(decoded.embedded.from.as_ref().unwrap().name.as_deref(), Some("a"));
    assert_eq!(decoded.embedded.accepted_by_participant[0].name.as_deref(), Some("b"));

    let mut grown = decoded.clone();
    grown.links.contact.push(Link::new("/d"));
    assert_eq!(encode(&grown)["_links"]["contact"], json!([{"href": "/c"}, {"href": "/d"}]));

    // How it was written is no part of what it says.
    let listed = decode(&json!({"_links": {"contact": [{"href": "/c"}]}}));
    let single = decode(&json!({"_links": {"contact": {"href": "/c"}}}));
    assert_eq!(listed, single);
}

#[test]
fn a_field_that_is_set_wins_over_what_was_kept() {
    let mut decoded = decode(&json!({
        "state": null,
        "_links": {"accept": [], "customContent": 5},
        "_embedded": {"from": [1]},
    }));
    decoded.state = Some(InvitationState::Connected);
    decoded.links.accept = Some(Link::new("/a"));
    decoded.custom_content = Some(ExternalResource::new("data:,x"));
    decoded.embedded.from = Some(Box::default());
    assert_eq!(
        encode(&decoded),
        json!({
            "state": "Connected",
            "_links": {"accept": {"href": "/a"}, "customContent": {"href": "data:,x"}},
            "_embedded": {"from": {"rel": "participant"}},
        })
    );
    let mut decoded = decode(&json!({"_links": 5, "_embedded": []}));
    decoded.links.accept = Some(Link::new("/a"));
    decoded.unknown.insert_embedded("x", &json!({})).unwrap();
    assert_eq!(encode(&decoded), json!({"_links": {"accept": {"href": "/a"}}, "_embedded": {"x": {}}}));
}

#[test]
fn the_last_of_two_members_wins() {
    let read = |text: &str| -> PhoneAudioInvitation { serde_json::from_str(text).unwrap() };
    assert_eq!(read(r#"{"state": "Connected", "state": 5}"#).state, None);
    let decoded = read(r#"{"state": 5, "state": "Connected"}"#);
    assert_eq!(decoded.state, Some(InvitationState::Connected));
    assert!(decoded.unknown.is_empty());
    let decoded =
        read(r#"{"_links": {"accept": {"href": "/a"}, "x": {}}, "_links": {"contact": {"href": "/c"}}}"#);
    assert_eq!(encode(&decoded), json!({"_links": {"contact": {"href": "/c"}}}));
    let decoded = read(r#"{"_links": {"customContent": {"href": "/a"}}, "_links": 5}"#);
    assert_eq!(encode(&decoded), json!({"_links": 5}));
    let decoded = read(r#"{"_embedded": {"from": {"name": "a"}, "from": {"local": true}}}"#);
    assert_eq!(encode(&decoded), json!({"_embedded": {"from": {"local": true}}}));
}

#[test]
fn the_rel_may_be_anything_or_nothing() {
    let own = decode(&json!({"state": "Connected", "rel": "phoneAudioInvitation"}));
    let absent = decode(&json!({"state": "Connected"}));
    assert_eq!(own, absent);
    assert_eq!(own.rel(), Some("phoneAudioInvitation"));
    assert_eq!(decode(&json!({"rel": "somethingElse"})).rel(), Some("somethingElse"));
    assert_eq!(decode(&json!({"rel": null})).rel(), Some("phoneAudioInvitation"));
    assert_eq!(encode(&Contact::default()), json!({"rel": "contact"}));
    assert_eq!((Contact::REL, Contact::REVISION, Participant::REVISION), ("contact", 2, 1));

    let mut renamed = Participant::default();
    renamed.unknown.insert("rel", "localParticipant");
    assert_eq!(encode(&renamed), json!({"rel": "localParticipant"}));
    let text = r#"{"rel": "x", "rel": "contact"}"#;
    assert_eq!(encode(&serde_json::from_str::<Contact>(text).unwrap()), json!({"rel": "contact"}));
}

#[test]
fn what_is_no_object_is_an_error() {
    for text in ["null", "[]", "5", "\"x\"", "", "{", r#"{"a"}"#] {
        assert!(serde_json::from_str::<Contact>(text).is_err(), "{text}");
    }
    let error = serde_json::from_str::<Contact>("5").unwrap_err().to_string();
    assert!(error.contains("the contact resource"), "{error}");
}

#[test]
fn an_input_puts_content_among_the_links() {
    let input = StartMessagingInput {
        to: Some("sip:ann@example.com".to_owned()),
        message: Some(ExternalResource::from_text("text/plain", "hi there")),
        ..Default::default()
    };
    let value = json!({
        "to": "sip:ann@example.com",
        "_links": {"message": {"href": "data:text/plain;charset=utf-8,hi%20there"}},
    });
    assert_eq!(encode(&input), value);
    assert_eq!(serde_json::from_value::<StartMessagingInput>(value).unwrap(), input);
    assert_eq!(input.rel(), None);
}

#[test]
fn properties_are_written_in_declared_order() {
    let decoded: PhoneAudioInvitation = serde_json::from_str(
        r#"{"zz": 1, "state": "Connected", "operationId": "1", "_links": {"accept": {"href": ""}}}"#,
    )
    .unwrap();
    assert_eq!(
        serde_json::to_string(&decoded).unwrap(),
        r#"{"operationId":"1","state":"Connected","zz":1,"_links":{"accept":{"href":""}}}"#
    );
}

#[test]
fn an_enumeration_takes_any_text() {
    assert_eq!(InvitationState::MEMBERS, ["Connected", "Connecting", "odd-name"]);
    for text in ["Connected", "odd-name", "", "Ω"] {
        let member = InvitationState::from(text);
        assert_eq!((member.as_str(), member.to_string().as_str()), (text, text));
        assert_eq!(member.is_recognized(), InvitationState::MEMBERS.contains(&text));
        assert_eq!(
            serde_json::from_str::<InvitationState>(&serde_json::to_string(&member).unwrap()).unwrap(),
            member
        );
    }
    assert!(serde_json::from_str::<InvitationState>("5").is_err());
}
