//! The schema, with its parts by their names.

use std::collections::BTreeMap;

use super::examples;
use crate::schema::{Enumeration, Resource, Schema, Scope};

/// A schema in which nothing has to be searched for.
pub(super) struct Lookup<'s> {
    pub(super) schema: &'s Schema,
    resources: BTreeMap<&'s str, &'s Resource>,
    enumerations: BTreeMap<&'s str, &'s Enumeration>,
    examples: BTreeMap<&'s str, Vec<&'s str>>,
    scopes: BTreeMap<&'s str, &'s Scope>,
}

impl<'s> Lookup<'s> {
    pub(super) fn new(schema: &'s Schema) -> Self {
        let enumerations = by_name(&schema.enumerations, |it| &it.name);
        let examples = enumerations.iter().map(|(name, it)| (*name, examples::of(it))).collect();
        Self {
            schema,
            resources: by_name(&schema.resources, |it| &it.name),
            enumerations,
            examples,
            scopes: by_name(&schema.scopes, |it| &it.name),
        }
    }

    pub(super) fn resource(&self, name: &str) -> Option<&'s Resource> {
        self.resources.get(name).copied()
    }

    pub(super) fn enumeration(&self, name: &str) -> Option<&'s Enumeration> {
        self.enumerations.get(name).copied()
    }

    /// A member of the enumeration for a sample: the likeliest, or the one after it.
    pub(super) fn example(&self, enumeration: &str, at: usize) -> Option<&'s str> {
        self.examples.get(enumeration)?.get(at).copied()
    }

    pub(super) fn scope(&self, name: &str) -> Option<&'s Scope> {
        self.scopes.get(name).copied()
    }
}

/// Of two with one name the first counts: a schema file can have such.
fn by_name<T>(all: &[T], name: fn(&T) -> &String) -> BTreeMap<&str, &T> {
    all.iter().rev().map(|it| (name(it).as_str(), it)).collect()
}
