//! Since when the real documentation has what.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use ucwa_gen::emit::{self, Options};
use ucwa_gen::explain::explain;
use ucwa_gen::history::{History, Kind, annotate, history};
use ucwa_gen::schema::{Schema, from_json, to_json};
use ucwa_tests::{REVISIONS, corrected};

/// The schemas of the three revisions, and their history; `None` without the corpora.
fn revisions() -> Option<(Vec<(String, Schema)>, History)> {
    let schemas: Option<Vec<_>> =
        REVISIONS.iter().map(|name| Some(((*name).to_owned(), corrected(name)?.schema))).collect();
    let schemas = schemas?;
    let found = history(&schemas.iter().map(|(name, schema)| (name.clone(), schema)).collect::<Vec<_>>());
    Some((schemas, found))
}

/// How many entries of each kind all revisions have, came, went, and were there for a time.
#[test]
fn what_came_and_went_is_known() {
    let Some((_, found)) = revisions() else { return };
    let mut counts: BTreeMap<Kind, [usize; 4]> = BTreeMap::new();
    for entry in &found.entries {
        let counts = counts.entry(entry.kind).or_default();
        let is_current = entry.periods.last().is_some_and(|last| last.until.is_none());
        let index = match (entry.is_unchanged(), is_current, entry.periods.len()) {
            (true, ..) => 0,
            (false, true, 1) => 1,
            (false, false, _) => 2,
            (false, true, _) => 3,
        };
        counts[index] += 1;
    }
    let lines = counts.iter().map(|(kind, [same, new, gone, again])| {
        format!("{kind:?}: {same} in all, {new} came, {gone} gone, {again} gone for a time")
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}

/// An annotated schema has other comments, the same code, and explanations of what is in it.
#[test]
fn a_history_changes_comments_alone() {
    let Some((mut schemas, found)) = revisions() else { return };
    let (_, plain) = schemas.pop().expect("there are three");
    let mut annotated = plain.clone();
    annotate(&mut annotated, &found);
    assert_eq!(from_json(&to_json(&annotated)).expect("a schema"), annotated);
    let files = |schema: &Schema| emit::rust(schema, &Options::new()).expect("it is consistent").files;
    let code = |text: &str| -> Vec<String> {
        text.lines().filter(|line| !line.trim_start().starts_with("//")).map(str::to_owned).collect()
    };
    let (before, after) = (files(&plain), files(&annotated));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (path, text) in &after {
        assert!(code(text) == code(&before[path]), "{path}");
    }
    let documented =
        after.values().filter(|text| text.contains("/// # History of the documentation\n")).count();
    assert!(documented > 100, "{documented} files");
    for since in &annotated.since {
        let page = since.of.split('.').next().unwrap_or_default();
        if page == "errors" {
            continue;
        }
        let explained = explain(&annotated, page).expect("it is a page").to_string();
        assert!(
            explained.contains(&format!("documented since {}", since.since)),
            "{}: {explained}",
            since.of
        );
    }
}
