//! What moved is one change, not one for each reference; and reports of any size are fit for their readers.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use ucwa_gen::diff::{Axis, Diff, Effect, Report, Words, diff, github, human, markdown, sarif};
use ucwa_gen::schema::{Schema, from_json, to_json};
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
