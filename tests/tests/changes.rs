//! What changed between revisions of the documentation, and between pages of our own.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use ucwa_gen::analyse;
use ucwa_gen::diff::{Change, Diff, Effect, Effects, Report, Words, diff, human, markdown};
use ucwa_gen::files::Sources;
use ucwa_gen::schema::{Location, Schema, from_json};
use ucwa_gen::source::SourceFile;
use ucwa_tests::{reference, revision};

fn between(old: &str, new: &str) -> Option<Diff> {
    Some(changes(&analyse(&revision(old)?).schema, &analyse(&revision(new)?).schema))
}

fn changes(old: &Schema, new: &Schema) -> Diff {
    diff(old, new).unwrap_or_else(|error| panic!("{error}"))
}

/// What a change does on each axis, in a word each.
fn does(effects: Effects) -> String {
    [effects.source, effects.wire, effects.behaviour].map(Effect::as_str).join(" ")
}

fn all_words(diff: &Diff) -> Report<'_> {
    let mut report = Report::new(diff);
    report.words = Words::Show;
    report
}

#[test]
fn the_api_grew_until_2018() {
    let Some(diff) = between("2016-06", "2018-01") else { return };
    let pages = |gone: bool| {
        let is = |end: &Option<String>| end.as_deref() == Some("page");
        diff.changes.iter().filter(|change| if gone { is(&change.old) } else { is(&change.new) }).count()
    };
    assert_eq!((pages(false), pages(true)), (74, 0));
    insta::assert_snapshot!("2016-06-to-2018-01", human(&Report::new(&diff)));
}

#[test]
fn the_api_did_not_change_after_2018() {
    let Some(diff) = between("2018-01", "2022-12") else { return };
    assert_eq!(diff.effects, Effects::default(), "{}", human(&Report::new(&diff)));
    assert!(!diff.changes.is_empty());
}

#[test]
fn nothing_changes_into_itself() {
    let schema = analyse(&reference()).schema;
    assert_eq!(changes(&schema, &schema), Diff::default());
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
fn each_kind_of_change_is_told() {
    let diff = changes(&schema(OLD), &schema(NEW));
    insta::assert_snapshot!("changes-human", human(&all_words(&diff)));
    insta::assert_snapshot!("changes-markdown", markdown(&Report::new(&diff)));
    insta::assert_snapshot!(
        "changes-json",
        serde_json::to_string_pretty(&diff.changes[0]).expect("it is data")
    );
}

/// Returns a schema in which every field has a value, and in which every name also exists with an `x` appended.
fn full() -> Value {
    let evidence =
        json!([{"kind": "row", "detail": "a", "at": {"file": "door_ref.md", "line": 7, "column": 1}}]);
    let traffic = json!({"traffic": {"seen": 1, "of": 9}});
    let elsewhere = json!({"elsewhere": {"source": "a book of doors"}});
    let property = json!({
        "name": "width", "type": "Int32", "nullable": true, "required": true, "max_length": 9, "minimum": 2, "maximum": 8,
        "default": "4", "default_provenance": elsewhere, "provenance": traffic, "description": "How wide.", "evidence": evidence,
    });
    let link = json!({
        "rel": "lock", "target": "lock", "many": true, "provenance": elsewhere, "description": "A lock.", "evidence": evidence,
    });
    let error = json!({
        "code": "Gone", "status": 410, "subcode": "Burnt", "provenance": traffic, "description": "It burnt down.", "evidence": evidence,
    });
    let page = json!({"file": "door_ref.md", "digest": "xxh3:0"});
    let other =
        |name: &str| json!({"name": name, "rel": name, "revision": 1, "kind": "resource", "page": page});
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
                "produces": ["image/png"], "statuses": [{"status": 200, "provenance": elsewhere, "evidence": evidence}], "errors": [error], "generic_errors": true,
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
        }, other("lock"), other("lockx"), other("opening"), other("openingx")],
        "enumerations": [{
            "name": "DoorState", "description": "How it is.", "remarks": "It can change.", "page": page,
            "members": [{
                "name": "Ajar", "provenance": elsewhere, "description": "Nearly shut.", "evidence": evidence,
            }],
            "evidence": evidence,
        }, {"name": "Int32x", "members": []}],
        "errors": {
            "codes": [{"name": "Gone", "statuses": [410], "documented": true}],
            "subcodes": [{"name": "Burnt", "documented": true}],
            "generic": [error],
            "anywhere": ["Busy"],
        },
        "scopes": [{"name": "Doors.Open", "permission": "Open doors", "description": "Opens any door."}],
        "names": [{"of": "door", "name": "portal", "evidence": evidence}],
    })
}

