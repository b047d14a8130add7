//! Entries that `observe` proposes: whatever traffic shows, they end what they were proposed for, and none is one too many.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::ops::RangeInclusive;

use tempfile::TempDir;
use ucwa_gen::diagnostic::Diagnostic;
use ucwa_gen::files::Sources;
use ucwa_gen::observe::traffic::{Record, Traffic};
use ucwa_gen::observe::{Observations, observe, report};
use ucwa_gen::overrides::Overrides;
use ucwa_gen::schema::Schema;
use ucwa_gen::source::SourceFile;
use ucwa_gen::{analyse, analyse_with};
use ucwa_tests::recordings::{lines, of_pages};
use ucwa_tests::shaken::{Dice, shaken};
use ucwa_tests::{reference, revision};

/// What is observed, and the entries that are proposed for it.
fn propose(schema: &Schema, records: &[Record]) -> (Observations, String) {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("all.jsonl");
    fs::write(&path, lines(records)).expect("a file");
    let observations = observe(schema, Traffic::read(&[path]));
    let mut entries = Vec::new();
    report::proposals(&observations, &mut entries).expect("memory");
    (observations, String::from_utf8(entries).expect("text"))
}

#[test]
fn entries_end_what_they_were_proposed_for() {
    check(&reference(), 1..=SEEDS);
}

#[test]
fn entries_end_what_public_pages_lack() {
    for name in ["2016-06", "2022-12"] {
        let Some(sources) = revision(name) else { return };
        check(&sources, 1..=1);
    }
}

fn check(sources: &Sources, seeds: RangeInclusive<u64>) {
    let schema = analyse(sources).schema;
    let records = of_pages(sources, &schema);
    for seed in seeds {
        let dice = &mut Dice::new(seed);
        let mut seen = Vec::new();
        let mut entries = String::new();
        let mut schema = schema.clone();
        // What is shown later contradicts what was shown, and was written down, before.
        for round in 1..=3 {
            seen.extend(shaken(&records, dice));
            let (before, more) = propose(&schema, &seen);
            assert!(before.findings.len() > 50, "{seed}: {}", before.findings.len());
            entries.push_str(&more);
            entries.push('\n');
            let (overrides, wrong) = Overrides::parse(&SourceFile::new("ucwa.toml", entries.as_str()));
            assert_eq!(wrong, [], "{seed} {round}");
            let analysis = analyse_with(sources, &overrides);
            let is_of_overrides =
                |found: &&Diagnostic| found.path().is_some_and(|path| path.ends_with("ucwa.toml"));
            let wrong: Vec<String> =
                analysis.diagnostics.iter().filter(is_of_overrides).map(ToString::to_string).collect();
            assert_eq!(wrong, [""; 0], "{seed} {round}");
            schema = analysis.schema;
            let (after, _) = propose(&schema, &seen);
            let left: Vec<_> = after.findings.iter().filter(|finding| finding.proposal.is_some()).collect();
            assert!(left.is_empty(), "{seed} {round}: {left:#?}");
            for finding in &after.findings {
                assert!(finding.change.is_some() != finding.help.is_some(), "{seed} {round}: {finding:#?}");
            }
        }
    }
}

/// More of them find no more.
const SEEDS: u64 = 3;
