//! The generator's output for two made-up schemas, kept in `src/golden`, where it is compiled.
//!
//! `names.json` is an obstacle course of names; `shapes.json` holds one of each kind of thing, and `only_badge` is what is
//! generated of it for one resource. After a change that is
//! meant to be, `UCWA_BLESS=1 cargo test -p ucwa-tests --test golden` writes the trees anew.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::env;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use ucwa_gen::emit::{Emitted, Error, Options, rust};
use ucwa_gen::output;
use ucwa_gen::schema::{Schema, from_json};
use ucwa_tests::golden::{names, only_badge, shapes};
use ucwa_types::operation::{ErrorSet, Get, Operation, Post, Put, Violation, check};
use ucwa_types::{Link, Model};

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn schema(name: &str) -> Schema {
    from_json(&std::fs::read_to_string(folder("golden").join(name).with_extension("json")).unwrap()).unwrap()
}

fn emit(schema: &Schema) -> Emitted {
    rust(schema, &Options::new()).unwrap()
}

fn compare(name: &str) {
    compare_with(name, &emit(&schema(name)));
}

fn compare_with(name: &str, emitted: &Emitted) {
    let tree = folder("src/golden").join(name);
    if env::var_os("UCWA_BLESS").is_some() {
        output::write(&tree, &emitted.files).unwrap();
    }
    let differences = output::check(&tree, &emitted.files).unwrap();
    let shown: Vec<_> = differences.iter().map(ToString::to_string).collect();
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}

#[test]
fn names_are_as_reviewed() {
    compare("names");
}

#[test]
fn shapes_are_as_reviewed() {
    compare("shapes");
}

#[test]
fn a_selection_is_as_reviewed() {
    let options = Options::new().with_only(["badge"]);
    compare_with("only_badge", &rust(&schema("shapes"), &options).unwrap());
}

#[test]
fn each_renaming_is_listed() {
    let renamings = emit(&schema("names")).renamings;
    let lines: Vec<_> = renamings.iter().map(|r| format!("{}: {} → {}", r.scope, r.word, r.name)).collect();
    insta::assert_snapshot!(lines.join("\n"));
    assert_eq!(emit(&schema("shapes")).renamings, []);
}

/// Turns around every list whose order has no meaning.
fn reversed(mut schema: Schema) -> Schema {
    schema.resources.reverse();
    schema.enumerations.reverse();
    schema.errors.generic.reverse();
    schema.errors.codes.reverse();
    schema.errors.subcodes.reverse();
    for resource in &mut schema.resources {
        resource.operations.reverse();
        resource.aliases.reverse();
        resource.events.reverse();
        resource.reasons.reverse();
        resource.scopes.reverse();
        for event in &mut resource.events {
            event.scope.reverse();
        }
        for operation in &mut resource.operations {
            operation.errors.reverse();
        }
    }
    schema
}

#[test]
fn the_order_of_the_schema_does_not_matter() {
    for name in ["names", "shapes"] {
        assert_eq!(emit(&reversed(schema(name))), emit(&schema(name)), "{name}");
    }
}

#[test]
fn a_change_in_one_page_changes_its_file_alone() {
    let before = emit(&schema("shapes")).files;
    let mut changed = schema("shapes");
    for resource in &mut changed.resources {
        if resource.name == "loseBadge" {
            resource.page.digest = "xxh3:1".to_owned();
            resource.operations[0].query = resource.operations[0].input.split_off(1);
        }
    }
    let after = emit(&changed).files;
    let differing: Vec<_> = before.keys().filter(|path| before[*path] != after[*path]).collect();
    assert_eq!(before.len(), after.len());
    assert_eq!(differing, ["badges/lose_badge.rs"]);
}

#[test]
fn all_that_is_wrong_with_a_schema_is_said_at_once() {
    let mut wrong = schema("shapes");
    let badge = wrong.resources.iter().position(|resource| resource.name == "badge").unwrap();
    let mut twice = wrong.resources[badge].clone();
    twice.operations[0].method = "PATCH".to_owned();
    twice.links[1].target = Some("nobody".to_owned());
    twice.properties[1].name = "colour".to_owned();
    twice.properties[2].name.clear();
    twice.role_of = Some("wearer".to_owned());
    wrong.resources.push(twice);
    wrong.enumerations.retain(|enumeration| enumeration.name != "BadgeKind");
    let Err(Error::Inconsistent(problems)) = rust(&wrong, &Options::new()) else {
        panic!("an inconsistent schema is not emitted");
    };
    let shown: Vec<_> = problems.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn the_runtime_can_have_another_path() {
    let options = Options::new().with_runtime("crate::skype").unwrap();
    let files = rust(&schema("shapes"), &options).unwrap().files;
    let badge = &files["badges/badge.rs"];
    assert!(badge.contains("use crate::skype::operation::{"), "{badge}");
    assert!(badge.contains("#[ucwa(rel = \"badge\", setters, crate = \"crate::skype\")]"), "{badge}");
    assert!(files["enumerations/badge_kind.rs"].contains("#[ucwa(crate = \"crate::skype\")]"));
    assert!(!files.values().any(|text| text.contains("::ucwa_types")));
    assert!(matches!(Options::new().with_runtime("not a path"), Err(Error::Runtime { .. })));
}

fn round_trip<T: serde::Serialize + serde::de::DeserializeOwned>(value: &Value) -> T {
    let decoded: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&decoded).unwrap(), *value);
    decoded
}

