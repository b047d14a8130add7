//! Each public item is listed by the changes that it comes from, and by no other ones: who accepts a change accepts its items.
//!
//! Two mutations of a schema that do not depend on each other make the changes of both. Each change has the items then that it has if its
//! mutation is made alone. `UCWA_ATTRIBUTIONS` says how many pairs are compared, 150 otherwise.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::env;

use serde_json::{Value, json};
use ucwa_gen::diff::diff;
use ucwa_gen::schema::{Schema, from_json, to_json};
use ucwa_tests::proof::base;
use ucwa_tests::proof::mutate::MUTATIONS;
use ucwa_tests::random::Random;

/// The items of each change, by its name, each with what happened to it.
type Items = BTreeMap<String, BTreeMap<String, String>>;

/// The items of all changes; `None` if no code can be generated from a side.
fn items(old: &Schema, new: &Schema) -> Option<Items> {
    let mut all = Items::new();
    for change in diff(old, new).ok()?.changes {
        all.entry(change.name).or_default().extend(change.items.into_iter().map(|it| (it.item, it.what)));
    }
    Some(all)
}

/// What happened to each item, whatever it comes from.
fn of_any(items: &Items) -> BTreeMap<&str, &str> {
    items.values().flatten().map(|(item, what)| (item.as_str(), what.as_str())).collect()
}

/// Whether two mutations do what they do alone. Both may have a part in one item, as in the arguments of a constructor, unless it goes with
/// one of them.
fn are_independent(alone: [&Items; 2], both: &Items) -> bool {
    let names: BTreeSet<&String> = alone.iter().flat_map(|items| items.keys()).collect();
    let [first, second] = alone.map(of_any);
    let both_items = of_any(both);
    let is_gone = |what: &str| what.ends_with(" is gone");
    let is_as_alone = |item: &&str| match (first.get(item), second.get(item), both_items.get(item)) {
        (Some(first), Some(second), Some(_)) => is_gone(first) == is_gone(second),
        (alone, None, both) | (None, alone, both) => alone == both,
        (Some(_), Some(_), None) => false,
    };
    names.into_iter().eq(both.keys())
        && first.keys().chain(second.keys()).chain(both_items.keys()).all(is_as_alone)
}

fn mutated(schema: &Schema, mutation: usize, seed: u64) -> Option<Schema> {
    let mut mutated = schema.clone();
    let mut random = Random::new(seed);
    (0..20).any(|_| MUTATIONS[mutation].1(&mut mutated, &mut random).is_some()).then_some(mutated)
}

/// Returns what is wrong with the items of the changes of two mutations; `None` if they cannot be compared.
fn pair(old: &Schema, mutations: [usize; 2], seed: u64) -> Option<Vec<String>> {
    let [first, second] = mutations;
    let new = mutated(old, first, seed)?;
    let both = items(old, &mutated(&new, second, seed)?)?;
    let [mut alone, other] = [items(old, &new)?, items(old, &mutated(old, second, seed)?)?];
    // Otherwise one mutation changed what the other one did.
    if !are_independent([&alone, &other], &both) {
        return None;
    }
    for (name, items) in other {
        alone.entry(name).or_default().extend(items);
    }
    let names = mutations.map(|it| MUTATIONS[it].0).join(" and ");
    let wrong = both.iter().zip(alone.values()).filter_map(|((name, found), alone)| {
        let [found, alone] = [found, alone].map(|items| items.keys().collect::<Vec<_>>());
        (found != alone).then(|| format!("{names} (seed {seed}): {name} has {found:?}, and alone {alone:?}"))
    });
    Some(wrong.collect())
}

#[test]
fn a_change_has_the_same_items_beside_another_change() {
    let pairs = env::var("UCWA_ATTRIBUTIONS").ok().and_then(|it| it.parse().ok()).unwrap_or(150);
    let old = base::schema();
    let mut random = Random::new(1);
    let (mut compared, mut wrong) = (0, Vec::new());
    for seed in 0..pairs {
        let mutations = [random.below(MUTATIONS.len()), random.below(MUTATIONS.len())];
        if let Some(found) = pair(&old, mutations, seed) {
            compared += 1;
            wrong.extend(found);
        }
    }
    assert!(wrong.is_empty(), "{} of {compared} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > pairs / 2, "{compared} pairs could be compared");
}

/// The value at a place: an entry of a list by its name.
fn at<'v>(value: &'v mut Value, place: &str) -> &'v mut Value {
    let keys = ["name", "rel", "method", "of"];
    place.split('/').filter(|step| !step.is_empty()).fold(value, |value, step| match value {
        Value::Array(list) => list
            .iter_mut()
            .find(|entry| keys.iter().filter_map(|key| entry.get(key)).any(|it| it == step))
            .unwrap_or_else(|| panic!("there is no {step} in {place}")),
        other => &mut other[step],
    })
}

/// The base with edits: a value that is set, an entry that is added to a list, or one that is removed (`null`).
fn edited(edits: &[(&str, &str, Value)]) -> Schema {
    let mut value: Value = serde_json::from_str(&to_json(&base::schema())).expect("it is JSON");
    for (place, what, edit) in edits {
        match (at(&mut value, place), edit) {
            (Value::Array(list), Value::Null) => {
                list.retain(|entry| {
                    !["name", "rel", "method"].iter().any(|key| entry.get(key) == Some(&json!(what)))
                });
            }
            (Value::Array(list), entry) => list.push(entry.clone()),
            (list @ Value::Null, entry) => *list = json!([entry]),
            (slot, edit) => slot[*what] = edit.clone(),
        }
    }
    from_json(&value.to_string()).unwrap_or_else(|error| panic!("{edits:?}: {error}"))
}

