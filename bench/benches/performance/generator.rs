//! Generating Rust from pages in a build script, and from many pages.

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use ucwa_bench::corpus::{pages, root};
use ucwa_bench_generator::race::{long_race, ratio};
use ucwa_bench_generator::reading::{emitted, markdown, millis};
use ucwa_bench_generator::table::{Goal, Row};
use ucwa_gen::output;

use crate::memory;
use crate::project::{Project, dependency};

/// A build script as a user writes it, which also writes down how long it took.
const SCRIPT: &str = r#"
fn main() {
    let start = std::time::Instant::now();
    println!("cargo::rerun-if-env-changed=ROUND");
    ucwa_gen::Builder::new().docs(env!("PAGES")).generate().unwrap();
    std::fs::write(std::env::var_os("ELAPSED").unwrap(), start.elapsed().as_nanos().to_string()).unwrap();
}
"#;

pub(crate) fn script() -> anyhow::Result<Vec<Row>> {
    let folder = fs::canonicalize(pages())?;
    let folder_text = folder.to_str().context("a path that is text")?;
    let project = Project::new()?;
    let manifest = format!("[build-dependencies]\n{}", dependency("ucwa-gen", ", default-features = false")?);
    let script = SCRIPT.replace("env!(\"PAGES\")", &format!("{folder_text:?}"));
    project.package("user", &manifest, &[("build.rs", &script), ("src/lib.rs", "")])?;
    let elapsed = project.target().join("elapsed");
    let out = tempfile::tempdir()?;
    let mut best = [Duration::MAX; 2];
    for round in 0..4 {
        let (round, path) = (round.to_string(), elapsed.to_str().context("a path that is text")?);
        project.cargo_with(&["build", "-p", "user"], &[("ROUND", &round), ("ELAPSED", path)])?;
        let nanos = fs::read_to_string(&elapsed)?.parse()?;
        best[0] = best[0].min(Duration::from_nanos(nanos));
        let start = Instant::now();
        output::write(&out.path().join(&round), &emitted(&folder))?;
        best[1] = best[1].min(start.elapsed());
    }
    let crates = dependencies()?;
    Ok(vec![
        Row {
            what: "a build script generating them, unoptimised".to_owned(),
            measured: millis(best[0]),
            baseline: format!("`generate`, release {}", millis(best[1])),
            ratio: ratio(best[0], best[1]),
            goal: Goal::AtMost(15.0),
        },
        Row {
            what: "crates that a build script compiles".to_owned(),
            measured: crates.to_string(),
            baseline: "1".to_owned(),
            ratio: crates as f64,
            goal: Goal::AtMost(30.0),
        },
    ])
}

/// How many crates `ucwa-gen` needs without the command, itself included.
fn dependencies() -> anyhow::Result<usize> {
    let output = Command::new("cargo")
        .args([
            "tree",
            "-p",
            "ucwa-gen",
            "--no-default-features",
            "-e",
            "normal,build",
            "--prefix",
            "none",
            "--no-dedupe",
        ])
        .current_dir(root())
        .output()?;
    ensure!(output.status.success(), "cargo tree: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout)?;
    let crates = text.lines().filter_map(|line| line.split(' ').next());
    Ok(crates.filter(|name| !name.is_empty()).collect::<std::collections::BTreeSet<_>>().len())
}

/// Copies of all pages under new names, each copy leading only to pages of the same copy.
fn copies(folder: &Path, times: usize) -> anyhow::Result<tempfile::TempDir> {
    let files = markdown(folder);
    let out = tempfile::tempdir()?;
    let mut indexes = BTreeMap::<&str, String>::new();
    for copy in 0..times {
        let renamed = |stem: &str| {
            // A digit at the end is a revision.
            let name = stem.trim_end_matches(|digit: char| digit.is_ascii_digit());
            let letters: String =
                copy.to_string().bytes().map(|digit| char::from(digit + b'a' - b'0')).collect();
            format!("{name}Copy{letters}{}", &stem[name.len()..])
        };
        for (file, text) in &files {
            let text = rename(text, &renamed);
            match stem(file) {
                Some(name) => {
                    let heading = format!("# {name}");
                    let lines = text.lines().map(|line| {
                        if line.trim_end() == heading {
                            format!("# {}", renamed(name))
                        } else {
                            line.to_owned()
                        }
                    });
                    let text = lines.collect::<Vec<_>>().join("\n") + "\n";
                    fs::write(out.path().join(format!("{}_ref.md", renamed(name))), text)?;
                }
                None => indexes.entry(file).or_default().push_str(&text),
            }
        }
    }
    for (file, text) in indexes {
        fs::write(out.path().join(file), text)?;
    }
    Ok(out)
}

const SUFFIX: &str = "_ref.md";

fn stem(file: &str) -> Option<&str> {
    let at = file.len().checked_sub(SUFFIX.len())?;
    file.get(at..)?.eq_ignore_ascii_case(SUFFIX).then(|| &file[..at])
}

/// Renames the pages that a text links to.
fn rename(text: &str, renamed: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(SUFFIX) {
        let is_part = |character: char| character.is_ascii_alphanumeric();
        let name = rest[..at].rfind(|character| !is_part(character)).map_or(0, |end| end + 1);
        out.push_str(&rest[..name]);
        out.push_str(&renamed(&rest[name..at]));
        out.push_str(SUFFIX);
        rest = &rest[at + SUFFIX.len()..];
    }
    out.push_str(rest);
    out
}

pub(crate) fn scale() -> anyhow::Result<Vec<Row>> {
    let folder = pages();
    let mut rows = Vec::new();
    let mut first = None;
    for times in [1, 10, 100] {
        let copy = copies(&folder, times)?;
        let path: PathBuf = copy.path().to_owned();
        let count = markdown(&path).len();
        let out = tempfile::tempdir()?;
        let [time] = long_race(
            [&mut || drop(black_box(output::write(&out.path().join("api"), &emitted(&path))))],
            if times == 100 { 2 } else { 5 },
        );
        let per_page = time / u32::try_from(count)?;
        let base = *first.get_or_insert(per_page);
        let micros = |time: Duration| format!("{:.0} µs per page", time.as_secs_f64() * 1e6);
        if times > 1 {
            rows.push(Row {
                what: format!("`generate` of {times}× the pages ({count})"),
                measured: micros(per_page),
                baseline: micros(base),
                ratio: ratio(per_page, base),
                goal: Goal::AtMost(1.3),
            });
        }
        let figures = memory::count(&[Path::new("generate"), &path])?;
        let (peak, read) = (memory::figure(&figures, "peak")?, memory::figure(&figures, "read")?);
        rows.push(Row {
            what: format!("peak memory of `generate` of {times}× the pages"),
            measured: format!("{:.1} MB", peak as f64 / 1e6),
            baseline: format!("the Markdown {:.1} MB", read as f64 / 1e6),
            ratio: peak as f64 / read as f64,
            goal: Goal::AtMost(12.0),
        });
    }
    Ok(rows)
}
