//! What changed between revisions of the documentation, and between pages of our own.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use ucwa_gen::analyse;
use ucwa_gen::diff::{Class, Diff, diff, human, markdown};
use ucwa_gen::files::Sources;
use ucwa_gen::schema::{Schema, from_json};
use ucwa_gen::source::SourceFile;
use ucwa_tests::{reference, revision};

fn between(old: &str, new: &str) -> Option<Diff> {
    Some(diff(&analyse(&revision(old)?).schema, &analyse(&revision(new)?).schema))
}

#[test]
fn the_api_grew_until_2018() {
    let Some(diff) = between("2016-06", "2018-01") else { return };
    let pages = |gone: bool| {
        let is = |end: &Option<String>| end.as_deref() == Some("page");
        diff.changes.iter().filter(|change| if gone { is(&change.old) } else { is(&change.new) }).count()
    };
    assert_eq!((pages(false), pages(true)), (74, 0));
    let lines = human(&diff, false);
    insta::assert_snapshot!("2016-06-to-2018-01", lines);
}

#[test]
fn the_api_did_not_change_after_2018() {
    let Some(diff) = between("2018-01", "2022-12") else { return };
    assert_eq!((diff.count(Class::Breaking), diff.count(Class::Additive)), (0, 0), "{}", human(&diff, false));
    assert!(diff.count(Class::Documentation) > 0);
}

#[test]
fn nothing_changes_into_itself() {
    let schema = analyse(&reference()).schema;
    assert_eq!(diff(&schema, &schema), Diff::default());
}

fn schema(pages: &[(&str, &str)]) -> Schema {
    let (sources, _) = Sources::from_files(pages.iter().map(|(file, text)| SourceFile::new(*file, *text)));
    analyse(&sources).schema
}

const OLD: &[(&str, &str)] = &[
    (
        "lamp_ref.md",
        "# lamp\n\nA lamp.\n\n### Properties\n\n|**Name**|**Type**|**Description**|\n|:--|:--|:--|\n\
         |size|Int32 (maximum 9)|How big.|\n|label|String (at most 50 characters)||\n|owner|Uri||\n|gone|Boolean||\n\n\
         ### Links\n\n|**Link**|**Leads to**|**Cardinality**|**Description**|\n|:--|:--|:--|:--|\n\
         |self|[lamp](lamp_ref.md)|one||\n|bulb|[bulb](bulb_ref.md)|one||\n",
    ),
    (
        "bulb_ref.md",
        "# bulb\n\n### Properties\n\n|**Name**|**Type**|**Description**|\n|:--|:--|:--|\n|watts|Int32||\n|volts|Int32||\n\
         |hue|[Hue](Hue_ref.md)||\n",
    ),
    ("Hue_ref.md", "# Hue\n\n## Members\n\n|**Name**|**Description**|\n|:--|:--|\n|Red||\n|Blue||\n"),
];

const NEW: &[(&str, &str)] = &[
    (
        "lamp_ref.md",
        "# lamp\n\nA light.\n\n### Properties\n\n|**Name**|**Type**|**Description**|\n|:--|:--|:--|\n\
         |size|Int32 (maximum 5)|How big it is.|\n|label|String (at most 80 characters)||\n|owner|String||\n|fresh|Boolean||\n\n\
         ### Links\n\n|**Link**|**Leads to**|**Cardinality**|**Description**|\n|:--|:--|:--|:--|\n\
         |self|[lamp](lamp_ref.md)|one||\n|bulb|[globe](globe_ref.md)|many||\n\n\
         ## Operations\n\n### POST\n\n#### Request body\n\n|**Name**|**Type**|**Required?**|**Description**|\n|:--|:--|:--|:--|\n\
         |level|Int32|Yes||\n",
    ),
    (
        "globe_ref.md",
        "# globe\n\n### Properties\n\n|**Name**|**Type**|**Description**|\n|:--|:--|:--|\n|watts|Int32||\n|volts|Int32||\n\
         |hue|[Hue](Hue_ref.md)||\n",
    ),
    ("Hue_ref.md", "# Hue\n\n## Members\n\n|**Name**|**Description**|\n|:--|:--|\n|Red||\n|Green||\n"),
];

#[test]
fn each_kind_of_change_is_told_and_classified() {
    let diff = diff(&schema(OLD), &schema(NEW));
    insta::assert_snapshot!("changes-human", human(&diff, true));
    insta::assert_snapshot!("changes-markdown", markdown(&diff, false));
    insta::assert_snapshot!(
        "changes-json",
        serde_json::to_string_pretty(&diff.changes[0]).expect("it is data")
    );
}

