//! Schema files with payloads in the place of their texts.

use serde_json::{Value, json};
use ucwa_gen::emit::{Options, rust};
use ucwa_gen::render;
use ucwa_gen::schema::{Schema, from_json, to_json};
use ucwa_gen::{analyse, explain};
use ucwa_tests::{reference, say};

use crate::payloads::{all, rounds};
use crate::{Files, assert_harmless, assert_in_folder, shapes, syntax};

/// The keys of texts that are only shown: descriptions, details of evidence, and names and digests of pages.
const SHOWN: [&str; 9] =
    ["description", "remarks", "reason", "permission", "detail", "default", "file", "digest", "since"];

/// Calls a function for each text of a schema, with its place and the last key of that.
fn each_text(value: &mut Value, place: &str, key: &str, call: &mut dyn FnMut(&str, &str, &mut String)) {
    match value {
        Value::String(text) => call(place, key, text),
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                each_text(item, &format!("{place}/{index}"), key, call);
            }
        }
        Value::Object(members) => {
            for (key, member) in members.iter_mut() {
                each_text(member, &format!("{place}/{key}"), key, call);
            }
        }
        _ => {}
    }
}

/// Gives a description to everything that can have one.
pub(crate) fn described(schema: &Schema) -> Value {
    let mut value: Value = serde_json::from_str(&to_json(schema)).expect("JSON");
    describe(&mut value, "");
    let pages =
        schema.resources.iter().map(|it| &it.name).chain(schema.enumerations.iter().map(|it| &it.name));
    let since = pages.flat_map(|page| [page.clone(), format!("{page}.properties.zqx")]);
    value["since"] = since.map(|of| json!({"of": of, "since": "x"})).collect();
    value
}

fn describe(value: &mut Value, key: &str) {
    match value {
        Value::Array(items) => {
            for item in items {
                let texts: &[&str] = match key {
                    "resources" | "enumerations" => &["description", "remarks"],
                    "scopes" if item.get("permission").is_some() => &["description", "permission"],
                    "properties" | "query" | "input" | "output_fields" => &["description", "default"],
                    "links" | "embedded" | "operations" | "errors" | "generic" | "reasons" | "members"
                    | "link_attributes" => &["description"],
                    "events" => &["reason"],
                    _ => &[],
                };
                if let Some(object) = item.as_object_mut() {
                    for text in texts {
                        object.insert((*text).to_owned(), json!("x"));
                    }
                }
                describe(item, key);
            }
        }
        Value::Object(members) => members.iter_mut().for_each(|(key, member)| describe(member, key)),
        _ => {}
    }
}

/// The schema with a text in the place of each that is only shown: the payloads one after the other, from this one on.
pub(crate) fn with_payloads(schema: &Value, first: usize) -> (Schema, usize) {
    let (payloads, mut schema) = (all(), schema.clone());
    let mut count = 0;
    each_text(&mut schema, "", "", &mut |_, key, text| {
        if SHOWN.contains(&key) {
            *text = payloads[(first + count) % payloads.len()].to_owned();
            count += 1;
        }
    });
    (from_json(&schema.to_string()).expect("a schema"), count)
}

/// The schema with this in the place of each text that is only shown.
pub(crate) fn with_text(schema: &Value, shown: &str) -> Schema {
    let mut schema = schema.clone();
    each_text(&mut schema, "", "", &mut |_, key, text| {
        if SHOWN.contains(&key) {
            *text = shown.to_owned();
        }
    });
    from_json(&schema.to_string()).expect("a schema")
}

/// Adds entries with these names to each list of the schema that has names.
pub(crate) fn with_names(schema: &Value, names: &[&str]) -> Schema {
    let mut schema = schema.clone();
    name_entries(&mut schema, "", names);
    from_json(&schema.to_string()).expect("a schema")
}

fn name_entries(value: &mut Value, key: &str, names: &[&str]) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(|item| name_entries(item, key, names));
            let entry = |name: &&str| match key {
                "properties" | "query" | "input" | "output_fields" => {
                    Some(json!({"name": name, "type": "String", "required": false, "default": name}))
                }
                "links" | "embedded" => Some(json!({"rel": name, "many": false})),
                "errors" | "generic" => Some(json!({"code": name, "subcode": name, "status": 400})),
                "reasons" => Some(json!({"code": name, "subcode": name})),
                "members" | "link_attributes" => Some(json!({"name": name})),
                "events" => Some(
                    json!({"type": name, "resource": name, "priority": name, "sender": name, "in": [name]}),
                ),
                "scopes" => Some(json!({"name": name})),
                "aliases" | "consumes" | "produces" => Some(json!(name)),
                _ => None,
            };
            items.extend(names.iter().filter_map(entry));
        }
        Value::Object(members) => {
            members.iter_mut().for_each(|(key, member)| name_entries(member, key, names));
        }
        _ => {}
    }
}

