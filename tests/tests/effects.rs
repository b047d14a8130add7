//! One change of each kind: what it does on each axis, and whether the generated code changes with it.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use ucwa_gen::diff::{Change, Diff, Effect, Effects, diff};
use ucwa_gen::emit::{self, Options};
use ucwa_gen::schema::{Schema, from_json, to_json};
use ucwa_tests::proof::base;
use ucwa_tests::proof::mutate::{MUTATIONS, mutated};

/// The generated code without its comments, each of which has lines of its own.
fn code(schema: &Schema) -> BTreeMap<String, String> {
    let files = emit::rust(schema, &Options::new()).expect("the schema is consistent").files;
    let bare = |text: &str| {
        text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
    };
    files.iter().map(|(path, text)| (path.clone(), bare(text))).collect()
}

fn does(effects: Effects) -> String {
    let letter = |effect| match effect {
        Effect::None => '-',
        Effect::Extends => '+',
        _ => '!',
    };
    [effects.source, effects.wire, effects.behaviour].map(letter).iter().collect()
}

fn changed(old: &Schema, new: &Schema) -> Diff {
    diff(old, new).unwrap_or_else(|error| panic!("{error}"))
}

/// Where a value of the schema is, as names and indices.
type Place = &'static str;

/// A name, or a number as one.
fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The value at a place: an entry of a list by its name, `resources/lamp/properties/colour`.
fn at<'v>(value: &'v mut Value, place: &str) -> &'v mut Value {
    place.split('/').fold(value, |value, step| match value {
        Value::Array(list) => {
            let keys = ["name", "rel", "method", "resource", "code", "status", "of"];
            let is_it =
                |entry: &Value| keys.iter().find_map(|key| entry.get(key)).is_some_and(|it| word(it) == step);
            list.iter_mut()
                .find(|entry| is_it(entry))
                .unwrap_or_else(|| panic!("there is no {step} in {place}"))
        }
        other => &mut other[step],
    })
}

fn edited(place: Place, edit: &Value) -> Schema {
    let mut value: Value = serde_json::from_str(&to_json(&base::schema())).expect("it is JSON");
    let (parent, last) = place.rsplit_once('/').expect("it has a parent");
    let slot = at(&mut value, parent);
    match (slot, edit) {
        // An entry of a list is removed, or one like it is added under another name.
        (Value::Array(list), Value::Null) => {
            let key = ["name", "rel", "method", "resource", "code", "status", "of"];
            let before = list.len();
            list.retain(|entry| match key.iter().find_map(|key| entry.get(key)) {
                Some(name) => word(name) != last,
                None => entry != last,
            });
            assert!(list.len() < before, "there is no {last} in {parent}");
        }
        (Value::Array(list), entry) => list.push(entry.clone()),
        (slot, edit) => slot[last] = edit.clone(),
    }
    from_json(&value.to_string()).unwrap_or_else(|error| panic!("{place}: {error}"))
}

