//! The small faults of the folder `cases`: what was done to pages of a lamp, and what is to come of it.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use ucwa_gen::diagnostic::Severity::{self, Error, Warning};
use ucwa_gen::diff::diff;
use ucwa_gen::files::Sources;
use ucwa_gen::schema::Schema;
use ucwa_gen::source::SourceFile;
use ucwa_gen::{Analysis, analyse, emit};
use ucwa_tests::{reread, shared};

/// What is to come of a fault.
enum Expected {
    /// A finding that is at least as serious, of one of the codes if there are any, in one of the lines of the page.
    Found(&'static str, RangeInclusive<u32>, Severity, &'static [&'static str]),
    /// The pages are read as if there were no fault, and nothing is found.
    Read,
    /// Nothing is found, and there is code. That it compiles is tested where code is compiled: `.ci/run` builds a crate of
    /// the pages.
    Emitted,
    /// `diff` reports a change of this path.
    Diff(&'static str),
}

use Expected::{Diff, Emitted, Found, Read};

const LAMP: &str = "lamp_ref.md";
const COLOUR: &str = "LampColour_ref.md";

/// The cases by the number before their names. Several expectations are alternatives.
const CASES: [(&str, &[Expected]); 18] = [
    ("01", &[Found(LAMP, 14..=14, Warning, &[])]),
    ("03", &[Read, Found(COLOUR, 10..=13, Error, &[])]),
    ("05", &[Found(LAMP, 13..=17, Error, &[])]),
    // The columns that it lacks say nothing here but `None` and words.
    ("06", &[Read, Found(LAMP, 66..=70, Warning, &[])]),
    ("09", &[Found(LAMP, 10..=11, Warning, &[])]),
    ("11", &[Found(LAMP, 28..=28, Warning, &[])]),
    ("14", &[Found(LAMP, 21..=21, Warning, &["UG028"]), Found(LAMP, 21..=21, Warning, &[])]),
    ("15", &[Found(LAMP, 48..=48, Warning, &[])]),
    ("16", &[Found(LAMP, 62..=62, Error, &[])]),
    ("20", &[Found(LAMP, 36..=36, Warning, &["UG052"])]),
    ("23", &[Found(LAMP, 34..=34, Error, &["UG019"])]),
    ("26", &[Found(LAMP, 21..=22, Warning, &["UG041"])]),
    ("28", &[Found("buyer_ref.md", 1..=5, Warning, &["UG007"])]),
    ("32", &[Emitted]),
    ("34", &[Found("la\u{202e}mp2_ref.md", 1..=6, Error, &[])]),
    ("35", &[Found(LAMP, 40..=40, Warning, &[])]),
    ("37", &[Read]),
    ("38", &[Diff("lamp.operations.POST.output_element")]),
];

fn read(folder: &Path) -> Analysis {
    let (sources, found) = ucwa_gen::files::read(&[folder]);
    analyse(&sources).with(found)
}

/// Without places and digests, which differ with any edit.
fn bare(schema: &Schema) -> Schema {
    schema.clone().without_prose()
}

/// What was found, a line each, for the message of a failure.
fn lines(analysis: &Analysis) -> String {
    let line = |found: &ucwa_gen::diagnostic::Diagnostic| {
        let at = found.location().map_or_else(String::new, |at| at.to_string());
        format!("{} {} {at}: {}\n", found.severity, found.code.info().text, found.message)
    };
    analysis.diagnostics.iter().map(line).collect()
}

fn holds(expected: &Expected, case: &Path, undamaged: &Schema) -> bool {
    match expected {
        Found(file, places, severity, codes) => read(case).diagnostics.iter().any(|found| {
            let is_there = found.location().is_some_and(|at| at.file == *file && places.contains(&at.line));
            let code = found.code.info().text;
            is_there && found.severity >= *severity && (codes.is_empty() || codes.contains(&code))
        }),
        Read => {
            let analysis = read(case);
            analysis.diagnostics.iter().all(|found| found.severity < Warning)
                && bare(&analysis.schema) == bare(undamaged)
        }
        Emitted => {
            let analysis = read(case);
            analysis.diagnostics.iter().all(|found| found.severity < Warning)
                && emit::rust(&analysis.schema, &emit::Options::new()).is_ok()
        }
        Diff(path) => {
            let [old, new] = ["old", "new"].map(|side| read(&case.join(side)).schema);
            diff(&old, &new).expect("they are consistent").changes.iter().any(|change| change.path == *path)
        }
    }
}

#[test]
fn each_fault_has_its_consequence() {
    let Some(folder) = shared("cases") else { return };
    let undamaged = read(&folder.join("old"));
    let mut folders: Vec<_> = fs::read_dir(&folder)
        .expect("the folder can be read")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir() && !path.ends_with("old"))
        .collect();
    folders.sort();
    assert_eq!(folders.len(), CASES.len());
    let mut failed = String::new();
    for (path, (number, expected)) in folders.iter().zip(&CASES) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        assert!(name.starts_with(number), "`{name}` is case {number}");
        if !expected.iter().any(|expected| holds(expected, path, &undamaged.schema)) {
            failed.push_str(&format!("{name}:\n{}", lines(&read(path))));
        }
    }
    assert!(failed.is_empty(), "not as expected:\n{failed}");
}

/// The pages without a fault are read without a finding, and rendered so that they say the same.
#[test]
fn the_undamaged_pages_are_without_fault() {
    let Some(folder) = shared("cases") else { return };
    let analysis = read(&folder.join("old"));
    assert!(analysis.diagnostics.iter().all(|found| found.severity < Warning), "{}", lines(&analysis));
    let pages = ucwa_gen::render::pages(&analysis.schema, &ucwa_gen::render::Options::default());
    assert_eq!(bare(&reread(&pages)), bare(&analysis.schema));
}

/// A character that turns the text around would make one name look like another, in the messages and in generated code.
#[test]
fn the_name_of_a_file_has_no_character_that_nobody_sees() {
    for char in ['\u{202e}', '\u{2066}', '\u{200f}', '\u{200b}', '\u{feff}'] {
        let file = format!("la{char}tch_ref.md");
        let page = "# latch\n\nWhat keeps a door shut.\n\n### Properties\n\nNone\n\n### Links\n\nNone\n";
        let (sources, found) = Sources::from_files([SourceFile::new(file.as_str(), page)]);
        let analysis = analyse(&sources).with(found);
        let found = analysis
            .diagnostics
            .iter()
            .any(|found| found.severity == Error && found.location().is_some_and(|at| at.file == file));
        assert!(found, "{:?}:\n{}", file, lines(&analysis));
    }
}
