//! The facts that descriptions state: numbers, defaults, names of the API and causes of errors. Two texts in other words can
//! be compared by them.

use std::collections::BTreeSet;

use ucwa_gen::schema::{Enumeration, Link, Operation, OperationError, Property, Resource, Schema};

/// What numbers count. Each is a beginning: `second` is `seconds` as well.
const UNITS: [&str; 9] =
    ["second", "minute", "hour", "day", "month", "year", "character", "contact", "pixel"];

/// The numbers that pages write as words.
const NUMBERS: [(&str, i64); 13] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("fifteen", 15),
    ("thirty", 30),
    ("sixty", 60),
];

/// What an error can be due to, each by a part of the words for it that all texts share.
const CAUSES: [&str; 25] = [
    "active directory",
    "admin",
    "anonymous",
    "capabilities",
    "contact list",
    "custom number",
    "delegates",
    "delegators",
    "desktop",
    "distribution group",
    "enterprise voice",
    "federated",
    "immediateforward",
    "memberships",
    "migrat",
    "mobile",
    "modalities",
    "organization",
    "pending contacts",
    "privacy",
    "search",
    "simultaneous ring",
    "system",
    "team",
    "voicemail",
];

/// What stands before a default.
const DEFAULTS: [&str; 4] = ["default value is ", "default priority is ", "default is ", "defaults to "];

/// A number, and what it counts if the word behind it says so.
pub type Quantity = (i64, Option<&'static str>);

/// One description of a schema, and what it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The resource or enumeration.
    pub page: String,
    /// What kind of entry it describes. A parameter and a field of a request are of one kind.
    pub section: &'static str,
    /// The entry's name; empty for the page itself.
    pub name: String,
    /// The text, and the limits and the default that the entry has.
    pub text: String,
    /// The enumeration that is the entry's type; `None` if it has another one.
    pub ty: Option<String>,
}

/// Every description of a schema, in the order of its pages.
#[must_use]
pub fn rows(schema: &Schema) -> Vec<Row> {
    let mut list = List { page: "", rows: Vec::new() };
    schema.resources.iter().for_each(|it| list.resource(it));
    schema.enumerations.iter().filter(|it| it.page.is_some()).for_each(|it| list.enumeration(it));
    list.rows
}

struct List<'a> {
    page: &'a str,
    rows: Vec<Row>,
}

impl<'a> List<'a> {
    fn add(&mut self, section: &'static str, name: impl Into<String>, text: impl Into<String>) {
        self.rows.push(Row { text: text.into(), ..Row::new(self.page, section, name) });
    }

    fn resource(&mut self, resource: &'a Resource) {
        self.page = &resource.name;
        self.add("page", "", format!("{}\n{}", resource.description, resource.remarks));
        self.fields("property", &resource.properties);
        self.links("link", &resource.links);
        self.links("embedded resource", &resource.embedded);
        for event in &resource.events {
            self.add("event", format!("{} {}", event.ty, event.resource), &event.reason);
        }
        for operation in &resource.operations {
            self.operation(operation);
        }
    }

    fn operation(&mut self, operation: &'a Operation) {
        self.add("operation", &operation.method, &operation.description);
        self.fields("input", &operation.query);
        self.fields("input", &operation.input);
        self.fields("output", &operation.output_fields);
        for error in &operation.errors {
            self.add("error", name(error), &error.description);
        }
    }

    fn enumeration(&mut self, enumeration: &'a Enumeration) {
        self.page = &enumeration.name;
        self.add("page", "", format!("{}\n{}", enumeration.description, enumeration.remarks));
        for member in &enumeration.members {
            self.add("member", &member.name, &member.description);
        }
    }

    fn fields(&mut self, section: &'static str, fields: &'a [Property]) {
        for field in fields {
            self.add(section, &field.name, format!("{}\n{}", field.description, limits(field)));
            if let Some(row) = self.rows.last_mut() {
                row.ty = field.ty.enumeration().map(str::to_owned);
            }
        }
    }

    fn links(&mut self, section: &'static str, links: &'a [Link]) {
        for link in links {
            self.add(section, &link.rel, &link.description);
        }
    }
}

fn name(error: &OperationError) -> String {
    let status = error.status.map(|status| status.to_string());
    [Some(error.code.clone()), status, error.subcode.clone()].map(Option::unwrap_or_default).join(" ")
}

