//! The difference of the public API, as rustdoc sees it, explains each break that a diff reports, and has no other.
//!
//! `UCWA_EXPLAINED` says of how many mutations, two otherwise; `.ci/deep` looks at more.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{env, fs};

use public_api::Builder;
use ucwa_gen::diff::{Effect, diff};
use ucwa_gen::emit::{self, Options};
use ucwa_gen::schema::Schema;
use ucwa_tests::proof::base;
use ucwa_tests::proof::mutate::mutated;
use ucwa_tests::proof::rustc::{documented, write};
use ucwa_tests::say;

/// Data of the pages, which code reads and does not name.
const DATA: [&str; 8] =
    ["DOCUMENTED", "ERRORS", "GENERIC", "GENERIC_ERRORS", "INPUT", "QUERY", "REVISION", "STATUSES"];

/// The public API of the code that is generated from a schema, an item a line.
fn api(schema: &Schema, folder: &Path) -> BTreeSet<String> {
    let files = emit::rust(schema, &Options::new()).expect("the schema is consistent").files;
    write(&folder.join("api"), &files);
    let main = folder.join("lib.rs");
    fs::write(&main, "#![allow(warnings)]\npub mod api;\n").expect("the file can be written");
    let api = Builder::from_rustdoc_json(documented("tree", &main, folder))
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .build()
        .expect("it is the JSON of rustdoc");
    let is_data = |line: &String| DATA.iter().any(|name| line.contains(&format!("::{name}: ")));
    api.items().map(ToString::to_string).filter(|line| !is_data(line)).collect()
}

/// Whether a line has exactly this path, not a longer one with the same beginning.
fn names(line: &str, path: &str) -> bool {
    line.split(path).skip(1).any(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
}

/// The lines with what aliases stand for in the place of them: both are one type.
fn resolved(lines: &BTreeSet<String>, aliases: &BTreeMap<String, String>) -> BTreeSet<String> {
    let resolve = |line: &String| {
        let Some((item, ty)) = line.rsplit_once(": ").or_else(|| line.rsplit_once(" = ")) else {
            return line.clone();
        };
        let ty = aliases.iter().fold(ty.to_owned(), |ty, (alias, target)| {
            if names(&ty, alias) { ty.replace(alias, target) } else { ty }
        });
        format!("{item}: {ty}")
    };
    lines.iter().map(resolve).collect()
}

fn aliases(lines: &BTreeSet<String>) -> BTreeMap<String, String> {
    let alias = |line: &String| {
        let (name, target) = line.strip_prefix("pub type ")?.split_once(" = ")?;
        (name.matches("::").count() == 2).then(|| (name.to_owned(), target.to_owned()))
    };
    lines.iter().filter_map(alias).collect()
}

/// The end of the paths of the type, or of the group, that an item belongs to.
fn owner(item: &str) -> String {
    format!("::{}", item.split_once(['.', ':']).map_or(item, |(owner, _)| owner))
}

#[test]
fn each_break_is_a_line_that_goes_and_each_line_a_break() {
    let count = env::var("UCWA_EXPLAINED").ok().and_then(|value| value.parse().ok()).unwrap_or(2_u64);
    let folder = tempfile::tempdir().expect("there is room");
    let old = base::schema();
    let before = api(&old, &folder.path().join("old"));
    let mut breaking = 0;
    for seed in 0..count {
        let (new, mutations) = mutated(&old, seed);
        let found = diff(&old, &new).unwrap_or_else(|error| panic!("{error}"));
        let place = folder.path().join(seed.to_string());
        let after = api(&new, &place);
        fs::remove_dir_all(place).expect("it is there");
        let now = aliases(&after);
        let [a, b] = [resolved(&before, &now), resolved(&after, &now)];
        let gone: BTreeSet<&String> = a.difference(&b).collect();
        let items = found.changes.iter().flat_map(|change| &change.items);
        let told: BTreeSet<&str> =
            items.filter(|item| item.source == Effect::Breaks).map(|item| item.item.as_str()).collect();
        let what = format!("seed {seed}, {mutations:?}: {told:#?}\n{gone:#?}");
        assert_eq!(found.effects.source == Effect::Breaks, !gone.is_empty(), "{what}");
        for item in &told {
            assert!(gone.iter().any(|line| names(line, &owner(item))), "`{item}` is in no line: {what}");
        }
        for line in &gone {
            assert!(told.iter().any(|item| names(line, &owner(item))), "`{line}` is in no change: {what}");
        }
        breaking += u64::from(!gone.is_empty());
    }
    say(&format!("{count} mutations: the public API explains each of {breaking} breaks\n"));
}
