//! TOML becomes entries. Everything that is wrong with the file is reported at once, each with its place.

use std::collections::{BTreeMap, btree_map};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::entry::{Correction, Heading, Override, Target};
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::Type;
use crate::source::{SourceFile, Span};
use crate::suggest;

/// The tables that a file of overrides can hold, and their keys.
pub const TABLES: &[(&str, &[&str])] = &[
    ("type", &["of", "type", "reason"]),
    ("link", &["of", "target", "many", "reason"]),
    ("role", &["of", "representation", "reason"]),
    ("response", &["of", "resource", "reason"]),
    ("member", &["of", "reason"]),
    ("error", &["of", "code", "status", "subcode", "reason"]),
    ("exclude", &["of", "reason"]),
    ("sample", &["of", "heading", "number", "text", "reason"]),
    ("rename", &["of", "name", "reason"]),
];

/// The entries of a file, in its order; empty if it is not TOML.
pub(super) fn entries(source: &SourceFile) -> (Vec<Override>, Vec<Diagnostic>) {
    let (document, errors) = DeTable::parse_recoverable(source.text());
    if !errors.is_empty() {
        // What can still be made out of such a file may be anything.
        let found = errors.iter().map(|error| {
            let span = source.span(error.span().unwrap_or_default());
            Diagnostic::new(Code::OverridesUnreadable, span, error.message())
        });
        return (Vec::new(), found.collect());
    }
    let mut reader = Reader { source, entries: Vec::new(), diagnostics: Vec::new() };
    for (name, value) in document.get_ref() {
        reader.table(name, value);
    }
    reader.entries.sort_by(|a, b| a.span.cmp(&b.span));
    reader.repeated();
    (reader.entries, reader.diagnostics)
}

struct Reader<'s> {
    source: &'s SourceFile,
    entries: Vec<Override>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn wrong(&mut self, span: Range<usize>, message: String) -> &mut Diagnostic {
        let at = self.diagnostics.len();
        self.diagnostics.push(Diagnostic::new(Code::OverrideEntry, self.source.span(span), message));
        &mut self.diagnostics[at]
    }

    /// Reports an unknown name. `what` is what has no such name.
    fn stranger(&mut self, what: &str, name: &Spanned<impl AsRef<str>>, known: &[&str]) {
        let (word, span) = (name.get_ref().as_ref(), name.span());
        let help = suggest::suggestion(&suggest::nearest(word, known.iter().copied()))
            .unwrap_or_else(|| format!("it is one of {}", suggest::list(known)));
        self.wrong(span, format!("{what} `{word}`")).help = help;
    }

    fn table(&mut self, name: &Spanned<impl AsRef<str>>, value: &Spanned<DeValue<'_>>) {
        let Some((table, keys)) = TABLES.iter().find(|(table, _)| *table == name.get_ref().as_ref()) else {
            let known: Vec<&str> = TABLES.iter().map(|(table, _)| *table).collect();
            return self.stranger("overrides have no table", name, &known);
        };
        let Some(elements) = value.get_ref().as_array() else {
            let message = format!("`{table}` is not a list of entries");
            self.wrong(name.span(), message).help = format!("each entry begins with `[[{table}]]`");
            return;
        };
        for element in elements {
            let Some(fields) = element.get_ref().as_table() else {
                self.wrong(element.span(), format!("an entry of `{table}` is not a table")).help =
                    format!("each entry begins with `[[{table}]]`");
                continue;
            };
            for key in fields.keys().filter(|key| !keys.contains(&key.get_ref().as_ref())) {
                self.stranger(&format!("an entry of `{table}` has no key"), key, keys);
            }
            let mut entry = Entry { reader: self, fields, span: element.span() };
            let (of, reason) = (entry.required("of"), entry.required("reason"));
            let correction = entry.correction(table);
            let (Some(of), Some(reason), Some(correction)) = (of, reason, correction) else { continue };
            if matches!(correction, Correction::Error { status: Some(_), .. })
                && of.get_ref().ends_with(".reasons")
            {
                self.wrong(of.span(), "an asynchronous reason code has no `status`".to_owned());
                continue;
            }
            let span = self.source.span(of.span());
            let [of, reason] = [of, reason].map(Spanned::into_inner);
            self.entries.push(Override { of, correction, reason, span });
        }
    }

    /// Of two entries that say the same kind of thing about one thing only the first counts.
    fn repeated(&mut self) {
        let mut first: BTreeMap<(String, Claim), Span> = BTreeMap::new();
        let entries = std::mem::take(&mut self.entries);
        self.entries = entries
            .into_iter()
            .filter(|entry| match first.entry((entry.of.clone(), Claim::of(&entry.correction))) {
                btree_map::Entry::Vacant(place) => {
                    place.insert(entry.span.clone());
                    true
                }
                btree_map::Entry::Occupied(first) => {
                    let message = format!("`{}` has two entries of `{}`", entry.of, entry.correction.table());
                    self.diagnostics.push(
                        Diagnostic::new(Code::OverrideRepeated, entry.span.clone(), message)
                            .related(first.get().clone(), "this one counts"),
                    );
                    false
                }
            })
            .collect();
    }
}

/// What an entry claims about its thing. Of two entries with one claim about one thing, one is too many.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Claim {
    /// All that the kind of entry can say.
    Kind(&'static str),
    /// One error of several.
    Error(String, Option<u16>, Option<String>),
    /// One sample of several: under which heading, and which one there.
    Sample(Option<&'static str>, usize),
}

impl Claim {
    fn of(correction: &Correction) -> Self {
        match correction {
            Correction::Error { code, status, subcode } => {
                Self::Error(code.clone(), *status, subcode.clone())
            }
            Correction::Sample { heading, number, .. } => Self::Sample(heading.map(Heading::as_str), *number),
            other => Self::Kind(other.table()),
        }
    }
}

/// The keys of one entry.
struct Entry<'e, 's, 'd> {
    reader: &'e mut Reader<'s>,
    fields: &'e DeTable<'d>,
    span: Range<usize>,
}

