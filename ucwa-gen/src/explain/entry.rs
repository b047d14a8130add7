//! The things that a resource or an enumeration has, each in a line.

use std::collections::BTreeMap;
use std::fmt;

use crate::history;
use crate::render::property_facts;
use crate::schema::{
    Enumeration, Event, Evidence, Link, Name, Operation, OperationError, Property, Provenance, Resource,
    ResourceKind, Schema,
};

/// One thing and its evidence.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The path that overrides and findings have for it, without the subject (`properties.colour`); empty for the subject itself.
    path: String,
    /// Other names by which it is found, first the one to suggest; empty for the subject itself.
    names: Vec<String>,
    /// Its path in the history, if that is another one.
    dated: Option<String>,
    /// What it is, in one line.
    line: String,
    evidence: Vec<Evidence>,
}

impl Entry {
    fn new(path: impl Into<String>, names: &[&str], line: String, evidence: &[Evidence]) -> Self {
        let names = names.iter().map(|&name| name.to_owned()).collect();
        Self { path: path.into(), names, dated: None, line, evidence: evidence.to_vec() }
    }

    /// Names its path in the history of the documentation.
    fn dated(mut self, path: String) -> Self {
        self.dated = Some(path);
        self
    }

    /// Adds since when the documentation has it, of what a page has by path.
    pub(super) fn since(&mut self, since: &BTreeMap<&str, &str>) {
        if let Some(since) = since.get(self.dated.as_deref().unwrap_or(&self.path)) {
            self.line.push_str(&format!(", documented since {since}"));
        }
    }

    /// Whether this is its name or its path, or the path of the part that it is in (`POST.input`).
    pub(super) fn is_named(&self, name: &str) -> bool {
        let is_part = || self.path.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
        // A method stands for the operation alone, without what it sends and receives.
        let has_parts = || name.contains('.') || PARTS.contains(&name);
        let is_path = || !name.is_empty() && (self.path == name || has_parts() && is_part());
        self.names.iter().any(|own| own == name) || is_path()
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.names.first().map(String::as_str)
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }
}

/// The parts of a resource or an enumeration whose entries have names.
const PARTS: [&str; 6] = ["properties", "links", "embedded", "scopes", "reasons", "members"];

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.line)?;
        for Evidence { kind, detail, at } in &self.evidence {
            f.write_str("    ")?;
            if let Some(at) = at {
                write!(f, "{at}: ")?;
            }
            f.write_str(kind.describe())?;
            if !detail.is_empty() {
                write!(f, ": {detail}")?;
            }
            f.write_str("\n")?;
        }
        Ok(())
    }
}

/// The resource itself, then everything that its page holds, in the order of the page.
pub(super) fn of_resource(schema: &Schema, resource: &Resource) -> Vec<Entry> {
    let mut entries = vec![subject(resource)];
    entries.extend(resource.properties.iter().map(|it| property("property", "properties", it)));
    entries.extend(resource.links.iter().map(|it| link("link", "links", it)));
    entries.extend(resource.embedded.iter().map(|it| link("embedded", "embedded", it)));
    entries.extend(resource.scopes.iter().map(|it| {
        let path = format!("scopes.{}", it.name);
        Entry::new(path, &[&it.name], format!("scope {}", it.name), &it.evidence)
    }));
    entries.extend(resource.events.iter().map(event));
    for it in &resource.operations {
        operation(schema, it, &mut entries);
    }
    entries.extend(renamings(schema, &resource.name));
    entries.extend(resource.reasons.iter().map(|it| {
        let subcode = it.subcode.as_deref();
        let subcode_name = subcode.map_or_else(String::new, slash);
        let line = format!("reason code {}{subcode_name}{}", it.code, mark(&it.provenance));
        let path = format!("reasons.{}", subcode.unwrap_or(&it.code));
        Entry::new(path, &[subcode.unwrap_or(&it.code), &it.code], line, &it.evidence)
            .dated(history::reason(it))
    }));
    entries
}

/// What generated code calls by another word, the resource or enumeration itself or something in it.
fn renamings(schema: &Schema, page: &str) -> Vec<Entry> {
    let is_own =
        |of: &str| of.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let own = schema.names.iter().filter(|it| is_own(&it.of));
    let entry = |it: &Name| {
        let last = it.of.rsplit('.').next().unwrap_or(&it.of);
        let path = it.of.strip_prefix(page).unwrap_or_default().trim_start_matches('.');
        Entry::new(path, &[last], format!("{} is called {}", it.of, it.name), &it.evidence)
    };
    own.map(entry).collect()
}

/// The enumeration itself, then its members.
pub(super) fn of_enumeration(schema: &Schema, enumeration: &Enumeration) -> Vec<Entry> {
    let page = enumeration.page.as_ref().map_or("no page", |page| &page.file);
    let line = format!("{}: an enumeration ({page})", enumeration.name);
    let mut entries = vec![Entry::new("", &[], line, &enumeration.evidence)];
    entries.extend(enumeration.members.iter().map(|member| {
        let line = format!("member {}{}", member.name, mark(&member.provenance));
        Entry::new(format!("members.{}", member.name), &[&member.name], line, &member.evidence)
    }));
    entries.extend(renamings(schema, &enumeration.name));
    entries
}

