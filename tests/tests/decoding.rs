//! Every sample of the documentation, and every payload of a real server, through its generated type and back.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use ucwa_gen::facts;
use ucwa_gen::sample::Body;
use ucwa_tests::registry::{Codec, representation};
use ucwa_tests::samples::each_body;
use ucwa_tests::{revision, say, shared};
use ucwa_types::ErrorBody;
use ucwa_types::api::AnyResource;
use ucwa_types::event::EventDocument;

/// The revisions whose API the committed types are.
const REVISIONS: [&str; 2] = ["2018-01", "2022-12"];

/// What came of a test over many samples.
#[derive(Default)]
struct Tally {
    passed: usize,
    failures: Vec<String>,
}

impl Tally {
    fn add(&mut self, what: impl FnOnce() -> String, result: Result<(), String>) {
        match result {
            Ok(()) => self.passed += 1,
            Err(error) => self.failures.push(format!("{}: {error}", what())),
        }
    }

    fn finish(self, what: &str) {
        let all = self.passed + self.failures.len();
        say(&format!("{what}: {} of {all}\n", self.passed));
        assert!(self.failures.is_empty(), "{what}: {} of {all}\n{}", self.passed, self.failures.join("\n"));
        assert!(all > 0, "{what}: there was nothing to test");
    }
}

/// Decodes and encodes, and compares what comes back.
fn json_round_trip(codec: &dyn Codec, value: &Value) -> Result<(), String> {
    let text = serde_json::to_vec(value).map_err(|error| error.to_string())?;
    let again = codec.json(&text)?;
    if again == *value { Ok(()) } else { Err(format!("came back as {again}")) }
}

#[test]
fn every_json_body_decodes_and_comes_back() {
    for name in REVISIONS {
        let Some(sources) = revision(name) else { return };
        let mut tally = Tally::default();
        each_body(&sources, |sample| {
            if let Body::Json(node) = &sample.message.body {
                tally.add(|| sample.to_string(), json_round_trip(sample.codec, &node.to_json()));
            }
        });
        tally.finish(&format!("JSON bodies of {name}"));
    }
}

#[test]
fn every_event_sample_decodes_and_comes_back() {
    for name in REVISIONS {
        let Some(sources) = revision(name) else { return };
        let mut tally = Tally::default();
        let (facts, _) = facts(&sources);
        for (_, sample) in facts.pages.iter().flat_map(|page| &page.event_samples) {
            let Body::Json(node) = &sample.message.body else { panic!("{:?} is no JSON", sample.span) };
            tally.add(|| format!("{:?}", sample.span), event_document(&node.to_json()));
        }
        tally.finish(&format!("event samples of {name}"));
    }
}

fn event_document(value: &Value) -> Result<(), String> {
    let document: EventDocument<AnyResource> =
        serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
    let events = document.sender.iter().flat_map(|sender| &sender.events);
    let typed = events.clone().filter(|event| event.link.is_some() && event.r#type.is_some()).count();
    if typed == 0 || typed != events.count() {
        return Err("it has events without a type or a link".to_owned());
    }
    same(value, &document)
}

fn same<T: serde::Serialize>(value: &Value, decoded: &T) -> Result<(), String> {
    let again = serde_json::to_value(decoded).map_err(|error| error.to_string())?;
    if again == *value { Ok(()) } else { Err(format!("came back as {again}")) }
}

#[test]
fn every_xml_body_decodes_and_comes_back() {
    for name in REVISIONS {
        let Some(sources) = revision(name) else { return };
        let mut tally = Tally::default();
        each_body(&sources, |sample| {
            if let Body::Xml(_, text) = &sample.message.body {
                tally.add(|| sample.to_string(), sample.codec.xml(text).map(drop));
            }
        });
        tally.finish(&format!("XML bodies of {name}"));
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
    tally.finish("payloads");
}

/// A file holds a resource, an event document, a map from embedded name to resource, or an error body.
fn payload(file: &Path) -> Result<(), String> {
    let text = fs::read(file).map_err(|error| error.to_string())?;
    let value: Value = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
    if value.get("sender").is_some() {
        return event_document(&value);
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
    match representation(rel) {
        Some(_) if matches!(any, AnyResource::Unknown(_)) && value.get("rel").is_some() => {
            Err(format!("`{rel}` is documented, and not decoded as what it is"))
        }
        Some(codec) => json_round_trip(codec, value),
        None => Ok(()),
    }
}
