//! Operations that cannot be called without a query.

use ucwa_types::Link;
use ucwa_types::api::{Contact, PresenceSubscription, PresenceSubscriptionInput, Search, SendMessage};
use ucwa_types::operation::RawBody;

fn post(send: &Link<SendMessage>, subscription: &Link<PresenceSubscription>, input: PresenceSubscriptionInput) {
    let _ = send.post(RawBody::new("text/plain", "Hello"));
    let _ = subscription.post(input);
}

fn get(search: &Link<Search>) {
    let _ = search.get();
}

/// There is no such operation.
fn absent(contact: &Link<Contact>) {
    let _ = contact.delete();
}

/// It is not known what it leads to.
fn untyped(link: &Link<()>) {
    let _ = link.get();
}

fn main() {}