fn generated(schema: &Schema) -> Files {
    rust(schema, &Options::new().with_features()).expect("it is consistent").files
}

/// Every text that is only shown, all at once, in as many rounds as there are payloads for each.
#[test]
fn what_is_only_shown_changes_no_code() {
    for (name, schema, few) in [("docs/reference", analyse(&reference()).schema, 2), ("shapes", shapes(), 12)]
    {
        let schema = described(&schema);
        let before = generated(&from_json(&schema.to_string()).expect("a schema"));
        let code = syntax::without_comments(&before);
        let mut positions = 0;
        let rounds = rounds(few);
        for round in 0..rounds {
            let (changed, count) = with_payloads(&schema, round * 7);
            positions = count;
            let after = generated(&changed);
            for ((path, before), (_, after)) in code.iter().zip(syntax::without_comments(&after)) {
                assert!(*before == after, "{name} {round}: {path}");
            }
            if round == 0 || name == "shapes" {
                // The same by the compiler's own idea of a comment.
                for (path, text) in &after {
                    assert_eq!(
                        syntax::tokens(path, text),
                        syntax::tokens(path, &before[path]),
                        "{name} {round}"
                    );
                }
            }
            assert_eq!(before.len(), after.len());
            assert_harmless(&after, name);
            assert_in_folder(&render::pages(&changed, &render::Options::default()), "md", name);
        }
        say(&format!("{name}: {positions} positions, {rounds} of {} payloads in each\n", all().len()));
    }
}

/// A long text in one place of each kind: the first of each key.
#[test]
fn a_text_of_a_megabyte_changes_no_code() {
    let schema = described(&shapes());
    let before = generated(&from_json(&schema.to_string()).expect("a schema"));
    let code = syntax::without_comments(&before);
    for unit in ["zqx ", "`", "zqx\n", "*/", "\u{202e}", "[`", "zqx"] {
        for shown in SHOWN {
            let (mut changed, mut is_done) = (schema.clone(), false);
            each_text(&mut changed, "", "", &mut |_, key, text| {
                if key == shown && !std::mem::replace(&mut is_done, true) {
                    *text = unit.repeat((1 << 20) / unit.len());
                }
            });
            let after = generated(&from_json(&changed.to_string()).expect("a schema"));
            for ((path, before), (_, after)) in code.iter().zip(syntax::without_comments(&after)) {
                assert!(*before == after, "{shown} {unit:?}: {path}");
            }
        }
    }
}

/// Any text of a schema, one at a time: an error, or code as ever.
#[test]
fn any_text_of_a_schema_is_an_error_or_harmless() {
    let (schema, payloads) = (described(&shapes()), all());
    let mut places = Vec::new();
    each_text(&mut schema.clone(), "", "", &mut |place, _, _| places.push(place.to_owned()));
    let rounds = rounds(4);
    let (mut errors, mut generated) = (0, 0);
    for (index, place) in places.iter().enumerate() {
        for round in 0..rounds {
            let payload = payloads[(index * 5 + round * 29) % payloads.len()];
            let mut changed = schema.clone();
            *changed.pointer_mut(place).expect("the place") = json!(payload);
            let Ok(read) = from_json(&changed.to_string()) else {
                errors += 1;
                continue;
            };
            let what = format!("{place}: {payload:?}");
            match rust(&read, &Options::new().with_features()) {
                Ok(emitted) => {
                    generated += 1;
                    assert_harmless(&emitted.files, &what);
                }
                Err(_) => errors += 1,
            }
            assert_in_folder(&render::pages(&read, &render::Options::default()), "md", &what);
            // `self.self` is the link of a resource that has this name now.
            let queries = [payload.to_owned(), format!("{payload}.{payload}")];
            let is_known = queries.iter().all(|query| explain::explain(&read, query).is_ok());
            assert!(!is_known || read.resources.iter().any(|it| it.name == payload), "{what}");
        }
    }
    say(&format!("{} places, {errors} errors, {generated} trees\n", places.len()));
    assert!(errors > 0 && generated > 0);
}
