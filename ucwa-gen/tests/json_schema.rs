//! The published JSON Schema is that of the format.

use ucwa_gen::schema::json_schema;

#[test]
fn the_published_json_schema_is_current() {
    let mut current = serde_json::to_string_pretty(&json_schema()).expect("plain data");
    current.push('\n');
    let published = include_str!("../../docs/schema.json");
    assert_eq!(published, current, "run `cargo run -p ucwa-gen -- schema --json-schema -o docs/schema.json`");
}
