//! Every type by the name of its page, ours and the baselines.

use std::hint::black_box;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use ucwa_bench_baselines::{BASELINES, Baseline, Codec, Held, Type};
use ucwa_types::{Model, json_body, xml_body};

/// What can be measured with a type that can be read from XML.
pub trait XmlCodec: Sync {
    /// Decodes a body and drops it. Whether it could.
    fn decode_xml(&self, body: &[u8]) -> bool;
}

/// A type with our own entry points, rather than those of `serde_json`.
struct Own<T>(PhantomData<fn() -> T>);

impl<T> Own<T> {
    const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: Model + DeserializeOwned> Codec for Own<T> {
    fn decode(&self, body: &[u8]) -> bool {
        black_box(json_body::from_slice::<T>(body)).is_ok()
    }

    fn hold(&self, body: &[u8]) -> Option<Box<dyn Held>> {
        Some(Box::new(OwnHeld(json_body::from_slice::<T>(body).ok()?)))
    }
}

struct OwnHeld<T>(T);

impl<T: Model> Held for OwnHeld<T> {
    fn encode(&self, out: &mut Vec<u8>) -> bool {
        json_body::append(&self.0, out);
        true
    }
}

impl<T: Model> XmlCodec for Own<T> {
    fn decode_xml(&self, body: &[u8]) -> bool {
        black_box(xml_body::from_slice::<T>(body)).is_ok()
    }
}

/// One of our types.
pub struct Ours {
    /// The page; for what is not its representation also the method, and `Input` or `Output`.
    pub key: &'static str,
    /// The module of the group.
    pub group: &'static str,
    /// The name of the type.
    pub ty: &'static str,
    /// Its JSON, by the functions of `ucwa_types::json_body`.
    pub json: &'static dyn Codec,
    /// Its JSON, by those of `serde_json`.
    pub serde: &'static dyn Codec,
    /// Its XML.
    pub xml: &'static dyn XmlCodec,
}

include!(concat!(env!("OUT_DIR"), "/registry.rs"));

/// A body there are types for.
#[derive(Clone, Copy)]
pub struct Entry {
    /// Ours.
    pub ours: &'static Ours,
    /// The baselines.
    pub baseline: &'static Baseline,
}

/// Every body there are types for.
pub fn entries() -> impl Iterator<Item = Entry> {
    OURS.iter().filter_map(|ours| {
        let baseline = BASELINES.iter().find(|baseline| baseline.key == ours.key)?;
        Some(Entry { ours, baseline })
    })
}

/// The types of a body.
#[must_use]
pub fn entry(key: &str) -> Option<Entry> {
    entries().find(|entry| entry.ours.key == key)
}
