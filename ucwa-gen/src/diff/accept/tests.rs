use super::{Acceptances, Date};
use crate::diff::{Diff, diff};
use crate::schema::Schema;
use crate::source::SourceFile;

fn enumeration(members: &[&str]) -> Schema {
    let members: Vec<_> = members.iter().map(|name| serde_json::json!({"name": name})).collect();
    let mut schema = Schema::empty();
    let hue = serde_json::json!({"name": "Hue", "members": members});
    schema.enumerations.push(serde_json::from_value(hue).unwrap());
    schema
}

/// `Hue` without `Red`, and with `Teal`.
fn changes() -> Diff {
    diff(&enumeration(&["Red", "Blue"]), &enumeration(&["Blue", "Teal"])).unwrap()
}

/// The names of the changes that are left and of those that are accepted, and what is wrong with a file.
fn applied_to(mut diff: Diff, text: &str, today: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let (acceptances, mut problems) = Acceptances::parse(&SourceFile::new("accepted.toml", text));
    problems.append(&mut acceptances.apply(&mut diff, today.parse::<Date>().unwrap()));
    let left = diff.changes.iter().map(|change| change.name.clone()).collect();
    let accepted = diff.accepted.iter().map(|it| it.change.name.clone()).collect();
    (left, accepted, problems.iter().map(ToString::to_string).collect())
}

fn applied(text: &str, today: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    applied_to(changes(), text, today)
}

/// The digest of a change of this name.
fn digest(diff: &Diff, name: &str) -> String {
    diff.changes.iter().find(|change| change.name == name).unwrap().digest.clone()
}

/// An entry of a file, which accepts a change.
fn entry(diff: &Diff, name: &str) -> String {
    format!("[[accept]]\nchange = \"{name}\"\ndigest = \"{}\"\nreason = \"y\"\n", digest(diff, name))
}

const GONE: &str = "Hue.members.Red.gone";
const NEW: &str = "Hue.members.Teal.new";

#[test]
fn accepted_changes_stand_apart_until_their_day() {
    let entry = format!("{}until = 2027-03-31\n", entry(&changes(), GONE));
    let (left, accepted, problems) = applied(&entry, "2027-03-31");
    assert_eq!((left, accepted, problems), (vec![NEW.to_owned()], vec![GONE.to_owned()], Vec::new()));
    let (left, accepted, problems) = applied(&entry, "2027-04-01");
    assert_eq!((left, accepted), (vec![GONE.to_owned(), NEW.to_owned()], Vec::new()));
    assert_eq!(
        problems,
        [
            "accepted.toml:2:10: error: `Hue.members.Red.gone` was accepted until 2027-03-31, and today is 2027-04-01; write another `until`, or delete the entry"
        ]
    );
}

#[test]
fn what_is_accepted_counts_for_the_version() {
    let mut diff = changes();
    let before = diff.effects;
    let text = entry(&diff, GONE);
    let (acceptances, _) = Acceptances::parse(&SourceFile::new("accepted.toml", text));
    acceptances.apply(&mut diff, "2026-01-01".parse().unwrap());
    assert_eq!((diff.effects, diff.breaks(&crate::diff::Axis::ALL)), (before, false));
}

/// A property whose type is another one, between these two.
fn retyped(old: &str, new: &str) -> Diff {
    let schema = |ty: &str| {
        let property = serde_json::json!({"name": "size", "type": ty, "required": false});
        let page = serde_json::json!({
            "name": "lamp", "rel": "lamp", "revision": 1, "kind": "resource", "page": {"file": "", "digest": ""},
            "properties": [property],
        });
        let mut schema = Schema::empty();
        schema.resources.push(serde_json::from_value(page).unwrap());
        schema
    };
    diff(&schema(old), &schema(new)).unwrap()
}

#[test]
fn what_is_accepted_once_accepts_no_other_change_of_the_same_name() {
    let name = "lamp.properties.size.type";
    let before = retyped("String", "Int32");
    let text = entry(&before, name);
    assert_eq!(applied_to(before, &text, "2026-01-01"), (Vec::new(), vec![name.to_owned()], Vec::new()));
    for now in [retyped("String", "Boolean"), retyped("DateTime", "Int32")] {
        let expected = format!(
            "accepted.toml:2:10: error: `{name}` is not the change that was accepted any more: its digest is `{}`, and was `{}`; look at it again, and replace this entry by the one that `ucwa-gen diff --propose` prints",
            digest(&now, name),
            digest(&retyped("String", "Int32"), name)
        );
        assert_eq!(applied_to(now, &text, "2026-01-01"), (vec![name.to_owned()], Vec::new(), vec![expected]));
    }
}

