//! The types of all pages.

use std::collections::BTreeMap;

use crate::emit::names::{Kind, Names};
use crate::schema::{Resource, Schema};

/// The names of all types, by the names of their pages.
#[derive(Debug, Default)]
pub(crate) struct Types<'a> {
    resources: BTreeMap<&'a str, String>,
    enumerations: BTreeMap<&'a str, String>,
}

impl<'a> Types<'a> {
    pub(super) fn new(schema: &'a Schema, names: &mut Names) -> Self {
        // Enumerations first: the documentation spells their names as Rust does, those of resources it does not.
        let words: Vec<&str> =
            schema.enumerations.iter().map(|enumeration| enumeration.name.as_str()).collect();
        let enumerations = names.types(Kind::Enumeration, "enumerations", &words);
        let enumerations = words.into_iter().zip(enumerations).collect();
        let words: Vec<&str> = schema.resources.iter().map(|resource| resource.name.as_str()).collect();
        let resources = names.types(Kind::Resource, "resources", &words);
        let resources = words.into_iter().zip(resources).collect();
        Self { resources, enumerations }
    }

    /// The type of a resource's representation.
    pub(crate) fn resource(&self, name: &str) -> Option<&str> {
        self.resources.get(name).map(String::as_str)
    }

    /// The type of the representation that a resource has or, as a role, borrows.
    pub(crate) fn representation(&self, resource: &Resource) -> Option<&str> {
        self.resource(resource.representation())
    }

    /// The type of an enumeration.
    pub(crate) fn enumeration(&self, name: &str) -> Option<&str> {
        self.enumerations.get(name).map(String::as_str)
    }
}
