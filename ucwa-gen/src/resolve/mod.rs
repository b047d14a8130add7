//! Facts become the schema: names, targets, types with their evidence, roles, revisions.
//!
//! What the pages leave open is decided by evidence, strongest first, and every decision keeps its reasons.

mod enumerations;
mod errors;
mod events;
mod hyperlinks;
mod index;
mod links;
mod names;
mod observe;
mod operations;
mod properties;
mod roles;
mod tokenize;
mod types;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::ingest::Facts;
use crate::overrides::Overrides;
use crate::page::{Groups, PageFacts, ScopeRow};
use crate::schema::{
    Evidence, EvidenceKind, IR_VERSION, LinkAttribute, Resource, ResourceKind, Schema, Scope, ScopeRef,
};
use crate::source::Span;

use self::enumerations::Enumerations;
use self::index::{Index, revision};
use self::observe::Bodies;
use self::operations::Outputs;
use self::roles::Roles;
use self::types::Types;

/// The diagnostics while they are collected.
type Notes = Vec<Diagnostic>;

/// Makes the schema of what the pages say, corrected by the overrides. `digest` is that of the sources.
#[must_use]
pub(crate) fn schema(facts: &Facts, overrides: &Overrides, digest: String) -> (Schema, Vec<Diagnostic>) {
    let mut notes = Notes::new();
    let index = Index::new(&facts.pages);
    let bodies = observe::bodies(&index);
    let roles = roles::find(&index, &bodies, overrides, &mut notes);
    let outputs = Outputs::find(&index, &bodies, overrides, &mut notes);
    let seen =
        observe::by_resource(&bodies, &index, &roles, &|page, method| outputs.representation(page, method));
    let enumerations = Enumerations::new(&index, overrides, &mut notes);
    let mut types = Types::new(&index, enumerations, overrides);
    let context =
        Context { index: &index, bodies: &bodies, roles: &roles, outputs: &outputs, seen: &seen, overrides };

    for page in index.resources().chain(index.enumerations()) {
        hyperlinks::check(page, &index, &mut notes);
    }
    let mut fields = properties::resolve(&context, &mut types, &mut notes);
    let generic = errors::generic(&index);
    let mut resources: Vec<Resource> = index
        .resources()
        .map(|page| {
            let (links, embedded) = links::resolve(page, &context, &mut notes);
            let properties = fields.representations.remove(&page.name).unwrap_or_default();
            let operations = operations::resolve(page, &context, &mut fields, &generic, &mut notes);
            let mut resource = resource(page, &context, &facts.groups, &mut notes);
            resource.kind = kind(&resource, page, properties.is_empty() && embedded.is_empty(), &links);
            resource.properties = properties;
            resource.links = links;
            resource.embedded = embedded;
            resource.operations = operations;
            resource.events = events::resolve(page, &index, &mut notes);
            resource.reasons = events::reasons(page, overrides, &mut notes);
            resource
        })
        .collect();
    resources.sort_by(|a, b| a.name.cmp(&b.name));
    let errors = errors::resolve(&index, &resources, &types.enumerations, generic, &mut notes);
    let enumerations = types.enumerations.into_vec(&resources);
    let mut schema = Schema {
        ir_version: IR_VERSION,
        digest,
        link_attributes: link_attributes(&index),
        resources,
        enumerations,
        errors,
        scopes: scopes(&index, &mut notes),
        names: Vec::new(),
    };
    names::resolve(&mut schema, overrides, &mut notes);
    (schema, notes)
}

/// What all parts of the resolution look at.
struct Context<'a> {
    index: &'a Index<'a>,
    bodies: &'a Bodies,
    roles: &'a Roles,
    outputs: &'a Outputs,
    seen: &'a BTreeMap<String, observe::Seen<'a>>,
    overrides: &'a Overrides,
}

fn evidence(kind: EvidenceKind, detail: impl Into<String>, span: &Span) -> Evidence {
    Evidence { kind, detail: detail.into(), at: Some(span.location()) }
}

