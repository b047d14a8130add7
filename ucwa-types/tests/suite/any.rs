//! Resources whose type is known only from what they say, or from where they are.

use serde_json::{Value, json};
use ucwa_types::event::{Event, EventDocument};
use ucwa_types::{ErrorBody, RawJson, ResourceSet};

use crate::mirror::{Any, Contact, InvitationState, Message, Participant};

fn decode(value: &Value) -> Any {
    let decoded: Any = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(&serde_json::to_value(&decoded).unwrap(), value);
    decoded
}

#[test]
fn the_rel_decides_wherever_it_stands() {
    let text = r#"{"name": "Ann", "_links": {}, "rel": "contact"}"#;
    let Any::Contact(contact) = serde_json::from_str(text).unwrap() else { panic!() };
    assert_eq!(contact.name.as_deref(), Some("Ann"));
    let any = decode(&json!({"rel": "localParticipant", "local": true}));
    assert_eq!(any.rel(), Some("localParticipant"));
    let Any::Participant(participant) = any else { panic!() };
    assert_eq!(participant.local, Some(true));
}

#[test]
fn anything_else_is_kept_whole() {
    for value in [
        json!(null),
        json!(5),
        json!("contact"),
        json!([{"rel": "contact"}]),
        json!({}),
        json!({"rel": 5}),
        json!({"rel": "vendorThing", "x": {"y": []}}),
    ] {
        let Any::Unknown(kept) = decode(&value) else { panic!("{value}") };
        assert_eq!(kept, value);
    }
}

#[test]
fn a_resource_becomes_any_resource() {
    let mut any = Any::from(Contact::default());
    assert!(any.model_mut().is_some());
    assert_eq!(any.rel(), Some("contact"));
    assert_eq!(any.decode::<Contact>().unwrap(), Contact::default());
    assert_eq!(Any::Unknown(json!({"rel": "x"})).rel(), Some("x"));
}

#[test]
fn an_event_knows_its_resource_from_where_it_is() {
    // Neither of the embedded resources says what it is.
    let value = json!({
        "type": "updated",
        "link": {"rel": "message", "href": "/m/1"},
        "_embedded": {"message": {"timeStamp": "/Date(5)/"}, "localParticipant": {"name": "Ann"}, "x": {"rel": "contact"}},
    });
    let event: Event<Any> = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&event).unwrap(), value);
    let Some(Any::Message(message)) = event.resource() else { panic!() };
    assert_eq!(message.time_stamp.as_ref().unwrap().unix_millis(), 5);
    assert!(matches!(event.embedded.get("localParticipant"), Some(Any::Participant(_))));
    assert!(matches!(event.embedded.get("x"), Some(Any::Contact(_))));
    assert_eq!(
        event.embedded.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        ["localParticipant", "message", "x"]
    );
}

#[test]
fn embedded_resources_of_an_event_may_be_anything() {
    for embedded in [
        json!({}),
        json!(null),
        json!([]),
        json!({"message": null}),
        json!({"message": [{"rel": "message"}]}),
        json!({"message": {"rel": "contact"}}),
        json!({"x": 5}),
    ] {
        let value = json!({"_embedded": embedded});
        let event: Event<Any> = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(serde_json::to_value(&event).unwrap(), value);
    }
}

#[test]
fn embedded_resources_of_an_event_are_put_in_and_taken_out() {
    let mut event = Event::<Any>::default();
    assert!(event.embedded.is_empty());
    event.embedded.insert("message", Message::default().into());
    event.embedded.insert("x", Participant::default().into());
    assert_eq!(event.embedded.len(), 2);
    event.embedded.remove("x");
    assert_eq!(serde_json::to_value(&event).unwrap(), json!({"_embedded": {"message": {"rel": "message"}}}));
}

#[test]
fn an_answer_without_events_is_read() {
    let value = json!({"_links": {"resync": {"href": "/events?ack=3"}}});
    let document: EventDocument<Any> = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(document.links.resync.as_ref().unwrap().href(), "/events?ack=3");
    assert_eq!(serde_json::to_value(&document).unwrap(), value);
}

#[test]
fn an_error_body_is_read() {
    let value = json!({
        "code": "BadRequest", "subcode": "Connected", "link": {"href": "https://help.example.com/"},
        "parameters": [{"name": "to", "reason": "missing"}], "debugInfo": {"a": "1"}, "more": true,
    });
    let error: ErrorBody = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&error).unwrap(), value);
    assert_eq!(error.subcode_as(), Some(InvitationState::Connected));
    assert_eq!(error.code_as::<InvitationState>(), Some("BadRequest".into()));
    assert_eq!(error.unknown.get("more").map(RawJson::to_value), Some(json!(true)));
}
