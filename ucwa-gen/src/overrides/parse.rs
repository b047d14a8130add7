//! TOML becomes entries. Everything that is wrong with the file is reported at once, each with its place.

use std::collections::{BTreeMap, btree_map};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::entry::{Added, AddedEvent, Correction, Heading, Override, Target};
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{PAGES, Provenance, Type, is_error_name, is_listable, is_listable_member, is_source};
use crate::source::{SourceFile, Span};
use crate::suggest;
use crate::vocabulary::{EVENT_TYPES, PRIORITIES, is_reason_heading, is_without_request_body};

/// The tables that a file of overrides can hold, and the keys of their entries.
pub const TABLES: &[(&str, &[&str])] = &[
    ("type", &["of", "type", "reason"]),
    ("default", &["of", "value", "reason"]),
    ("required", &["of", "required", "reason"]),
    ("property", &["of", "type", "required", "reason"]),
    ("parameter", &["of", "type", "required", "reason"]),
    ("link", &["of", "add", "target", "many", "reason"]),
    ("event", &["of", "resource", "type", "sender", "embedded", "priority", "reason"]),
    ("status", &["of", "status", "reason"]),
    ("role", &["of", "representation", "reason"]),
    ("response", &["of", "resource", "reason"]),
    ("member", &["of", "reason"]),
    ("error", &["of", "code", "status", "subcode", "reason"]),
    ("exclude", &["of", "reason"]),
    ("sample", &["of", "heading", "number", "text", "reason"]),
    ("rename", &["of", "name", "reason"]),
];

/// The keys that say where an entry comes from. Entries of all kinds have them but `exclude`, `sample` and `rename`, and
/// those that add something need one.
pub const SOURCES: &[&str] = &["traffic", "source"];

/// The kinds of entries that state no fact of the API.
const WITHOUT_SOURCE: [&str; 3] = ["exclude", "sample", "rename"];

/// The keys of an entry, those that say where it comes from among them.
fn keys(table: &str, own: &'static [&'static str]) -> Vec<&'static str> {
    let sources = if WITHOUT_SOURCE.contains(&table) { &[][..] } else { SOURCES };
    own.iter().chain(sources).copied().collect()
}

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
        let Some((table, own)) = TABLES.iter().find(|(table, _)| *table == name.get_ref().as_ref()) else {
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
            let keys = keys(table, own);
            for key in fields.keys().filter(|key| !keys.contains(&key.get_ref().as_ref())) {
                self.stranger(&format!("an entry of `{table}` has no key"), key, &keys);
            }
            let mut entry = Entry { reader: self, fields, span: element.span() };
            let (of, reason) = (entry.required("of"), entry.required("reason"));
            let correction = entry.correction(table);
            let provenance = entry.provenance(correction.as_ref().is_some_and(Correction::adds));
            let values = entry.values();
            let (Some(of), Some(reason)) = (of, reason) else { continue };
            let (Some(correction), Some(provenance)) = (correction, provenance) else { continue };
            if let Some(expected) = misplaced(&correction, of.get_ref()) {
                let message = format!("an entry of `{table}` cannot be about `{}`", of.get_ref());
                self.wrong(of.span(), message).help = format!("it is about {expected}");
                continue;
            }
            if let Some(method) = bodiless(&correction, of.get_ref()) {
                let message = format!("a request of {method} has no body");
                self.wrong(of.span(), message).help =
                    "what stands in the address is a query parameter: `[[parameter]]`".to_owned();
                continue;
            }
            if matches!(correction, Correction::Error { status: Some(_), .. })
                && of.get_ref().ends_with(".reasons")
            {
                self.wrong(of.span(), "an asynchronous reason code has no `status`".to_owned());
                continue;
            }
            if let Correction::Error { code, .. } = &correction
                && of.get_ref().ends_with(".reasons")
                && !is_reason_heading(code)
            {
                let message = format!("`{code}` cannot be the code of a reason");
                let span = values.get("code").map_or(of.span(), Span::range);
                self.wrong(span, message).help =
                    "it is a word of letters and digits that begins with a capital, and no heading of a page"
                        .to_owned();
                continue;
            }
            let span = self.source.span(of.span());
            let [of, reason] = [of, reason].map(Spanned::into_inner);
            self.entries.push(Override { of, correction, reason, provenance, span, values });
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

/// In how many of how many bodies or events something was seen.
fn counted(value: &DeValue<'_>) -> Option<Provenance> {
    let table = value.as_table()?;
    let number = |key| {
        let (_, value) = table.iter().find(|(name, _)| name.get_ref() == key)?;
        let number = value.get_ref().as_integer()?;
        u32::from_str_radix(number.as_str(), number.radix()).ok()
    };
    Provenance::traffic(number("seen")?, number("of")?).filter(|_| table.len() == 2)
}

/// What an entry that adds something is about, where its `of` cannot be that.
fn misplaced(correction: &Correction, of: &str) -> Option<&'static str> {
    let parts: Vec<&str> = of.split('.').collect();
    let is_right = match (correction, parts.as_slice()) {
        (Correction::Property(_), [_, "properties", name] | [_, _, "input" | "output", name])
        | (Correction::Parameter(_), [_, _, "query", name])
        | (Correction::Link { add: true, .. }, [_, "links" | "embedded", name]) => is_listable(name),
        (Correction::Member, [_, "members", name]) => is_listable_member(name),
        (Correction::Event(_), [_, "events"]) | (Correction::Status { .. }, [_, _]) => true,
        (Correction::Error { .. }, [_, _]) => true,
        (correction, _) => !correction.adds(),
    };
    let expected = match correction {
        Correction::Property(_) => {
            "`PAGE.properties.NAME`, `PAGE.METHOD.input.NAME` or `PAGE.METHOD.output.NAME`"
        }
        Correction::Parameter(_) => "`PAGE.METHOD.query.NAME`",
        Correction::Event(_) => "`PAGE.events`",
        Correction::Status { .. } => "`PAGE.METHOD`",
        Correction::Error { .. } => "`PAGE.METHOD` or `PAGE.reasons`",
        Correction::Member => "`ENUMERATION.members.NAME`",
        _ => "`PAGE.links.NAME` or `PAGE.embedded.NAME`",
    };
    (!is_right).then_some(expected)
}