/// What is changed and to what, the effects on source, wire and behaviour (`!` breaks, `+` extends), and whether code
/// changes. To add an entry, its place ends in `+`; to remove one, it is `null`.
#[rustfmt::skip]
fn cases() -> Vec<(Place, Value, &'static str, bool)> {
    let field = |name: &str, required: bool| json!({"name": name, "type": "String", "required": required});
    let link = |rel: &str| json!({"rel": rel, "target": "room", "many": false});
    let operation = json!({"method": "DELETE", "generic_errors": true});
    vec![
        // Code changes in each of these, and it was said to be words, an addition or nothing.
        ("resources/report/operations/POST/output_element", json!("bill"), "-!-", true),
        ("resources/lamp/operations/GET/statuses/+", json!({"status": 203}), "--+", true),
        ("resources/lamp/operations/GET/statuses/200", Value::Null, "--!", true),
        ("resources/lamp/events/lamp/in", json!(["room", "street"]), "--+", true),
        ("resources/lamp/events/lamp/in", json!([]), "--!", true),
        ("resources/lamp/events/lamp/priority", json!("Low"), "--!", true),
        ("resources/door/operations/POST/query/reason/required", json!(false), "!+-", true),
        ("resources/events/operations/GET/query/ack/required", json!(false), "!+-", true),
        ("resources/lamp/operations/GET/generic_errors", json!(false), "--!", true),
        ("resources/dimming/reasons/+", json!({"code": "RemoteFailure"}), "--+", true),
        // Code does not change in any of these, and it was said to break.
        ("resources/lamp/operations/PUT/input/brightness/default", json!("7"), "--+", false),
        ("resources/settings/operations/PUT/input/volume/default", json!("7"), "--!", false),
        ("resources/settings/operations/PUT/input/volume/default", Value::Null, "--!", false),
        ("resources/lamp/properties/label/max_length", json!(9), "--!", false),
        ("resources/lamp/properties/label/minimum", json!(9), "--!", false),
        ("resources/lamp/properties/label/maximum", json!(9), "--!", false),
        ("resources/lamp/events/lamp/target", json!("bulb"), "--!", false),
        ("resources/lamp/events/lamp/target", Value::Null, "--!", false),
        ("resources/dimming/operations/GET/output", Value::Null, "--!", false),
        ("resources/photo/operations/PUT/consumes", json!(["image/jpeg"]), "-!-", false),
        ("resources/photo/operations/GET/produces/+", json!("image/gif"), "-+-", false),
        ("errors/codes/Conflict", Value::Null, "--!", false),
        ("errors/subcodes/TooBright", Value::Null, "--!", false),
        ("errors/anywhere/Busy", Value::Null, "--!", false),
        ("link_attributes/href", Value::Null, "--!", false),
        ("scopes/Lamps.Read", Value::Null, "--!", false),
        ("resources/lamp/scopes/Lamps.Read", Value::Null, "--+", false),
        ("resources/lamp/scopes/+", json!({"name": "Lamps.ReadWrite"}), "--+", false),
        ("resources/lamp/scopes", json!([{"name": "Lamps.ReadWrite"}]), "--!", false),
        ("resources/door/scopes", json!([{"name": "Lamps.Read"}]), "--!", false),
        ("resources/lamp/links/mystery/description", json!("Other."), "---", false),
        ("resources/lamp/properties/owner/type", json!("String"), "--+", false),
        ("resources/lamp/properties/label/nullable", json!(true), "--+", false),
        ("resources/lamp/events/lamp/embedded", json!(false), "--!", false),
        ("resources/lamp/embedded/puzzle", Value::Null, "--!", false),
        ("resources/photo/operations/POST/input/caption", Value::Null, "---", false),
        // Properties.
        ("resources/lamp/properties/+", field("size", false), "++-", true),
        ("resources/lamp/properties/label", Value::Null, "!!-", true),
        ("resources/lamp/properties/label/type", json!("Int32"), "!!-", true),
        ("resources/lamp/properties/label/type", json!("Uri"), "--!", false),
        ("resources/lamp/properties/colour/type", json!("String"), "!+-", true),
        ("resources/lamp/properties/bought/type", json!("String"), "!+-", true),
        ("resources/lamp/properties/extra/type", json!("Array of Object"), "!!-", true),
        ("resources/lamp/properties/label/name", json!("Label"), "-!-", true),
        // What is sent.
        ("resources/startDimming/operations/POST/input/+", field("whim", false), "++-", true),
        ("resources/startDimming/operations/POST/input/+", field("whim", true), "!!-", true),
        ("resources/startDimming/operations/POST/input/mode", Value::Null, "!!-", true),
        ("resources/startDimming/operations/POST/input/mode/required", json!(true), "!!-", true),
        ("resources/startDimming/operations/POST/input/subject/required", json!(false), "!+-", true),
        ("resources/startDimming/operations/POST/input/subject/max_length", json!(9), "-!!", true),
        ("resources/startDimming/operations/POST/input/subject/max_length", json!(90), "-++", true),
        ("resources/startDimming/operations/POST/query/+", field("whim", true), "!!-", true),
        ("resources/lock/operations/GET/query", json!([field("whim", false)]), "!+-", true),
        // A query is text, and the body of a PUT is the representation, in which the property was before.
        ("resources/door/operations/POST/query/reason/nullable", json!(true), "---", false),
        ("resources/lamp/operations/PUT/input/+", json!({"name": "isOn", "type": "Boolean", "required": false}), "---", false),
        ("resources/lamp/operations/PUT/input/+", json!({"name": "isOn", "type": "Boolean", "required": true}), "-!-", true),
        ("resources/lamp/operations/PUT/input/+", field("size", false), "-+-", false),
        ("resources/settings/operations/PUT/input/theme", Value::Null, "---", false),
        ("resources/settings/operations/PUT/input/volume", Value::Null, "-+!", true),
        ("resources/settings/operations/PUT/input/volume/max_length", json!(9), "-!!", true),
        // Links and embedded resources.
        ("resources/lamp/links/+", link("attic"), "++-", true),
        ("resources/lamp/links/bulb", Value::Null, "!!-", true),
        ("resources/lamp/links/bulb/target", json!("room"), "!-!", true),
        ("resources/lamp/links/bulb/many", json!(true), "!+-", true),
        ("resources/lamp/links/rooms/many", json!(false), "!!-", true),
        ("resources/lamp/links/lampOwner/target", json!("person"), "--!", true),
        ("resources/lamp/embedded/+", link("attic"), "++-", true),
        ("resources/lamp/embedded/puzzle/target", json!("room"), "++-", true),
        ("resources/lamp/embedded/bulb/target", json!("room"), "!!-", true),
        // Operations.
        ("resources/lamp/operations/+", operation, "++-", true),
        ("resources/lamp/operations/PUT", Value::Null, "!!-", true),
        ("resources/startDimming/operations/POST/output", json!("lamp"), "!!-", true),
        ("resources/startDimming/operations/POST/output", json!(null), "!!-", true),
        ("resources/report/operations/POST/output_fields/total", Value::Null, "!!-", true),
        ("resources/startDimming/operations/POST/errors/Conflict", Value::Null, "!!!", true),
        ("resources/startDimming/operations/POST/errors/+", json!({"code": "NotFound", "status": 404}), "--+", true),
        ("resources/photo/operations/GET/produces", json!([]), "!!-", true),
        // Events and reasons.
        ("resources/door/events/+", json!({"type": "added", "resource": "door", "priority": "", "sender": "room"}), "++-", true),
        ("resources/alarm/events/alarm", Value::Null, "!!-", true),
        ("resources/alarm/events/alarm/sender", json!("room"), "--!", true),
        ("resources/guest/reasons/Gone", Value::Null, "!!!", true),
        // Pages and enumerations.
        ("resources/key", Value::Null, "!!!", true),
        ("resources/lamp/group", json!("House"), "!--", true),
        ("resources/lamp/revision", json!(2), "-!-", true),
        ("resources/lamp/rel", json!("light"), "!!-", true),
        ("resources/lamp/aliases", json!([]), "-!-", true),
        ("resources/lampOwner/role_of", json!("room"), "!!-", true),
        ("enumerations/Hue/members/+", json!({"name": "Teal"}), "++-", true),
        ("enumerations/Hue/members/Red", Value::Null, "!!-", true),
        ("enumerations/Unused", Value::Null, "!--", true),
        ("errors/generic/+", json!({"code": "Odd", "status": 599}), "+++", true),
        ("names/+", json!({"of": "lamp", "name": "light"}), "!--", true),
    ]
}

