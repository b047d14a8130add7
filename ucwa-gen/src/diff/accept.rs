//! Changes that were seen and accepted: a file in TOML beside the pages.
//!
//! ```toml
//! [[accept]]
//! change = "contact.properties.name.gone"
//! digest = "5d1b8f0c2a9e4673"
//! reason = "No server sends it any more."
//! until = 2027-03-31
//! ```
//!
//! An entry accepts a change as it is now. The digest tells it from another change of the same name: another type of the same property, or
//! the same one with further items.

mod date;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use self::date::{Date, ParseDateError};
use super::change::{Accepted, Change, Diff};
use crate::source::SourceFile;
use crate::suggest;

/// The table that a file of accepted changes has, and the keys of its entries.
const TABLE: &str = "accept";
const KEYS: [&str; 4] = ["change", "digest", "reason", "until"];

/// Something that is wrong with a file of accepted changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Problem {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong, and what to do.
    pub message: String,
}

/// In one line.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, message } = self;
        write!(f, "{file}:{line}:{column}: error: {message}")
    }
}

/// The accepted changes of a file.
#[derive(Clone, Debug, Default)]
pub struct Acceptances {
    entries: Vec<Entry>,
    file: String,
}

#[derive(Clone, Debug)]
struct Entry {
    change: String,
    digest: String,
    reason: String,
    until: Option<Date>,
    line: u32,
    column: u32,
}

impl Acceptances {
    /// Reads a file. Everything that is wrong with it is reported at once, and such entries are left out.
    #[must_use]
    pub fn parse(source: &SourceFile) -> (Self, Vec<Problem>) {
        let (document, errors) = DeTable::parse_recoverable(source.text());
        let mut reader = Reader { source, entries: Vec::new(), problems: Vec::new() };
        for error in &errors {
            reader.wrong(&error.span().unwrap_or_default(), error.message().to_owned());
        }
        // What can still be made out of a broken file may be anything.
        if errors.is_empty() {
            for (name, value) in document.get_ref() {
                reader.table(name, value);
            }
        }
        let Reader { entries, mut problems, .. } = reader;
        problems.sort();
        (Self { entries, file: source.path().to_string_lossy().into_owned() }, problems)
    }

    /// Puts the accepted changes of a diff apart. An entry that matches no change is a problem, and so is one whose change has another digest
    /// now, and one that ended before this day: its changes are not accepted.
    pub fn apply(&self, diff: &mut Diff, today: Date) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut names: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
        diff.changes.iter().for_each(|change| names.entry(&change.name).or_default().push(change));
        for entry in &self.entries {
            match names.get(entry.change.as_str()) {
                None => {
                    let near = suggest::nearest(&entry.change, names.keys().copied());
                    let near =
                        suggest::suggestion(&near).map_or_else(String::new, |near| format!("; {near}"));
                    problems.push(self.wrong(entry, format!("there is no change `{}`{near}", entry.change)));
                }
                Some(changes) if changes.iter().all(|change| change.digest != entry.digest) => {
                    let now: Vec<&str> = changes.iter().map(|change| change.digest.as_str()).collect();
                    let message = format!(
                        "`{}` is not the change that was accepted any more: its digest is {}, and was `{}`",
                        entry.change,
                        suggest::list(&now),
                        entry.digest
                    );
                    problems.push(self.wrong(entry, message));
                }
                Some(_) => {}
            }
            if let Some(until) = entry.until.filter(|until| *until < today) {
                let message = format!("`{}` was accepted until {until}, and today is {today}", entry.change);
                problems.push(self.wrong(entry, message));
            }
        }
        let valid = |change: &Change| {
            let is_it = |entry: &&Entry| entry.change == change.name && entry.digest == change.digest;
            self.entries.iter().filter(is_it).find(|entry| entry.until.is_none_or(|until| today <= until))
        };
        let (mut left, mut accepted) = (Vec::new(), Vec::new());
        for change in std::mem::take(&mut diff.changes) {
            match valid(&change) {
                Some(entry) => accepted.push(Accepted {
                    change,
                    accepted: entry.reason.clone(),
                    until: entry.until.map(|until| until.to_string()),
                }),
                None => left.push(change),
            }
        }
        diff.changes = left;
        diff.accepted.append(&mut accepted);
        problems.sort();
        problems
    }

    fn wrong(&self, entry: &Entry, message: String) -> Problem {
        Problem { file: self.file.clone(), line: entry.line, column: entry.column, message }
    }
}