/// A schema in which each field says something.
fn full() -> Value {
    let evidence =
        json!([{"kind": "row", "detail": "a", "at": {"file": "door_ref.md", "line": 7, "column": 1}}]);
    let traffic = json!({"traffic": {"seen": 1, "of": 9}});
    let elsewhere = json!({"elsewhere": {"source": "a book of doors"}});
    let property = json!({
        "name": "width", "type": "Int32", "nullable": true, "required": true, "max_length": 9, "minimum": 2, "maximum": 8,
        "default": "4", "provenance": traffic, "description": "How wide.", "evidence": evidence,
    });
    let link = json!({
        "rel": "lock", "target": "lock", "many": true, "provenance": elsewhere, "description": "A lock.", "evidence": evidence,
    });
    let error = json!({
        "code": "Gone", "status": 410, "subcode": "Burnt", "provenance": traffic, "description": "It burnt down.", "evidence": evidence,
    });
    let page = json!({"file": "door_ref.md", "digest": "xxh3:0"});
    json!({
        "irVersion": 2, "digest": "xxh3:0",
        "link_attributes": [{"name": "href", "description": "Where it is.", "evidence": evidence}],
        "resources": [{
            "name": "door", "rel": "door", "aliases": ["gate"], "revision": 2, "group": "House", "kind": "role",
            "role_of": "opening", "description": "A door.", "remarks": "It opens.", "page": page,
            "properties": [property], "links": [link], "embedded": [link],
            "operations": [{
                "method": "POST", "description": "Opens it.", "query": [property], "input": [property],
                "consumes": ["text/plain"], "output": "lock", "output_fields": [property], "output_element": "opened",
                "produces": ["image/png"], "statuses": [{"status": 200, "provenance": elsewhere}], "errors": [error], "generic_errors": true,
                "evidence": evidence,
            }],
            "events": [{
                "type": "added", "resource": "lock", "target": "lock", "priority": "High", "sender": "door",
                "in": ["house"], "embedded": true, "provenance": traffic, "reason": "A lock was fitted.", "evidence": evidence,
            }],
            "reasons": [{
                "code": "Gone", "subcode": "Burnt", "provenance": traffic, "description": "It burnt.", "evidence": evidence,
            }],
            "scopes": [{"name": "Doors.Open", "evidence": evidence}],
            "evidence": evidence,
        }],
        "enumerations": [{
            "name": "DoorState", "description": "How it is.", "remarks": "It can change.", "page": page,
            "members": [{
                "name": "Ajar", "provenance": elsewhere, "description": "Nearly shut.", "evidence": evidence,
            }],
            "evidence": evidence,
        }],
        "errors": {
            "codes": [{"name": "Gone", "statuses": [410], "documented": true}],
            "subcodes": [{"name": "Burnt", "documented": true}],
            "generic": [error],
        },
        "scopes": [{"name": "Doors.Open", "permission": "Open doors", "description": "Opens any door."}],
        "names": [{"of": "door", "name": "portal", "evidence": evidence}],
    })
}

/// The places of the values in a JSON value, as pointers into it.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| leaves(value, &format!("{path}/{name}"), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| leaves(value, &format!("{path}/{at}"), found));
        }
        _ => found.push(path.to_owned()),
    }
}

/// Each value in a schema is compared, or is one of those that say nothing of the API: where it was read, and from what.
#[test]
fn a_change_of_any_value_is_reported() {
    let value = full();
    let old = from_json(&value.to_string()).expect("it is a schema");
    let mut paths = Vec::new();
    leaves(&value, "", &mut paths);
    assert!(paths.len() > 100);
    for path in paths {
        let mut value = value.clone();
        let leaf = value.pointer_mut(&path).expect("it is there");
        *leaf = match leaf {
            Value::Bool(flag) => (!*flag).into(),
            Value::Number(number) => number.as_u64().map(|number| number + 1).into(),
            Value::String(text) if path.ends_with("/kind") && text == "role" => "operation".into(),
            Value::String(text) if path.ends_with("/kind") && text == "row" => "sample".into(),
            Value::String(text) => format!("{text}x").into(),
            _ => panic!("{path} is no value"),
        };
        if path == "/irVersion" {
            continue;
        }
        let new = from_json(&value.to_string()).unwrap_or_else(|error| panic!("{path}: {error}"));
        let says_nothing =
            path.contains("/evidence/") || path.contains("/page/") || path.ends_with("/digest");
        assert_eq!(diff(&old, &new).changes.is_empty(), says_nothing, "{path}");
    }
}

#[test]
fn entries_of_one_name_are_compared_one_by_one() {
    let event =
        |priority: &str| json!({"type": "added", "resource": "lock", "priority": priority, "sender": "door"});
    let schema = |events: &[&str]| {
        let mut value = full();
        value["resources"][0]["events"] = events.iter().map(|priority| event(priority)).collect();
        from_json(&value.to_string()).expect("it is a schema")
    };
    let changes = |old: &[&str], new: &[&str]| diff(&schema(old), &schema(new)).changes.len();
    assert_eq!(changes(&["High", "Low"], &["High", "Low"]), 0);
    assert_eq!(changes(&["High", "Low"], &["Medium", "Low"]), 1);
    assert_eq!(changes(&["High", "Low"], &["Low"]), 2);
    assert_eq!(changes(&["High"], &["High", "High"]), 1);
}
