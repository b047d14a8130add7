//! The public API of `ucwa-types` as a list, one item a line: `ucwa-types/public-api.txt`.
//!
//! A line that goes breaks somebody, a line that comes does not. `.ci/run` compares the list with the crate; to renew it:
//!
//! ```sh
//! tests/public-api/run
//! ```

use std::collections::BTreeSet;
use std::io::Write;
use std::process::ExitCode;
use std::{env, fs, io};

use anyhow::{Context, bail};
use public_api::Builder;

fn main() -> anyhow::Result<ExitCode> {
    let args: Vec<String> = env::args().skip(1).collect();
    let (json, list, write) = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [json, list] => (json, list, true),
        [json, list, "--check"] => (json, list, false),
        _ => bail!("usage: ucwa-public-api RUSTDOC.json LIST [--check]"),
    };
    let found = items(json)?;
    if write {
        let lines: Vec<&str> = found.iter().map(String::as_str).collect();
        fs::write(list, lines.join("\n") + "\n").with_context(|| list.to_owned())?;
        return Ok(ExitCode::SUCCESS);
    }
    let text = fs::read_to_string(list).with_context(|| list.to_owned())?;
    let reviewed: BTreeSet<String> = text.lines().map(str::to_owned).collect();
    let mut out = io::stdout().lock();
    for gone in reviewed.difference(&found) {
        writeln!(out, "- {gone}")?;
    }
    for new in found.difference(&reviewed) {
        writeln!(out, "+ {new}")?;
    }
    if found == reviewed {
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(
        out,
        "The public API is not the one in {list}. A line with `-` breaks users. If that is meant: tests/public-api/run"
    )?;
    Ok(ExitCode::FAILURE)
}

/// The items that rustdoc found, each once.
fn items(json: &str) -> anyhow::Result<BTreeSet<String>> {
    let api = Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()?;
    Ok(api.items().map(ToString::to_string).filter(|item| !is_said_elsewhere(item)).collect())
}

/// What follows from another line: the types of a group are listed in `api`, where users find them, and what a generated
/// type gives a trait is data of the pages.
fn is_said_elsewhere(item: &str) -> bool {
    let in_group = item
        .split_once(" ucwa_types::api::")
        .and_then(|(_, rest)| rest.split_once("::"))
        .is_some_and(|(module, _)| module.starts_with(|c: char| c.is_ascii_lowercase()));
    let data = ["::DOCUMENTED: ", "::KINDS: ", "::STATUSES: ", "::QUERY: ", "::INPUT: "];
    let lookup = ["::of(u16, ", "::other(u16, "];
    in_group && !item.starts_with("impl") || data.iter().chain(&lookup).any(|part| item.contains(part))
}