fn subject(resource: &Resource) -> Entry {
    let mut line = format!("{}: ", resource.name);
    match &resource.role_of {
        Some(role_of) => line.push_str(&format!("a role of {role_of}")),
        None if resource.kind == ResourceKind::Operation => line.push_str("an operation"),
        None => line.push_str("a resource"),
    }
    if let Some(group) = &resource.group {
        line.push_str(&format!(" of the group {group}"));
    }
    line.push_str(&format!(", rel {}, revision {}", resource.rel, resource.revision));
    if !resource.aliases.is_empty() {
        line.push_str(&format!(", also {}", resource.aliases.join(", ")));
    }
    line.push_str(&format!(" ({})", resource.page.file));
    Entry::new("", &[], line, &resource.evidence)
}

/// `place` is the path of the list that it is in.
fn property(what: &str, place: &str, property: &Property) -> Entry {
    let mut line = format!("{what} {}: {}", property.name, property_facts(property));
    if let Some(origin) = property.default_provenance.mark() {
        line.push_str(&format!(" (the default: {origin})"));
    }
    line.push_str(&mark(&property.provenance));
    Entry::new(format!("{place}.{}", property.name), &[&property.name], line, &property.evidence)
}

fn link(what: &str, place: &str, link: &Link) -> Entry {
    let target = link.target.as_deref().unwrap_or("unknown");
    let many = if link.many { ", many" } else { "" };
    let line = format!("{what} {}: {target}{many}{}", link.rel, mark(&link.provenance));
    Entry::new(format!("{place}.{}", link.rel), &[&link.rel], line, &link.evidence)
}

fn event(event: &Event) -> Entry {
    let mut line = format!("event {} {}", event.resource, event.ty);
    if !event.priority.is_empty() {
        line.push_str(&format!(", {}", event.priority));
    }
    line.push_str(&format!(", from {}", event.sender));
    if !event.scope.is_empty() {
        line.push_str(&format!(", in {}", event.scope.join(", ")));
    }
    line.push_str(match event.embedded {
        Some(true) => ", with the resource",
        Some(false) => ", without the resource",
        None => "",
    });
    line.push_str(&mark(&event.provenance));
    Entry::new("events", &[&event.resource, &event.ty], line, &event.evidence).dated(history::event(event))
}

fn operation(schema: &Schema, operation: &Operation, entries: &mut Vec<Entry>) {
    let method = operation.method.as_str();
    let mut line = format!("operation {method}");
    if let Some(output) = &operation.output {
        line.push_str(&format!(": {output}"));
    }
    if let Some(element) = &operation.output_element {
        line.push_str(&format!(", answers <{element}>"));
    }
    for (what, media_types) in [("takes", &operation.consumes), ("answers", &operation.produces)] {
        if !media_types.is_empty() {
            line.push_str(&format!(", {what} {}", media_types.join(", ")));
        }
    }
    if !operation.statuses.is_empty() {
        let statuses: Vec<String> = {
            let statuses = operation.statuses.iter();
            statuses.map(|it| format!("{}{}", it.status, mark(&it.provenance))).collect()
        };
        line.push_str(&format!(", status {}", statuses.join(", ")));
    }
    let statuses = operation.statuses.iter().flat_map(|it| &it.evidence);
    let evidence: Vec<Evidence> = operation.evidence.iter().chain(statuses).cloned().collect();
    entries.push(Entry::new(method, &[method], line, &evidence));

    let parts = [
        ("query parameter", "query", &operation.query),
        ("input", "input", &operation.input),
        ("output", "output", &operation.output_fields),
    ];
    for (what, part, fields) in parts {
        let (what, place) = (format!("{method} {what}"), format!("{method}.{part}"));
        entries.extend(fields.iter().map(|field| property(&what, &place, field)));
    }
    entries.extend(operation.errors.iter().map(|it| error(method, "error", it)));
    if operation.generic_errors {
        let generic = schema.errors.generic.iter();
        // Their rows are evidence of the operation: each page repeats them.
        entries.extend(generic.map(|it| {
            error(method, "generic error", &OperationError { evidence: Vec::new(), ..it.clone() })
        }));
    }
}

fn error(method: &str, what: &str, error: &OperationError) -> Entry {
    let status = error.status.map_or_else(String::new, |status| format!(" {status}"));
    let subcode = error.subcode.as_deref();
    let name = subcode.map_or_else(String::new, slash);
    let line = format!("{method} {what}{status} {}{name}{}", error.code, mark(&error.provenance));
    let path = format!("{method}.errors.{}", subcode.unwrap_or(&error.code));
    let dated = format!("{method}.{}", history::error(error));
    Entry::new(path, &[subcode.unwrap_or(&error.code), &error.code], line, &error.evidence).dated(dated)
}

fn slash(subcode: &str) -> String {
    format!("/{subcode}")
}

/// Where it comes from, if no page lists it.
fn mark(provenance: &Provenance) -> String {
    provenance.mark().map_or_else(String::new, |mark| format!(" ({mark})"))
}
