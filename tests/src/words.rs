//! The descriptions of a schema one by one, and whether their words are our own.

use std::collections::{BTreeSet, HashSet};

use ucwa_gen::extract::{Block, Document, Text};
use ucwa_gen::schema::{Enumeration, Link, Operation, OperationError, Property, Resource, Schema};

/// A run of this many words that another text has too is copied from it.
const RUN: usize = 8;
/// Texts of fewer words than this can be the same without one being copied from the other.
const SHORT: usize = 4;

/// One description, remark or reason in a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Described<'a> {
    /// The resource or enumeration; empty for what every page has.
    pub page: &'a str,
    /// What kind of entry it describes.
    pub kind: &'static str,
    /// The entry's name.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
}

impl std::fmt::Display for Described<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} `{}`: {}", self.page, self.kind, self.name, self.text)
    }
}

/// Every description of a schema that has a place on its pages, the empty ones too.
#[must_use]
pub fn descriptions(schema: &Schema) -> Vec<Described<'_>> {
    let mut list = List { page: "", found: Vec::new() };
    for attribute in &schema.link_attributes {
        list.add("attribute", &attribute.name, &attribute.description);
    }
    for scope in &schema.scopes {
        list.add("scope", &scope.name, &scope.description);
    }
    list.errors(&schema.errors.generic);
    for resource in &schema.resources {
        list.resource(resource);
    }
    for enumeration in schema.enumerations.iter().filter(|enumeration| enumeration.page.is_some()) {
        list.enumeration(enumeration);
    }
    list.found
}

/// The remarks of a schema. Not every page has them.
#[must_use]
pub fn remarks(schema: &Schema) -> Vec<Described<'_>> {
    let resources = schema.resources.iter().map(|it| (it.name.as_str(), it.remarks.as_str()));
    let enumerations = schema.enumerations.iter().map(|it| (it.name.as_str(), it.remarks.as_str()));
    resources
        .chain(enumerations)
        .filter(|(_, text)| !text.is_empty())
        .map(|(page, text)| Described { page, kind: "remarks", name: page, text })
        .collect()
}

struct List<'a> {
    page: &'a str,
    found: Vec<Described<'a>>,
}

impl<'a> List<'a> {
    fn add(&mut self, kind: &'static str, name: &'a str, text: &'a str) {
        self.found.push(Described { page: self.page, kind, name, text });
    }

    fn resource(&mut self, resource: &'a Resource) {
        self.page = &resource.name;
        self.add("resource", &resource.name, &resource.description);
        self.fields("property", &resource.properties);
        self.links("link", &resource.links);
        self.links("embedded resource", &resource.embedded);
        for event in &resource.events {
            self.add("event", &event.ty, &event.reason);
        }
        for reason in &resource.reasons {
            self.add("reason", reason.subcode.as_ref().unwrap_or(&reason.code), &reason.description);
        }
        for operation in &resource.operations {
            self.operation(operation);
        }
    }

    fn operation(&mut self, operation: &'a Operation) {
        self.add("operation", &operation.method, &operation.description);
        self.fields("parameter", &operation.query);
        self.fields("field of the request", &operation.input);
        self.fields("field of the response", &operation.output_fields);
        self.errors(&operation.errors);
    }

    fn enumeration(&mut self, enumeration: &'a Enumeration) {
        self.page = &enumeration.name;
        self.add("enumeration", &enumeration.name, &enumeration.description);
        for member in &enumeration.members {
            self.add("member", &member.name, &member.description);
        }
    }

    fn fields(&mut self, kind: &'static str, fields: &'a [Property]) {
        for field in fields {
            self.add(kind, &field.name, &field.description);
        }
    }

    fn links(&mut self, kind: &'static str, links: &'a [Link]) {
        for link in links {
            self.add(kind, &link.rel, &link.description);
        }
    }

    fn errors(&mut self, errors: &'a [OperationError]) {
        for error in errors {
            self.add("error", error.subcode.as_ref().unwrap_or(&error.code), &error.description);
        }
    }
}

/// The words of texts that are not ours.
#[derive(Debug, Default)]
pub struct Foreign {
    texts: HashSet<String>,
    runs: HashSet<String>,
}

impl Foreign {
    /// Adds every text of a page: its paragraphs, list items and cells.
    pub fn add(&mut self, document: &Document) {
        for block in &document.blocks {
            match block {
                Block::Paragraph(text) | Block::Item(text) => self.text(text),
                Block::Table(table) => {
                    table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.text(cell));
                }
                Block::Heading { .. } | Block::Code { .. } => {}
            }
        }
    }

    fn text(&mut self, text: &Text) {
        let words = words(&text.plain);
        self.runs.extend(words.windows(RUN).map(|run| run.join(" ")));
        self.texts.insert(words.join(" "));
    }

    /// What a text has from these: all of it, or the first run of words.
    #[must_use]
    pub fn copied(&self, text: &str) -> Option<String> {
        let words = words(text);
        let whole = words.join(" ");
        if words.len() >= SHORT && self.texts.contains(&whole) {
            return Some(whole);
        }
        words.windows(RUN).map(|run| run.join(" ")).find(|run| self.runs.contains(run))
    }
}

/// The words of a text, whatever their case and whatever stands between them.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// A line for each different description in a list, sorted.
#[must_use]
pub fn lines<'a>(found: impl IntoIterator<Item = (Described<'a>, String)>) -> Vec<String> {
    let lines: BTreeSet<String> =
        found.into_iter().map(|(described, why)| format!("{described} ({why})")).collect();
    lines.into_iter().collect()
}
