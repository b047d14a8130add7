//! The pages of a schema made by hand that holds one of each difficulty.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use ucwa_gen::render::{Options, Prose, pages};
use ucwa_gen::schema::{Schema, from_json};

fn schema() -> Schema {
    from_json(include_str!("schema.json")).expect("the schema of the test is one")
}

#[test]
fn a_page_for_everything_that_has_one() {
    let pages = pages(&schema(), &Options::default());
    let files: Vec<&str> = pages.keys().map(String::as_str).collect();
    insta::assert_snapshot!(files.join("\n"), @"
    Color_ref.md
    UCWAResources.md
    UCWAenumerations.md
    addWidget_ref.md
    owner_ref.md
    widget2_ref.md
    ");
}

#[test]
fn pages_with_prose() {
    for (file, page) in pages(&schema(), &Options::default()) {
        insta::assert_snapshot!(file, page);
    }
}

#[test]
fn pages_without_prose_hold_no_description() {
    for (file, page) in pages(&schema(), &Options::default().with_prose(Prose::None)) {
        // Every description in the schema of the test has the word in it.
        assert!(!page.contains("prose"), "{file}:\n{page}");
    }
}

#[test]
fn a_page_without_prose() {
    let pages = pages(&schema(), &Options::default().with_prose(Prose::None));
    insta::assert_snapshot!("widget2_ref.md-facts", pages["widget2_ref.md"]);
}
