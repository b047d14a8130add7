//! The memory of decoded resources.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use ucwa_bench_generator::table::{Goal, Row};

/// Runs the program that counts, and gives the figures it prints by their names.
pub(crate) fn count(arguments: &[&Path]) -> anyhow::Result<BTreeMap<String, u64>> {
    let output = Command::new(env!("CARGO_BIN_EXE_memory")).args(arguments).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr).trim());
    figures(&output.stdout)
}

/// The figures that a program has printed, by their names.
pub(crate) fn figures(output: &[u8]) -> anyhow::Result<BTreeMap<String, u64>> {
    let text = std::str::from_utf8(output)?;
    let figure = |line: &str| {
        let (name, figure) = line.split_once(' ').context("a name and a figure")?;
        Ok((name.to_owned(), figure.parse()?))
    };
    text.lines().map(figure).collect()
}

/// One of the figures.
pub(crate) fn figure(figures: &BTreeMap<String, u64>, name: &str) -> anyhow::Result<u64> {
    figures.get(name).copied().with_context(|| format!("no figure `{name}`"))
}

pub(crate) fn decoded() -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for rel in ["contact", "participant", "conversation"] {
        let figures = count(&[Path::new(rel)])?;
        let ours = figure(&figures, "ours")?;
        for (name, key, goal) in [
            ("naive", "naive", Goal::AtMost(1.0)),
            ("naive-flatten", "flatten", Goal::None),
            ("Value", "value", Goal::None),
        ] {
            let baseline = figure(&figures, key)?;
            rows.push(Row {
                what: format!("memory of a decoded `{rel}`"),
                measured: format!("{ours} bytes"),
                baseline: format!("`{name}` {baseline} bytes"),
                ratio: ours as f64 / baseline as f64,
                goal,
            });
        }
    }
    Ok(rows)
}
