//! The pages of the documentation, read and made Rust of, and pages that grow.

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use cpu_time::ProcessTime;
use pulldown_cmark::{Options, Parser};
use ucwa_gen::{Analysis, analyse, emit, files, output};

use crate::corpus::pages;
use crate::growth::{Cost, GROUPS, Group, compare};
use crate::race::{long_race, ratio};
use crate::table::{Goal, Row};

const ROUNDS: usize = 15;

/// The Markdown below a folder that is a reference page or an index of them: what is read.
#[must_use]
pub fn markdown(folder: &Path) -> Vec<(String, String)> {
    let (sources, _) = files::read(&[folder.to_owned()]);
    let files = sources.files();
    files.map(|file| (file.file().to_owned(), file.text().to_owned())).collect()
}

/// Reads all files and walks all events, doing nothing.
fn walk(folder: &Path, names: &[(String, String)]) {
    for (name, _) in names {
        let text = fs::read_to_string(folder.join(name)).unwrap_or_default();
        Parser::new_ext(&text, Options::ENABLE_TABLES).for_each(|event| drop(black_box(event)));
    }
}

fn read(folder: &Path) -> Analysis {
    analyse(&files::read(&[folder.to_owned()]).0)
}

/// The Rust that is made of the pages in a folder.
#[must_use]
pub fn emitted(folder: &Path) -> BTreeMap<String, String> {
    emit::rust(&read(folder).schema, &emit::Options::new()).map(|emitted| emitted.files).unwrap_or_default()
}

/// A time as the table has it.
#[must_use]
pub fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

/// `generate` and `check`, against a walk of the Markdown.
///
/// # Errors
/// When there is no place to write to.
pub fn generate() -> anyhow::Result<Vec<Row>> {
    let folder = pages();
    let names = markdown(&folder);
    let out = tempfile::tempdir()?;
    let api = out.path().join("api");
    let mut generate = || drop(black_box(output::write(&api, &emitted(&folder))));
    let mut check = || drop(black_box(read(&folder)));
    let mut walk = || walk(&folder, &names);
    let processor = |run: &mut dyn FnMut()| {
        let times = (0..ROUNDS).map(|_| {
            let start = ProcessTime::now();
            run();
            start.elapsed()
        });
        times.min().unwrap_or_default()
    };
    let processor = [processor(&mut generate), processor(&mut check), processor(&mut walk)];
    let passed = long_race([&mut generate, &mut check, &mut walk], ROUNDS);
    let row = |what: &str, times: [Duration; 3], at: usize, goal| Row {
        what: format!("{what} of {} pages, release", names.len()),
        measured: millis(times[at]),
        baseline: format!("pulldown-cmark's events {}", millis(times[2])),
        ratio: ratio(times[at], times[2]),
        goal,
    };
    Ok(vec![
        row("`generate`", passed, 0, Goal::AtMost(8.0)),
        row("`check`", passed, 1, Goal::AtMost(5.0)),
        row("processor time of `generate`", processor, 0, Goal::None),
        row("processor time of `check`", processor, 1, Goal::None),
    ])
}

/// Some passes of `generate` (into memory), `check` or `walk`.
///
/// # Errors
/// When there is no such thing.
pub fn run(what: &str, passes: usize) -> anyhow::Result<()> {
    let folder = pages();
    let files = markdown(&folder);
    for _ in 0..passes {
        match what {
            "generate" => drop(black_box(emitted(&folder))),
            "check" => drop(black_box(read(&folder))),
            "walk" => walk(&folder, &files),
            _ => anyhow::bail!("there is no `{what}`"),
        }
    }
    Ok(())
}

/// The most that each item may take where there are ten times as many, of what it takes where they are few. Caches that hold
/// the few and not the many are good for a factor of two, squares for one of ten.
const GROWTH: f64 = 2.5;

/// Each step of the chain with pages that grow: for each kind of dimension the worst step of the worst dimension.
///
/// # Errors
/// Never.
pub fn growth() -> anyhow::Result<Vec<Row>> {
    Ok(GROUPS.iter().map(worst).collect())
}

fn worst(group: &Group) -> Row {
    let costs = group.dimensions.iter().flat_map(|dimension| {
        let costs = compare(dimension, group.items).into_iter().filter(Cost::counts);
        costs.map(|cost| (dimension.0, cost))
    });
    let costs: Vec<(&str, Cost)> = costs.collect();
    for (dimension, cost) in costs.iter().filter(|(_, cost)| cost.ratio() > GROWTH) {
        eprintln!("{}: {dimension}: {}: {:.2}", group.name, cost.step, cost.ratio());
    }
    let micros = |time: Duration| format!("{:.2} µs per item", time.as_secs_f64() * 1e6);
    let what = |worst: &str| {
        let (count, items) = (group.dimensions.len(), group.items);
        format!("{count} dimensions of {}, {items} and {} items{worst}", group.name, 10 * items)
    };
    match costs.iter().max_by(|(_, a), (_, b)| a.ratio().total_cmp(&b.ratio())) {
        Some((dimension, cost)) => Row {
            what: what(&format!(": worst is {} of {dimension}", cost.step)),
            measured: micros(cost.per_item[1]),
            baseline: micros(cost.per_item[0]),
            ratio: cost.ratio(),
            goal: Goal::AtMost(GROWTH),
        },
        None => Row::missing(&what(""), &anyhow::anyhow!("too fast to be measured")),
    }
}
