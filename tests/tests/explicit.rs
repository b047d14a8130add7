//! In the explicit form the columns decide alone: samples change nothing, and show that a row was lost.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use ucwa_gen::analyse;
use ucwa_gen::diagnostic::{Diagnostic, Severity};
use ucwa_gen::files::Sources;
use ucwa_gen::render::{Options, pages};
use ucwa_gen::schema::Schema;
use ucwa_gen::source::SourceFile;
use ucwa_tests::json::without;
use ucwa_tests::{reference, reread, say};

/// The schema without what stands in a file.
fn without_places(schema: &Schema) -> serde_json::Value {
    without(schema, &["at", "digest"])
}

#[test]
fn samples_decide_nothing_about_our_own_pages() {
    let with = analyse(&reference()).schema;
    let without = reread(&pages(&with, &Options::default()));
    assert_eq!(without_places(&with), without_places(&without));
}

/// A body row of a table that samples of its page show.
struct Row {
    line: usize,
    name: String,
}

/// The sections in which samples can show a row. They show no errors, and not everything that may be asked for.
const SHOWN: [&str; 9] = [
    "Properties",
    "Links",
    "Embedded resources",
    "Request body",
    "Added",
    "Updated",
    "Deleted",
    "Started",
    "Completed",
];

fn rows(page: &str) -> Vec<Row> {
    // A role has what its representation has, and its own rows say only which of it they mention.
    if page.contains("\nrole_of: ") {
        return Vec::new();
    }
    let mut rows = Vec::new();
    let (mut section, mut method, mut in_fence, mut in_table) = ("", "", false, false);
    for (line, text) in page.lines().enumerate() {
        in_fence ^= text.starts_with("```");
        if in_fence {
            continue;
        }
        if let Some(heading) = text.strip_prefix('#') {
            section = heading.trim_start_matches('#').trim();
            method = if heading.starts_with("## ") { section } else { method };
        }
        let is_separator = text.starts_with("|:-");
        let cell = text.strip_prefix('|').and_then(|text| text.split('|').next());
        // What a PUT sends is the representation, which lists it as well.
        let is_listed_twice = section == "Request body" && method == "PUT";
        if let Some(cell) = cell.filter(|_| in_table && SHOWN.contains(&section) && !is_listed_twice) {
            let name = cell.trim_start_matches('[').split([' ', ']']).next().unwrap_or_default();
            rows.push(Row { line, name: name.to_owned() });
        }
        in_table = is_separator || in_table && cell.is_some();
    }
    let samples: String = page.split("```").skip(1).step_by(2).collect();
    rows.retain(|row| samples.contains(&format!("\"{}\"", row.name)));
    rows
}

/// Whether a finding is about a name, and points into a sample of the page.
fn names(found: &Diagnostic, file: &str, name: &str) -> bool {
    let Some(span) = found.span.as_ref().filter(|span| span.source().file() == file) else { return false };
    let before = &span.source().text()[..span.range().start];
    found.severity > Severity::Note
        && before.matches("```").count() % 2 == 1
        && (found.message.contains(&format!("`{name}`")) || found.message.contains(&format!("`{name} ")))
}

#[test]
fn a_row_that_is_lost_is_missed_by_the_samples_of_its_page() {
    let sources = reference();
    let all: Vec<(&SourceFile, Vec<Row>)> =
        sources.pages.iter().map(|page| (page, rows(page.text()))).collect();
    let most = all.iter().map(|(_, rows)| rows.len()).max().unwrap_or_default();
    let mut missed = BTreeSet::new();
    let mut removed = 0;
    // A row of each page at once; every seventh, since each time all pages are read.
    for at in (0..most).step_by(7) {
        let damaged = all.iter().map(|(page, rows)| {
            let lost = rows.get(at).map(|row| row.line);
            let lines = page.text().lines().enumerate().filter(|(line, _)| Some(*line) != lost);
            let text: String = lines.map(|(_, text)| format!("{text}\n")).collect();
            SourceFile::new(page.path(), text)
        });
        let (damaged, _) = Sources::from_files(damaged.chain(sources.indexes.iter().cloned()));
        let found = analyse(&damaged).diagnostics;
        for (page, row) in all.iter().filter_map(|(page, rows)| Some((page, rows.get(at)?))) {
            removed += 1;
            if !found.iter().any(|found| names(found, page.file(), &row.name)) {
                missed.insert(format!("{}:{}: {}", page.file(), row.line + 1, row.name));
            }
        }
    }
    say(&format!("{removed} rows removed\n"));
    assert!(removed > 200, "{removed}");
    assert_eq!(missed, BTreeSet::new());
}
