//! Every sample of the documentation, and every payload of a real server, through its generated type and back.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use ucwa_gen::facts;
use ucwa_gen::sample::{Body, Format, Role};
use ucwa_tests::decoding::{
    Tally, event_document, event_samples, json_bodies, json_round_trip, same, xml_bodies,
};
use ucwa_tests::registry::API;
use ucwa_tests::samples::each_body;
use ucwa_tests::{revision, say, shared};
use ucwa_types::ErrorBody;
use ucwa_types::api::AnyResource;

/// The revisions whose API the committed types are.
const REVISIONS: [&str; 2] = ["2018-01", "2022-12"];

fn finish(tally: Tally, what: &str) {
    assert!(tally.finish(what) > 0, "{what}: there was nothing to test");
}

#[test]
fn every_json_body_decodes_and_comes_back() {
    for name in REVISIONS {
        let Some(sources) = revision(name) else { return };
        finish(json_bodies(&sources, &API), &format!("JSON bodies of {name}"));
    }
}

#[test]
fn every_event_sample_decodes_and_comes_back() {
    for name in REVISIONS {
        let Some(sources) = revision(name) else { return };
        finish(event_samples::<AnyResource>(&sources), &format!("event samples of {name}"));
    }
}

#[test]
fn every_xml_body_decodes_and_comes_back() {
    for name in REVISIONS {
        let Some(sources) = revision(name) else { return };
        finish(xml_bodies(&sources, &API), &format!("XML bodies of {name}"));
    }
}

/// Where the samples under the headings of operations went: 262 of each kind. Most requests are without a body (`GET`,
/// `DELETE`, `POST` that takes nothing), and so are the answers that only have a status.
#[test]
fn every_sample_under_a_heading_is_one_of_the_bodies_or_has_none() {
    for name in REVISIONS {
        let Some(sources) = revision(name) else { return };
        let mut kinds: BTreeMap<(Format, Role), BTreeMap<&str, usize>> = BTreeMap::new();
        let (facts, _) = facts(&sources);
        let operations = facts.pages.iter().flat_map(|page| &page.operations);
        for sample in operations.flat_map(|operation| &operation.samples) {
            let what = match (&sample.message.body, sample.format) {
                (Body::Empty, _) => "without a body",
                (Body::Json(_), Format::Json) | (Body::Xml(..), Format::Xml) => "decoded",
                (Body::Json(_) | Body::Xml(..), _) => "decoded, under the heading of the other format",
                (Body::Multipart(_), _) => "multipart, with parts that are decoded",
                (Body::Other { .. }, _) => "of another media type",
                (Body::Unreadable(error), _) => panic!("{:?}: {error}", sample.span),
            };
            *kinds.entry((sample.format, sample.role)).or_default().entry(what).or_default() += 1;
        }
        let mut decoded = 0;
        each_body(&sources, &API, |_| decoded += 1);
        for (kind, went) in &kinds {
            let all: usize = went.values().sum();
            say(&format!("{name} {kind:?}: {all} samples: {went:?}\n"));
            assert_eq!(all, 262, "{name} {kind:?}");
        }
        assert_eq!(kinds.len(), 4, "{name}: requests and responses in both formats");
        let whole: usize = kinds
            .values()
            .flatten()
            .filter(|(what, _)| what.starts_with("decoded"))
            .map(|(_, count)| count)
            .sum();
        say(&format!("{name}: {decoded} bodies decoded: {whole} whole samples, and the parts of batches\n"));
        assert!(decoded >= whole, "{name}");
    }
}

/// The folder of real payloads: the variable `UCWA_WIRE`, or `wire` beside the corpora.
fn wire() -> Option<PathBuf> {
    env::var_os("UCWA_WIRE").map(PathBuf::from).or_else(|| shared("wire"))
}

#[test]
fn every_payload_of_a_real_server_decodes_and_comes_back() {
    let Some(folder) = wire() else { return };
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the folder can be read")
        .map(|entry| entry.expect("it is there").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    let mut tally = Tally::default();
    for file in files {
        tally.add(|| file.display().to_string(), payload(&file));
    }
    finish(tally, "payloads");
}

/// A file holds a resource, an event document, a map from embedded name to resource, or an error body.
fn payload(file: &Path) -> Result<(), String> {
    let text = fs::read(file).map_err(|error| error.to_string())?;
    let value: Value = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
    if value.get("sender").is_some() {
        return event_document::<AnyResource>(&value);
    }
    if value.get("code").is_some() && value.get("_links").is_none() {
        let error: ErrorBody = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
        return same(&value, &error);
    }
    if value.get("rel").is_some() || value.get("_links").is_some() {
        return resource(&value, file);
    }
    let resources = value.as_object().ok_or("it is no object")?;
    resources.values().try_for_each(|value| resource(value, file))
}

/// A resource by its rel; one without is known by the name of its file (`user.json`).
fn resource(value: &Value, file: &Path) -> Result<(), String> {
    let any: AnyResource = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
    same(value, &any)?;
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let rel = value.get("rel").and_then(Value::as_str).unwrap_or(&stem);
    match API.representation(rel) {
        Some(_) if matches!(any, AnyResource::Unknown(_)) && value.get("rel").is_some() => {
            Err(format!("`{rel}` is documented, and not decoded as what it is"))
        }
        Some(codec) => json_round_trip(codec, value),
        None => Ok(()),
    }
}