#[test]
fn renamed_members_keep_their_names_on_the_wire() {
    let obstacles: names::Obstacles = round_trip(&json!({
        "rel": "obstacles", "self": "a", "Self": "b", "type": "c", "state": "d", "State": "e", "STATE": "f",
        "links": "g", "00000000-0000-4000-8000-000000000001": "h", "été": "i", "a-b": "j", "aB": "k",
        "_links": {"self": {"href": "/1"}, "State": {"href": "/2"}, "3d": {"href": "/3"}},
        "_embedded": {"type": [{"rel": "obstacles", "default": "l"}]},
    }));
    assert!(obstacles.unknown.is_empty());
    assert_eq!(obstacles.self_2.as_deref(), Some("b"));
    assert_eq!(obstacles.r#type.as_deref(), Some("c"));
    assert_eq!(obstacles.links.link_3d.unwrap().href(), "/3");
    assert_eq!(obstacles.embedded.r#type[0].default.as_deref(), Some("l"));
    for (text, member) in [
        ("Unrecognized", names::Note::Unrecognized_),
        ("unrecognized", names::Note::Unrecognized2),
        ("None", names::Note::None),
        ("3G", names::Note::Member3g),
        ("other", names::Note::Unrecognized("other".into())),
    ] {
        assert_eq!(round_trip::<names::Note>(&json!(text)), member);
    }
    let any: names::AnyResource = round_trip(&json!({"rel": "anyResource", "more": 1}));
    assert!(matches!(any, names::AnyResource::AnyResourceResource(_)));
}

#[test]
fn roles_and_aliases_decode_as_their_representation() {
    for (rel, is_person) in [("person", true), ("wearer", true), ("pin", false)] {
        let any: shapes::AnyResource = round_trip(&json!({"rel": rel, "name": "Ada"}));
        assert_eq!(matches!(any, shapes::AnyResource::Person(_)), is_person);
        assert_eq!(matches!(any, shapes::AnyResource::Badge(_)), !is_person);
    }
}

#[test]
fn what_is_sent_is_built_and_checked() {
    let input = shapes::LoseBadgeInput::new(["sip:ada@example.com"], 3)
        .with_where("the hall")
        .with_kinds([shapes::BadgeKind::Golden]);
    let expected =
        json!({"where": "the hall", "kinds": ["Golden"], "witnesses": ["sip:ada@example.com"], "count": 3});
    assert_eq!(serde_json::to_value(&input).unwrap(), expected);
    let rules = <shapes::LoseBadge as Operation<Post>>::INPUT;
    assert_eq!(check(rules, &input), Ok(()));
    let missing = check(rules, &shapes::LoseBadgeInput::empty());
    assert_eq!(missing, Err(Violation::Missing { name: "witnesses" }));
    let mut badge = shapes::Badge::default();
    badge.colour = Some("a colour without any end".to_owned());
    let long = check(<shapes::Badge as Operation<Put>>::INPUT, &badge);
    assert_eq!(long, Err(Violation::TooLong { name: "colour", length: 24, max_length: 20 }));
}

#[test]
fn an_operation_has_the_errors_of_its_roles_too() {
    use shapes::{ErrorKind, Person};
    assert_eq!(<Person as Operation<Get>>::ERRORS, [ErrorKind::ForbiddenShy, ErrorKind::Gone]);
    let documented = |code: &str, subcode| {
        let kind = ErrorKind::from_code(code, subcode);
        (kind.is_documented::<Person, Get>(), kind)
    };
    assert_eq!(documented("Forbidden", Some("Shy")), (true, ErrorKind::ForbiddenShy));
    assert_eq!(documented("Gone", None), (true, ErrorKind::Gone));
    // Any resource can answer with this one, but the page of `Person` does not list those.
    assert_eq!(documented("ServiceFailure", Some("Busy")), (false, ErrorKind::ServiceFailureBusy));
    let (is_documented, other) = documented("Gone", Some("Busy"));
    assert!(!is_documented && matches!(other, ErrorKind::Other { .. }), "{other:?}");
}

/// Whatever was not selected is still decoded without a loss, and links to it have a type that can be made another one.
#[test]
fn what_is_not_selected_is_kept_as_unknown() {
    let value = json!({
        "rel": "badge", "colour": "teal",
        "_links": {"loseBadge": {"href": "/lose"}, "wearer": {"href": "/wearer"}},
        "_embedded": {"wearer": {"rel": "wearer", "name": "Ada", "age": [36, null],
            "_links": {"self": {"href": "/wearer"}}, "_embedded": {"badge": [{"rel": "badge"}]}}},
    });
    let badge: only_badge::Badge = round_trip(&value);
    let wearer: Link<only_badge::Wearer> = badge.links.wearer.unwrap();
    assert_eq!(wearer.cast::<shapes::Wearer>().href(), "/wearer");
    let wearer: only_badge::Person = *badge.embedded.wearer.unwrap();
    assert_eq!(wearer.unknown.get("name"), Some(&"Ada".into()));
    let full: shapes::Person = serde_json::from_value(serde_json::to_value(&wearer).unwrap()).unwrap();
    assert_eq!(full.name.as_deref(), Some("Ada"));
    for rel in ["person", "wearer", "loseBadge", "nobody"] {
        let any: only_badge::AnyResource = round_trip(&json!({"rel": rel, "name": "Ada"}));
        assert!(matches!(any, only_badge::AnyResource::Unknown(_)), "{rel}");
    }
    let value = json!({"sender": [{"rel": "people", "events": [
        {"type": "added", "link": {"rel": "badge", "href": "/1"}, "_embedded": {"badge": {"rel": "badge", "colour": "teal"}}},
        {"type": "added", "link": {"rel": "wearer", "href": "/2"}, "_embedded": {"wearer": {"rel": "wearer", "name": "Ada"}}},
    ]}]});
    let document: only_badge::EventDocument = round_trip(&value);
    let [badge, wearer] = document.events().map(only_badge::AnyEvent::from).collect::<Vec<_>>()[..] else {
        panic!("{document:?}")
    };
    assert!(
        matches!(badge, only_badge::AnyEvent::BadgeAdded(badge) if badge.resource().unwrap().colour.is_some())
    );
    assert!(matches!(wearer, only_badge::AnyEvent::Unknown(_)));
}

fn events(value: &Value) -> shapes::EventDocument {
    serde_json::from_value(json!({"sender": [{"rel": "people", "events": value}]})).unwrap()
}

#[test]
fn an_event_is_told_by_rel_and_type_with_or_without_its_resource() {
    let document = events(&json!([
        {"type": "updated", "link": {"rel": "badge", "href": "/1"}, "in": {"rel": "room", "href": "/2"},
         "_embedded": {"badge": {"rel": "badge", "colour": "teal"}}},
        {"type": "added", "link": {"rel": "wearer", "href": "/3"}, "_embedded": {"wearer": {"rel": "wearer", "name": "Ada"}}},
        {"type": "added", "link": {"rel": "badge", "href": "/1"}},
        {"type": "moved", "link": {"rel": "puzzle", "href": "/4"}, "_embedded": {"puzzle": {"rel": "puzzle"}}},
    ]));
    let events: Vec<_> = document.events().map(shapes::AnyEvent::from).collect();
    let [
        shapes::AnyEvent::BadgeUpdated(updated),
        shapes::AnyEvent::WearerAdded(wearer),
        shapes::AnyEvent::BadgeAdded(added),
        shapes::AnyEvent::PuzzleMoved(moved),
    ] = *events
    else {
        panic!("{events:?}")
    };
    assert_eq!(updated.resource().unwrap().colour.as_deref(), Some("teal"));
    assert_eq!((updated.event().in_rel(), updated.sender().rel.as_deref()), (Some("room"), Some("people")));
    assert_eq!(wearer.resource().unwrap().name.as_deref(), Some("Ada"));
    assert_eq!(added.resource(), None);
    let target: Link<shapes::Badge> = added.target().unwrap();
    assert_eq!(target.href(), "/1");
    assert!(matches!(moved.event().resource(), Some(shapes::AnyResource::Unknown(_))));
}

#[test]
fn an_event_that_nobody_documents_is_kept() {
    let document = events(&json!([
        {"type": "deleted", "link": {"rel": "badge", "href": "/1"}, "_embedded": {"badge": {"rel": "badge"}}},
        {"type": "added", "link": {"rel": "new", "href": "/2"}},
        {"type": "added"},
        {"link": {"rel": "badge", "href": "/1"}, "more": 1},
        {},
    ]));
    let mut names = Vec::new();
    for event in document.events().map(shapes::AnyEvent::from) {
        let shapes::AnyEvent::Unknown(event) = event else { panic!("{event:?}") };
        names.push(event.event().name());
        assert_eq!(
            event.event().resource_as::<shapes::Badge>().is_some(),
            event.name() == ("badge", "deleted")
        );
    }
    let expected = [("badge", "deleted"), ("new", "added"), ("", "added"), ("badge", ""), ("", "")];
    assert_eq!(names, expected);
}
