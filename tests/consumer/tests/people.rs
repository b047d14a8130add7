//! The part of the API that is generated as a tree, with attributes of our own.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;

use ucwa_test_consumer::people::{self as api, Application, Communication, ContactType, Policies};
use ucwa_types::{Link, RawJson};

/// What is derived in the build script.
#[test]
fn an_enumeration_has_an_order() {
    let types: BTreeSet<ContactType> = [ContactType::User, ContactType::from("Other")].into();
    assert_eq!(types.len(), 2);
}

#[test]
fn a_type_is_found_by_its_group_and_by_its_name() {
    let text = r#"{"rel":"contact","name":"Ann Example","_links":{"contactNote":{"href":"/note"}}}"#;
    let by_group: api::people::Contact = serde_json::from_str(text).unwrap();
    let contact: api::Contact = by_group;
    assert_eq!(contact.name.as_deref(), Some("Ann Example"));
    assert_eq!(serde_json::to_string(&contact).unwrap(), text);
}

#[test]
fn what_is_not_included_keeps_all_it_holds() {
    let text = r#"{"rel":"application","_embedded":{"communication":{"rel":"communication","publishEndpointLocation":true}}}"#;
    let application: Application = serde_json::from_str(text).unwrap();
    let communication: &Communication = application.embedded.communication.as_ref().unwrap();
    assert_eq!(communication.unknown.get("publishEndpointLocation").map(RawJson::as_json), Some("true"));
    let _: Option<Link<Policies>> = application.links.policies;
}

#[test]
fn a_page_is_a_file() {
    let folder = Path::new(env!("OUT_DIR")).join("people/ucwa");
    assert!(folder.join("people/contact.rs").is_file() && folder.join("mod.rs").is_file());
    let one = Path::new(env!("OUT_DIR")).join("ucwa");
    assert_eq!(one.read_dir().unwrap().count(), 1);
}