impl Entry<'_, '_, '_> {
    fn correction(&mut self, table: &str) -> Option<Correction> {
        Some(match table {
            "type" => self.ty()?,
            "link" => self.link()?,
            "role" => Correction::Role { representation: self.word("representation")? },
            "response" => Correction::Response { resource: self.word("resource")? },
            "member" => Correction::Member,
            "exclude" => Correction::Exclude,
            "error" => Correction::Error {
                code: self.word("code")?,
                status: self.number("status", 100..=599)?.and_then(|status| u16::try_from(status).ok()),
                subcode: self.text("subcode")?.map(Spanned::into_inner),
            },
            "sample" => self.sample()?,
            _ => self.rename()?,
        })
    }

    fn ty(&mut self) -> Option<Correction> {
        let text = self.required("type")?;
        let (name, nullable) = match text.get_ref().strip_prefix("Nullable ") {
            Some(name) => (name, true),
            None => (text.get_ref().as_str(), false),
        };
        match name.parse::<Type>() {
            Ok(ty) => Some(Correction::Type { ty, nullable }),
            Err(error) => self.fail(text.span(), error.to_string()),
        }
    }

    fn link(&mut self) -> Option<Correction> {
        let target = self.text("target")?.map(Spanned::into_inner);
        let target = target.map(|page| match page.as_str() {
            Target::UNKNOWN => Target::Unknown,
            _ => Target::Page(page),
        });
        let many = self.flag("many")?;
        if target.is_none() && many.is_none() {
            return self.fail(self.span.clone(), "the entry has neither a `target` nor `many`".to_owned());
        }
        Some(Correction::Link { target, many })
    }

    fn sample(&mut self) -> Option<Correction> {
        let heading = match self.text("heading")? {
            None => None,
            Some(text) => {
                let found = Heading::ALL.iter().find(|(heading, _)| heading == text.get_ref());
                let Some((_, heading)) = found else {
                    let known = Heading::ALL.map(|(heading, _)| heading);
                    self.reader.stranger("samples have no heading", &text, &known);
                    return None;
                };
                Some(*heading)
            }
        };
        let number = self.number("number", 1..=999)?.map_or(1, |number| number as usize);
        let text = self.required("text")?;
        // Its lines are places in this file: nothing in it may stand for something else.
        let raw = &self.reader.source.text()[text.span()];
        let inner = raw.strip_prefix("'''").and_then(|raw| raw.strip_suffix("'''"));
        let Some(inner) = inner else {
            return self.fail(text.span(), "the text of a sample stands between `'''` and `'''`".to_owned());
        };
        let start = text.span().start + 3;
        let text: Span = self.reader.source.span(start..start + inner.len());
        Some(Correction::Sample { heading, number, text })
    }

    fn rename(&mut self) -> Option<Correction> {
        let name = self.required("name")?;
        let is_word = name.get_ref().starts_with(|c: char| c.is_ascii_alphabetic())
            && name.get_ref().chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !is_word {
            let message = format!("`{}` is not a word of letters and digits", name.get_ref());
            return self.fail(name.span(), message);
        }
        Some(Correction::Rename { name: name.into_inner() })
    }

    fn fail<T>(&mut self, span: Range<usize>, message: String) -> Option<T> {
        self.reader.wrong(span, message);
        None
    }

    /// The value of a key, if it is there.
    fn value(&self, key: &str) -> Option<&Spanned<DeValue<'_>>> {
        self.fields.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    /// A string that may be missing. `None` if it is something else, which is reported.
    fn text(&mut self, key: &str) -> Option<Option<Spanned<String>>> {
        let Some(value) = self.value(key) else { return Some(None) };
        let span = value.span();
        match value.get_ref().as_str().map(str::to_owned) {
            Some(text) if !text.trim().is_empty() => Some(Some(Spanned::new(span, text))),
            Some(_) => self.fail(span, format!("`{key}` is empty")),
            None => self.fail(span, format!("`{key}` is not a text")),
        }
    }

    /// A text that has to be there.
    fn required(&mut self, key: &str) -> Option<Spanned<String>> {
        match self.text(key)? {
            Some(text) => Some(text),
            None => self.fail(self.span.clone(), format!("the entry has no `{key}`")),
        }
    }

    fn word(&mut self, key: &str) -> Option<String> {
        self.required(key).map(Spanned::into_inner)
    }

    fn flag(&mut self, key: &str) -> Option<Option<bool>> {
        let Some(value) = self.value(key) else { return Some(None) };
        let span = value.span();
        match value.get_ref().as_bool() {
            Some(flag) => Some(Some(flag)),
            None => self.fail(span, format!("`{key}` is neither `true` nor `false`")),
        }
    }

    fn number(&mut self, key: &str, range: std::ops::RangeInclusive<u32>) -> Option<Option<u32>> {
        let Some(value) = self.value(key) else { return Some(None) };
        let span = value.span();
        let number = value.get_ref().as_integer();
        let number = number.and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok());
        match number.filter(|number| range.contains(number)) {
            Some(number) => Some(Some(number)),
            None => {
                let message = format!("`{key}` is not a number from {} to {}", range.start(), range.end());
                self.fail(span, message)
            }
        }
    }
}
