//! Folders of pages, each with one kind of difficulty, and beside them what is read of them and said about them.
//!
//! A folder holds pages and two snapshots: `schema.snap`, what the pages say, and `diagnostics.snap`, what is to be said
//! about them. To add a case, add a folder with pages, run the test with `INSTA_UPDATE=always`, and read both.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use ucwa_gen::{Analysis, analyse};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the fixtures are there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    cases.sort();
    cases
}

fn check(case: &Path) {
    let (sources, mut diagnostics) = ucwa_gen::source::read(&[case]);
    let Analysis { schema, diagnostics: found, summary } = analyse(&sources);
    diagnostics.extend(found);
    let lines: Vec<String> = diagnostics
        .iter()
        .map(|found| {
            let at = found.location().map_or_else(String::new, |at| format!("{at}: "));
            format!("{at}{}[{}]: {}\n    {}", found.severity, found.code, found.message, found.advice())
        })
        .chain([format!("{summary:#?}")])
        .collect();
    insta::with_settings!({ snapshot_path => case, prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("diagnostics", lines.join("\n"));
        insta::assert_snapshot!("schema", ucwa_gen::schema::to_json(&schema));
    });
}

#[test]
fn each_folder_is_read_as_expected() {
    let cases = cases();
    assert!(cases.len() >= 12, "the fixtures are there");
    for case in cases {
        check(&case);
    }
}
