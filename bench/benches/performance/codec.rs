//! Decoding and encoding.

use std::hint::black_box;
use std::sync::OnceLock;
use std::time::Duration;

use anyhow::ensure;
use serde_json::Value;
use serde_json::value::RawValue;
use ucwa_bench::bodies::{Bodies, bodies};
use ucwa_bench::corpus::pages;
use ucwa_bench::events;
use ucwa_bench::registry::Entry;
use ucwa_bench_baselines::{Codec, Held};
use ucwa_bench_generator::race::{long_race, race, ratio};
use ucwa_bench_generator::table::{Goal, Row};
use ucwa_types::api::AnyResource;
use ucwa_types::event::EventDocument;
use ucwa_types::{Limits, json_body};

/// Chooses a contender.
pub(crate) type Of = fn(Entry) -> &'static dyn Codec;
pub(crate) const OURS: Of = |entry| entry.ours.json;
pub(crate) const SERDE: Of = |entry| entry.ours.serde;
pub(crate) const NAIVE: Of = |entry| entry.baseline.naive;
pub(crate) const FLATTEN: Of = |entry| entry.baseline.flatten;

/// The samples of the pages.
pub(crate) fn samples() -> anyhow::Result<&'static Bodies> {
    static BODIES: OnceLock<Bodies> = OnceLock::new();
    let bodies = BODIES.get_or_init(|| bodies(&pages()));
    ensure!(!bodies.json.is_empty() && !bodies.xml.is_empty(), "the pages have no samples");
    Ok(bodies)
}

/// Decodes all JSON samples.
pub(crate) fn decode_all(of: Of, bodies: &Bodies) {
    for (entry, body) in &bodies.json {
        black_box(of(*entry).decode(body));
    }
}

/// Decodes all JSON samples, to be encoded.
pub(crate) fn hold_all(of: Of, bodies: &Bodies) -> Vec<Box<dyn Held>> {
    bodies.json.iter().filter_map(|(entry, body)| of(*entry).hold(body)).collect()
}

/// Encodes all that was decoded.
pub(crate) fn encode_all(held: &[Box<dyn Held>], out: &mut Vec<u8>) {
    for value in held {
        out.clear();
        black_box(value.encode(out));
    }
}

/// Decodes all XML samples.
pub(crate) fn decode_all_xml(bodies: &Bodies) {
    for (entry, body) in &bodies.xml {
        black_box(entry.ours.xml.decode_xml(body));
    }
}

/// Reads the events of all XML samples.
pub(crate) fn walk_all_xml(bodies: &Bodies) {
    for (_, body) in &bodies.xml {
        let mut reader = quick_xml::Reader::from_str(str::from_utf8(body).unwrap_or_default());
        while !matches!(black_box(reader.read_event()), Ok(quick_xml::events::Event::Eof) | Err(_)) {}
    }
}

fn speed(bytes: usize, time: Duration) -> String {
    format!("{:.0} MB/s", bytes as f64 / 1e6 / time.as_secs_f64())
}

pub(crate) fn decode() -> anyhow::Result<Vec<Row>> {
    let bodies = samples()?;
    let bytes = bodies.json.iter().map(|(_, body)| body.len()).sum();
    let [ours, serde, naive, flatten, value, raw] = race([
        &mut || decode_all(OURS, bodies),
        &mut || decode_all(SERDE, bodies),
        &mut || decode_all(NAIVE, bodies),
        &mut || decode_all(FLATTEN, bodies),
        &mut || {
            for (_, body) in &bodies.json {
                drop(black_box(serde_json::from_slice::<Value>(body)));
            }
        },
        &mut || {
            for (_, body) in &bodies.json {
                drop(black_box(serde_json::from_slice::<&RawValue>(body)));
            }
        },
    ]);
    let what = format!(
        "decode {} JSON samples ({} more are not what the baselines allow)",
        bodies.json.len(),
        bodies.refused
    );
    let row = |name: &str, time, goal| Row {
        what: what.clone(),
        measured: speed(bytes, ours),
        baseline: format!("`{name}` {}", speed(bytes, time)),
        ratio: ratio(time, ours),
        goal,
    };
    Ok(vec![
        row("Value", value, Goal::AtLeast(3.0)),
        row("naive", naive, Goal::AtLeast(1.0)),
        row("naive-flatten", flatten, Goal::AtLeast(2.0)),
        row("RawValue", raw, Goal::None),
        row("the same types through serde_json", serde, Goal::None),
    ])
}