/// The same page with a representation of its own, and with a request whose body has fields.
fn with_fields() -> Value {
    let mut pages = full();
    pages["resources"][0]["kind"] = "resource".into();
    pages["resources"][0]["role_of"] = Value::Null;
    pages["resources"][0]["operations"][0]["consumes"] = json!([]);
    pages
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
            Value::String(text) if text == "POST" => "PUT".into(),
            Value::String(text) => format!("{text}x").into(),
            _ => panic!("{path} is no value"),
        };
        // The others are there so that these may be named.
        let is_other = ["/resources/", "/enumerations/"]
            .iter()
            .any(|list| path.strip_prefix(list).is_some_and(|rest| !rest.starts_with("0/")));
        if path == "/irVersion" || is_other {
            continue;
        }
        // A page of another kind has a representation of its own.
        if path.ends_with("/kind") && value.pointer("/resources/0/kind") == Some(&"operation".into()) {
            value["resources"][0]["role_of"] = Value::Null;
        }
        let new = from_json(&value.to_string()).unwrap_or_else(|error| panic!("{path}: {error}"));
        let says_nothing =
            path.contains("/evidence/") || path.contains("/page/") || path.ends_with("/digest");
        let changes = diff(&old, &new).unwrap_or_else(|error| panic!("{path}: {error}")).changes;
        assert_eq!(changes.is_empty(), says_nothing, "{path}");
        // Each change has a place, except for another name of a code or a scope, which nothing mentions.
        let is_mentioned = !["/errors/codes/", "/errors/subcodes/", "/errors/anywhere/", "/scopes/"]
            .iter()
            .any(|it| path.starts_with(it));
        let stands =
            |end: &Option<String>, at: &Option<Location>| end.is_none() || at.is_some() || !is_mentioned;
        for change in &changes {
            assert!(
                stands(&change.old, &change.old_at) && stands(&change.new, &change.new_at),
                "{path}: {change:?}"
            );
        }
    }
}

