//! Hostile documentation is harmless: whatever stands in pages, overrides and schema files, generated code has the syntax that
//! it always has, and what is shown stays text.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod crates;
mod html;
mod pages;
#[path = "../../../ucwa-gen/tests/payloads/mod.rs"]
mod payloads;
mod schemas;
mod syntax;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path};
use std::sync::LazyLock;

use ucwa_gen::analyse;
use ucwa_gen::emit::{self, Options};
use ucwa_gen::output;
use ucwa_gen::schema::{Schema, from_json};

type Files = BTreeMap<String, String>;

/// The schema of `tests/golden` with one of each kind of thing.
fn shapes() -> Schema {
    golden("shapes")
}

fn golden(name: &str) -> Schema {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("golden/{name}.json"));
    from_json(&fs::read_to_string(path).expect("a file")).expect("a schema")
}

/// The syntax that generated code has.
static SYNTAX: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut known = BTreeSet::new();
    for schema in [shapes(), golden("names"), analyse(&ucwa_tests::reference()).schema] {
        for options in [Options::new(), Options::new().with_features()] {
            let files = emit::rust(&schema, &options).expect("it is consistent").files;
            known.extend(syntax::of_files(&files));
        }
    }
    known
});

/// Demands that generated code has no other syntax than ever, and that its paths stay in their folder.
fn assert_harmless(files: &Files, what: &str) {
    assert_in_folder(files, "rs", what);
    let odd: Vec<String> = syntax::of_files(files).difference(&SYNTAX).cloned().collect();
    assert!(odd.is_empty(), "{what}: {odd:?}");
}

/// Demands that each path is one below a folder, on any system, or that it is refused before anything is written.
fn assert_in_folder(files: &Files, extension: &str, what: &str) {
    for (path, text) in files {
        let is_inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        let is_plain = !path.contains(|c: char| c.is_control() || "\\:".contains(c));
        let is_file = path.ends_with(&format!(".{extension}"));
        if is_inside && is_plain && is_file {
            continue;
        }
        // Pages are named as what they document. A name that is none comes from a schema file only.
        let folder = tempfile::tempdir().expect("a folder");
        let plan = Files::from([(path.clone(), text.clone())]);
        let is_refused = output::write(folder.path(), &plan).is_err();
        assert!(extension == "md" && is_refused, "{what}: {path:?}");
    }
}
