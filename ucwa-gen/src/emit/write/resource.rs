//! A page about a resource.

use super::docs::{Doc, code};
use super::events;
use super::facts::Sent;
use super::fields;
use super::file::File;
use super::format::literal;
use super::operation;
use crate::emit::names::fixed::{EMBEDDED, LINKS, UNKNOWN};
use crate::emit::names::runtime;
use crate::emit::plan::{Named, Plan, ResourcePlan, Struct};
use crate::schema::{Link, Resource, ResourceKind};

/// Writes down everything that is generated from the page.
pub(crate) fn emit(file: &mut File<'_>, plan: &Plan<'_>, resource: &ResourcePlan<'_>) {
    match plan.types.representation(resource.resource) {
        Some(representation) if resource.resource.kind == ResourceKind::Role => {
            let docs = docs(file, resource).comment("///");
            let (ty, representation) = (file.declare(&resource.ty), file.ty(representation));
            file.push(format!("{docs}pub type {ty} = {representation};\n"));
        }
        _ => representation(file, plan, resource),
    }
    operation::emit(file, plan, resource);
    events::emit(file, resource);
}

fn representation(file: &mut File<'_>, plan: &Plan<'_>, resource: &ResourcePlan<'_>) {
    let docs = docs(file, resource);
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
    fields.push_str(&fields::unknown(file, "What is not documented."));
    let attributes = attributes(resource.resource);
    file.push_struct(&docs, runtime::RESOURCE, &attributes, ty, &fields, false);
    if let Some(group) = &resource.links {
        let fields = |file: &mut File<'_>, field: &Named<'_, Link>| {
            Some(fields::link(file, plan, &resource.ty, field))
        };
        links_of(file, resource, group, runtime::LINKS, "links", fields);
    }
    if let Some(group) = &resource.embedded {
        let fields = |file: &mut File<'_>, field: &Named<'_, Link>| fields::embedded(file, plan, field);
        links_of(file, resource, group, runtime::EMBEDDED, "embedded resources", fields);
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
    let mut docs = Doc::new().markdown(format!("The {what} of [`{}`].", resource.ty));
    if !untyped.is_empty() {
        let untyped = untyped.join(", ");
        docs = docs
            .markdown(format!("Of no documented type, and therefore found under `{UNKNOWN}`: {untyped}."));
    }
    file.push_struct(&docs, derive, &[], ty, &typed, false);
}

fn docs(file: &File<'_>, plan: &ResourcePlan<'_>) -> Doc {
    let resource = plan.resource;
    let mut facts = format!("The rel {}", code(&resource.rel));
    if resource.revision != 1 {
        facts.push_str(&format!(" in revision {}", resource.revision));
    }
    if let Some(of) = &resource.role_of {
        facts.push_str(&format!(", whose representation is {}", code(of)));
    }
    if !resource.aliases.is_empty() {
        let aliases: Vec<String> = resource.aliases.iter().map(|alias| code(alias)).collect();
        facts.push_str(&format!(", also observed as {}", aliases.join(", ")));
    }
    facts.push_str(&format!("; see {}.", code(&resource.page.file)));
    let mut docs =
        Doc::new().prose(file, &resource.description).prose(file, &resource.remarks).markdown(facts);
    if !resource.scopes.is_empty() {
        let mut scopes: Vec<String> = resource.scopes.iter().map(|scope| code(&scope.name)).collect();
        scopes.sort();
        docs = docs.markdown(format!("Online, any of these scopes allows it: {}.", scopes.join(", ")));
    }
    docs
}
