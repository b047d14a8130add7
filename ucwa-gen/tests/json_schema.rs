//! The published JSON Schema is that of the format.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use ucwa_gen::schema::json_schema;

#[test]
fn the_published_json_schema_is_current() {
    let mut current = serde_json::to_string_pretty(&json_schema()).expect("plain data");
    current.push('\n');
    let published = include_str!("../../docs/schema.json");
    assert_eq!(published, current, "run `cargo run -p ucwa-gen -- schema --json-schema -o docs/schema.json`");
}

#[test]
fn the_published_form_of_recordings_is_current() {
    assert_published(&ucwa_gen::observe::traffic::json_schema(), "recording.schema.json");
}

#[test]
fn the_published_form_of_histories_is_current() {
    assert_published(&ucwa_gen::history::json_schema(), "history.schema.json");
}

fn assert_published(form: &serde_json::Value, file: &str) {
    let mut current = serde_json::to_string_pretty(form).expect("plain data");
    current.push('\n');
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(file);
    if std::env::var_os("UCWA_BLESS").is_some() {
        std::fs::write(&path, &current).expect("the file can be written");
    }
    let published = std::fs::read_to_string(path).expect("the file is there");
    assert_eq!(published, current, "run the test with UCWA_BLESS=1");
}

#[test]
fn the_published_form_of_diffs_is_current() {
    let mut current = serde_json::to_string_pretty(&ucwa_gen::diff::json_schema()).expect("plain data");
    current.push('\n');
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/diff.schema.json");
    if std::env::var_os("UCWA_BLESS").is_some() {
        std::fs::write(&path, &current).expect("the file can be written");
    }
    let published = std::fs::read_to_string(path).expect("the file is there");
    assert_eq!(published, current, "run the test with UCWA_BLESS=1");
}