fn resource(page: &PageFacts, context: &Context<'_>, groups: &Groups, notes: &mut Notes) -> Resource {
    let (rel, revision) = revision(&page.name);
    let group = groups.of(&page.name).map(str::to_owned);
    if group.is_none() && !groups.is_empty() {
        let message = format!("no group lists `{}`", page.name);
        notes.push(Diagnostic::new(Code::NoGroup, page.source.span(0..0), message));
    }
    let mut reasons = Vec::new();
    let role = context.roles.get(&page.name);
    let alias = context.roles.alias(&page.name);
    reasons.extend(role.map(|(_, why)| why.clone()));
    reasons.extend(context.roles.own(&page.name).cloned());
    reasons.extend(alias.map(|(_, why)| why.clone()));
    let mut aliases = page.explicit.aliases.clone();
    if let Some((alias, _)) = alias
        && !aliases.contains(alias)
    {
        aliases.push(alias.clone());
    }
    Resource {
        name: page.name.clone(),
        rel: page.explicit.rel.clone().unwrap_or_else(|| rel.to_owned()),
        aliases,
        revision: page.explicit.revision.unwrap_or(revision),
        group,
        kind: ResourceKind::Resource,
        role_of: role.map(|(base, _)| base.clone()),
        description: page.description.clone(),
        remarks: page.remarks.clone(),
        page: page.source.page(),
        properties: Vec::new(),
        links: Vec::new(),
        embedded: Vec::new(),
        operations: Vec::new(),
        events: Vec::new(),
        reasons: Vec::new(),
        scopes: scope_refs(page),
        evidence: reasons,
    }
}

fn kind(
    resource: &Resource,
    page: &PageFacts,
    has_no_content: bool,
    links: &[crate::schema::Link],
) -> ResourceKind {
    let has_get = page.operations.iter().any(|operation| operation.method == "GET");
    if resource.role_of.is_some() {
        ResourceKind::Role
    } else if page.explicit.is_operation
        || has_no_content && page.events.is_empty() && !has_get && links.iter().all(|link| link.rel == "self")
    {
        ResourceKind::Operation
    } else {
        ResourceKind::Resource
    }
}

fn scope_refs(page: &PageFacts) -> Vec<ScopeRef> {
    let mut refs: Vec<ScopeRef> = Vec::new();
    for row in &page.scopes {
        let why = evidence(EvidenceKind::Row, "", &row.span);
        match refs.iter_mut().find(|scope| scope.name == row.name) {
            Some(scope) => scope.evidence.push(why),
            None => refs.push(ScopeRef { name: row.name.clone(), evidence: vec![why] }),
        }
    }
    refs
}

fn scopes(index: &Index<'_>, notes: &mut Notes) -> Vec<Scope> {
    let mut scopes: BTreeMap<&str, &ScopeRow> = BTreeMap::new();
    for row in index.resources().flat_map(|page| &page.scopes) {
        let first = scopes.entry(&row.name).or_insert(row);
        if (&first.permission, &first.description) != (&row.permission, &row.description) {
            let message = format!("the scope `{}` is described in another way elsewhere", row.name);
            notes.push(
                Diagnostic::new(Code::ScopeDiffers, row.span.clone(), message)
                    .related(first.span.clone(), "described first here"),
            );
        }
    }
    let scope = |row: &ScopeRow| Scope {
        name: row.name.clone(),
        permission: row.permission.clone(),
        description: row.description.clone(),
    };
    scopes.into_values().map(scope).collect()
}

fn link_attributes(index: &Index<'_>) -> Vec<LinkAttribute> {
    let mut attributes: Vec<LinkAttribute> = Vec::new();
    for row in index.resources().flat_map(|page| &page.web_link) {
        let why = evidence(EvidenceKind::Row, "", &row.span);
        match attributes.iter_mut().find(|attribute| attribute.name == row.name) {
            Some(attribute) => attribute.evidence.push(why),
            None => attributes.push(LinkAttribute {
                name: row.name.clone(),
                description: row.description.clone(),
                evidence: vec![why],
            }),
        }
    }
    attributes.sort_by(|a, b| a.name.cmp(&b.name));
    attributes
}