/// Edits that are made at once, and the items of each change that has some.
#[test]
fn neighbours_do_not_take_each_others_items() {
    let field = |name: &str| json!({"name": name, "type": "String", "required": false});
    type Edits<'e> = Vec<(&'e str, &'e str, Value)>;
    type Expected<'e> = &'e [(&'e str, &'e [&'e str])];
    #[rustfmt::skip]
    let cases: Vec<(Edits<'_>, Expected<'_>)> = vec![
        // The name of a page in code, and what happens to what the page has.
        (
            vec![("names", "", json!({"of": "room", "name": "chamber"})), ("resources/room/properties", "area", Value::Null)],
            &[("names.room.new", &["AnyResource::Room", "Room", "RoomEmbedded", "RoomLinks"]), ("room.properties.area.gone", &["Room.area"])],
        ),
        // What a page stands for, and the module that its type is in.
        (
            vec![("resources/lampOwner", "role_of", json!("room")), ("resources/lampOwner", "group", json!("House"))],
            &[
                ("lampOwner.group", &["people::LampOwner", "people::LampOwnerInput"]),
                ("lampOwner.role_of", &["LampOwner", "Person: Operation<Post>"]),
            ],
        ),
        // The constants of what becomes a role have another name.
        (
            vec![("resources/startDimming", "role_of", json!("room")), ("resources/startDimming", "kind", json!("role"))],
            &[
                ("startDimming.role_of", &["AnyResource::StartDimming", "StartDimming", "StartDimming: Operation<Post>", "StartDimming::REASONS"]),
                ("startDimming2.items", &["AnyResource::StartDimming2"]),
            ],
        ),
        // What has another name in another module is there because of its group.
        (
            vec![("names", "", json!({"of": "room", "name": "chamber"})), ("resources/room", "group", json!("People"))],
            &[
                ("names.room.new", &["AnyResource::Room", "Room", "RoomEmbedded", "RoomLinks"]),
                ("room.group", &["house::Room", "house::RoomEmbedded", "house::RoomLinks"]),
            ],
        ),
        (
            vec![
                ("resources/settings/links/self", "target", json!("preferences")),
                ("resources/settings", "group", json!("People")),
                ("resources/settings", "name", json!("preferences")),
            ],
            &[
                ("preferences.renamed", &["AnyResource::Settings", "Settings", "SettingsLinks"]),
                ("preferences.group", &["other::Settings", "other::SettingsLinks"]),
            ],
        ),
        // A first entry makes the struct of a list, and a second one does not.
        (
            vec![("resources/key/embedded", "", json!({"rel": "bulb", "target": "bulb", "many": false}))],
            &[("key.embedded.bulb.new", &["Key.embedded", "KeyEmbedded"])],
        ),
        (
            vec![("resources/lamp/embedded", "", json!({"rel": "bell", "target": "bulb", "many": false}))],
            &[("lamp.embedded.bell.new", &["LampEmbedded.bell"])],
        ),
        // A property that has another name and another type.
        (
            vec![("resources/lamp/properties/label", "name", json!("caption")), ("resources/lamp/properties/caption", "type", json!("Int32"))],
            &[("lamp.properties.caption.renamed", &["Lamp.label"]), ("lamp.properties.caption.type", &["Lamp.label"])],
        ),
        // A parameter that is required now, and has another type, which is the same in code or is not.
        (
            vec![
                ("resources/startDimming/operations/POST/query/hint", "type", json!("Uri")),
                ("resources/startDimming/operations/POST/query/hint", "required", json!(true)),
            ],
            &[("startDimming.operations.POST.query.hint.required", &["StartDimmingQuery: Default", "StartDimmingQuery::new"])],
        ),
        (
            vec![
                ("resources/startDimming/operations/POST/query/hint", "type", json!("Int32")),
                ("resources/startDimming/operations/POST/query/hint", "required", json!(true)),
            ],
            &[
                ("startDimming.operations.POST.query.hint.required", &["StartDimmingQuery: Default", "StartDimmingQuery::new"]),
                ("startDimming.operations.POST.query.hint.type", &["StartDimmingQuery.hint", "StartDimmingQuery::new"]),
            ],
        ),
        // A page that has another name, and a property that comes.
        (
            vec![
                ("resources/settings/links/self", "target", json!("preferences")),
                ("resources/settings", "name", json!("preferences")),
                ("resources/preferences/properties", "", field("tone")),
            ],
            &[("preferences.renamed", &["AnyResource::Settings", "Settings", "SettingsLinks"]), ("preferences.properties.tone.new", &["Preferences.tone"])],
        ),
        // An enumeration that has another name, and a property that no longer has it.
        (
            vec![("enumerations/Socket", "name", json!("Fitting")), ("resources/bulb/properties/socket", "type", json!("Boolean"))],
            &[("Fitting.renamed", &["Socket"]), ("bulb.properties.socket.type", &["Bulb.socket"])],
        ),
    ];
    for (edits, expected) in cases {
        let found =
            diff(&base::schema(), &edited(&edits)).unwrap_or_else(|error| panic!("{edits:?}: {error}"));
        let found: Vec<(&str, Vec<&str>)> = found
            .changes
            .iter()
            .filter(|change| !change.items.is_empty())
            .map(|change| (change.name.as_str(), change.items.iter().map(|it| it.item.as_str()).collect()))
            .collect();
        let expected: Vec<(&str, Vec<&str>)> =
            expected.iter().map(|(name, items)| (*name, items.to_vec())).collect();
        assert_eq!(found, expected, "{edits:?}");
    }
}
