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
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::Serialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use self::date::{Date, ParseDateError};
use super::change::{Accepted, Change, Diff};
use crate::source::SourceFile;
use crate::suggest;

/// The reason that a proposed entry has, until somebody writes one.
pub(super) const UNWRITTEN: &str = "TODO";

/// The table that a file of accepted changes has, and the keys of its entries.
const TABLE: &str = "accept";
const KEYS: [&str; 4] = ["change", "digest", "reason", "until"];

/// Something that is wrong with a file of accepted changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
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
            // Pages with errors are not compared, so nothing is known about their changes.
            let subject = entry.change.split('.').next().unwrap_or_default();
            if diff.left_out.contains(&entry.change) || diff.not_compared.contains(subject) {
                continue;
            }
            let mismatch = match names.get(entry.change.as_str()) {
                None => Some(missing(entry, names.keys().copied())),
                Some(changes) => self.mismatch(entry, changes),
            };
            problems.extend(mismatch.map(|message| self.wrong(entry, message)));
            if let Some(until) = entry.until.filter(|until| *until < today) {
                let message = format!(
                    "`{}` was accepted until {until}, and today is {today}; write another `until`, or delete the entry",
                    entry.change
                );
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

    /// What is wrong with an entry that accepts none of the changes of its name as they are now, and how to renew it.
    fn mismatch(&self, entry: &Entry, changes: &[&Change]) -> Option<String> {
        if changes.iter().any(|change| change.digest == entry.digest) {
            return None;
        }
        let now: Vec<&str> = changes.iter().map(|change| change.digest.as_str()).collect();
        let is_renewed =
            self.entries.iter().any(|it| it.change == entry.change && now.contains(&it.digest.as_str()));
        let help = if is_renewed {
            "another entry accepts it as it is now: delete this one"
        } else {
            "look at it again, and replace this entry by the one that `ucwa-gen diff --propose` prints"
        };
        Some(format!(
            "`{}` is not the change that was accepted any more: its digest is {}, and was `{}`; {help}",
            entry.change,
            suggest::list(&now),
            entry.digest
        ))
    }

    fn wrong(&self, entry: &Entry, message: String) -> Problem {
        Problem { file: self.file.clone(), line: entry.line, column: entry.column, message }
    }
}

/// What is wrong with an entry whose change is not there.
fn missing<'n>(entry: &Entry, names: impl Iterator<Item = &'n str>) -> String {
    let near = suggest::nearest(&entry.change, names);
    let near = suggest::suggestion(&near).map_or_else(String::new, |near| format!("; {near}"));
    format!("there is no change `{}`{near}", entry.change)
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
        let (Some((change, at)), Some((digest, _)), Some((reason, why))) = (change, digest, reason) else {
            return;
        };
        if reason.eq_ignore_ascii_case(UNWRITTEN) {
            return self
                .wrong(&why, format!("`reason` is still `{UNWRITTEN}`: write why `{change}` is accepted"));
        }
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
