//! The event channel, by the scenarios of the protocol.

mod interleavings;
mod operations;
mod progress;
mod scenarios;
mod undecodable;

use serde_json::{Value, json};

use crate::channel;
use crate::error_body::ErrorBody;
use crate::operation::ServiceError;

type EventChannel = channel::EventChannel<Value>;
type Answer = channel::PollAnswer<Value, ServiceError<()>>;
type PollOutcome = channel::PollOutcome<Value, ServiceError<()>>;

const EVENTS: &str = "/ucwa/v1/applications/7/events?ack=1&key=abc";

fn events() -> EventChannel {
    EventChannel::from_href(EVENTS)
}

/// A document with one event for each name, and one link.
fn document(names: &[&str], rel: &str, href: &str) -> Answer {
    let events: Vec<_> = names
        .iter()
        .map(|name| json!({"type": "added", "link": {"rel": "contact", "href": format!("/people/{name}")}}))
        .collect();
    let mut document = json!({"_links": {"self": {"href": EVENTS}, rel: {"href": href}}});
    if !events.is_empty() {
        document["sender"] = json!([{"rel": "me", "href": "/me", "events": events}]);
    }
    answer(document)
}

fn answer(document: Value) -> Answer {
    Answer::Document(serde_json::from_value(document).unwrap())
}

fn error(status: u16, subcode: &str) -> Answer {
    let body: ErrorBody = serde_json::from_value(json!({"code": "Whatever", "subcode": subcode})).unwrap();
    Answer::Failure(ServiceError::new(status, body))
}

/// An answer that says nothing but its status: of a proxy, perhaps.
fn page(status: u16) -> Answer {
    Answer::Failure(ServiceError::new(status, ErrorBody::default()))
}

/// No answer.
const LOST: Answer = Answer::Lost;

/// Where the events of an outcome happened, in order.
fn places(outcome: &PollOutcome) -> Vec<&str> {
    outcome.events().filter_map(|(_, event)| event.href()).collect()
}
