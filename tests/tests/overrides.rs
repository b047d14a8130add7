//! Corrections of the documentation: they apply, they cannot rot, and what is open is proposed.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use ucwa_gen::diagnostic::{Code, Diagnostic, Severity};
use ucwa_gen::emit::{Options, rust};
use ucwa_gen::explain::explain;
use ucwa_gen::files::Sources;
use ucwa_gen::overrides::{Overrides, SOURCES, TABLES};
use ucwa_gen::schema::{EvidenceKind, from_json, to_json};
use ucwa_gen::source::SourceFile;
use ucwa_gen::{analyse, analyse_with};
use ucwa_tests::{REVISIONS, corrections, revision};

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn fixture(name: &str) -> Sources {
    ucwa_gen::files::read(&[folder("fixtures").join(name)]).0
}

/// Pages and their corrections, all of which apply.
fn lamps() -> (Sources, Overrides) {
    let (overrides, found) = Overrides::read(&folder("fixtures/overrides/ucwa.toml"));
    assert_eq!(found, []);
    (fixture("overrides"), overrides)
}

fn parse(text: &str) -> (Overrides, Vec<Diagnostic>) {
    Overrides::parse(&SourceFile::new("ucwa.toml", text))
}

fn is_about_overrides(found: &Diagnostic) -> bool {
    [
        Code::OverridesUnreadable,
        Code::OverrideEntry,
        Code::OverrideStale,
        Code::OverrideAgrees,
        Code::OverrideRepeated,
    ]
    .contains(&found.code)
}

fn lines(found: &[Diagnostic]) -> Vec<String> {
    found.iter().map(|found| format!("{:?} {}: {}", found.span, found.code, found.message)).collect()
}

#[test]
fn every_correction_of_the_documentation_applies() {
    let overrides = corrections();
    assert!(overrides.entries().len() >= 15);
    for name in &REVISIONS[1..] {
        let Some(sources) = revision(name) else { return };
        let analysis = analyse_with(&sources, &overrides);
        let rotten: Vec<Diagnostic> =
            analysis.diagnostics.iter().filter(|it| is_about_overrides(it)).cloned().collect();
        assert_eq!(lines(&rotten), [""; 0], "{name}");
        let applied: BTreeSet<_> = analysis
            .schema
            .evidence()
            .filter(|why| why.kind == EvidenceKind::Override)
            .filter_map(|why| why.at.clone())
            .collect();
        assert_eq!(applied.len(), overrides.entries().len(), "{name}");
    }
}

#[test]
fn nothing_is_doubtful_in_the_newest_documentation_once_it_is_corrected() {
    let Some(sources) = revision("2022-12") else { return };
    let mut found = analyse_with(&sources, &corrections()).diagnostics;
    found.retain(|found| found.severity > Severity::Note);
    assert_eq!(lines(&found), [""; 0]);
}

/// Which corrections the oldest documentation does not need: what they are about came later, or got lost later.
#[test]
fn the_corrections_are_those_of_the_newer_documentation() {
    let Some(sources) = revision("2016-06") else { return };
    let mut found = analyse_with(&sources, &corrections()).diagnostics;
    found.retain(is_about_overrides);
    insta::assert_snapshot!(lines(&found).join("\n"));
}

/// The corrections are in docs/reference: there the pages agree with every one of them.
#[test]
fn our_own_pages_agree_with_every_correction() {
    let found = analyse_with(&ucwa_tests::reference(), &corrections()).diagnostics;
    let agreeing = found.iter().filter(|found| found.code == Code::OverrideAgrees).count();
    assert_eq!(agreeing, corrections().entries().len());
}

/// All that is proposed for some pages, as one file, and what it was proposed for.
fn proposed(sources: &Sources) -> (BTreeSet<String>, Vec<Diagnostic>) {
    let open = analyse(sources).diagnostics.into_iter().filter(|found| found.proposal.is_some());
    let open: Vec<Diagnostic> = open.collect();
    (open.iter().filter_map(|found| found.proposal.clone()).collect(), open)
}

fn paste(sources: &Sources, entries: &str) -> Vec<Diagnostic> {
    let (overrides, found) = parse(entries);
    assert_eq!(lines(&found), [""; 0], "{entries}");
    analyse_with(sources, &overrides).diagnostics
}

#[test]
fn what_is_proposed_for_the_documentation_decides_all_that_was_open() {
    for name in REVISIONS {
        let Some(sources) = revision(name) else { return };
        let (entries, open) = proposed(&sources);
        assert!(open.len() >= 30, "{name}");
        let entries: Vec<String> = entries.into_iter().collect();
        let mut left = paste(&sources, &entries.join("\n"));
        left.retain(|found| found.proposal.is_some() || is_about_overrides(found));
        assert_eq!(lines(&left), [""; 0], "{name}");
    }
}

#[test]
fn each_proposal_alone_decides_what_it_is_proposed_for() {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for case in fs::read_dir(folder("fixtures")).expect("the fixtures are there") {
        let case = case.expect("it can be read").file_name();
        let sources = fixture(&case.to_string_lossy());
        for open in proposed(&sources).1 {
            let entry = open.proposal.clone().expect("only such are listed");
            let left = paste(&sources, &entry);
            let what = format!("{}: {}\n{entry}", case.to_string_lossy(), open.message);
            assert!(!left.contains(&open), "{what}");
            let rotten: Vec<Diagnostic> = left.into_iter().filter(is_about_overrides).collect();
            assert_eq!(lines(&rotten), [""; 0], "{what}");
            *kinds.entry(open.code.info().text).or_default() += 1;
        }
    }
    let kinds: Vec<&str> = kinds.into_keys().collect();
    insta::assert_snapshot!(kinds.join(" "));
}

