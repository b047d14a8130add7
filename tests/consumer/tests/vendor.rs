//! Pages of our own meet the types of `ucwa_types`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use ucwa_test_consumer::{beside, vendor};
use ucwa_types::Link;
use ucwa_types::api::{Contact, PreferredAvailability};
use ucwa_types::operation::{Operation, Post};

const READER: &str = r#"{
    "rel": "badgeReader", "hostAvailability": "Busy",
    "_links": {"host": {"href": "/host"}, "seen": [{"href": "/ann"}]},
    "_embedded": {"last": {"rel": "contact", "name": "Ann Example", "_links": {"contactNote": {"href": "/note"}}}}
}"#;

#[test]
fn what_is_elsewhere_has_the_type_that_is_there() {
    let reader: vendor::BadgeReader = serde_json::from_str(READER).unwrap();
    assert_eq!(reader.host_availability, Some(PreferredAvailability::Busy));
    let seen: Vec<Link<Contact>> = reader.links.seen;
    assert_eq!(seen.len(), 1);
    let host: Option<Link<Contact>> = reader.links.host;
    assert!(host.is_some());
    let last: Contact = *reader.embedded.last.unwrap();
    assert_eq!(last.name.as_deref(), Some("Ann Example"));
    assert!(last.links.contact_note.is_some());
}

#[test]
fn an_operation_answers_with_the_type_that_is_elsewhere() {
    fn is_the_output<T: Operation<Post, Output = Contact>>() {}
    is_the_output::<vendor::BadgeReader>();
    is_the_output::<beside::BadgeReader>();
}

#[test]
fn the_set_of_resources_holds_what_is_generated_alone() {
    let any: vendor::AnyResource = serde_json::from_str(READER).unwrap();
    assert!(matches!(any, vendor::AnyResource::BadgeReader(_)));
    let any: vendor::AnyResource = serde_json::from_str(r#"{"rel": "contact"}"#).unwrap();
    assert!(matches!(any, vendor::AnyResource::Unknown(_)));
}

#[test]
fn whether_the_page_is_there_makes_no_difference() {
    let reader: beside::BadgeReader = serde_json::from_str(READER).unwrap();
    let _: Vec<Link<Contact>> = reader.links.seen;
    let _: Option<Box<Contact>> = reader.embedded.last;
    let any: beside::AnyResource = serde_json::from_str(r#"{"rel": "contact"}"#).unwrap();
    assert!(matches!(any, beside::AnyResource::Unknown(_)));
}