/// The method, if an entry adds to the body of a request that has no body.
fn bodiless<'o>(correction: &Correction, of: &'o str) -> Option<&'o str> {
    let parts: Vec<&str> = of.split('.').collect();
    match (correction, parts.as_slice()) {
        (Correction::Property(_), [_, method, "input", _]) if is_without_request_body(method) => Some(method),
        _ => None,
    }
}

/// What an entry claims about its thing. Of two entries with one claim about one thing, one is too many.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Claim {
    /// All that the kind of entry can say.
    Kind(&'static str),
    /// One error of several.
    Error(String, Option<u16>, Option<String>),
    /// One event of several: the rel, what happens, and the sender.
    Event(Option<String>, String, String),
    /// One status of several.
    Status(u16),
    /// One sample of several: under which heading, and which one there.
    Sample(Option<&'static str>, usize),
}

impl Claim {
    fn of(correction: &Correction) -> Self {
        match correction {
            Correction::Error { code, status, subcode } => {
                Self::Error(code.clone(), *status, subcode.clone())
            }
            Correction::Event(AddedEvent { resource, ty, sender, .. }) => {
                Self::Event(resource.clone(), ty.clone(), sender.clone())
            }
            Correction::Status { status } => Self::Status(*status),
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
            "type" => {
                let (ty, nullable) = self.ty()?;
                Correction::Type { ty, nullable }
            }
            "default" => Correction::Default { value: self.text("value")?.map(Spanned::into_inner) },
            "required" => match self.flag("required")? {
                Some(required) => Correction::Required { required },
                None => return self.fail(self.span.clone(), "the entry has no `required`".to_owned()),
            },
            "property" => Correction::Property(self.added()?),
            "parameter" => Correction::Parameter(self.added()?),
            "link" => self.link()?,
            "event" => Correction::Event(self.event()?),
            "status" => match self.number("status", 200..=399)? {
                Some(status) => Correction::Status { status: u16::try_from(status).ok()? },
                None => return self.fail(self.span.clone(), "the entry has no `status`".to_owned()),
            },
            "role" => Correction::Role { representation: self.word("representation")? },
            "response" => Correction::Response { resource: self.word("resource")? },
            "member" => Correction::Member,
            "exclude" => Correction::Exclude,
            "error" => Correction::Error {
                code: match self.error_name("code")? {
                    Some(code) => code,
                    None => return self.fail(self.span.clone(), "the entry has no `code`".to_owned()),
                },
                status: self.number("status", 100..=599)?.and_then(|status| u16::try_from(status).ok()),
                subcode: self.error_name("subcode")?,
            },
            "sample" => self.sample()?,
            _ => self.rename()?,
        })
    }

    /// Where the value of each key stands.
    fn values(&self) -> BTreeMap<String, Span> {
        let fields = self.fields.iter();
        fields
            .map(|(key, value)| (key.get_ref().to_string(), self.reader.source.span(value.span())))
            .collect()
    }

    /// Where the entry comes from. An entry that adds something has to name that, or a guess would pass for documented.
    fn provenance(&mut self, adds: bool) -> Option<Provenance> {
        let traffic = self.value("traffic").map(|value| (value.span(), counted(value.get_ref())));
        match (traffic, self.text("source")?) {
            (None, None) if adds => {
                let message = "the entry adds something, and does not name where that comes from".to_owned();
                self.reader.wrong(self.span.clone(), message).help =
                    "add `traffic = { seen = 3, of = 40 }` or `source = \"…\"`; `source = \"pages\"` if it follows from other pages"
                        .to_owned();
                None
            }
            (None, None) => Some(Provenance::Page),
            (None, Some(source)) if source.get_ref() == PAGES => Some(Provenance::Page),
            (Some((_, Some(found))), None) => Some(found),
            (Some((span, None)), None) => {
                self.reader.wrong(span, "`traffic` is not a count".to_owned()).help =
                    "write `traffic = { seen = 3, of = 40 }`, the first at least 1 and at most the second"
                        .to_owned();
                None
            }
            (None, Some(source)) if is_source(source.get_ref()) => {
                Some(Provenance::Elsewhere { source: source.into_inner() })
            }
            (None, Some(source)) => {
                self.fail(source.span(), "`source` is not one line with single blanks in it".to_owned())
            }
            (Some(_), Some(source)) => {
                self.fail(source.span(), "the entry has both `traffic` and `source`".to_owned())
            }
        }
    }

    fn added(&mut self) -> Option<Added> {
        let (ty, nullable) = self.ty()?;
        Some(Added { ty, nullable, required: self.flag("required")?.unwrap_or_default() })
    }

    fn event(&mut self) -> Option<AddedEvent> {
        let resource = self.name("resource")?;
        let ty = self.one_of("type", EVENT_TYPES)?;
        let Some(ty) = ty else {
            return self.fail(self.span.clone(), "the entry has no `type`".to_owned());
        };
        let Some(sender) = self.name("sender")? else {
            return self.fail(self.span.clone(), "the entry has no `sender`".to_owned());
        };
        let embedded = self.flag("embedded")?;
        let priority = self.one_of("priority", PRIORITIES)?.unwrap_or_default();
        Some(AddedEvent { resource, ty, sender, embedded, priority })
    }

    /// The name of a rel.
    fn name(&mut self, key: &str) -> Option<Option<String>> {
        let Some(text) = self.text(key)? else { return Some(None) };
        if !is_listable(text.get_ref()) {
            return self.fail(text.span(), format!("`{}` is not a name", text.get_ref()));
        }
        Some(Some(text.into_inner()))
    }

    /// The name of an error code or a subcode.
    fn error_name(&mut self, key: &str) -> Option<Option<String>> {
        let Some(text) = self.text(key)? else { return Some(None) };
        if !is_error_name(text.get_ref()) {
            return self.fail(text.span(), format!("`{}` is not the name of an error", text.get_ref()));
        }
        Some(Some(text.into_inner()))
    }

    /// One of some words.
    fn one_of(&mut self, key: &str, words: &[&str]) -> Option<Option<String>> {
        let Some(text) = self.text(key)? else { return Some(None) };
        if !words.contains(&text.get_ref().as_str()) {
            self.reader.stranger(&format!("`{key}` cannot be"), &text, words);
            return None;
        }
        Some(Some(text.into_inner()))
    }

    fn ty(&mut self) -> Option<(Type, bool)> {
        let text = self.required("type")?;
        let (name, nullable) = match text.get_ref().strip_prefix("Nullable ") {
            Some(name) => (name, true),
            None => (text.get_ref().as_str(), false),
        };
        match name.parse::<Type>() {
            Ok(ty) => Some((ty, nullable)),
            Err(error) => self.fail(text.span(), error.to_string()),
        }
    }

    fn link(&mut self) -> Option<Correction> {
        let target = self.text("target")?.map(Spanned::into_inner);
        let target = target.map(|page| match page.as_str() {
            Target::UNKNOWN => Target::Unknown,
            _ => Target::Page(page),
        });
        let (many, add) = (self.flag("many")?, self.flag("add")?.unwrap_or_default());
        if add && target.is_none() {
            return self.fail(
                self.span.clone(),
                "an entry that adds has a `target`, which may be `unknown`".to_owned(),
            );
        }
        if target.is_none() && many.is_none() {
            return self.fail(self.span.clone(), "the entry has neither a `target` nor `many`".to_owned());
        }
        Some(Correction::Link { add, target, many })
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

#[cfg(test)]
mod tests {
    use crate::overrides::Overrides;
    use crate::source::SourceFile;

    fn found(text: &str) -> Vec<String> {
        let (_, found) = Overrides::parse(&SourceFile::new("ucwa.toml", text));
        found.iter().map(|found| format!("{} {}", found.code, found.message)).collect()
    }

    /// The table of an entry, what it is about, its other keys, and what is wrong with it.
    #[test]
    fn an_entry_that_adds_says_what_and_where() {
        const TYPE: &str = "type = \"String\"";
        const EVENT: &str = "type = \"added\"\nsender = \"lamp\"";
        #[rustfmt::skip]
        let cases = [
            ("property", "lamp.properties.a", TYPE, ""),
            ("property", "lamp.PUT.input.a", "type = \"Nullable Array of Uri\"\nrequired = true", ""),
            ("property", "lamp.GET.input.a", TYPE, "UG061 a request of GET has no body"),
            ("property", "lamp.GET.query.a", TYPE, "UG061 an entry of `property` cannot be about `lamp.GET.query.a`"),
            ("property", "lamp.links.a", TYPE, "UG061 an entry of `property` cannot be about `lamp.links.a`"),
            ("property", "lamp.properties.a b", TYPE, "UG061 an entry of `property` cannot be about `lamp.properties.a b`"),
            ("property", "lamp.properties.None", TYPE, "UG061 an entry of `property` cannot be about `lamp.properties.None`"),
            ("property", "lamp.properties.a", "", "UG061 the entry has no `type`"),
            ("property", "lamp.properties.a", "type = \"String\"\nrequired = 1", "UG061 `required` is neither `true` nor `false`"),
            ("required", "lamp.GET.query.a", "required = true", ""),
            ("required", "lamp.GET.query.a", "", "UG061 the entry has no `required`"),
            ("required", "lamp.GET.query.a", "required = \"Yes\"", "UG061 `required` is neither `true` nor `false`"),
            ("parameter", "lamp.GET.query.a", TYPE, ""),
            ("parameter", "lamp.properties.a", TYPE, "UG061 an entry of `parameter` cannot be about `lamp.properties.a`"),
            ("event", "lamp.events", EVENT, ""),
            ("event", "lamp", EVENT, "UG061 an entry of `event` cannot be about `lamp`"),
            ("event", "lamp.events", "type = \"added\"", "UG061 the entry has no `sender`"),
            ("event", "lamp.events", "sender = \"lamp\"", "UG061 the entry has no `type`"),
            ("event", "lamp.events", "type = \"moved\"\nsender = \"lamp\"", "UG061 `type` cannot be `moved`"),
            ("event", "lamp.events", "type = \"added\"\nsender = \"a lamp\"", "UG061 `a lamp` is not a name"),
            ("event", "lamp.events", "type = \"added\"\nsender = \"lamp\"\npriority = \"high\"", "UG061 `priority` cannot be `high`"),
            ("status", "lamp.GET", "status = 200", ""),
            ("status", "lamp", "status = 200", "UG061 an entry of `status` cannot be about `lamp`"),
            ("status", "lamp.GET", "status = 404", "UG061 `status` is not a number from 200 to 399"),
            ("status", "lamp.GET", "", "UG061 the entry has no `status`"),
            ("link", "lamp.links.a", "add = true\ntarget = \"unknown\"", ""),
            ("link", "lamp.links.a", "add = true\nmany = true", "UG061 an entry that adds has a `target`, which may be `unknown`"),
            ("link", "lamp.properties.a", "add = true\ntarget = \"lamp\"", "UG061 an entry of `link` cannot be about `lamp.properties.a`"),
            ("member", "Hue.members.a", "", ""),
            ("member", "Hue.members.None", "", ""),
            ("member", "Hue.a", "", "UG061 an entry of `member` cannot be about `Hue.a`"),
            ("error", "lamp.GET", "code = \"Gone\"", ""),
            ("error", "lamp.reasons", "code = \"Gone\"\nsubcode = \"Burnt\"", ""),
            ("error", "lamp.reasons", "code = \"gone\"", "UG061 `gone` cannot be the code of a reason"),
            ("error", "lamp.reasons", "code = \"Updated\"", "UG061 `Updated` cannot be the code of a reason"),
            ("error", "lamp", "code = \"Gone\"", "UG061 an entry of `error` cannot be about `lamp`"),
            ("error", "lamp.GET", "", "UG061 the entry has no `code`"),
            ("error", "lamp.GET", "code = \"Any\"", "UG061 `Any` is not the name of an error"),
            ("error", "lamp.GET", "code = \"Gone\"\nsubcode = \"None\"", "UG061 `None` is not the name of an error"),
        ];
        for (kind, of, keys, expected) in cases {
            let text =
                format!("[[{kind}]]\nof = \"{of}\"\n{keys}\nreason = \"so it is\"\nsource = \"pages\"\n");
            assert_eq!(found(&text).join("; "), expected, "{text}");
        }
    }

    /// The keys of an entry that say where it comes from, and what is wrong with them where it adds and where it corrects.
    #[test]
    fn an_entry_that_adds_says_where_it_comes_from() {
        let missing = "UG061 the entry adds something, and does not name where that comes from";
        #[rustfmt::skip]
        let cases = [
            ("", missing, ""),
            ("source = \"pages\"", "", ""),
            ("source = \"a book\"", "", ""),
            ("traffic = { seen = 1, of = 1 }", "", ""),
            ("traffic = { seen = 2, of = 1 }", "UG061 `traffic` is not a count", "UG061 `traffic` is not a count"),
            ("traffic = { seen = 0, of = 1 }", "UG061 `traffic` is not a count", "UG061 `traffic` is not a count"),
            ("traffic = { seen = 1 }", "UG061 `traffic` is not a count", "UG061 `traffic` is not a count"),
            ("traffic = { seen = 1, of = 2, by = 3 }", "UG061 `traffic` is not a count", "UG061 `traffic` is not a count"),
            ("traffic = 3", "UG061 `traffic` is not a count", "UG061 `traffic` is not a count"),
            ("source = \"a  book\"", "UG061 `source` is not one line with single blanks in it", "UG061 `source` is not one line with single blanks in it"),
            ("source = 3", "UG061 `source` is not a text", "UG061 `source` is not a text"),
            ("traffic = { seen = 1, of = 1 }\nsource = \"a book\"", "UG061 the entry has both `traffic` and `source`", "UG061 the entry has both `traffic` and `source`"),
        ];
        #[rustfmt::skip]
        let adding = [
            "[[property]]\nof = \"lamp.properties.a\"\ntype = \"String\"",
            "[[parameter]]\nof = \"lamp.GET.query.a\"\ntype = \"String\"",
            "[[link]]\nof = \"lamp.links.a\"\nadd = true\ntarget = \"lamp\"",
            "[[event]]\nof = \"lamp.events\"\ntype = \"added\"\nsender = \"lamp\"",
            "[[status]]\nof = \"lamp.GET\"\nstatus = 200",
            "[[member]]\nof = \"Hue.members.a\"",
            "[[error]]\nof = \"lamp.GET\"\ncode = \"Gone\"",
        ];
        #[rustfmt::skip]
        let correcting = [
            "[[type]]\nof = \"lamp.properties.a\"\ntype = \"String\"",
            "[[default]]\nof = \"lamp.properties.a\"",
            "[[required]]\nof = \"lamp.GET.query.a\"\nrequired = false",
            "[[link]]\nof = \"lamp.links.a\"\ntarget = \"lamp\"",
            "[[role]]\nof = \"lamp\"\nrepresentation = \"lamp\"",
            "[[response]]\nof = \"lamp.GET\"\nresource = \"lamp\"",
        ];
        for (origin, of_adding, of_correcting) in cases {
            for (entries, expected) in [(&adding[..], of_adding), (&correcting[..], of_correcting)] {
                for entry in entries {
                    let text = format!("{entry}\n{origin}\nreason = \"so it is\"\n");
                    assert_eq!(found(&text).join("; "), expected, "{text}");
                }
            }
        }
        let excluded = found("[[exclude]]\nof = \"lamp\"\nreason = \"so\"\nsource = \"pages\"\n");
        assert_eq!(excluded, ["UG061 an entry of `exclude` has no key `source`"]);
    }

    #[test]
    fn of_two_entries_of_one_claim_the_first_counts() {
        let event = |ty: &str| {
            format!(
                "[[event]]\nof = \"lamp.events\"\ntype = \"{ty}\"\nsender = \"lamp\"\nreason = \"so\"\nsource = \"pages\"\n"
            )
        };
        let status = |status: u16| {
            format!("[[status]]\nof = \"lamp.GET\"\nstatus = {status}\nreason = \"so\"\nsource = \"pages\"\n")
        };
        for (entries, expected) in [
            ([event("added"), event("deleted")], ""),
            ([event("added"), event("added")], "UG064 `lamp.events` has two entries of `event`"),
            ([status(200), status(201)], ""),
            ([status(200), status(200)], "UG064 `lamp.GET` has two entries of `status`"),
        ] {
            assert_eq!(found(&entries.concat()).join("; "), expected, "{entries:?}");
        }
    }
}