/// A list of the schema, an entry that comes or goes, and what that does on each axis.
#[test]
fn what_is_new_or_gone_has_a_path_a_place_and_effects() {
    let pages = with_fields();
    let status = json!({"status": 201, "provenance": {"traffic": {"seen": 1, "of": 2}},
        "evidence": [{"kind": "override", "detail": "a", "at": {"file": "ucwa.toml", "line": 3, "column": 6}}]});
    let mut member = pages["resources"][0]["operations"][0]["input"][0].clone();
    member["name"] = "depth".into();
    let link = json!({"rel": "bell", "many": true, "evidence": pages["names"][0]["evidence"]});
    #[rustfmt::skip]
    let cases = [
        ("/resources/0/operations/0/statuses", status, "door.operations.POST.statuses.201", "201", "none none extends", "none none breaks", "ucwa.toml:3:6"),
        ("/resources/0/operations/0/statuses", json!({"status": 202}), "door.operations.POST.statuses.202", "202", "none none extends", "none none breaks", "door_ref.md:7:1"),
        ("/resources/0/operations/0/input", member, "door.operations.POST.input.depth", "Nullable Int32, required, at most 9 characters, minimum 2, maximum 8, default 4", "breaks breaks none", "breaks breaks none", "door_ref.md:7:1"),
        ("/resources/0/links", link.clone(), "door.links.bell", "unknown, many", "extends extends none", "breaks breaks none", "door_ref.md:7:1"),
        ("/resources/0/embedded", link, "door.embedded.bell", "unknown, many", "none none extends", "none none breaks", "door_ref.md:7:1"),
        ("/resources/0/aliases", json!("hatch"), "door.aliases.hatch", "hatch", "none extends none", "none breaks none", "door_ref.md:1:1"),
        ("/resources/0/operations/0/produces", json!("image/gif"), "door.operations.POST.produces.image/gif", "image/gif", "none extends none", "none breaks none", "door_ref.md:7:1"),
        ("/resources/0/events/0/in", json!("street"), "door.events.lock added from door.in.street", "street", "none none extends", "none none breaks", "door_ref.md:7:1"),
    ];
    for (list, entry, path, summary, new, gone, at) in cases {
        let mut more = pages.clone();
        more.pointer_mut(list).and_then(Value::as_array_mut).expect("a list").push(entry);
        let [less, more] =
            [&pages, &more].map(|value| from_json(&value.to_string()).expect("it is a schema"));
        let [came, went] = [changes(&less, &more), changes(&more, &less)].map(|it| it.changes);
        assert_eq!((came.len(), went.len()), (1, 1), "{path}");
        let end = Some(summary.to_owned());
        let told = |change: &Change| (change.path.clone(), does(change.effects));
        assert_eq!((told(&came[0]), &came[0].new), ((path.to_owned(), new.to_owned()), &end));
        assert_eq!((told(&went[0]), &went[0].old), ((path.to_owned(), gone.to_owned()), &end));
        assert_eq!([&came[0].name, &went[0].name], [&format!("{path}.new"), &format!("{path}.gone")]);
        assert_eq!(came[0].new_at.as_ref().map(ToString::to_string).as_deref(), Some(at), "{path}");
        assert_eq!(went[0].old_at, came[0].new_at, "{path}");
    }
}

