//! A schema whose pages are found by name: looking through all of them for each change would take time by the square of
//! their number.

use std::collections::BTreeMap;

use crate::schema::{Enumeration, Resource, Schema};

/// A schema by the names of its pages.
pub(super) struct Index<'s> {
    pub(super) schema: &'s Schema,
    resources: BTreeMap<&'s str, &'s Resource>,
    enumerations: BTreeMap<&'s str, &'s Enumeration>,
}

impl<'s> Index<'s> {
    pub(super) fn new(schema: &'s Schema) -> Self {
        let resources = schema.resources.iter().map(|it| (it.name.as_str(), it)).collect();
        let enumerations = schema.enumerations.iter().map(|it| (it.name.as_str(), it)).collect();
        Self { schema, resources, enumerations }
    }

    pub(super) fn resource(&self, name: &str) -> Option<&'s Resource> {
        self.resources.get(name).copied()
    }

    pub(super) fn enumeration(&self, name: &str) -> Option<&'s Enumeration> {
        self.enumerations.get(name).copied()
    }

    /// Whether there is a page or an enumeration of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.resources.contains_key(name) || self.enumerations.contains_key(name)
    }
}