#[test]
fn each_kind_of_change_does_what_it_does() {
    let old = base::schema();
    let before = code(&old);
    let mut wrong = Vec::new();
    for (place, edit, effects, changes_code) in cases() {
        let mut new = edited(place, &edit);
        // Nothing may be left that leads to a page that is gone.
        let names: Vec<String> = new.resources.iter().map(|it| it.name.clone()).collect();
        for link in new.resources.iter_mut().flat_map(|it| it.links.iter_mut().chain(&mut it.embedded)) {
            link.target = link.target.take().filter(|name| names.contains(name));
        }
        let found = changed(&old, &new);
        let shown: Vec<String> =
            found.changes.iter().map(|it: &Change| format!("{} {}", does(it.effects), it.name)).collect();
        let is = (does(found.effects), code(&new) != before);
        if is != (effects.to_owned(), changes_code) {
            wrong.push(format!("{place} = {edit}: {is:?} and not {effects}, {changes_code}: {shown:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// If the generated code changes, the diff reports a change; if the diff reports an effect on source, the code changes.
#[test]
fn code_changes_and_the_diff_agree() {
    let old = base::schema();
    let before = code(&old);
    for seed in 0..3 * MUTATIONS.len() as u64 {
        let (new, names) = mutated(&old, seed);
        let found = changed(&old, &new);
        let is_same = code(&new) == before;
        let what = format!("seed {seed}, {names:?}: {:#?}", found.changes);
        assert!(is_same || is_only_order(&names) || found.effects.worst() != Effect::None, "{what}");
        assert!(!is_same || found.effects.source == Effect::None, "{what}");
    }
}

/// Whether a mutation only reorders fields, which does not affect the users of a struct.
fn is_only_order(names: &[&str]) -> bool {
    names.iter().any(|name| name.contains("reordered"))
}