struct Reader<'s> {
    source: &'s SourceFile,
    entries: Vec<Entry>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn wrong(&mut self, span: &Range<usize>, message: String) {
        let (line, column) = self.source.line_column(span.start);
        let file = self.source.path().to_string_lossy().into_owned();
        self.problems.push(Problem { file, line, column, message });
    }

    fn table(&mut self, name: &Spanned<impl AsRef<str>>, value: &Spanned<DeValue<'_>>) {
        let word = name.get_ref().as_ref();
        if word != TABLE {
            return self.wrong(
                &name.span(),
                format!("there is no table `{word}`: each entry begins with `[[{TABLE}]]`"),
            );
        }
        let Some(elements) = value.get_ref().as_array() else {
            return self.wrong(
                &name.span(),
                format!("`{TABLE}` is not a list: each entry begins with `[[{TABLE}]]`"),
            );
        };
        for element in elements {
            match element.get_ref().as_table() {
                Some(fields) => self.entry(&element.span(), fields),
                None => self.wrong(&element.span(), format!("an entry of `{TABLE}` is not a table")),
            }
        }
    }

    fn entry(&mut self, span: &Range<usize>, fields: &DeTable<'_>) {
        for key in fields.keys().filter(|key| !KEYS.contains(&key.get_ref().as_ref())) {
            let word = key.get_ref().as_ref();
            self.wrong(
                &key.span(),
                format!("an entry has no key `{word}`: it is one of {}", suggest::list(&KEYS)),
            );
        }
        let [change, digest, reason] = ["change", "digest", "reason"].map(|key| self.text(span, fields, key));
        let until = match fields.get("until") {
            Some(value) => match self.date(value) {
                Some(date) => Some(date),
                None => return,
            },
            None => None,
        };
        let (Some((change, at)), Some((digest, _)), Some((reason, _))) = (change, digest, reason) else {
            return;
        };
        if self.entries.iter().any(|entry| entry.change == change && entry.digest == digest) {
            return self.wrong(&at, format!("`{change}` is accepted twice"));
        }
        let (line, column) = self.source.line_column(at.start);
        self.entries.push(Entry { change, digest, reason, until, line, column });
    }

    fn text(
        &mut self,
        span: &Range<usize>,
        fields: &DeTable<'_>,
        key: &str,
    ) -> Option<(String, Range<usize>)> {
        let Some(value) = fields.get(key) else {
            let help = if key == "digest" { ": `ucwa-gen diff --propose` prints it" } else { "" };
            self.wrong(span, format!("an entry lacks its `{key}`{help}"));
            return None;
        };
        let text = value.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty());
        if text.is_none() {
            self.wrong(&value.span(), format!("`{key}` is not a string with words in it"));
        }
        text.map(|text| (text.to_owned(), value.span()))
    }

    fn date(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Date> {
        let text = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => String::new(),
        };
        let date = text.parse().ok();
        if date.is_none() {
            self.wrong(&value.span(), "`until` is not a day, such as `2027-03-31`".to_owned());
        }
        date
    }
}

#[cfg(test)]
mod tests {
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
                "accepted.toml:2:10: error: `Hue.members.Red.gone` was accepted until 2027-03-31, and today is 2027-04-01"
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
                "accepted.toml:2:10: error: `{name}` is not the change that was accepted any more: its digest is `{}`, and was `{}`",
                digest(&now, name),
                digest(&retyped("String", "Int32"), name)
            );
            assert_eq!(
                applied_to(now, &text, "2026-01-01"),
                (vec![name.to_owned()], Vec::new(), vec![expected])
            );
        }
    }

    #[test]
    fn each_fault_of_a_file_has_its_place() {
        for (text, expected) in [
            (
                "[[accept]]\nchange = \"x\"\ndigest = \"0\"\nreason = \"y\"",
                "2:10: error: there is no change `x`",
            ),
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
}
