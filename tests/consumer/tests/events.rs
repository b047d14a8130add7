//! Events over the types that a build script generated: what was sent along is there as its type.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use ucwa_test_consumer::people::{AnyEvent, Application, EventChannel, EventDocument};
use ucwa_types::{Value, event};

const DOCUMENT: &str = r#"{"sender":[{"rel":"people","href":"/people","events":[{"type":"added","link":{"rel":"contact","href":"/ann"},"_embedded":{"contact":{"rel":"contact","name":"Ann Example"}}}]}]}"#;

/// The plain spelling is over the tree's own types.
#[test]
fn a_resource_is_not_lost() {
    let document: EventDocument = serde_json::from_str(DOCUMENT).unwrap();
    let names = document.events().map(|event| match AnyEvent::from(event) {
        AnyEvent::ContactAdded(event) => event.resource().and_then(|contact| contact.name.as_deref()),
        _ => None,
    });
    assert_eq!(names.collect::<Vec<_>>(), [Some("Ann Example")]);
}

/// The set of resources can be `Value`, which has to be named.
#[test]
fn values_are_asked_for() {
    let document: event::EventDocument<Value> = serde_json::from_str(DOCUMENT).unwrap();
    let resources = document.events().filter_map(|(_, event)| event.resource());
    assert_eq!(resources.map(|resource| &resource["name"]).collect::<Vec<_>>(), ["Ann Example"]);
}

#[test]
fn a_channel_is_made_of_the_link_to_events() {
    let application: Application =
        serde_json::from_str(r#"{"rel":"application","_links":{"events":{"href":"/events?ack=1"}}}"#)
            .unwrap();
    let events = application.links.events.unwrap();
    let mut channel = EventChannel::new(&events);
    assert!(channel.next_request().is_some_and(|request| request.href.contains("/events?ack=1")));
}
