//! The groups of resources, each of which is a module.

use std::collections::BTreeMap;

use super::errors::ErrorKinds;
use super::resources::{ResourcePlan, resource_plan};
use super::selection::{OTHER, Selection};
use super::sharing::Sharing;
use super::types::Types;
use crate::emit::names::fixed::MODULES;
use crate::emit::names::{Kind, Names};
use crate::schema::{Resource, Schema};

/// One group of UCWAResources: one module.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    pub(crate) module: String,
    pub(crate) title: &'a str,
    pub(crate) resources: Vec<ResourcePlan<'a>>,
    /// What the selected resources of this or other groups mention beside them.
    pub(crate) stubs: Vec<Stub<'a>>,
}

/// A resource of which there is nothing but a name.
#[derive(Clone, Debug)]
pub(crate) struct Stub<'a> {
    pub(crate) resource: &'a Resource,
    pub(crate) ty: String,
}

/// The groups of which something is selected. All are named.
pub(super) fn groups<'a>(
    schema: &'a Schema,
    selection: &Selection<'_>,
    types: &Types<'a>,
    names: &mut Names,
    errors: &ErrorKinds<'a>,
) -> Vec<Group<'a>> {
    let mut by_title: BTreeMap<&str, Vec<&Resource>> = BTreeMap::new();
    let mut other = Vec::new();
    for resource in &schema.resources {
        match &resource.group {
            Some(title) => by_title.entry(title).or_default().push(resource),
            None => other.push(resource),
        }
    }
    let mut members: Vec<(&str, Vec<&Resource>)> = by_title.into_iter().collect();
    // Last, so that a group that happens to be called the same keeps its name.
    if !other.is_empty() {
        members.push((OTHER, other));
    }
    let titles: Vec<&str> = members.iter().map(|(title, _)| *title).collect();
    let modules = names.modules(Kind::Group, "groups", &titles, &MODULES);
    let sharing = Sharing::new(schema);
    let mut groups = Vec::new();
    for ((title, resources), module) in members.into_iter().zip(modules) {
        let words: Vec<&str> = resources.iter().map(|resource| resource.name.as_str()).collect();
        let files = names.modules(Kind::Page, &format!("{module}.modules"), &words, &[]);
        let mut group = Group { module, title, resources: Vec::new(), stubs: Vec::new() };
        let files = resources.into_iter().zip(files);
        for (resource, file) in files.filter(|(resource, _)| !types.is_external(&resource.name)) {
            let Some(plan) = resource_plan(resource, file, &sharing, errors, types, names) else {
                continue;
            };
            if selection.resources.contains(resource.name.as_str()) {
                group.resources.push(plan);
            } else if selection.stubs.contains(resource.name.as_str()) {
                group.stubs.push(Stub { resource, ty: plan.ty });
            }
        }
        if !group.resources.is_empty() || !group.stubs.is_empty() {
            groups.push(group);
        }
    }
    groups
}
