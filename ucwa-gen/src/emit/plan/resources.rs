//! Resources, each of which is a page.

use super::errors::ErrorKinds;
use super::named::{Named, Struct, named};
use super::operations::{OperationPlan, operation_plan};
use super::sharing::Sharing;
use super::types::Types;
use crate::emit::names::fixed::{EMBEDDED, LINKS, UNKNOWN};
use crate::emit::names::{Kind, Names};
use crate::schema::{Link, Property, Resource, ResourceKind};

/// One page about a resource: one file.
#[derive(Debug)]
pub(crate) struct ResourcePlan<'a> {
    pub(crate) resource: &'a Resource,
    pub(crate) module: String,
    pub(crate) ty: String,
    /// What starts the names of constants beside the type.
    pub(crate) constant: String,
    /// Empty for a role, which has the fields of its representation.
    pub(crate) properties: Vec<Named<'a, Property>>,
    pub(crate) links: Option<Struct<'a, Link>>,
    pub(crate) embedded: Option<Struct<'a, Link>>,
    /// For a role, those that neither its representation nor an earlier role of it documents.
    pub(crate) operations: Vec<OperationPlan<'a>>,
}

/// What a representation holds under these names has its own place in it, whatever a page lists.
const NO_PROPERTIES: [&str; 3] = ["rel", "_links", "_embedded"];

pub(super) fn resource_plan<'a>(
    resource: &'a Resource,
    module: String,
    sharing: &Sharing<'a>,
    errors: &ErrorKinds<'a>,
    types: &Types<'a>,
    names: &mut Names,
) -> Option<ResourcePlan<'a>> {
    let ty = types.resource(&resource.name)?.to_owned();
    let name = &resource.name;
    let constant = names.constant(&ty);
    let (mut properties, mut links, mut embedded) = (Vec::new(), None, None);
    if resource.kind != ResourceKind::Role {
        let scope = format!("{name}.properties");
        let taken = [LINKS, EMBEDDED, UNKNOWN];
        let own =
            resource.properties.iter().filter(|property| !NO_PROPERTIES.contains(&property.name.as_str()));
        properties = named(names, Kind::Property, &scope, &taken, own, |item| &item.name);
        links = links_of(names, &ty, name, "Links", &resource.links);
        embedded = links_of(names, &ty, name, "Embedded", &resource.embedded);
    }
    let operations = resource
        .operations
        .iter()
        // Nobody but its crate can implement a trait for a type that is elsewhere.
        .filter(|_| !types.is_external(resource.representation()))
        .filter(|operation| sharing.owns(resource, operation))
        .map(|operation| operation_plan(sharing, errors, resource, operation, &ty, names))
        .collect();
    Some(ResourcePlan { resource, module, ty, constant, properties, links, embedded, operations })
}

fn links_of<'a>(
    names: &mut Names,
    owner: &str,
    page: &str,
    suffix: &str,
    links: &'a [Link],
) -> Option<Struct<'a, Link>> {
    if links.is_empty() {
        return None;
    }
    let scope = format!("{page}.{}", suffix.to_lowercase());
    let ty = names.companion(&scope, owner, &[suffix.to_owned()]);
    let fields = named(names, Kind::Link, &scope, &[], links, |link| &link.rel);
    Some(Struct { ty, fields })
}
