//! What moved is one change, not one for each reference; and reports of any size are fit for their readers.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use ucwa_gen::diff::{
    Axis, Change, Diff, Effect, Effects, Report, Words, diff, github, human, markdown, sarif,
};
use ucwa_gen::schema::{ResourceKind, Scalar, Schema, Type, from_json, to_json};
use ucwa_tests::proof::base;
use ucwa_tests::proof::mutate::MUTATIONS;
use ucwa_tests::random::Random;

fn changes(old: &Schema, new: &Schema) -> Diff {
    diff(old, new).unwrap_or_else(|error| panic!("{error}"))
}

fn names(diff: &Diff) -> Vec<String> {
    diff.changes.iter().map(|change| format!("{} ({})", change.name, change.references.len())).collect()
}

/// The schema with words replaced in its JSON.
fn replaced(words: &[(&str, &str)]) -> Schema {
    let text = words.iter().fold(to_json(&base::schema()), |text, (from, to)| text.replace(from, to));
    from_json(&text).expect("it is a schema")
}

#[test]
fn a_renamed_page_is_one_change() {
    let new = replaced(&[("\"bulb\"", "\"globe\"")]);
    assert_eq!(names(&changes(&base::schema(), &new)), ["globe.renamed (8)"]);
}

#[test]
fn a_renamed_property_is_one_change_on_all_pages_of_a_representation() {
    let old = base::schema();
    let mut new = old.clone();
    let person = new.resources.iter_mut().find(|it| it.name == "person").expect("it is there");
    person.properties[0].name = "fullName".to_owned();
    assert_eq!(names(&changes(&old, &new)), ["person.properties.fullName.renamed (0)"]);
    // A role that lists the property, too.
    let with_role = |schema: &Schema, name: &str| {
        let mut schema = schema.clone();
        let mut property = schema.resource("person").expect("it is there").properties[0].clone();
        name.clone_into(&mut property.name);
        let guest = schema.resources.iter_mut().find(|it| it.name == "guest").expect("it is there");
        guest.properties.push(property);
        schema
    };
    let found = changes(&with_role(&old, "name"), &with_role(&new, "fullName"));
    assert_eq!(names(&found), ["person.properties.fullName.renamed (1)"]);
}

#[test]
fn another_property_is_no_renamed_one() {
    let old = base::schema();
    let mut new = old.clone();
    let person = new.resources.iter_mut().find(|it| it.name == "person").expect("it is there");
    person.properties[0].name = "fullName".to_owned();
    person.properties[0].description = "Something else.".to_owned();
    let expected = ["person.properties.fullName.new (0)", "person.properties.name.gone (0)"];
    assert_eq!(names(&changes(&old, &new)), expected);
}

#[test]
fn a_split_enumeration_is_one_change() {
    let old = base::schema();
    let mut new = old.clone();
    let (_, split) = MUTATIONS.iter().find(|(name, _)| name.contains("split")).expect("there is one");
    split(&mut new, &mut Random::new(0)).expect("it can be split");
    let found = changes(&old, &new);
    assert_eq!(names(&found), ["LampState.split (2)"]);
    let [change] = &found.changes[..] else { panic!("there is one") };
    assert_eq!(change.new.as_deref(), Some("AlarmState, LightState"));
    assert_eq!((change.effects.source, change.effects.wire), (Effect::Breaks, Effect::Breaks));
}

#[test]
fn a_renamed_enumeration_is_one_change() {
    let new = replaced(&[("\"Hue\"", "\"Colour\""), ("\"Array of Hue\"", "\"Array of Colour\"")]);
    assert_eq!(names(&changes(&base::schema(), &new)), ["Colour.renamed (3)"]);
}

