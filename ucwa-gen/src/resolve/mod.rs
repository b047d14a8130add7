//! Facts become the schema: names, targets, types with their evidence, roles, revisions.
//!
//! What the pages leave open is decided by evidence, strongest first. Each decision is a value that keeps its reasons and
//! its findings (`decision`); a step that depends on an earlier one asks its decisions. The order is: whose representations
//! there are (`roles`, `outputs`), what samples show of each (`seen`), the types (`enumerations`, `types`), the links.
//! Then the schema is put together, and the findings are taken out of the decisions.

mod added;
mod bodies;
mod codes;
mod context;
mod defaults;
mod enumerations;
mod errors;
mod event_samples;
mod events;
mod evidence;
mod field;
mod fields;
mod front_matter;
mod generic;
mod glued;
mod guess;
mod hyperlinks;
mod index;
mod inference;
mod instance;
mod likeness;
mod links;
mod names;
mod nearly;
mod operations;
mod outputs;
mod paragraphs;
mod properties;
mod rare;
mod reasons;
mod repeats;
mod required;
mod resource;
mod roles;
mod rounds;
mod scopes;
mod seen;
mod shared;
mod table;
mod target;
#[cfg(test)]
mod testing;
mod tokenize;
mod types;
mod unlisted;
mod values;
mod words;

#[cfg(feature = "observe")]
pub(crate) use self::nearly::is_nearly;
#[cfg(feature = "observe")]
pub(crate) use self::values::{is_bool, is_date, is_duration, is_integer, is_uri};

use self::bodies::Bodies;
use self::context::Context;
use self::enumerations::Enumerations;
use self::events::Rels;
use self::generic::Generic;
use self::index::Index;
use self::operations::Parts;
use self::outputs::Outputs;
use self::roles::Roles;
use self::seen::SeenByResource;
use self::types::Types;
use crate::decision::Findings;
use crate::ingest::Facts;
use crate::overrides::Overrides;
use crate::schema::{IR_VERSION, Property, Resource, Schema};

/// Makes the schema of what the pages say, corrected by the overrides. `digest` is that of the sources.
#[must_use]
pub(crate) fn schema(facts: &Facts, overrides: &Overrides, digest: String) -> (Schema, Findings) {
    let mut findings = Findings::default();
    let index = Index::new(&facts.pages, &facts.external);
    let bodies = Bodies::new(&index);
    let (roles, mut role_decisions) = Roles::new(&index, &bodies, overrides);
    let (outputs, output_decisions) = Outputs::new(&index, &bodies, &roles, overrides);
    let seen = SeenByResource::new(&bodies, &index, &roles, &outputs);
    let context =
        Context { index: &index, bodies: &bodies, roles: &roles, outputs: &outputs, seen: &seen, overrides };

    let mut types = Types::new(&index, Enumerations::new(&index, overrides), overrides);
    let mut properties = properties::decide(context, &mut types, &mut findings);
    let fields = fields::decide(context, &mut types, &properties, &mut findings);
    let mut parts = Parts { fields, outputs: output_decisions, generic: Generic::new(&index) };

    let rels = Rels::new(&index, &facts.groups, overrides);
    for page in index.resources().chain(index.enumerations()) {
        findings.extend(hyperlinks::check(page, &index));
    }
    findings.extend(rare::check(&index));
    findings.extend(shared::check(&index, &parts.generic));
    findings.extend(front_matter::check(&index, &roles, &bodies));
    let resources: Vec<Resource> = index
        .resources()
        .map(|page| {
            let role = role_decisions.remove(page.name.as_str());
            let mut resource = resource::head(page, role, context, &facts.groups, &mut findings);
            let own = properties.remove(page.name.as_str()).unwrap_or_default().fields.into_iter();
            let own: Vec<Property> = own.map(|field| field.into_property(context, &mut findings)).collect();
            resource.properties = own;
            (resource.links, resource.embedded) = links::resolve(page, context, &mut findings);
            resource.operations = operations::resolve(page, &mut parts, context, &mut findings);
            resource.events = events::resolve(page, context, &rels, &mut findings);
            resource.reasons = reasons::resolve(page, overrides, &mut findings);
            resource.scopes = scopes::refs(page, &mut findings);
            resource.kind = resource::kind(&resource, page);
            resource
        })
        .collect();
    let mut enumerations = types.enumerations.finish(&resources, &mut findings);
    let errors =
        codes::resolve(&index, &facts.errors, &resources, &mut enumerations, &parts.generic, &mut findings);
    let mut schema = Schema {
        ir_version: IR_VERSION,
        digest,
        link_attributes: scopes::link_attributes(&index, &mut findings),
        resources,
        enumerations,
        errors,
        scopes: scopes::all(&index, &mut findings),
        names: Vec::new(),
        since: Vec::new(),
    };
    schema.names = names::resolve(&schema, overrides, &mut findings);
    (schema, findings)
}