/// The blocks of the guide, one after the other.
fn guide() -> String {
    let page = fs::read_to_string(folder("../docs/guide/overrides.md")).expect("the guide has the page");
    let blocks = page.split("```toml\n").skip(1);
    blocks.map(|block| block.split("```\n").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_examples_of_the_guide_are_those_that_are_tested() {
    let file = fs::read_to_string(folder("fixtures/overrides/ucwa.toml")).expect("the fixture is there");
    assert_eq!(guide(), file);
}

#[test]
fn the_guide_shows_every_key_of_every_table() {
    let page = fs::read_to_string(folder("../docs/guide/overrides.md")).expect("the guide has the page");
    let examples = guide();
    for (table, keys) in TABLES {
        let of_table = format!("[[{table}]]\n");
        let shown: Vec<&str> =
            examples.split("[[").filter(|it| format!("[[{it}").starts_with(&of_table)).collect();
        for key in *keys {
            let is_shown =
                shown.iter().any(|it| it.lines().any(|line| line.starts_with(&format!("{key} = "))));
            assert!(is_shown, "`{key}` of `{table}`");
            assert!(page.contains(&format!("| `{key}` ")), "`{key}` of `{table}` is in no table of the page");
        }
    }
    for key in SOURCES {
        assert!(examples.lines().any(|line| line.starts_with(&format!("{key} = "))), "`{key}`");
        assert!(page.contains(&format!("| `{key}` ")), "`{key}` is in no table of the page");
    }
}

#[test]
fn an_explanation_shows_the_entry_and_its_reason() {
    let (sources, overrides) = lamps();
    let schema = analyse_with(&sources, &overrides).schema;
    for name in [
        "lamp.brightness",
        "lamp.owner",
        "lamp.POST",
        "lamp.TooManyLamps",
        "lamp.type",
        "buyer",
        "lamp.wattage",
        "lamp.depth",
        "house.doorbell",
    ] {
        let explanation = explain(&schema, name).expect("it is there").to_string();
        assert!(
            explanation.contains("    ucwa.toml:") && explanation.contains(": override: "),
            "{explanation}"
        );
    }
    let shown = [
        "lamp.brightness",
        "lamp.wattage",
        "lamp.room",
        "lamp.buyer",
        "lamp.updated",
        "house.doorbell",
        "lamp.POST",
    ];
    let shown = shown.map(|name| explain(&schema, name).expect("it is there").to_string());
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_renamed_thing_keeps_its_name_on_the_wire() {
    let (sources, overrides) = lamps();
    let schema = analyse_with(&sources, &overrides).schema;
    // The names are a part of the schema, so that code generated from a file of it is the same.
    let schema = from_json(&to_json(&schema)).expect("what was written is read");
    let emitted = rust(&schema, &Options::new()).expect("code can be generated");
    let lamp = &emitted.files["other/lamp.rs"];
    assert!(lamp.contains("pub kind: Option<String>") && lamp.contains("\"type\""), "{lamp}");
    let paint = &emitted.files["enumerations/wall_colour.rs"];
    assert!(paint.contains("pub enum Paint"), "{paint}");
    let plain = rust(&analyse(&sources).schema, &Options::new()).expect("code can be generated");
    assert!(plain.files["other/lamp.rs"].contains("pub r#type: Option<String>"));
}

#[test]
fn a_schema_that_was_corrected_says_so_by_its_digest() {
    let (sources, overrides) = lamps();
    assert_ne!(analyse(&sources).schema.digest, analyse_with(&sources, &overrides).schema.digest);
}

/// A page of our own form marks what only samples show.
#[test]
fn a_member_that_was_observed_becomes_one_of_the_others() {
    let page = "# Hue\n\n## Members\n\n|**Name**|**Description**|\n|:-----|:-----|\n|Red||\n|Blue *(observed)*|As the sky.|\n|Pink *(observed)*||\n";
    let (sources, _) = Sources::from_files([SourceFile::new("Hue_ref.md", page)]);
    let (overrides, _) =
        parse("[[member]]\nof = \"Hue.members.Pink\"\nreason = \"lamps have it\"\nsource = \"pages\"\n");
    let analysis = analyse_with(&sources, &overrides);
    assert_eq!(lines(&analysis.diagnostics), [""; 0]);
    let members = &analysis.schema.enumerations[0].members;
    let members: Vec<(&str, bool)> =
        members.iter().map(|it| (it.name.as_str(), it.provenance.is_sample())).collect();
    assert_eq!(members, [("Red", false), ("Pink", false), ("Blue", true)]);
}

#[test]
fn a_file_that_breaks_off_or_lacks_a_line_is_read_all_the_same() {
    let (sources, _) = lamps();
    let file = fs::read_to_string(folder("fixtures/overrides/ucwa.toml")).expect("the fixture is there");
    for (at, _) in file.char_indices() {
        let (overrides, found) = parse(&file[..at]);
        assert!(!overrides.entries().is_empty() || !found.is_empty() || at < 9, "{at}");
    }
    let lines: Vec<&str> = file.lines().collect();
    for at in 0..lines.len() {
        let rest: Vec<&str> = lines.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, it)| *it).collect();
        let (overrides, _) = parse(&rest.join("\r\n"));
        drop(analyse_with(&sources, &overrides));
    }
}