/// Whatever differs in case alone moved, whatever else changed in it: a page with little content, an enumeration, and entries of every list.
#[test]
fn a_name_in_another_case_is_another_name() {
    type Case<'c> = (&'c [(&'c str, &'c str)], &'c [&'c str]);
    let cases: &[Case<'_>] = &[
        (&[("\"key\"", "\"Key\"")], &["Key.renamed (2)"]),
        (&[("\"Hue\"", "\"HUE\""), ("\"Array of Hue\"", "\"Array of HUE\"")], &["HUE.renamed (3)"]),
        (&[("\"watts\"", "\"Watts\"")], &["bulb.properties.Watts.renamed (0)"]),
        (&[("\"lampOwner\"", "\"LampOwner\"")], &["LampOwner.renamed (5)"]),
        (&[("\"mystery\"", "\"Mystery\"")], &["lamp.links.Mystery.renamed (0)"]),
        (&[("\"puzzle\"", "\"Puzzle\"")], &["lamp.embedded.Puzzle.renamed (0)"]),
        (&[("\"Red\"", "\"red\"")], &["Hue.members.red.renamed (0)"]),
        (&[("\"depth\"", "\"Depth\"")], &["startDimming.operations.POST.query.Depth.renamed (0)"]),
    ];
    for (words, expected) in cases {
        let found = changes(&base::schema(), &replaced(words));
        let named = found.changes.iter().filter(|it| it.kind.ends_with(".renamed"));
        let named: Vec<String> =
            named.map(|change| format!("{} ({})", change.name, change.references.len())).collect();
        assert_eq!(named, *expected, "{words:?}: {:#?}", names(&found));
        assert!(found.changes.iter().all(|it| !it.kind.ends_with(".gone")), "{:#?}", names(&found));
    }
    // Codes of errors are read in any case, so that nothing changes but words; members of enumerations are not.
    let found = changes(&base::schema(), &replaced(&[("\"Conflict\"", "\"conflict\"")]));
    let does_something = |it: &&Change| it.effects != Effects::default() && it.subject != "ErrorCode";
    assert!(found.changes.iter().any(|it| it.path.ends_with(".code")), "{:#?}", names(&found));
    assert_eq!(found.changes.iter().find(does_something), None);
}

/// A property with another name and another type moved if it is described as before, and as no other one.
#[test]
fn what_else_changed_in_what_moved_is_a_change_of_its_own() {
    let old = base::schema();
    let mut new = old.clone();
    let lamp = new.resources.iter_mut().find(|it| it.name == "lamp").expect("it is there");
    let label = lamp.properties.iter_mut().find(|it| it.name == "label").expect("it is there");
    label.name = "caption".to_owned();
    label.ty = "Int32".parse().expect("it is a type");
    let found = changes(&old, &new);
    let expected = ["lamp.properties.caption.renamed (0)", "lamp.properties.caption.type (0)"];
    assert_eq!(names(&found), expected);
    let does = |change: &Change| (change.effects.source, change.effects.wire);
    assert!(found.changes.iter().all(|it| does(it) == (Effect::Breaks, Effect::Breaks)), "{found:#?}");
    // Described as another one, it is another one.
    let mut other = new.clone();
    let lamp = other.resources.iter_mut().find(|it| it.name == "lamp").expect("it is there");
    lamp.properties[0].description = "The label.".to_owned();
    let found = changes(&old, &other);
    assert!(found.changes.iter().all(|it| it.kind != "property.renamed"), "{:#?}", names(&found));
}

#[test]
fn a_renamed_group_is_one_change() {
    let old = base::schema();
    let count = old.resources.iter().filter(|it| it.group.as_deref() == Some("Lights")).count();
    let found = changes(&old, &replaced(&[("\"Lights\"", "\"Lamps\"")]));
    assert_eq!(names(&found), [format!("groups.Lamps.renamed ({count})")]);
    assert_eq!(found.changes[0].group, "Lamps");
    assert!(found.changes[0].items.len() > count);
    // Pages that went to several groups, or to one that was there, went one by one.
    let mut new = old.clone();
    let mut lights = new.resources.iter_mut().filter(|it| it.group.as_deref() == Some("Lights"));
    lights.next().expect("there is one").group = Some("Garden".to_owned());
    lights.for_each(|it| it.group = Some("House".to_owned()));
    assert_eq!(changes(&old, &new).changes.len(), count);
}

#[test]
fn another_role_is_one_change() {
    let old = base::schema();
    let mut new = old.clone();
    let owner = new.resources.iter_mut().find(|it| it.name == "lampOwner").expect("it is there");
    owner.kind = ResourceKind::Resource;
    owner.role_of = None;
    assert_eq!(names(&changes(&old, &new)), ["lampOwner.role_of (0)"]);
}