pub(crate) fn encode() -> anyhow::Result<Vec<Row>> {
    let bodies = samples()?;
    let [ours, naive, flatten] = [OURS, NAIVE, FLATTEN].map(|of| hold_all(of, bodies));
    let size = |held: &[Box<dyn Held>]| -> usize {
        let mut out = Vec::new();
        for value in held {
            value.encode(&mut out);
        }
        out.len()
    };
    let mut outs = [const { Vec::new() }; 3];
    let [out, naive_out, flatten_out] = &mut outs;
    let times = race([&mut || encode_all(&ours, out), &mut || encode_all(&naive, naive_out), &mut || {
        encode_all(&flatten, flatten_out);
    }]);
    // They do not write the same: what is not documented the naive types have dropped.
    let per_byte = |held: &[Box<dyn Held>], time: Duration| time.as_secs_f64() / size(held) as f64;
    let row = |name: &str, held: &[Box<dyn Held>], time, goal| Row {
        what: "encode them".to_owned(),
        measured: speed(size(&ours), times[0]),
        baseline: format!("`{name}` {}", speed(size(held), time)),
        ratio: per_byte(held, time) / per_byte(&ours, times[0]),
        goal,
    };
    Ok(vec![
        row("naive", &naive, times[1], Goal::AtLeast(1.0)),
        row("naive-flatten", &flatten, times[2], Goal::None),
    ])
}

pub(crate) fn xml() -> anyhow::Result<Vec<Row>> {
    let bodies = samples()?;
    let bytes = bodies.xml.iter().map(|(_, body)| body.len()).sum();
    let [ours, walk] = race([&mut || decode_all_xml(bodies), &mut || walk_all_xml(bodies)]);
    Ok(vec![Row {
        what: format!("decode {} XML samples", bodies.xml.len()),
        measured: speed(bytes, ours),
        baseline: format!("quick-xml's events {}", speed(bytes, walk)),
        ratio: ratio(walk, ours),
        goal: Goal::AtLeast(0.4),
    }])
}

pub(crate) fn events() -> anyhow::Result<Vec<Row>> {
    let counts = [1, 100, 10_000];
    let bodies = counts.map(events::document);
    let limits = Limits::default().with_size(usize::MAX);
    let read = |body: &[u8]| json_body::from_slice_within::<EventDocument<AnyResource>>(body, limits);
    for body in &bodies {
        read(body)?;
    }
    let decode = |body: &[u8]| drop(black_box(read(body)));
    let few = race([&mut || decode(&bodies[0]), &mut || decode(&bodies[1])]);
    let [many] = long_race([&mut || decode(&bodies[2])], 30);
    let times = [few[0], few[1], many];
    let nanos = [0, 1, 2].map(|index| times[index].as_nanos() as f64 / counts[index] as f64);
    let (least, most) = (nanos.into_iter().fold(f64::MAX, f64::min), nanos.into_iter().fold(0.0, f64::max));
    Ok(vec![Row {
        what: "decode an answer of 1, 100 and 10,000 events".to_owned(),
        measured: format!("{:.0}, {:.0} and {:.0} ns per event", nanos[0], nanos[1], nanos[2]),
        baseline: "the least of them".to_owned(),
        ratio: most / least,
        goal: Goal::AtMost(1.2),
    }])
}
