//! The descriptions of the project's own pages state the facts that the originals state.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use ucwa_gen::analyse;
use ucwa_gen::schema::Schema;
use ucwa_tests::facts::{Row, names, quantities, rows};
use ucwa_tests::{corrected, reference};

/// Numbers of the originals that our pages leave out: the page, the name, the number, and why.
const LEFT_OUT: [(&str, &str, i64, &str); 4] = [
    ("policies", "emergencyDialMask", 555, "an example"),
    ("policies", "emergencyDialMask", 911, "an example"),
    ("policies", "emergencyDialString", 555, "an example"),
    ("policies", "emergencyDialString", 911, "an example"),
];

/// Each description of the newest originals with ours; `None` without the corpora. Where it stands is the same: the schemas
/// are, which another test compares.
fn pairs() -> Option<(Schema, Vec<(Row, Row)>)> {
    let schema = corrected("2022-12")?.schema;
    let originals = rows(&schema);
    let ours = rows(&analyse(&reference()).schema);
    assert_eq!(originals.len(), ours.len());
    let pairs: Vec<(Row, Row)> = originals.into_iter().zip(ours).collect();
    for (original, ours) in &pairs {
        let place = |row: &Row| (row.page.clone(), row.section, row.name.clone());
        assert_eq!(place(original), place(ours));
    }
    Some((schema, pairs))
}

#[test]
fn where_originals_state_different_facts_ours_differ() {
    let Some((schema, pairs)) = pairs() else { return };
    let names = names(&schema);
    let mut found: BTreeMap<_, BTreeMap<BTreeSet<String>, Vec<&str>>> = BTreeMap::new();
    for (original, ours) in pairs.iter().filter(|(original, _)| !original.text.trim().is_empty()) {
        let text = (ours.section, &ours.name, &ours.text);
        found.entry(text).or_default().entry(original.facts(&names)).or_default().push(&original.page);
    }
    found.retain(|_, facts| facts.len() > 1);
    assert!(found.is_empty(), "{} texts are shared: {found:#?}", found.len());
}

#[test]
fn numbers_of_the_originals_are_in_ours() {
    let Some((_, pairs)) = pairs() else { return };
    let mut found: BTreeSet<(&str, &str, i64)> = BTreeSet::new();
    for (original, ours) in &pairs {
        let stated = quantities(&ours.text);
        let is_stated = |number, unit: Option<&str>| {
            let mut same = stated.iter().filter(|(stated, _)| *stated == number);
            same.any(|(_, known)| unit.is_none() || known.is_none() || *known == unit)
        };
        let missing =
            quantities(&original.text).into_iter().filter(|(number, unit)| !is_stated(*number, *unit));
        found.extend(missing.map(|(number, _)| (original.page.as_str(), original.name.as_str(), number)));
    }
    let left_out: BTreeSet<_> =
        LEFT_OUT.iter().map(|(page, name, number, _)| (*page, *name, *number)).collect();
    assert_eq!(found, left_out);
}

#[test]
fn errors_have_the_causes_of_the_originals() {
    let Some((_, pairs)) = pairs() else { return };
    let missing = pairs.iter().filter_map(|(original, ours)| {
        let (stated, known) = (original.causes(), ours.causes());
        let missing: Vec<_> = stated.difference(&known).copied().collect();
        (!missing.is_empty()).then(|| format!("{}: {}: {}", ours.page, ours.name, missing.join(", ")))
    });
    let missing: Vec<String> = missing.collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn facts_are_found_in_other_words() {
    for (text, expected) in [
        (
            "The maximum length is 50 characters.The default value is 15 seconds.",
            "15 second, 50 character, default 15",
        ),
        ("Text of at most 50 characters, for fifteen seconds.", "15 second, 50 character"),
        ("A number in E.164 form, see https://example.com/12/ for the one.", ""),
        ("Returns -1 (or 25) if a `lamp` is InTheDark. Lamp. NotKnown.", "-1, 25, InTheDark, lamp"),
        ("It defaults to \"Red\".", "Red, default Red"),
    ] {
        let names = BTreeSet::from(["lamp", "Lamp", "InTheDark", "Red"]);
        let row = Row { text: text.to_owned(), ..Row::new("house", "property", "number") };
        let facts: Vec<String> = row.facts(&names).into_iter().collect();
        assert_eq!(facts.join(", "), expected, "{text}");
    }
    let row = Row {
        text: "An anonymous user, or one whose immediate forward the admin disabled.".to_owned(),
        ..Row::new("house", "error", "Forbidden 403")
    };
    assert_eq!(row.causes(), BTreeSet::from(["admin", "anonymous", "immediateforward"]));
}