/// Two values of a field of an entry, and what the change does on each axis. Another default changes what a request without the member does.
#[test]
fn what_changed_in_an_entry_has_a_path_a_place_and_effects() {
    #[rustfmt::skip]
    let cases = [
        ("/resources/0/operations/0/input/0", "required", json!(false), json!(true), "required", "no", "yes", "breaks breaks none"),
        ("/resources/0/operations/0/input/0", "required", json!(true), json!(false), "required", "yes", "no", "breaks extends none"),
        ("/resources/0/operations/0/input/0", "default", Value::Null, json!("4"), "default", "none", "4", "none none extends"),
        ("/resources/0/operations/0/input/0", "default", json!("4"), json!("5"), "default", "4", "5", "none none breaks"),
        ("/resources/0/operations/0/input/0", "default", json!("4"), Value::Null, "default", "4", "none", "none none breaks"),
        ("/resources/0/links/0", "target", Value::Null, json!("lock"), "target", "unknown", "lock", "breaks none extends"),
    ];
    for (entry, field, before, after, what, old, new, effects) in cases {
        let schema = |value: Value| {
            let mut schema = with_fields();
            schema.pointer_mut(entry).expect("it is there")[field] = value;
            from_json(&schema.to_string()).expect("it is a schema")
        };
        let changes = changes(&schema(before), &schema(after)).changes;
        assert_eq!(changes.len(), 1, "{entry} {field}: {changes:?}");
        let change = &changes[0];
        assert!(change.path.ends_with(&format!(".{what}")), "{}", change.path);
        assert_eq!(
            (change.old.as_deref(), change.new.as_deref(), does(change.effects).as_str()),
            (Some(old), Some(new), effects)
        );
        assert!(change.old_at.is_some() && change.new_at.is_some(), "{}", change.path);
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
    let changes = |old: &[&str], new: &[&str]| changes(&schema(old), &schema(new)).changes.len();
    assert_eq!(changes(&["High", "Low"], &["High", "Low"]), 0);
    assert_eq!(changes(&["High", "Low"], &["Medium", "Low"]), 1);
    assert_eq!(changes(&["High", "Low"], &["Low"]), 2);
    assert_eq!(changes(&["High"], &["High", "High"]), 1);
}

/// The reference with edits of its pages: a file, what it has, and what is in its place. A text without a place is at the end of it.
fn edited(edits: &[(&str, &str, &str)]) -> Schema {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference");
    let files = std::fs::read_dir(folder).expect("it is there").map(|file| {
        let path = file.expect("it can be read").path();
        let file = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let mut text = std::fs::read_to_string(&path).expect("it is a text");
        for (_, old, new) in edits.iter().filter(|(of, ..)| *of == file) {
            assert!(text.contains(old), "{file} has no {old}");
            text = text.replacen(old, new, 1);
        }
        SourceFile::new(file, text)
    });
    let (sources, _) =
        Sources::from_files(files.filter(|it| it.path().extension().is_some_and(|it| it == "md")));
    analyse(&sources).schema
}

/// Each change: its name, what it does, and its places.
fn listed(diff: &Diff) -> Vec<String> {
    let place = |at: &Option<Location>| at.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
    let line = |it: &Change| {
        format!("{}: {}: {} {}", it.name, does(it.effects), place(&it.old_at), place(&it.new_at))
    };
    diff.changes.iter().map(line).collect()
}

const TOO_MANY_GROUPS: &str =
    "|Conflict|409|TooManyGroups|The limit on groups is exceeded; remove some before adding more.|\n";

/// Edits of a page, and the changes that they make: what changed, and nothing else, where it is.
#[test]
fn an_edit_of_a_page_is_the_change_that_it_makes() {
    let reference = edited(&[]);
    let swapped = "|department|String|Company that the contact works for.|\n|company|String|Department that the contact works in.|\n";
    let ordered = "|company|String|Company that the contact works for.|\n|department|String|Department that the contact works in.|\n";
    let [culture, endpoint] = [
        "|culture|String (at most 100 characters)|Yes|Language and region of the client, such as en-US.|\n",
        "|endpointId|String (at most 100 characters)|Yes|Identifier that sets this application apart from all others of the same user, on any device.|\n",
    ];
    let (ordering, reordering) = ([culture, endpoint].concat(), [endpoint, culture].concat());
    let new_error = format!("|Conflict|409|TooDim|It is too dim.|\n{TOO_MANY_GROUPS}");
    #[rustfmt::skip]
    let cases: &[(&str, &str, &str, &[&str])] = &[
        // An error of an operation, whether the others are kept once or not.
        ("search_ref.md", TOO_MANY_GROUPS, "", &[
            "search.operations.GET.errors.409 Conflict/TooManyGroups.gone: none none breaks: search_ref.md:76:1 -",
            "search.operations.GET.generic_errors: none none none: search_ref.md:43:5 search_ref.md:43:5",
        ]),
        // Two properties that exchanged their names.
        ("contact_ref.md", ordered, swapped, &[
            "contact.properties.company.description: none none breaks: contact_ref.md:20:1 contact_ref.md:21:1",
            "contact.properties.department.description: none none breaks: contact_ref.md:21:1 contact_ref.md:20:1",
        ]),
        // The status of an error is in its row alone.
        ("search_ref.md", "|Forbidden|403|None|", "|Forbidden|409|None|", &[
            "errors.codes.Forbidden.statuses.409.new: none none none: - search_ref.md:72:1",
            "search.operations.GET.errors.403 Forbidden.status: none none breaks: search_ref.md:72:1 search_ref.md:72:1",
        ]),
        // A list that does not tell codes and subcodes apart.
        ("GenericSynchronousErrors.md", "|TooManyApplications|The user has as many applications as the server permits.|\n", "", &[
            "errors.anywhere.TooManyApplications.gone: none none breaks: ErrorSubcode_ref.md:79:1 -",
        ]),
        // What only code says.
        ("applications_ref.md", &ordering, &reordering, &[
            "applications.operations.POST.input.items: none none breaks: applications_ref.md:27:5 applications_ref.md:27:5",
        ]),
        // A subcode is an error of the operation, and one of all subcodes.
        ("search_ref.md", TOO_MANY_GROUPS, &new_error, &[
            "ErrorSubcode.members.TooDim.new: extends extends extends: - search_ref.md:76:1",
            "search.operations.GET.errors.409 Conflict/TooDim.new: extends extends extends: - search_ref.md:76:1",
        ]),
    ];
    for (file, old, new, expected) in cases {
        let diff = changes(&reference, &edited(&[(file, old, new)]));
        assert_eq!(listed(&diff), *expected, "{file}: {old}");
        let back = changes(&edited(&[(file, old, new)]), &reference);
        assert_eq!(back.changes.len(), expected.len(), "{file}: {new}");
    }
}

/// An error that nearly every operation has is one change if it is gone from all of them, and else one of each that lost it.
#[test]
fn an_error_of_nearly_all_operations_is_gone_from_all_or_from_some() {
    let reference = edited(&[]);
    let with = |is_gone: &dyn Fn(usize) -> bool| {
        let mut value: Value =
            serde_json::from_str(&ucwa_gen::schema::to_json(&reference)).expect("it is JSON");
        let generic = value["errors"]["generic"].as_array_mut().expect("a list");
        let error = generic.pop().expect("there is one");
        let mut count = 0;
        for resource in value["resources"].as_array_mut().expect("a list") {
            let operations = resource["operations"].as_array_mut().expect("a list");
            for operation in operations.iter_mut().filter(|it| it["generic_errors"] == true) {
                if !is_gone(count) {
                    operation["errors"].as_array_mut().expect("a list").push(error.clone());
                }
                count += 1;
            }
        }
        changes(&reference, &from_json(&value.to_string()).expect("it is a schema"))
    };
    let does_something = |diff: &Diff| -> Vec<String> {
        let all =
            diff.changes.iter().filter(|it| it.effects != Effects::default() && it.path.contains("errors"));
        all.map(|it| format!("{} {}", it.kind, does(it.effects))).collect()
    };
    assert_eq!(does_something(&with(&|_| false)), Vec::<String>::new());
    assert_eq!(does_something(&with(&|at| at == 3)), ["error.gone none none breaks"]);
    assert_eq!(does_something(&with(&|_| true)), ["generic_error.gone none none breaks"]);
}

/// What is accepted stays so if something else changes as well.
#[test]
fn a_digest_is_that_of_the_change_alone() {
    let query = "|query|String (at most 256 characters)|Yes|";
    let limit = "|limit|Int32 (minimum 1, maximum 100)|No|";
    let required = limit.replace("|No|", "|Yes|");
    let old = edited(&[]);
    let digest = |edits: &[(&str, &str, &str)]| {
        let diff = changes(&old, &edited(edits));
        let change =
            diff.changes.into_iter().find(|it| it.name == "search.operations.GET.query.limit.required");
        change.expect("it is there").digest
    };
    let alone = digest(&[("search_ref.md", limit, &required)]);
    let renamed = query.replace("|query|", "|text|");
    let beside = digest(&[("search_ref.md", limit, &required), ("search_ref.md", query, &renamed)]);
    assert_eq!(alone, beside);
}

/// The name of a change does not depend on what is new in it.
#[test]
fn a_change_is_named_by_what_was_there() {
    let names = |pointer: &str, value: Value| -> Vec<String> {
        let mut new = full();
        *new.pointer_mut(pointer).expect("it is there") = value;
        let [old, new] = [full(), new].map(|it| from_json(&it.to_string()).expect("it is a schema"));
        changes(&old, &new).changes.into_iter().map(|it| it.name).collect()
    };
    for (pointer, values, name) in [
        (
            "/resources/0/events/0/sender",
            [json!("lock"), json!("yard")],
            "door.events.lock added from door.sender",
        ),
        (
            "/resources/0/operations/0/errors/0/code",
            [json!("GONE"), json!("gONE")],
            "door.operations.POST.errors.410 Gone/Burnt.code",
        ),
    ] {
        for value in values {
            let names = names(pointer, value);
            assert!(names.iter().any(|it| it == name), "{name}: {names:?}");
        }
    }
}
