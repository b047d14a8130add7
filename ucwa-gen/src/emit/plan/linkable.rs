//! The types that comments can link to.

use std::collections::{BTreeMap, BTreeSet};

use super::enumerations::EnumerationPlan;
use super::features::Features;
use super::groups::Group;
use crate::emit::externs::Externs;

/// A type that comments can link to.
#[derive(Debug)]
pub(super) struct Linkable {
    ty: String,
    /// The modules of the groups with which it is compiled; `None` if it always is.
    only_with: Option<BTreeSet<String>>,
}

impl Linkable {
    /// The type, if it is compiled whenever the module of a group is (with any part of the tree, if `None`).
    pub(super) fn with(&self, module: Option<&str>) -> Option<&str> {
        let is_there = match (&self.only_with, module) {
            (None, _) => true,
            (Some(modules), Some(module)) => modules.contains(module),
            (Some(_), None) => false,
        };
        is_there.then_some(&self.ty)
    }
}

/// These types, by the names of their pages.
pub(super) fn linkable<'a>(
    groups: &[Group<'a>],
    enumerations: &[EnumerationPlan<'a>],
    features: &Features<'_>,
    externs: &'a Externs,
) -> BTreeMap<&'a str, Linkable> {
    let mut linkable = BTreeMap::new();
    let mut modules: BTreeMap<&str, &String> = BTreeMap::new();
    // Without the feature of its group, a resource is there as a stub.
    for group in groups {
        let resources = group.resources.iter().map(|plan| (plan.resource, &plan.ty));
        for (resource, ty) in resources.chain(group.stubs.iter().map(|stub| (stub.resource, &stub.ty))) {
            linkable.insert(resource.name.as_str(), Linkable { ty: ty.clone(), only_with: None });
        }
        modules.extend(group.resources.iter().map(|plan| (plan.resource.name.as_str(), &group.module)));
    }
    // An enumeration that is called like a resource goes first.
    for plan in enumerations {
        let users = || plan.used_by.iter().filter_map(|user| modules.get(user).copied().cloned());
        let is_always_there = features.of(plan.used_by.iter().copied()).is_empty();
        let only_with = (!is_always_there).then(|| users().collect());
        linkable.insert(&plan.enumeration.name, Linkable { ty: plan.ty.clone(), only_with });
    }
    let elsewhere = |path: &str| Linkable { ty: path.to_owned(), only_with: None };
    linkable.extend(externs.iter().map(|(page, path)| (page, elsewhere(path))));
    linkable
}
