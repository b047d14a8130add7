//! Every sample on the pages that the build script read, through its generated type and back.

use std::env;

use ucwa_gen::files::{Sources, read};
use ucwa_test_consumer::api::AnyResource;
use ucwa_tests::decoding::{Tally, event_samples, json_bodies, xml_bodies};
use ucwa_tests::registry::{Errors, Registry, Type};
use ucwa_tests::say;

include!(concat!(env!("OUT_DIR"), "/registry.rs"));

/// The paths that the build script was given.
const DOCS: &str = env!("DOCS");

fn sources() -> Sources {
    read(&env::split_paths(DOCS).collect::<Vec<_>>()).0
}

fn finish(tally: Tally, what: &str) {
    if tally.finish(&format!("{what} in {DOCS}")) == 0 {
        say(&format!(
            "NOTHING TESTED: there is no {what} sample in {DOCS}; name pages that have them in UCWA_DOCS\n"
        ));
    }
}

#[test]
fn every_json_body_decodes_and_comes_back() {
    finish(json_bodies(&sources(), &API), "JSON body");
}

#[test]
fn every_event_sample_decodes_and_comes_back() {
    finish(event_samples::<AnyResource>(&sources()), "event document");
}

#[test]
fn every_xml_body_decodes_and_comes_back() {
    finish(xml_bodies(&sources(), &API), "XML body");
}

/// Every page is in the API, whatever its samples.
#[test]
fn every_page_has_a_type() {
    let schema = ucwa_gen::analyse(&sources()).schema;
    for resource in &schema.resources {
        assert!(API.representation(&resource.name).is_some(), "{} has no type", resource.name);
    }
    assert!(!schema.resources.is_empty());
}