/// An enumeration that lost one member to a new one has another name, and is not split: its old name is the old value all the same.
#[test]
fn the_old_value_is_that_of_the_old_schema() {
    let old = base::schema();
    let mut new = old.clone();
    let mut rest = new.enumeration("LampState").expect("it is there").clone();
    let mut other = rest.clone();
    other.members = vec![rest.members.remove(0)];
    "LightState".clone_into(&mut rest.name);
    "AlarmState".clone_into(&mut other.name);
    new.enumerations.retain(|it| it.name != "LampState");
    new.enumerations.extend([rest, other]);
    for resource in &mut new.resources {
        let now = if resource.name == "alarm" { "AlarmState" } else { "LightState" };
        for property in resource.properties.iter_mut().filter(|it| it.ty.enumeration() == Some("LampState")) {
            property.ty = Type::Scalar(Scalar::Enumeration(now.to_owned()));
        }
    }
    let ends = |found: &Diff, name: &str| {
        let change = found.changes.iter().find(|it| it.name == name);
        let change = change.unwrap_or_else(|| panic!("there is no {name}: {:#?}", names(found)));
        [change.old.clone(), change.new.clone()].map(Option::unwrap_or_default)
    };
    let found = changes(&old, &new);
    assert_eq!(ends(&found, "alarm.properties.state.type"), ["LampState", "AlarmState"]);
    let alarm = new.resources.iter_mut().find(|it| it.name == "alarm").expect("it is there");
    alarm.properties.retain(|it| it.name != "state");
    assert_eq!(ends(&changes(&old, &new), "alarm.properties.state.gone"), ["LampState", ""]);
    // The same of pages.
    let mut new = replaced(&[("\"bulb\"", "\"globe\"")]);
    let lamp = new.resources.iter_mut().find(|it| it.name == "lamp").expect("it is there");
    lamp.links.iter_mut().filter(|it| it.rel == "globe").for_each(|it| it.target = Some("room".to_owned()));
    assert_eq!(ends(&changes(&old, &new), "lamp.links.globe.target"), ["bulb", "room"]);
}

/// Changes that differ in what is not shown of them are not one entry.
#[test]
fn an_entry_has_changes_with_the_same_items_alone() {
    let mut old = base::schema();
    let mut new = base::schema();
    for (schema, codes) in [(&mut old, &["Gone", "Busy"][..]), (&mut new, &[][..])] {
        let guest = schema.resources.iter_mut().find(|it| it.name == "guest").expect("it is there");
        let mut reason = guest.reasons[0].clone();
        guest.reasons = codes
            .iter()
            .map(|code| {
                (*code).clone_into(&mut reason.code);
                reason.clone()
            })
            .collect();
    }
    let found = changes(&old, &new);
    let text = markdown(&Report::new(&found));
    for change in &found.changes {
        for item in &change.items {
            assert!(text.contains(&format!("`{}`", item.item)), "{}: {text}", item.item);
        }
    }
}

/// A schema with as many properties as that, described at length.
fn large(count: usize, prefix: &str, description: &str) -> Schema {
    let mut value: Value = serde_json::from_str(&to_json(&base::schema())).expect("it is JSON");
    let properties = (0..count).map(|number| {
        json!({"name": format!("{prefix}{number}"), "type": "String", "required": false, "description": format!("{description}{number}")})
    });
    value["resources"][0]["properties"] = properties.collect();
    from_json(&value.to_string()).expect("it is a schema")
}

