//! Descriptions in any words: what is written as text reads back as text, what is written as code as code.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use serde_json::json;
use ucwa_gen::analyse;
use ucwa_gen::emit;
use ucwa_gen::files::Sources;
use ucwa_gen::render::{self, Options};
use ucwa_gen::schema::{Schema, from_json};
use ucwa_gen::source::SourceFile;
use ucwa_tests::reread;

fn schema(text: &str) -> Schema {
    let page = json!({"file": "widget_ref.md", "digest": "xxh3:0"});
    let schema = json!({
        "irVersion": 2, "digest": "xxh3:0", "enumerations": [],
        "errors": {"codes": [], "subcodes": [], "generic": []},
        "resources": [{
            "name": "widget", "rel": "widget", "revision": 1, "kind": "resource", "page": page, "description": text,
            "properties": [{"name": "size", "type": "Int32", "required": false, "description": text}],
            "operations": [{"method": "GET", "description": text, "output": "widget", "statuses": [{"status": 200}]}],
        }],
    });
    from_json(&schema.to_string()).unwrap()
}

fn descriptions(schema: &Schema) -> [&str; 3] {
    let widget = schema.resource("widget").unwrap();
    [&widget.description, &widget.properties[0].description, &widget.operations[0].description]
}

#[test]
fn code_is_kept() {
    let text = "The `widget`, a `size` | `a|b`, `` a`b ``, not \\`this\\` but [`widget`](widget).";
    let schema = schema(text);
    let pages = render::pages(&schema, &Options::default());
    let expected = "The `widget`, a `size` | `a|b`, `` a`b ``, not \\`this\\` but [`widget`](widget).";
    assert_eq!(descriptions(&reread(&pages)), [expected; 3]);
}

#[test]
fn a_link_to_a_page_is_the_code_of_its_name() {
    let page = "# widget\n\nHolds a [widget](widget_ref.md), [`part`](part_Ref.md#x), [parts](part_ref.md) and [web](a.md).\n\n\
                ## Operations\n\n### GET\n\n#### Response body\n\nNone\n";
    let (sources, _) = Sources::from_files([SourceFile::new("widget_ref.md", page)]);
    let schema = analyse(&sources).schema;
    assert_eq!(schema.resources[0].description, "Holds a `widget`, `part`, parts and web.");
}

#[test]
fn code_that_names_a_page_is_a_link_in_rust() {
    let emitted = emit::rust(&schema("A `widget` of some `size`."), &emit::Options::new()).unwrap();
    let file = emitted.files.values().find(|text| text.contains("pub struct Widget ")).unwrap();
    assert!(file.contains("/// A [`widget`](super::super::Widget) of some `size`.\n"), "{file}");
}

proptest! {
    #[test]
    fn any_text_reads_back(scraps in prop::collection::vec(scrap(), 0..12)) {
        reads_back(&scraps.concat());
    }
}

#[test]
fn an_empty_line_within_a_text_is_none() {
    reads_back("`\n \n|");
}

fn reads_back(text: &str) {
    // A first rendering makes of any text one that reading could have given.
    let first = reread(&render::pages(&schema(text), &Options::default()));
    let [given, ..] = descriptions(&first);
    let pages = render::pages(&schema(given), &Options::default());
    let again = reread(&pages);
    assert_eq!(descriptions(&again), [given; 3]);
    assert_eq!(render::pages(&again, &Options::default()), pages);
    assert!(emit::rust(&again, &emit::Options::new()).is_ok());
}

fn scrap() -> impl Strategy<Value = String> {
    let scraps = [
        "`",
        "``",
        "```",
        "`a`",
        " ",
        "|",
        "\\",
        "[a](b",
        "[a](widget_ref.md)",
        "](",
        "<br>",
        "<",
        "*",
        "_",
        "a",
        "&amp;",
        "{",
        "# ",
        "- ",
        "\n",
        "!",
    ];
    // A control character in a page is a warning.
    prop_oneof![prop::sample::select(scraps.to_vec()).prop_map(str::to_owned), r"\P{Cc}{0,3}"]
}
