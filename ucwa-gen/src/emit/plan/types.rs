//! The types of all pages.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::externs::Externs;
use crate::emit::names::{Kind, Names};
use crate::schema::{Resource, Schema};

/// The names of all types, by the names of their pages; of types that are elsewhere, the paths.
#[derive(Debug, Default)]
pub(crate) struct Types<'a> {
    resources: BTreeMap<&'a str, String>,
    enumerations: BTreeMap<&'a str, String>,
    external: BTreeSet<&'a str>,
}

impl<'a> Types<'a> {
    pub(super) fn new(schema: &'a Schema, externs: &'a Externs, names: &mut Names) -> Self {
        // Enumerations first: the documentation spells their names as Rust does, those of resources it does not.
        let words: Vec<&str> =
            schema.enumerations.iter().map(|enumeration| enumeration.name.as_str()).collect();
        let enumerations = names.types(Kind::Enumeration, "enumerations", &words);
        let mut enumerations: BTreeMap<&str, String> = words.into_iter().zip(enumerations).collect();
        let words: Vec<&str> = schema.resources.iter().map(|resource| resource.name.as_str()).collect();
        let resources = names.types(Kind::Resource, "resources", &words);
        let mut resources: BTreeMap<&str, String> = words.into_iter().zip(resources).collect();
        // They are named all the same, so that nothing else gets another name.
        for (page, path) in externs.iter() {
            let enumeration = enumerations.get_mut(page);
            if enumeration.is_none() || resources.contains_key(page) {
                resources.insert(page, path.to_owned());
            }
            if let Some(ty) = enumeration {
                path.clone_into(ty);
            }
        }
        let external = externs.iter().map(|(page, _)| page).collect();
        Self { resources, enumerations, external }
    }

    /// Whether the type of a page is elsewhere.
    pub(crate) fn is_external(&self, page: &str) -> bool {
        self.external.contains(page)
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