#[test]
fn an_entry_that_was_renewed_is_to_be_deleted() {
    let name = "lamp.properties.size.type";
    let now = retyped("String", "Boolean");
    let text = entry(&retyped("String", "Int32"), name) + &entry(&now, name);
    let (left, accepted, problems) = applied_to(now, &text, "2026-01-01");
    assert_eq!((left, accepted), (Vec::new(), vec![name.to_owned()]));
    assert!(
        problems.len() == 1
            && problems[0].ends_with("another entry accepts it as it is now: delete this one"),
        "{problems:?}"
    );
}

#[test]
fn what_is_not_compared_is_neither_accepted_nor_missing() {
    let mut left_out = changes();
    let text = entry(&left_out, GONE);
    left_out.changes.clear();
    left_out.left_out.push(GONE.to_owned());
    // Another change was left out in its place, since the error changed what is read.
    let mut not_compared = changes();
    not_compared.changes.clear();
    not_compared.not_compared.extend(GONE.split('.').next().map(str::to_owned));
    for diff in [left_out, not_compared] {
        assert_eq!(applied_to(diff, &text, "2026-01-01"), (Vec::new(), Vec::new(), Vec::new()));
    }
}

#[test]
fn a_reason_that_nobody_wrote_accepts_nothing() {
    for reason in ["TODO", " todo "] {
        let text = entry(&changes(), GONE).replace("\"y\"", &format!("\"{reason}\""));
        let (left, accepted, problems) = applied(&text, "2026-01-01");
        assert_eq!((left.len(), accepted.len()), (2, 0));
        let expected =
            format!("accepted.toml:4:10: error: `reason` is still `TODO`: write why `{GONE}` is accepted");
        assert_eq!(problems, [expected]);
    }
}

#[test]
fn each_fault_of_a_file_has_its_place() {
    for (text, expected) in [
        ("[[accept]]\nchange = \"x\"\ndigest = \"0\"\nreason = \"y\"", "2:10: error: there is no change `x`"),
        (
            "[[accept]]\nchange = \"Hue.members.Rad.gone\"\ndigest = \"0\"\nreason = \"y\"",
            "2:10: error: there is no change `Hue.members.Rad.gone`; did you mean `Hue.members.Red.gone` or `Hue.members.Teal.new`?",
        ),
        ("[[accept]]\nchange = \"x\"", "1:1: error: an entry lacks its `reason`"),
        (
            "[[accept]]\nchange = \"x\"",
            "1:1: error: an entry lacks its `digest`: `ucwa-gen diff --propose` prints it",
        ),
        ("[[accept]]\nreason = \"x\"", "1:1: error: an entry lacks its `change`"),
        (
            "[[accept]]\nchange = \"x\"\ndigest = \"0\"\nreason = \" \"",
            "4:10: error: `reason` is not a string with words in it",
        ),
        (
            "[[accept]]\nchange = \"x\"\ndigest = \"0\"\nreason = \"y\"\nuntil = 5",
            "5:9: error: `until` is not a day, such as `2027-03-31`",
        ),
        (
            "[[accept]]\nchange = \"x\"\ndigest = \"0\"\nreason = \"y\"\nuntil = 2027-03-31T10:00:00Z",
            "5:9: error: `until` is not a day, such as `2027-03-31`",
        ),
        (
            "[[accept]]\nchange = \"x\"\ndigest = \"0\"\nreason = \"y\"\nwhy = 1",
            "5:1: error: an entry has no key `why`: it is one of `change`, `digest`, `reason` or `until`",
        ),
        (
            "[[accepted]]\nchange = \"x\"",
            "1:3: error: there is no table `accepted`: each entry begins with `[[accept]]`",
        ),
        ("accept = 1", "1:1: error: `accept` is not a list: each entry begins with `[[accept]]`"),
        ("accept = [1]", "1:11: error: an entry of `accept` is not a table"),
    ] {
        let (_, _, problems) = applied(text, "2026-01-01");
        let expected = format!("accepted.toml:{expected}");
        assert!(problems.contains(&expected), "{text}: {problems:#?}");
    }
    let twice = entry(&changes(), GONE).repeat(2);
    let (_, _, problems) = applied(&twice, "2026-01-01");
    assert_eq!(problems, ["accepted.toml:6:10: error: `Hue.members.Red.gone` is accepted twice"]);
    let (_, _, problems) = applied("[[accept]\n", "2026-01-01");
    assert_eq!(problems.len(), 1, "{problems:?}");
}
