//! Every type by the name of its page, ours and the baselines.

use std::hint::black_box;

use ucwa_bench_baselines::{BASELINES, Baseline, Codec, Type};
use ucwa_types::Model;

/// What can be measured with a type that can be read from XML.
pub trait XmlCodec: Sync {
    /// Decodes a body and drops it. Whether it could.
    fn decode_xml(&self, body: &[u8]) -> bool;
}

impl<T: Model + Default> XmlCodec for Type<T> {
    fn decode_xml(&self, body: &[u8]) -> bool {
        black_box(ucwa_types::xml::from_slice::<T>(body)).is_ok()
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
    /// Its JSON.
    pub json: &'static dyn Codec,
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
