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

/// A path as overrides and findings write it, and what is explained.
#[test]
fn a_path_is_as_good_as_a_name() {
    for (path, expected) in [
        ("widget2.properties.color", "property color: Color"),
        ("widget2.links.owner", "link owner: owner"),
        ("widget2.embedded.owner", "embedded owner: owner, many"),
        ("widget2.links", "link self: widget2; link owner: owner; link parts: unknown, many (observed)"),
        ("widget2.scopes.Things.Read", "scope Things.Read"),
        (
            "widget2.events",
            "event widget added, High, from things, in things, box; event gizmo added, Low, from things; \
             event widget deleted, High, from things; event widget added, Medium, from people",
        ),
        ("widget2.GET", "operation GET: widget2, status 200"),
        ("addWidget.POST.query.to", "POST query parameter to: Uri, required"),
        ("addWidget.POST.input.hidden", "POST input hidden: Boolean (observed)"),
        ("addWidget.POST.query", "POST query parameter to: Uri, required"),
        ("addWidget.GET.output.count", "GET output count: Int32"),
        ("addWidget.POST.errors.AlreadyExists", "POST error 409 Conflict/AlreadyExists"),
        (
            "addWidget.reasons",
            "reason code RemoteFailure/Offline; reason code RemoteFailure; reason code Timeout",
        ),
        ("Color.members.Red", "member Red"),
        ("owner.properties.color", "property color: Color"),
        (
            "widget2.properties.colour",
            "`widget2` has nothing named `properties.colour`; did you mean `properties.color`?",
        ),
        (
            "addWidget.POST.input.hiden",
            "`addWidget` has nothing named `POST.input.hiden`; did you mean `POST.input.hidden`?",
        ),
        ("addWidget.PUT.input", "`addWidget` has nothing named `PUT.input`"),
        ("widget2.", "`widget2` has nothing named ``"),
    ] {
        let lines = text(path);
        let lines: Vec<&str> = lines.lines().filter(|line| !line.starts_with(' ')).collect();
        assert_eq!(lines.join("; "), expected, "{path}");
    }
}

#[test]
fn unknown_names() {
    insta::assert_snapshot!(text("widgte2"), @"there is no resource and no enumeration named `widgte2`; did you mean `widget2`?");
    insta::assert_snapshot!(text("widget2.colour"), @"`widget2` has nothing named `colour`; did you mean `color`?");
    insta::assert_snapshot!(text("Color.Green"), @"`Color` has nothing named `Green`");
    insta::assert_snapshot!(text(""), @"there is no resource and no enumeration named ``");
    insta::assert_snapshot!(text("."), @"there is no resource and no enumeration named ``");
}
