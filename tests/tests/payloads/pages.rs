//! Pages and overrides with payloads in the place of their texts.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::Path;

use ucwa_gen::diagnostic::Severity;
use ucwa_gen::emit::{Options, rust};
use ucwa_gen::files::Sources;
use ucwa_gen::overrides::Overrides;
use ucwa_gen::source::SourceFile;
use ucwa_gen::{analyse_with, render};
use ucwa_tests::say;

use crate::payloads::{all, rounds};
use crate::{Files, assert_harmless, assert_in_folder};

/// Pages in both forms, with a file of overrides.
const FOLDERS: [&str; 4] = ["overrides", "targets", "enumerations", "reason-codes"];

/// The files of a folder of `tests/fixtures`, pages and overrides.
fn texts(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).expect("the fixture is there") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "md" || extension == "toml") {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            texts.push((name, fs::read_to_string(path).expect("a text")));
        }
    }
    texts.sort();
    texts
}

/// Where a text can stand in a file: each line, each cell, each text between marks, and with `words` each word.
fn positions(text: &str, words: bool) -> BTreeSet<(usize, usize)> {
    let mut found = BTreeSet::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end_matches('\n').len();
        found.insert((start, end));
        for marks in [&['|'][..], &['[', ']', '(', ')'], &['`', '"', '\''], &['#', ':', '='], &['*', ' ']] {
            if marks == ['*', ' '] && !words {
                continue;
            }
            let mut at = start;
            for part in text[start..end].split(marks) {
                let trimmed = part.trim();
                let begin = at + (part.len() - part.trim_start().len());
                if !trimmed.is_empty() {
                    found.insert((begin, begin + trimmed.len()));
                }
                at += part.len() + 1;
            }
        }
        start += line.len();
    }
    found
}

fn replaced(text: &str, Range { start, end }: Range<usize>, with: &str) -> String {
    [&text[..start], with, &text[end..]].concat()
}

/// What comes of pages and overrides.
pub(crate) struct Outcome {
    pub(crate) has_errors: bool,
    pub(crate) files: Option<Files>,
}

/// Reads and generates, whatever was found; demands that code and pages are as ever.
fn outcome(texts: &[(String, String)], what: &str) -> Outcome {
    let (overrides, pages): (Vec<_>, Vec<_>) = texts.iter().partition(|(name, _)| name == "ucwa.toml");
    let pages = pages.into_iter().map(|(name, text)| SourceFile::new(name.as_str(), text.as_str()));
    let (sources, mut found) = Sources::from_files(pages);
    let mut corrections = Overrides::default();
    for (name, text) in overrides {
        let (read, wrong) = Overrides::parse(&SourceFile::new(name.as_str(), text.as_str()));
        found.extend(wrong);
        corrections = read;
    }
    let analysis = analyse_with(&sources, &corrections).with(found);
    let has_errors = analysis.diagnostics.iter().any(|found| found.severity == Severity::Error);
    assert_in_folder(
        &render::pages(&analysis.schema, &render::Options::default().with_samples()),
        "md",
        what,
    );
    // As with `--keep-going`.
    let files = rust(&analysis.schema, &Options::new()).ok().map(|emitted| emitted.files);
    if let Some(files) = &files {
        assert_harmless(files, what);
    }
    assert!(files.is_some() || has_errors, "{what}: no code, and no error");
    Outcome { has_errors, files }
}

/// Calls a function with the outcome of each payload in each position, in the order of the files.
pub(crate) fn each_outcome(folder: &str, rounds: usize, mut call: impl FnMut(&str, Outcome)) -> usize {
    let (texts, payloads) = (texts(folder), all());
    let mut index = 0;
    for (file, (name, text)) in texts.iter().enumerate() {
        for (start, end) in positions(text, rounds == payloads.len()) {
            for round in 0..rounds {
                let payload = payloads[(index * 5 + round * 29) % payloads.len()];
                let what = format!("{folder}/{name}:{start}..{end}: {payload:?}");
                let mut changed = texts.clone();
                changed[file].1 = replaced(text, start..end, payload);
                call(&what, outcome(&changed, &what));
                if name == "ucwa.toml" {
                    // As a string of TOML, where it can be one.
                    let escaped = serde_json::to_string(payload).expect("JSON");
                    changed[file].1 = replaced(text, start..end, escaped.trim_matches('"'));
                    call(&what, outcome(&changed, &what));
                }
            }
            index += 1;
        }
    }
    index
}

#[test]
fn any_text_of_a_page_is_a_finding_or_harmless() {
    let rounds = rounds(1);
    for folder in FOLDERS {
        let (mut errors, mut trees) = (0, 0);
        let positions = each_outcome(folder, rounds, |_, outcome| {
            errors += usize::from(outcome.has_errors);
            trees += usize::from(!outcome.has_errors);
        });
        say(&format!("{folder}: {positions} positions, {errors} with errors, {trees} trees\n"));
        assert!(errors > 0 && trees > 0, "{folder}");
    }
}
