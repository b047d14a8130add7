//! The page of a resource.

use super::cell;
use super::lookup::Lookup;
use super::markdown::{Page, escape, link, prose_cell};
use super::operation;
use super::sample;
use crate::schema::{Event, Link, Resource, ResourceKind};

pub(super) fn page(lookup: &Lookup<'_>, resource: &Resource, samples: bool) -> String {
    let mut page = Page::new(&resource.name, &front_matter(resource));
    page.prose(&resource.description);
    web_link(&mut page, lookup);
    if !resource.remarks.is_empty() {
        page.heading(2, "Resource description");
        page.prose(&resource.remarks);
    }
    properties(&mut page, lookup, resource);
    links(&mut page, resource);
    scopes(&mut page, lookup, resource);
    events(&mut page, lookup, resource, samples);
    operations(&mut page, lookup, resource, samples);
    page.finish()
}

/// The title, and what follows neither from the name nor from the tables.
fn front_matter(resource: &Resource) -> Vec<(&'static str, String)> {
    let mut entries = vec![("title", resource.name.clone())];
    if let Some(role_of) = &resource.role_of {
        entries.push(("role_of", role_of.clone()));
    }
    if resource.kind == ResourceKind::Operation {
        entries.push(("kind", "operation".to_owned()));
    }
    if !resource.aliases.is_empty() {
        entries.push(("aliases", resource.aliases.join(", ")));
    }
    let (rel, revision) = named(&resource.name);
    if resource.rel != rel {
        entries.push(("rel", resource.rel.clone()));
    }
    if resource.revision != revision {
        entries.push(("revision", resource.revision.to_string()));
    }
    entries
}

/// What a page's name says: the rel without the digit at its end, and the digit.
fn named(name: &str) -> (&str, u32) {
    let rel = name.trim_end_matches(|c: char| c.is_ascii_digit());
    match name[rel.len()..].parse() {
        Ok(revision) if !rel.is_empty() => (rel, revision),
        _ => (name, 1),
    }
}

fn web_link(page: &mut Page, lookup: &Lookup<'_>) {
    if lookup.schema.link_attributes.is_empty() {
        return;
    }
    page.heading(2, "Web Link");
    let attributes = lookup.schema.link_attributes.iter();
    let rows = attributes.map(|attribute| [escape(&attribute.name), prose_cell(&attribute.description)]);
    page.table(["Name", "Description"], rows);
}

fn properties(page: &mut Page, lookup: &Lookup<'_>, resource: &Resource) {
    page.heading(3, "Properties");
    // No page of the documentation says so of a property, but one may.
    if resource.properties.iter().any(|property| property.required) {
        operation::fields(page, lookup, &resource.properties);
        return;
    }
    let rows = resource.properties.iter().map(|property| {
        [
            cell::name(&property.name, &property.provenance),
            cell::ty(lookup, property),
            prose_cell(&property.description),
        ]
    });
    if !page.table(["Name", "Type", "Description"], rows) {
        page.none();
    }
}

fn links(page: &mut Page, resource: &Resource) {
    page.heading(3, "Links");
    if !page.table(["Link", "Leads to", "Cardinality", "Description"], resource.links.iter().map(link_row)) {
        page.none();
    }
    if !resource.embedded.is_empty() {
        page.heading(3, "Embedded resources");
        let rows = resource.embedded.iter().map(link_row);
        page.table(["Embedded resource", "Holds", "Cardinality", "Description"], rows);
    }
}

fn link_row(entry: &Link) -> [String; 4] {
    [
        cell::name(&entry.rel, &entry.provenance),
        entry.target.as_ref().map_or_else(|| "unknown".to_owned(), |target| link(target, target)),
        if entry.many { "many" } else { "one" }.to_owned(),
        prose_cell(&entry.description),
    ]
}

fn scopes(page: &mut Page, lookup: &Lookup<'_>, resource: &Resource) {
    if resource.scopes.is_empty() {
        return;
    }
    page.heading(3, "Azure Active Directory scopes for online applications");
    let rows = resource.scopes.iter().map(|named| {
        let scope = lookup.scope(&named.name);
        let (permission, description) =
            scope.map_or(("", ""), |scope| (&scope.permission, &scope.description));
        [escape(&named.name), escape(permission), prose_cell(description)]
    });
    page.table(["Scope", "Permission", "Description"], rows);
}

fn events(page: &mut Page, lookup: &Lookup<'_>, resource: &Resource, samples: bool) {
    if resource.events.is_empty() {
        return;
    }
    page.heading(2, "Events");
    let scopes = sample::Scopes::new(&resource.events);
    // Runs rather than groups, so that the order of the events is kept.
    for run in resource.events.chunk_by(|a, b| a.ty == b.ty) {
        page.heading(3, &capitalised(&run[0].ty));
        // Traffic shows whether an event has its resource with it; no page of the documentation says it.
        if run.iter().any(|event| event.embedded.is_some()) {
            let rows = run.iter().map(|event| {
                let [resource, priority, sender, scope, reason] = event_row(event);
                let embedded = event.embedded.map_or("None", |embedded| if embedded { "Yes" } else { "No" });
                [resource, priority, sender, scope, embedded.to_owned(), reason]
            });
            page.table(["Resource", "Priority", "Sender", "In", "Embedded?", "Reason"], rows);
        } else {
            page.table(["Resource", "Priority", "Sender", "In", "Reason"], run.iter().map(event_row));
        }
        for event in run.iter().filter(|_| samples) {
            sample::event(page, lookup, &scopes, event);
        }
    }
}

fn event_row(event: &Event) -> [String; 5] {
    let resource =
        event.target.as_ref().map_or_else(|| escape(&event.resource), |target| link(&event.resource, target));
    [
        cell::marked(resource, &event.provenance),
        if event.priority.is_empty() { "None".to_owned() } else { escape(&event.priority) },
        escape(&event.sender),
        escape(&event.scope.join(", ")),
        prose_cell(&event.reason),
    ]
}

fn operations(page: &mut Page, lookup: &Lookup<'_>, resource: &Resource, samples: bool) {
    if resource.operations.is_empty() && resource.reasons.is_empty() {
        return;
    }
    page.heading(2, "Operations");
    for operation in &resource.operations {
        operation::section(page, lookup, operation);
        if samples {
            sample::operation(page, lookup, resource, operation);
        }
    }
    if resource.reasons.is_empty() {
        return;
    }
    page.heading(3, "Asynchronous reason codes");
    for run in resource.reasons.chunk_by(|a, b| a.code == b.code) {
        page.heading(4, &run[0].code);
        let rows = run.iter().map(|reason| {
            let subcode = operation::or_none(reason.subcode.as_deref());
            [cell::marked(subcode, &reason.provenance), prose_cell(&reason.description)]
        });
        page.table(["Subcode", "Reason"], rows);
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_rel_and_revision() {
        assert_eq!(named("group2"), ("group", 2));
        assert_eq!(named("group"), ("group", 1));
        assert_eq!(named("2"), ("2", 1));
        assert_eq!(named(""), ("", 1));
    }
}
