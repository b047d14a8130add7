//! Counting instructions instead of time, with Valgrind.

use std::env;
use std::process::Command;

use anyhow::{Context, bail, ensure};

use crate::codec::{
    FLATTEN, NAIVE, OURS, decode_all, decode_all_xml, encode_all, hold_all, samples, walk_all_xml,
};

/// What can be counted, and the names of the contenders.
const COUNTED: [(&str, &[&str]); 3] = [
    ("decode", &["ours", "naive", "flatten", "value"]),
    ("encode", &["ours", "naive", "flatten"]),
    ("xml", &["ours", "walk"]),
];

/// Prints how many instructions each contender executes for all samples.
pub(crate) fn print() -> anyhow::Result<()> {
    for (what, contenders) in COUNTED {
        let counted =
            contenders.iter().map(|contender| count(what, contender)).collect::<anyhow::Result<Vec<_>>>()?;
        for (contender, instructions) in contenders.iter().zip(&counted) {
            let ratio = *instructions as f64 / counted[0] as f64;
            println!("{what} {contender}: {instructions} instructions, {ratio:.2} of ours");
        }
    }
    Ok(())
}

/// The instructions of one pass: what two passes take more than one does.
fn count(what: &str, contender: &str) -> anyhow::Result<u64> {
    let passes = |number: &str| -> anyhow::Result<u64> {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(env::current_exe()?)
            .args(["--run", what, contender, number])
            .output()
            .context("valgrind cannot be run")?;
        let text = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{text}");
        let line = text.lines().find_map(|line| line.split_once("Collected : "));
        Ok(line.context("no count")?.1.trim().parse()?)
    };
    Ok(passes("2")? - passes("1")?)
}

/// Runs one contender for some passes: `WHAT CONTENDER PASSES`.
pub(crate) fn run(mut arguments: impl Iterator<Item = String>) -> anyhow::Result<()> {
    let mut next = || arguments.next().context("WHAT CONTENDER PASSES");
    let (what, contender, passes) = (next()?, next()?, next()?.parse::<usize>()?);
    let bodies = samples()?;
    let of = match contender.as_str() {
        "naive" => NAIVE,
        "flatten" => FLATTEN,
        _ => OURS,
    };
    let held = hold_all(of, bodies);
    let mut out = Vec::new();
    for _ in 0..passes {
        match (what.as_str(), contender.as_str()) {
            ("decode", "value") => {
                for (_, body) in &bodies.json {
                    drop(std::hint::black_box(serde_json::from_slice::<serde_json::Value>(body)));
                }
            }
            ("decode", _) => decode_all(of, bodies),
            ("encode", _) => encode_all(&held, &mut out),
            ("xml", "walk") => walk_all_xml(bodies),
            ("xml", _) => decode_all_xml(bodies),
            _ => bail!("there is no `{what}`"),
        }
    }
    Ok(())
}