/// The limits and the default of a field, in words.
fn limits(field: &Property) -> String {
    let length = field.max_length.map(|it| format!("at most {it} characters"));
    let [minimum, maximum] = [field.minimum, field.maximum].map(|it| it.map(|it| it.to_string()));
    let default = field.default.as_ref().map(|it| format!("default is {it}"));
    [length, minimum, maximum, default].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The names of the API that a text can mention as such: those of pages and of members.
#[must_use]
pub fn names(schema: &Schema) -> BTreeSet<&str> {
    let resources = schema.resources.iter().map(|it| it.name.as_str());
    let enumerations = schema.enumerations.iter();
    let members = enumerations.clone().flat_map(|it| it.members.iter().map(|it| it.name.as_str()));
    resources.chain(enumerations.map(|it| it.name.as_str())).chain(members).collect()
}

impl Row {
    /// A row without a text.
    #[must_use]
    pub fn new(page: &str, section: &'static str, name: impl Into<String>) -> Self {
        Self { page: page.to_owned(), section, name: name.into(), text: String::new(), ty: None }
    }

    /// All facts of the text. Its own name and its type say nothing that the table has not.
    #[must_use]
    pub fn facts(&self, names: &BTreeSet<&str>) -> BTreeSet<String> {
        let numbers = quantities(&self.text).into_iter().map(|(number, unit)| match unit {
            Some(unit) => format!("{number} {unit}"),
            None => number.to_string(),
        });
        let is_own = |word: &str| word == self.name || self.ty.as_deref() == Some(word);
        let mentioned =
            mentioned(&self.text).into_iter().filter(|word| names.contains(word) && !is_own(word));
        let causes = self.causes().into_iter();
        let default = default(&self.text).map(|default| format!("default {default}"));
        numbers.chain(mentioned.map(str::to_owned)).chain(causes.map(str::to_owned)).chain(default).collect()
    }

    /// What an error is due to; nothing for other rows.
    #[must_use]
    pub fn causes(&self) -> BTreeSet<&'static str> {
        let text = self.text.to_lowercase().replace("immediate forward", "immediateforward");
        CAUSES.into_iter().filter(|cause| self.section == "error" && text.contains(cause)).collect()
    }
}

/// The numbers of a text. One that is written as a word counts if a unit follows it.
#[must_use]
pub fn quantities(text: &str) -> BTreeSet<Quantity> {
    let words = words(text);
    let units = words.iter().skip(1).copied().chain([""]);
    let found = words.iter().zip(units).filter_map(|(word, next)| {
        let (word, next) = (word.to_lowercase(), next.to_lowercase());
        let unit = UNITS.into_iter().find(|unit| next.starts_with(unit));
        let spelt = NUMBERS.into_iter().find(|(name, _)| *name == word && unit.is_some());
        Some((word.parse().ok().or(spelt.map(|(_, number)| number))?, unit))
    });
    found.collect()
}

/// The words of a text. Originals lack the blank between some sentences (`characters.The`). A number with a point in it
/// (`E.164`) is one word, and an address is none.
fn words(text: &str) -> Vec<&str> {
    let parts = text.split_whitespace().filter(|part| !part.contains("://"));
    let parts =
        parts.flat_map(|part| part.split(['(', ')', ',', ';', ':', '"', '`', '/'])).flat_map(sentences);
    parts
        .map(|part| part.trim_matches(|c: char| !c.is_alphanumeric() && c != '-'))
        .filter(|it| !it.is_empty())
        .collect()
}

fn sentences(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = word;
    let ends = |(at, _): &(usize, &str), rest: &str| rest[at + 1..].starts_with(char::is_uppercase);
    while let Some((at, _)) = rest.match_indices('.').find(|found| ends(found, rest)) {
        parts.push(&rest[..at]);
        rest = &rest[at + 1..];
    }
    parts.push(rest);
    parts
}

/// The words that a text sets apart as names: code, quotations, and words with a capital inside.
fn mentioned(text: &str) -> Vec<&str> {
    let spans = |mark| text.split(mark).skip(1).step_by(2);
    let has_capital = |word: &&str| word.chars().skip(1).any(char::is_uppercase);
    spans('`').chain(spans('"')).chain(words(text).into_iter().filter(has_capital)).collect()
}

/// The default that a text states.
fn default(text: &str) -> Option<&str> {
    let rest = DEFAULTS.iter().find_map(|phrase| text.split_once(phrase))?.1;
    words(rest).first().copied()
}
