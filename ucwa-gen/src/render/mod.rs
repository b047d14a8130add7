//! The schema as reference pages, in the form of the original made explicit: see `docs/page-format.md`.
//!
//! The inverse of reading: analysing the pages gives the schema again, evidence and samples aside. Nothing in here
//! decides anything; a fact that the pages could not carry would be lost, so each field of the schema has its place.

mod cell;
mod enumeration;
mod errors;
mod examples;
mod index;
mod lookup;
mod markdown;
mod operation;
mod resource;
mod sample;

use std::collections::BTreeMap;

pub(crate) use self::cell::property_facts;
use self::lookup::Lookup;
use crate::schema::Schema;

/// Whether descriptions are rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Prose {
    /// All descriptions are written.
    #[default]
    Keep,
    /// No description is written: the pages hold names, types, numbers and references only.
    None,
}

/// Options of rendering.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Whether descriptions are rendered.
    pub prose: Prose,
    /// Whether samples are made up for the operations and events.
    pub samples: bool,
}

impl Options {
    /// Sets whether descriptions are rendered.
    #[must_use]
    pub fn with_prose(mut self, prose: Prose) -> Self {
        self.prose = prose;
        self
    }

    /// Makes up samples for the operations and events.
    #[must_use]
    pub fn with_samples(mut self) -> Self {
        self.samples = true;
        self
    }
}

/// The pages of a schema, by file name: one for each resource and each enumeration, the two that list them, and
/// that of the errors of any resource, if there is one.
#[must_use]
pub fn pages(schema: &Schema, options: &Options) -> BTreeMap<String, String> {
    match options.prose {
        Prose::Keep => all(schema, options.samples),
        Prose::None => all(&facts(schema), options.samples),
    }
}

fn facts(schema: &Schema) -> Schema {
    let mut facts = schema.clone().without_prose();
    // A permission is no sentence: it is the name under which an administrator finds the scope.
    for (scope, original) in facts.scopes.iter_mut().zip(&schema.scopes) {
        scope.permission.clone_from(&original.permission);
    }
    facts
}

fn all(schema: &Schema, samples: bool) -> BTreeMap<String, String> {
    let lookup = Lookup::new(schema);
    let resources =
        schema.resources.iter().map(|it| (file_name(&it.name), resource::page(&lookup, it, samples)));
    // An enumeration without a page is declared where it is used.
    let paged = schema.enumerations.iter().filter(|it| it.page.is_some());
    let enumerations = paged.map(|it| (file_name(&it.name), enumeration::page(it)));
    let indexes = [
        ("UCWAResources.md".to_owned(), index::resources(schema)),
        ("UCWAenumerations.md".to_owned(), index::enumerations(schema)),
    ];
    let errors = errors::page(schema).map(|page| ("GenericSynchronousErrors.md".to_owned(), page));
    resources.chain(enumerations).chain(indexes).chain(errors).collect()
}

/// The file of the page of this name.
fn file_name(name: &str) -> String {
    format!("{name}_ref.md")
}
