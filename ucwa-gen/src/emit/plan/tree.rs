//! The whole tree.

use std::collections::{BTreeMap, BTreeSet};

use super::enumerations::{EnumerationPlan, enumerations};
use super::errors::ErrorKinds;
use super::events::{EventPlan, events};
use super::features::Features;
use super::groups::{Group, groups};
use super::linkable::{Linkable, linkable};
use super::selection::Selection;
use super::since::since;
use super::types::Types;
use super::variants::Variants;
use crate::emit::externs::Externs;
use crate::emit::names::{Names, Renaming};
use crate::schema::{Resource, Schema};

/// The whole tree.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) groups: Vec<Group<'a>>,
    pub(crate) enumerations: Vec<EnumerationPlan<'a>>,
    /// The errors of all operations.
    pub(crate) errors: ErrorKinds<'a>,
    /// The events, by rel and type.
    pub(crate) events: Vec<EventPlan<'a>>,
    pub(crate) types: Types<'a>,
    pub(crate) features: Features<'a>,
    pub(crate) variants: Variants<'a>,
    pub(crate) renamings: Vec<Renaming>,
    /// Since when the documentation has what each page holds, by path in the page.
    since: BTreeMap<&'a str, Vec<(&'a str, &'a str)>>,
    linkable: BTreeMap<&'a str, Linkable>,
    by_name: BTreeMap<&'a str, &'a Resource>,
    /// The resources that are generated in full.
    selected: BTreeSet<&'a str>,
    /// The rels and aliases of all resources, selected or not, that are not elsewhere.
    rels: BTreeSet<&'a str>,
}

impl<'a> Plan<'a> {
    /// Arranges the selected part of a [valid](super::super::validate) schema.
    ///
    /// All of it is named, so that nothing has another name because other things are not selected.
    pub(crate) fn new(
        schema: &'a Schema,
        selection: &Selection<'a>,
        externs: &'a Externs,
        with_features: bool,
    ) -> Self {
        let mut names = Names::new(&schema.names);
        let types = Types::new(schema, externs, &mut names);
        let mut enumerations = enumerations(schema, &types, &mut names);
        enumerations.retain(|plan| selection.enumerations.contains(plan.enumeration.name.as_str()));
        let errors = ErrorKinds::new(schema, &mut names);
        let groups = groups(schema, selection, &types, &mut names, &errors);
        let features = if with_features { Features::new(&groups) } else { Features::default() };
        let events = events(schema, &mut names);
        let linkable = linkable(&groups, &enumerations, &features, externs);
        let resources = schema.resources.iter().filter(|it| !types.is_external(&it.name));
        let rels = resources
            .flat_map(|it| std::iter::once(&it.rel).chain(&it.aliases))
            .map(String::as_str)
            .collect();
        let by_name: BTreeMap<&str, &Resource> =
            schema.resources.iter().map(|resource| (resource.name.as_str(), resource)).collect();
        let variants = Variants::new(schema, &by_name, &groups);
        Self {
            groups,
            enumerations,
            errors,
            events,
            types,
            features,
            variants,
            renamings: names.into_renamings(),
            since: since(schema),
            linkable,
            by_name,
            selected: selection.resources.clone(),
            rels,
        }
    }

    /// The resource of a name, selected or not.
    pub(crate) fn resource(&self, name: &str) -> Option<&'a Resource> {
        self.by_name.get(name).copied()
    }

    /// The names of the pages that have a rel.
    pub(crate) fn with_rel<'p>(&'p self, rel: &'p str) -> impl Iterator<Item = &'a str> + use<'p, 'a> {
        self.by_name.values().filter(move |page| page.rel == rel).map(|page| page.name.as_str())
    }

    /// Since when the documentation has what a page holds, by path in the page.
    pub(crate) fn since(&self, page: &str) -> &[(&'a str, &'a str)] {
        self.since.get(page).map_or(&[], Vec::as_slice)
    }

    /// The features with which an enumeration is compiled; empty if it always is.
    pub(crate) fn enumeration_features(&self, enumeration: &EnumerationPlan<'_>) -> BTreeSet<&str> {
        self.features.of(enumeration.used_by.iter().copied())
    }

    /// The features with which the module of all enumerations is compiled: an empty one must not be.
    pub(crate) fn enumerations_features(&self) -> BTreeSet<&str> {
        let mut all = BTreeSet::new();
        for enumeration in &self.enumerations {
            let features = self.enumeration_features(enumeration);
            if features.is_empty() {
                return features;
            }
            all.extend(features);
        }
        all
    }

    /// The type of a name in the documentation, if it is compiled whenever the group is (with any part of the tree, if
    /// `None`).
    pub(crate) fn linkable(&self, name: &str, group: Option<&Group<'_>>) -> Option<&str> {
        self.linkable.get(name)?.with(group.map(|group| group.module.as_str()))
    }

    /// What happens to a rel, if it is documented.
    pub(crate) fn event(&self, rel: &str, event: &str) -> Option<&EventPlan<'a>> {
        let place = self.events.binary_search_by(|it| (it.rel, it.event).cmp(&(rel, event))).ok()?;
        self.events.get(place)
    }

    /// What can happen to a rel, sorted by type.
    pub(crate) fn events_of(&self, rel: &str) -> &[EventPlan<'a>] {
        let start = self.events.partition_point(|it| it.rel < rel);
        let rest = self.events.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|it| it.rel == rel)).unwrap_or_default()
    }

    /// Whether there is a variant of the enumeration of all events for it.
    pub(crate) fn has_variant(&self, event: &EventPlan<'_>) -> bool {
        self.variants.of(event.rel).is_some() || self.is_selected(event)
    }

    /// Whether an event that happens to no documented resource is documented by one that is generated in full.
    pub(crate) fn is_selected(&self, event: &EventPlan<'_>) -> bool {
        !self.rels.contains(event.rel) && event.documented_by.iter().any(|name| self.selected.contains(name))
    }
}
