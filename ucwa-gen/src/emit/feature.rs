//! The Cargo features that parts of the tree are compiled under.

use std::collections::{BTreeMap, BTreeSet};

use super::format::literal;
use super::plan::Group;

/// What the first line of the root of a tree with features ends with.
pub(crate) const NOTE: &str = ", each group with a feature";

/// The features by the resources that are there with them; none at all in a tree without features.
#[derive(Debug, Default)]
pub(crate) struct Features<'a> {
    by_resource: BTreeMap<&'a str, String>,
}

impl<'a> Features<'a> {
    /// A feature for each group.
    pub(crate) fn new(groups: &[Group<'a>]) -> Self {
        let of = |group: &Group<'a>| {
            let feature = name(&group.module);
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

    /// The attribute of what is there with any of these resources; none for what always is.
    pub(crate) fn attribute<'r>(&self, resources: impl IntoIterator<Item = &'r str>) -> Option<String> {
        let features: BTreeSet<&String> =
            resources.into_iter().filter_map(|resource| self.by_resource.get(resource)).collect();
        let features: Vec<String> =
            features.into_iter().map(|feature| format!("feature = {}", literal(feature))).collect();
        match &features[..] {
            [] => None,
            [feature] => Some(format!("#[cfg({feature})]")),
            features => Some(format!("#[cfg(any({}))]", features.join(", "))),
        }
    }
}

/// The feature of a group.
pub(crate) fn name(module: &str) -> String {
    module.replace('_', "-")
}
