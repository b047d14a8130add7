//! What `explain` says of a schema made by hand.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use ucwa_gen::explain::explain;
use ucwa_gen::schema::{Schema, from_json};

fn schema() -> Schema {
    from_json(include_str!("schema.json")).expect("the schema of the test is one")
}

fn text(query: &str) -> String {
    match explain(&schema(), query) {
        Ok(explanation) => explanation.to_string(),
        Err(unknown) => format!("{unknown}\n"),
    }
}

#[test]
fn a_resource() {
    insta::assert_snapshot!(text("widget2"));
}

#[test]
fn an_operation() {
    insta::assert_snapshot!(text("addWidget"));
}

#[test]
fn an_enumeration() {
    insta::assert_snapshot!(text("Color"));
}

#[test]
fn one_name_can_be_several_things() {
    insta::assert_snapshot!(text("widget2.owner"), @"
    link owner: owner
    embedded owner: owner, many
    ");
}

#[test]
fn a_member() {
    insta::assert_snapshot!(text("Color.Red"), @"
    member Red
        Color_ref.md:12:1: listed in a table
    ");
}

#[test]
fn what_a_role_lacks_its_representation_has() {
    insta::assert_snapshot!(text("owner.color"), @"
    property color: Color
        by its name
        widget2_ref.md:80:5: observed in a sample: Red
    ");
}

#[test]
fn unknown_names() {
    insta::assert_snapshot!(text("widgte2"), @"there is no resource and no enumeration named `widgte2`; did you mean `widget2`?");
    insta::assert_snapshot!(text("widget2.colour"), @"`widget2` has nothing named `colour`; did you mean `color`?");
    insta::assert_snapshot!(text("Color.Green"), @"`Color` has nothing named `Green`");
    insta::assert_snapshot!(text(""), @"there is no resource and no enumeration named ``");
    insta::assert_snapshot!(text("."), @"there is no resource and no enumeration named ``");
}