#[test]
fn markdown_fits_into_a_comment_and_cuts_nothing() {
    let long = "word ".repeat(3_000);
    for (old, new) in [
        (large(3_000, "before", "Old."), large(3_000, "after", "New.")),
        (large(40, "same", "Old."), large(40, "same", &long)),
        (large(3_000, &"é".repeat(100), "Old."), large(1, "after", "New.")),
    ] {
        let found = changes(&old, &new);
        let mut report = Report::new(&found);
        report.words = Words::Show;
        report.command = "ucwa-gen diff before after".to_owned();
        let text = markdown(&report);
        assert!(text.len() < 65_536, "{}", text.len());
        // Each change is listed as a whole, or counted.
        let listed = text.lines().filter(|line| line.starts_with("- ")).count();
        let counted = text
            .lines()
            .find_map(|line| line.strip_prefix("**")?.split_once(" change").map(|it| it.0.to_owned()));
        assert!(counted.is_some());
        let left_out = found.changes.len() - listed;
        assert!(left_out > 0, "{listed}");
        let breaking = text.lines().filter(|line| line.starts_with("- **")).count();
        let all = found.changes.iter().filter(|it| it.effects.worst() == Effect::Breaks).count();
        let breaks = match all - breaking {
            0 => String::new(),
            count => format!(", {count} break something"),
        };
        let told = format!(
            "**{left_out} changes left out** for want of room{breaks}: \
             `ucwa-gen diff before after --verbose` lists them.\n"
        );
        assert!(text.ends_with(&told), "{}", &text[text.len() - 200..]);
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
        assert!(!text.contains('…'));
        // What breaks goes first.
        assert!(breaking == listed || breaking == all, "{breaking} of {all} among {listed}");
    }
}

#[test]
fn references_are_counted_where_there_is_no_room_and_named_when_asked() {
    let mut found = changes(&base::schema(), &replaced(&[("\"bulb\"", "\"globe\"")]));
    found.changes[0].references.push("shed.links.globe".to_owned());
    let mut report = Report::new(&found);
    let text = human(&report);
    assert!(text.contains("    and 1 more reference: --verbose names all\n"), "{text}");
    assert!(!text.contains("shed.links.globe"), "{text}");
    report.words = Words::Show;
    let text = human(&report);
    assert!(
        found.changes[0].references.iter().all(|path| text.contains(&format!("    with {path}\n"))),
        "{text}"
    );
}

/// What was gone is shown with its type, even if that is called like it; a page has no value.
#[test]
fn a_value_is_shown_unless_the_name_is_all_of_it() {
    let old = base::schema();
    let mut new = old.clone();
    let lamp = new.resources.iter_mut().find(|it| it.name == "lamp").expect("it is there");
    let property = &mut lamp.properties[0];
    let (before, name) = (property.name.clone(), "String".to_owned());
    (property.name, property.ty) = (name, Type::Scalar(Scalar::String));
    property.description = "Of another kind.".to_owned();
    property.nullable = false;
    let text = markdown(&Report::new(&changes(&new, &old)));
    assert!(
        text.contains("`lamp.properties.String.gone`: the property is gone (`String"),
        "{before}: {text}"
    );
    let mut more = old.clone();
    let mut torch = old.resource("bulb").expect("it is there").clone();
    (torch.name, torch.rel) = ("torch".to_owned(), "torch".to_owned());
    more.resources.push(torch);
    let found = changes(&old, &more);
    let report = Report::new(&found);
    for text in [human(&report), markdown(&report), github(&report)] {
        assert!(
            text.contains("the page is new") && !text.contains("(page)") && !text.contains("(`page`)"),
            "{text}"
        );
    }
}

/// The first group by the alphabet has more breaks of behaviour alone than there is room for; the last one loses properties.
#[test]
fn the_least_serious_changes_of_all_groups_are_left_out() {
    let schema = |is_old: bool| {
        let mut value: Value = serde_json::from_str(&to_json(&base::schema())).expect("it is JSON");
        let input = |number: usize| {
            let default = number + usize::from(is_old);
            json!({"name": format!("field{number}"), "type": "Int32", "required": false, "default": default.to_string()})
        };
        let property =
            |number: usize| json!({"name": format!("gone{number}"), "type": "String", "required": false});
        value["resources"][0]["group"] = "Aardvarks".into();
        value["resources"][0]["operations"] = json!([{
            "method": "POST", "input": (0..2_000).map(input).collect::<Vec<_>>(),
        }]);
        value["resources"][1]["group"] = "Zebras".into();
        value["resources"][1]["properties"] =
            if is_old { (0..40).map(property).collect() } else { json!([]) };
        from_json(&value.to_string()).expect("it is a schema")
    };
    let found = changes(&schema(true), &schema(false));
    let axes = |change: &&Change| change.effects.source == Effect::Breaks;
    let serious: Vec<&Change> = found.changes.iter().filter(axes).collect();
    assert!(serious.len() >= 40 && found.changes.len() >= 2_000, "{}", found.changes.len());
    let text = markdown(&Report::new(&found));
    assert!(serious.iter().all(|change| text.contains(&format!("`{}`", change.name))), "{text}");
    let listed = text.matches(".default`").count();
    let left_out = 2_000 - listed;
    assert!(listed > 0 && left_out > 0);
    let header = format!(
        "<code>Aardvarks</code>: 2000 changes, 2000 break something; {left_out} left out, {left_out} break something</summary>"
    );
    assert!(text.contains(&header), "{header}: {}", &text[..2_000]);
    let zebras = text.lines().find(|line| line.contains("<code>Zebras</code>")).expect("a header");
    assert!(!zebras.contains("left out"), "{zebras}");
}

