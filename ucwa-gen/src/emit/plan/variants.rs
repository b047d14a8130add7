//! Which type a rel is decoded into.

use std::collections::{BTreeMap, BTreeSet};

use super::groups::Group;
use super::resources::ResourcePlan;
use crate::schema::{Resource, ResourceKind, Schema};

/// The variants of the enum over all resources.
#[derive(Debug)]
pub(crate) struct Variants<'a> {
    by_rel: BTreeMap<&'a str, Variant<'a>>,
    /// The rel of the variant for each further rel that is decoded into it.
    also: BTreeMap<&'a str, &'a str>,
}

/// A variant before it is written down.
#[derive(Debug)]
pub(crate) struct Variant<'a> {
    pub(crate) ty: String,
    /// The resource that it holds.
    pub(crate) resource: &'a str,
    /// The rels of its roles, and those that its samples have.
    pub(crate) also: BTreeSet<&'a str>,
    /// The types of the same revision of the same rel. Nothing in a representation distinguishes them, so they have no variant.
    pub(crate) repeated: Vec<String>,
}

impl<'a> Variants<'a> {
    /// Who has a rel does not depend on any order: a resource before a role, a role before an alias.
    pub(super) fn new(
        schema: &'a Schema,
        by_name: &BTreeMap<&'a str, &'a Resource>,
        groups: &[Group<'a>],
    ) -> Self {
        let mut own: BTreeMap<&str, &ResourcePlan<'a>> = BTreeMap::new();
        let candidates = || {
            let selected = groups.iter().flat_map(|group| &group.resources);
            selected.filter(|candidate| candidate.resource.kind != ResourceKind::Role)
        };
        for candidate in candidates() {
            let key = |plan: &ResourcePlan<'a>| (plan.resource.revision, &plan.resource.name);
            own.entry(&candidate.resource.rel)
                .and_modify(|known| {
                    if key(candidate) < key(known) {
                        *known = candidate;
                    }
                })
                .or_insert(candidate);
        }
        let variant = |plan: &ResourcePlan<'a>| Variant {
            ty: plan.ty.clone(),
            resource: &plan.resource.name,
            also: BTreeSet::new(),
            repeated: Vec::new(),
        };
        let mut by_rel: BTreeMap<&str, Variant<'_>> =
            own.iter().map(|(rel, plan)| (*rel, variant(plan))).collect();
        for other in candidates() {
            let Resource { rel, revision, name, .. } = other.resource;
            if let (Some(first), Some(variant)) = (own.get(rel.as_str()), by_rel.get_mut(rel.as_str()))
                && first.resource.revision == *revision
                && first.resource.name != *name
            {
                variant.repeated.push(other.ty.clone());
            }
        }
        by_rel.values_mut().for_each(|variant| variant.repeated.sort());
        let mut also = BTreeMap::new();
        // Those that are not selected have a rel too.
        let others = schema.resources.iter().filter(|resource| resource.kind != ResourceKind::Role);
        let mut taken: BTreeSet<&str> = others.map(|resource| resource.rel.as_str()).collect();
        let roles = schema.resources.iter().filter(|resource| resource.kind == ResourceKind::Role);
        let roles = roles.map(|role| (role.rel.as_str(), role));
        let aliases = schema
            .resources
            .iter()
            .flat_map(|resource| resource.aliases.iter().map(move |alias| (alias.as_str(), resource)));
        for (rel, resource) in roles.chain(aliases) {
            let Some(representation) = by_name.get(resource.representation()) else { continue };
            if let Some(variant) = by_rel.get_mut(representation.rel.as_str())
                && taken.insert(rel)
            {
                variant.also.insert(rel);
                also.insert(rel, representation.rel.as_str());
            }
        }
        Self { by_rel, also }
    }

    /// The variants, by their own rels.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Variant<'a>> {
        self.by_rel.values()
    }

    /// The variant that a rel is decoded into.
    pub(crate) fn of(&self, rel: &str) -> Option<&Variant<'a>> {
        self.by_rel.get(self.also.get(rel).copied().unwrap_or(rel))
    }
}
