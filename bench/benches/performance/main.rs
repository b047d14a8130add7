//! Prints the table of `docs/performance.md`: each figure as a ratio against a baseline that is measured in the same
//! run, in turns, and of each the best of several rounds, because other programs share the machine.
//!
//! `--only NAME…` measures some of the groups of rows (`--list` names them), `--write` writes the document as well,
//! which takes all of them.
//! `--instructions` counts instructions with Valgrind instead, of decoding and encoding only: they do not depend on
//! what else the machine does.

mod codec;
mod compiling;
mod generator;
mod instructions;
mod load;
mod machine;
mod memory;
mod project;

use std::env;

use anyhow::bail;

use ucwa_bench_generator::reading;
use ucwa_bench_generator::table::{self, Row};

/// A group of rows: how `--only` names it, and what measures it.
type Group = (&'static str, fn() -> anyhow::Result<Vec<Row>>);

const GROUPS: [Group; 12] = [
    ("decode", codec::decode),
    ("encode", codec::encode),
    ("xml", codec::xml),
    ("events", codec::events),
    ("memory", memory::decoded),
    ("check", compiling::check),
    ("build", compiling::build),
    ("generate", reading::generate),
    ("growth", reading::growth),
    ("script", generator::script),
    ("scale", generator::scale),
    ("load", load::load),
];

fn main() -> anyhow::Result<()> {
    let mut only = Vec::new();
    let mut write = false;
    let mut arguments = env::args().skip(1).peekable();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            // What Cargo passes.
            "--bench" => {}
            "--only" => {
                while let Some(name) = arguments.next_if(|next| !next.starts_with("--")) {
                    only.push(name);
                }
            }
            "--write" => write = true,
            "--instructions" => return instructions::print(),
            // What Valgrind is given to run.
            "--run" => return instructions::run(arguments),
            "--list" => {
                GROUPS.iter().for_each(|(name, _)| println!("{name}"));
                return Ok(());
            }
            other => bail!("`{other}` is not --only NAME…, --list, --write or --instructions"),
        }
    }
    if let Some(name) = only.iter().find(|name| GROUPS.iter().all(|(known, _)| known != name)) {
        bail!("there is no group `{name}`: see --list");
    }
    if write && !only.is_empty() {
        bail!("the document has all rows of one run: --write goes without --only");
    }
    let mut rows = Vec::new();
    for (name, measure) in GROUPS {
        if only.is_empty() || only.iter().any(|chosen| chosen == name) {
            match measure() {
                Ok(found) => rows.extend(found),
                Err(error) => rows.push(Row::missing(name, &error)),
            }
            eprintln!("{name}: done");
        }
    }
    let (machine, table) = (machine::describe(), table::markdown(&rows));
    println!("{machine}\n\n{table}");
    if write {
        table::write(&machine, &rows)?;
    }
    Ok(())
}