#[test]
fn changes_with_the_same_words_share_an_entry() {
    let old = base::schema();
    let mut new = old.clone();
    let lamp = new.resources.iter_mut().find(|it| it.name == "lamp").expect("it is there");
    lamp.properties.iter_mut().for_each(|it| "Other.".clone_into(&mut it.description));
    let mut before = old;
    let lamp = before.resources.iter_mut().find(|it| it.name == "lamp").expect("it is there");
    lamp.properties.iter_mut().for_each(|it| "One.".clone_into(&mut it.description));
    let count = lamp.properties.len();
    let found = changes(&before, &new);
    assert_eq!(found.changes.len(), count);
    let mut report = Report::new(&found);
    let text = markdown(&report);
    assert!(text.contains("`ucwa-gen diff OLD NEW --verbose` lists them."), "{text}");
    report.words = Words::Show;
    let text = markdown(&report);
    assert_eq!(text.lines().filter(|line| line.starts_with("- ")).count(), 1, "{text}");
    assert!(found.changes.iter().all(|it| text.contains(&format!("`{}`", it.name))), "{text}");
    assert!(text.contains(&format!("{count} changes</summary>")), "{text}");
}

/// A change that breaks one axis and extends another one shows both.
#[test]
fn each_axis_is_shown_on_which_a_change_does_something() {
    let old = base::schema();
    let mut new = old.clone();
    let lamp = new.resources.iter_mut().find(|it| it.name == "lamp").expect("it is there");
    let colour = lamp.properties.iter_mut().find(|it| it.name == "colour").expect("it is there");
    colour.ty = Type::Scalar(Scalar::String);
    let found = changes(&old, &new);
    let report = Report::new(&found);
    let human = human(&report);
    assert!(human.contains("  breaks source; extends wire: lamp.properties.colour.type: "), "{human}");
    let text = markdown(&report);
    assert!(text.contains("- **breaks source**; extends wire: `lamp.properties.colour.type`: "), "{text}");
    assert!(github(&report).contains("title=breaks source; extends wire%3A lamp.properties.colour.type::"));
}

#[test]
fn what_is_denied_is_said_last() {
    let old = base::schema();
    let mut new = old.clone();
    let lamp = new.resources.iter_mut().find(|it| it.name == "lamp").expect("it is there");
    lamp.properties.remove(0);
    let found = changes(&old, &new);
    let mut report = Report::new(&found);
    report.denied = vec![Axis::Behaviour, Axis::Wire];
    assert!(human(&report).ends_with("\n1 change breaks wire, which is denied\n"), "{}", human(&report));
    assert!(markdown(&report).ends_with("\n**1 change breaks wire, which is denied.**\n"));
}

#[test]
fn code_hosts_read_the_changes() {
    let old = base::schema();
    let mut new = old.clone();
    let person = new.resources.iter_mut().find(|it| it.name == "person").expect("it is there");
    person.properties.remove(0);
    person.description.push_str(" Or not.");
    let found = changes(&old, &new);
    let mut report = Report::new(&found);
    report.denied = vec![Axis::Source];
    report.folders.new = Some("new/docs".into());
    report.folders.old = Some("old/docs".into());
    insta::assert_snapshot!("host-github", github(&report));
    insta::assert_snapshot!("host-sarif", sarif(&report));
    insta::assert_snapshot!("host-human", human(&report));
}
