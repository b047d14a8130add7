//! Samples through their generated types and back.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ucwa_gen::facts;
use ucwa_gen::files::Sources;
use ucwa_gen::sample::Body;
use ucwa_types::event::EventDocument;
use ucwa_types::{ResourceSet, xml_body};

use crate::registry::{Codec, Registry};
use crate::samples::each_body;
use crate::say;

/// What came of a test over many samples.
#[derive(Debug, Default)]
pub struct Tally {
    passed: usize,
    failures: Vec<String>,
}

impl Tally {
    /// Counts one sample; says what it is only if it has failed.
    pub fn add(&mut self, what: impl FnOnce() -> String, result: Result<(), String>) {
        match result {
            Ok(()) => self.passed += 1,
            Err(error) => self.failures.push(format!("{}: {error}", what())),
        }
    }

    /// Says how many samples passed, and gives their number.
    ///
    /// # Panics
    /// When one has failed.
    pub fn finish(self, what: &str) -> usize {
        let all = self.passed + self.failures.len();
        say(&format!("{what}: {} of {all}\n", self.passed));
        assert!(self.failures.is_empty(), "{what}: {} of {all}\n{}", self.passed, self.failures.join("\n"));
        self.passed
    }
}

/// Decodes and encodes the JSON bodies of all samples.
#[must_use]
pub fn json_bodies(sources: &Sources, registry: &Registry) -> Tally {
    let mut tally = Tally::default();
    each_body(sources, registry, |sample| {
        if let Body::Json(node) = &sample.message.body {
            tally.add(|| sample.to_string(), json_round_trip(sample.codec, &node.to_json()));
        }
    });
    tally
}

/// Decodes and encodes the XML bodies of all samples.
#[must_use]
pub fn xml_bodies(sources: &Sources, registry: &Registry) -> Tally {
    let mut tally = Tally::default();
    each_body(sources, registry, |sample| {
        if let Body::Xml(_, text) = &sample.message.body {
            tally.add(|| sample.to_string(), sample.codec.xml(text).map(drop));
        }
    });
    tally
}

/// Decodes and encodes the samples of what the event channel answers, with the resources of a set.
#[must_use]
pub fn event_samples<R: ResourceSet>(sources: &Sources) -> Tally
where
    EventDocument<R>: Serialize + DeserializeOwned,
{
    let mut tally = Tally::default();
    let (facts, _) = facts(sources);
    for (_, sample) in facts.pages.iter().flat_map(|page| &page.event_samples) {
        let result = match &sample.message.body {
            Body::Json(node) => event_document::<R>(&node.to_json()),
            Body::Xml(_, text) => xml_event_document::<R>(text),
            _ => Err("it is neither JSON nor XML".to_owned()),
        };
        tally.add(|| format!("{:?}", sample.span), result);
    }
    tally
}

/// Decodes and encodes what the event channel answered.
///
/// # Errors
/// When something else comes back, or an event has no type or no link.
pub fn event_document<R: ResourceSet>(value: &Value) -> Result<(), String>
where
    EventDocument<R>: Serialize + DeserializeOwned,
{
    let document: EventDocument<R> =
        serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
    let events = document.senders.iter().flat_map(|sender| &sender.events);
    let typed = events.clone().filter(|event| event.link.is_some() && event.r#type.is_some()).count();
    if typed == 0 || typed != events.count() {
        return Err("it has events without a type or a link".to_owned());
    }
    same(value, &document)
}

/// The same for an answer in XML: it says the same once it was encoded and decoded.
fn xml_event_document<R: ResourceSet>(text: &str) -> Result<(), String>
where
    EventDocument<R>: Serialize + DeserializeOwned,
{
    let decode = |text: &str| xml_body::from_str::<EventDocument<R>>(text).map_err(|error| error.to_string());
    let document = decode(text)?;
    let value = serde_json::to_value(&document).map_err(|error| error.to_string())?;
    let encoded = xml_body::to_string(&document).map_err(|error| error.to_string())?;
    same(&value, &decode(&encoded)?)?;
    event_document::<R>(&value)
}

/// Decodes and encodes, and compares what comes back.
///
/// # Errors
/// When something else comes back.
pub fn json_round_trip(codec: &dyn Codec, value: &Value) -> Result<(), String> {
    let text = serde_json::to_vec(value).map_err(|error| error.to_string())?;
    compare(value, &codec.json(&text)?)
}

/// Encodes, and compares what comes back.
///
/// # Errors
/// When something else comes back.
pub fn same<T: Serialize>(value: &Value, decoded: &T) -> Result<(), String> {
    compare(value, &serde_json::to_value(decoded).map_err(|error| error.to_string())?)
}

fn compare(value: &Value, again: &Value) -> Result<(), String> {
    if again == value { Ok(()) } else { Err(format!("came back as {again}")) }
}
