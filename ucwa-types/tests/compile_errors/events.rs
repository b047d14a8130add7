//! Events whose resources would be lost, and a channel of something that has no events.

use ucwa_types::api::{self, AnyEvent, Contact};
use ucwa_types::channel::EventChannel;
use ucwa_types::{Link, Value, event};

/// A document says which set its resources are of.
fn of_no_set(_document: &event::EventDocument) {}

/// The events of one set are not those of another.
fn of_another_set(document: &event::EventDocument<Value>) {
    for event in document.events() {
        let _ = AnyEvent::from(event);
    }
}

fn channel(contact: &Link<Contact>) {
    let _: api::EventChannel = EventChannel::new(contact);
}

fn main() {}
