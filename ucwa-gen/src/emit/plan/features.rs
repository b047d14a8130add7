//! The Cargo features that parts of the tree are compiled under.

use std::collections::{BTreeMap, BTreeSet};

use super::groups::Group;
use crate::emit::names::feature;

/// The features by the resources that are there with them; empty for a tree without features.
#[derive(Debug, Default)]
pub(crate) struct Features<'a> {
    by_resource: BTreeMap<&'a str, String>,
}

impl<'a> Features<'a> {
    /// A feature for each group.
    pub(super) fn new(groups: &[Group<'a>]) -> Self {
        let of = |group: &Group<'a>| {
            let feature = feature(&group.module);
            group
                .resources
                .iter()
                .map(move |plan| (plan.resource.name.as_str(), feature.clone()))
                .collect::<Vec<_>>()
        };
        Self { by_resource: groups.iter().flat_map(of).collect() }
    }

    /// Whether there are any.
    pub(crate) fn is_empty(&self) -> bool {
        self.by_resource.is_empty()
    }

    /// The features each of which compiles what belongs to these resources; empty if it is always compiled.
    pub(crate) fn of<'r>(&self, resources: impl IntoIterator<Item = &'r str>) -> BTreeSet<&str> {
        resources.into_iter().filter_map(|name| self.by_resource.get(name)).map(String::as_str).collect()
    }
}
