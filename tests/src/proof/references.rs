//! What refers to a page or an enumeration by its name.

use ucwa_gen::schema::{Operation, Property, Resource, ResourceKind, Scalar, Schema, Type};

/// The fields of everything that an operation sends and receives.
pub(super) fn bodies(operation: &mut Operation) -> impl Iterator<Item = &mut Property> {
    operation.query.iter_mut().chain(&mut operation.input).chain(&mut operation.output_fields)
}

/// All names of pages that stand anywhere, to be changed.
pub(super) fn names(resource: &mut Resource) -> Vec<&mut Option<String>> {
    let links = resource.links.iter_mut().chain(&mut resource.embedded).map(|link| &mut link.target);
    let outputs = resource.operations.iter_mut().map(|operation| &mut operation.output);
    let events = resource.events.iter_mut().map(|event| &mut event.target);
    links.chain(outputs).chain(events).chain([&mut resource.role_of]).collect()
}

/// Removes a page, and the roles of it; nothing refers to them any more.
pub(super) fn remove_page(schema: &mut Schema, name: &str) {
    let is_gone = |it: &Resource| it.name == name || it.role_of.as_deref() == Some(name);
    let gone: Vec<String> =
        schema.resources.iter().filter(|it| is_gone(it)).map(|it| it.name.clone()).collect();
    schema.resources.retain(|it| !gone.contains(&it.name));
    for resource in &mut schema.resources {
        for reference in names(resource) {
            if reference.as_ref().is_some_and(|name| gone.contains(name)) {
                *reference = None;
            }
        }
    }
}

/// Gives a page another name, and its rel, if that is asked for.
pub(super) fn rename_page(schema: &mut Schema, name: &str, now: &str, with_rel: bool) {
    let Some(rel) = schema.resource(name).map(|it| it.rel.clone()) else { return };
    for resource in &mut schema.resources {
        if resource.name == name {
            now.clone_into(&mut resource.name);
            if with_rel {
                now.clone_into(&mut resource.rel);
            }
        }
        for reference in names(resource) {
            if reference.as_deref() == Some(name) {
                *reference = Some(now.to_owned());
            }
        }
        if !with_rel {
            continue;
        }
        let links = resource.links.iter_mut().chain(&mut resource.embedded).map(|link| &mut link.rel);
        let events = resource.events.iter_mut();
        let events =
            events.flat_map(|it| [&mut it.resource, &mut it.sender].into_iter().chain(&mut it.scope));
        links.chain(events).filter(|it| **it == rel).for_each(|it| now.clone_into(it));
    }
}

/// Changes the enumeration of properties.
pub(super) fn retype(schema: &mut Schema, name: &str, to: impl Fn(&Property) -> Option<Scalar>) {
    for resource in &mut schema.resources {
        let bodies = resource.operations.iter_mut().flat_map(bodies);
        for property in resource.properties.iter_mut().chain(bodies) {
            if property.ty.enumeration() == Some(name)
                && let Some(scalar) = to(property)
            {
                property.ty = if property.ty.is_array() { Type::Array(scalar) } else { Type::Scalar(scalar) };
            }
        }
    }
}

/// Makes a page that is no role.
pub(super) fn no_role(resource: &mut Resource) {
    resource.kind = ResourceKind::Resource;
    resource.role_of = None;
}
