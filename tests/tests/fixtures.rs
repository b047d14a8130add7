//! Folders of pages, each with one kind of difficulty, and beside them what is read of them and said about them.
//!
//! A folder holds pages, corrections of them where there is a `ucwa.toml`, and three snapshots: `schema.snap`, what the
//! pages say, `diagnostics.snap`, what is to be said about them, and `code.snap`, the files that come of the pages. To add
//! a case, add a folder with pages, run the test with `INSTA_UPDATE=always`, and read all three.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use ucwa_gen::diagnostic::Diagnostic;
use ucwa_gen::overrides::Overrides;
use ucwa_gen::schema::Schema;
use ucwa_gen::{Analysis, analyse_with, emit};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the fixtures are there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    cases.sort();
    cases
}

/// The corrections of a folder; most have none.
fn overrides(case: &Path) -> (Overrides, Vec<Diagnostic>) {
    let file = case.join("ucwa.toml");
    if file.exists() { Overrides::read(&file) } else { Default::default() }
}

fn check(case: &Path) {
    let (sources, mut diagnostics) = ucwa_gen::files::read(&[case]);
    let (overrides, found) = overrides(case);
    diagnostics.extend(found);
    let Analysis { schema, diagnostics: found, summary, .. } = analyse_with(&sources, &overrides);
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
        insta::assert_snapshot!("code", code(&schema));
    });
}

/// The files of pages, without those that hold the tree together.
fn code(schema: &Schema) -> String {
    let emitted = match emit::rust(schema, &emit::Options::new()) {
        Ok(emitted) => emitted,
        Err(error) => return format!("no code: {error}"),
    };
    let of_pages = emitted.files.iter().filter(|(path, _)| path.contains('/') && !path.ends_with("/mod.rs"));
    of_pages.map(|(path, text)| format!("// {path}\n{text}")).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_folder_is_read_as_expected() {
    let cases = cases();
    assert!(cases.len() >= 12, "the fixtures are there");
    for case in cases {
        check(&case);
    }
}
