//! A page about a resource.

use super::docs::{Doc, code};
use super::facts::Sent;
use super::fields;
use super::file::File;
use super::format::literal;
use super::operation;
use super::{errors, events, since};
use crate::emit::names::fixed::{EMBEDDED, LINKS, UNKNOWN};
use crate::emit::names::runtime;
use crate::emit::plan::{Named, Plan, ResourcePlan, Struct};
use crate::schema::{Link, Resource, ResourceKind};

/// When the fields of a group have a value.
const LINK_PRESENCE: &str = "Links to actions are present only while the action is available.";
const EMBEDDED_PRESENCE: &str = "The server may omit each of them.";

/// Writes down everything that is generated from the page.
pub(crate) fn emit(file: &mut File<'_>, plan: &Plan<'_>, resource: &ResourcePlan<'_>) {
    match plan.types.representation(resource.resource) {
        Some(representation) if resource.resource.kind == ResourceKind::Role => {
            let docs = docs(file, plan, resource).comment("///");
            let (ty, representation) = (file.declare(&resource.ty), file.ty(representation));
            file.push(format!("{docs}pub type {ty} = {representation};\n"));
        }
        _ => representation(file, plan, resource),
    }
    operation::emit(file, plan, resource);
    events::emit(file, resource);
}

fn representation(file: &mut File<'_>, plan: &Plan<'_>, resource: &ResourcePlan<'_>) {
    let docs = docs(file, plan, resource);
    let ty = file.declare(&resource.ty);
    let properties = resource.properties.iter();
    let mut fields: String =
        properties.map(|field| fields::property(file, &plan.types, field, Sent::ByServer)).collect();
    let groups = [
        (resource.links.as_ref(), "The documented links.", "links", LINKS),
        (resource.embedded.as_ref(), "The documented embedded resources.", "embedded", EMBEDDED),
    ];
    for (group, docs, attribute, name) in groups {
        if let Some(group) = group {
            let ty = file.declare(&group.ty);
            fields.push_str(&format!("    /// {docs}\n    #[ucwa({attribute})]\n    pub {name}: {ty},\n"));
        }
    }
    fields.push_str(&fields::unknown(file, "Undocumented members."));
    let attributes = attributes(resource.resource);
    file.push_struct(&docs, runtime::RESOURCE, &attributes, ty, &fields, false);
    if let Some(group) = &resource.links {
        let fields = |file: &mut File<'_>, field: &Named<'_, Link>| {
            Some(fields::link(file, plan, &resource.ty, field))
        };
        links_of(file, resource, group, runtime::LINKS, "links", LINK_PRESENCE, fields);
    }
    if let Some(group) = &resource.embedded {
        let fields = |file: &mut File<'_>, field: &Named<'_, Link>| fields::embedded(file, plan, field);
        links_of(file, resource, group, runtime::EMBEDDED, "embedded resources", EMBEDDED_PRESENCE, fields);
    }
}

/// What says which resource a struct represents.
pub(crate) fn attributes(resource: &Resource) -> Vec<String> {
    let rel = format!("rel = {}", literal(&resource.rel));
    let revision = (resource.revision != 1).then(|| format!("revision = {}", resource.revision));
    [Some(rel), revision].into_iter().flatten().collect()
}

/// The struct of the links or the embedded resources.
fn links_of(
    file: &mut File<'_>,
    resource: &ResourcePlan<'_>,
    group: &Struct<'_, Link>,
    derive: runtime::Item,
    what: &str,
    presence: &str,
    mut field: impl FnMut(&mut File<'_>, &Named<'_, Link>) -> Option<String>,
) {
    let ty = file.declare(&group.ty);
    let (mut typed, mut untyped) = (String::new(), Vec::new());
    for named in &group.fields {
        match field(file, named) {
            Some(declaration) => typed.push_str(&declaration),
            None => untyped.push(code(&named.item.rel)),
        }
    }
    let mut docs = Doc::new().markdown(format!("The {what} of [`{}`]. {presence}", resource.ty));
    if !untyped.is_empty() {
        let untyped = untyped.join(", ");
        docs = docs
            .markdown(format!("Found in `{UNKNOWN}`, because their types are not documented: {untyped}."));
    }
    file.push_struct(&docs, derive, &[], ty, &typed, false);
}

fn docs(file: &mut File<'_>, plan: &Plan<'_>, resource: &ResourcePlan<'_>) -> Doc {
    let page = resource.resource;
    let mut facts = format!("The rel {}", code(&page.rel));
    if page.revision != 1 {
        facts.push_str(&format!(" in revision {}", page.revision));
    }
    if let Some(of) = &page.role_of {
        facts.push_str(&format!(", whose representation is {}", code(of)));
    }
    if !page.aliases.is_empty() {
        let aliases: Vec<String> = page.aliases.iter().map(|alias| code(alias)).collect();
        facts.push_str(&format!(", also observed as {}", aliases.join(", ")));
    }
    facts.push_str(&format!("; documented in {}.", code(&page.page.file)));
    if !resource.properties.is_empty() {
        facts.push_str(" Properties are omitted if the server has no value.");
    }
    let mut docs = Doc::new().prose(file, &page.description).prose(file, &page.remarks).markdown(facts);
    if !page.scopes.is_empty() {
        let mut scopes: Vec<String> = page.scopes.iter().map(|scope| code(&scope.name)).collect();
        scopes.sort();
        let scopes = scopes.join(", ");
        docs = docs.markdown(format!("Skype for Business Online requires one of these scopes: {scopes}."));
    }
    let operations: Vec<String> = operation::summaries(file, plan, resource);
    if !operations.is_empty() {
        docs = docs.markdown("# Operations");
        docs = operations.iter().fold(docs, |docs, item| docs.item(file, item, []));
        let has_generic = resource.operations.iter().any(|planned| planned.operation.generic_errors);
        if let Some(generic) = errors::generic(plan).filter(|_| has_generic) {
            docs = docs.markdown(format!("Any operation can return the {generic} as well."));
        }
    }
    let events = events::summaries(plan, page);
    if !events.is_empty() {
        docs = docs.markdown("# Events");
        docs = events.iter().fold(docs, |docs, item| docs.item(file, item, []));
    }
    since::section(docs, file, file.since(&page.name))
}
