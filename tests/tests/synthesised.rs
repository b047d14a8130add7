//! The samples that rendering makes up: they say what the types say, and add nothing to the schema.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use serde_json::Value;
use ucwa_gen::render::{self, Options};
use ucwa_gen::sample::{Body, Message, Role};
use ucwa_gen::schema::Schema;
use ucwa_gen::{analyse, facts};
use ucwa_tests::decoding::{Tally, event_document, json_round_trip};
use ucwa_tests::registry::{API, Codec, Type};
use ucwa_tests::samples::each_body;
use ucwa_tests::{REVISIONS, reference, reread, revision};
use ucwa_types::api::{AnyEvent, AnyResource};
use ucwa_types::event::EventDocument;

fn json(message: &Message) -> Option<Value> {
    if let Body::Json(node) = &message.body { Some(node.to_json()) } else { None }
}

fn xml(message: &Message) -> Option<&str> {
    if let Body::Xml(_, text) = &message.body { Some(text) } else { None }
}

/// Whether the type has a place for everything, and JSON and XML are one value of it that is encoded as it was.
fn check(codec: &dyn Codec, json: &Value, xml: &str) -> Result<(), String> {
    json_round_trip(codec, json)?;
    codec.xml(xml)?;
    let text = json.to_string();
    let unknown = codec.unknown(text.as_bytes())?;
    if !unknown.is_empty() {
        return Err(format!("there is no place for {}", unknown.join(", ")));
    }
    match codec.same(text.as_bytes(), xml)?.as_slice() {
        [] => Ok(()),
        differences => Err(format!("JSON and XML differ: {differences:?}")),
    }
}

#[test]
fn every_sample_of_our_pages_is_a_value_of_its_type() {
    type Key = (String, String, Role);
    let sources = reference();
    let mut bodies: BTreeMap<Key, (Option<Value>, Option<String>)> = BTreeMap::new();
    let mut tally = Tally::default();
    each_body(&sources, &API, |found| {
        let key = (found.page.to_owned(), found.method.to_owned(), found.sample.role);
        let pair = bodies.entry(key).or_default();
        pair.0 = pair.0.take().or_else(|| json(found.message));
        pair.1 = pair.1.take().or_else(|| xml(found.message).map(str::to_owned));
        if let (Some(json), Some(xml)) = pair {
            tally.add(|| found.to_string(), check(found.codec, json, xml));
        }
    });
    assert!(bodies.values().all(|pair| pair.0.is_some() && pair.1.is_some()), "each body is there twice");
    assert_eq!(tally.finish("bodies made up"), bodies.len());
}

#[test]
fn every_event_of_our_pages_is_a_value_of_its_type() {
    let sources = reference();
    let schema = analyse(&sources).schema;
    let documented: usize = schema.resources.iter().map(|resource| resource.events.len()).sum();
    let mut tally = Tally::default();
    for page in &facts(&sources).0.pages {
        for pair in page.event_samples.chunks(2) {
            let [(_, first), (_, second)] = pair else { panic!("{} has an event in one format", page.name) };
            let json = json(&first.message).expect("the first is JSON");
            let xml = xml(&second.message).expect("the second is XML");
            tally.add(|| format!("{:?}", first.span), event(&schema, &json, xml));
        }
    }
    assert_eq!(tally.finish("events made up"), documented);
}

fn event(schema: &Schema, json: &Value, xml: &str) -> Result<(), String> {
    event_document::<AnyResource>(json)?;
    check(&Type::<EventDocument<AnyResource>>::CODEC, json, xml)?;
    let document: EventDocument<AnyResource> =
        serde_json::from_value(json.clone()).map_err(|error| error.to_string())?;
    if document.events().any(|pair| matches!(AnyEvent::from(pair), AnyEvent::Unknown(_))) {
        return Err("the event has no variant".to_owned());
    }
    let embedded = json["sender"][0]["events"][0]["_embedded"].as_object();
    for resource in embedded.into_iter().flat_map(|embedded| embedded.values()) {
        let rel = resource["rel"].as_str().unwrap_or_default();
        let page = schema.resources.iter().find(|page| page.rel == rel).ok_or("no page has the rel")?;
        let codec = API.representation(&page.name).ok_or("the page has no type")?;
        let unknown = codec.unknown(resource.to_string().as_bytes())?;
        if !unknown.is_empty() {
            return Err(format!("there is no place for {}", unknown.join(", ")));
        }
    }
    Ok(())
}

#[test]
fn an_operation_with_a_body_has_samples() {
    let sources = reference();
    let schema = analyse(&sources).schema;
    for (page, facts) in
        facts(&sources).0.pages.iter().filter_map(|page| Some((schema.resource(&page.name)?, page)))
    {
        for (operation, facts) in page.operations.iter().zip(&facts.operations) {
            let is_other = !operation.consumes.is_empty() || !operation.produces.is_empty();
            let answers =
                operation.output.is_some() && operation.statuses.first().is_some_and(|it| it.status == 200);
            let expected = if !is_other && (answers || !operation.input.is_empty()) { 4 } else { 0 };
            let has_shape = |fields: &[ucwa_gen::schema::Property]| {
                fields.iter().any(|field| field.ty.to_string() != "Array of Object")
            };
            if operation.output_fields.is_empty() || has_shape(&operation.output_fields) {
                assert_eq!(facts.samples.len(), expected, "{} {}", page.name, operation.method);
            }
        }
    }
}

#[test]
fn samples_add_nothing_to_any_revision() {
    let options = Options::default().with_samples();
    for name in REVISIONS {
        let Some(sources) = revision(name) else { return };
        let schema = analyse(&sources).schema;
        let plain = reread(&render::pages(&schema, &Options::default()));
        let once = reread(&render::pages(&schema, &options));
        assert_eq!(facts_of(&plain), facts_of(&once), "{name}");
        assert_eq!(render::pages(&once, &options), render::pages(&schema, &options), "{name}");
    }
}

/// The schema, read from the pages that are rendered of it, as lines.
fn facts_of(schema: &Schema) -> String {
    ucwa_gen::schema::to_json(&schema.clone().without_prose())
}
