//! Closed JSON Schemas of everything that UCWA documents, derived from `docs/reference` and applied by `jsonschema`: neither
//! knows the types that the simulator is made of.
//!
//! Closed means: no property, link or embedded resource that the page does not list, no other member of an enumeration, one
//! link where the page has one and a list where it has many, embedded resources of the documented kind and with the links of their
//! role, events with a documented sender, type, resource and `in`, codes with a status that they have.
//!
//! What it does not check, since nothing documents it or JSON Schema cannot say it:
//! - where a link leads: `followed` checks that with the links that are followed;
//! - which properties and links have to be there: the documentation requires none, so only `rel` and `self` are required;
//! - whether a value is true: the order and the priority of events, etags, and that a link is there while it can be followed;
//! - properties of the type `Object`, which have no shape, and the content of `data:` URIs;
//! - the name of the property that has a GUID for a name, beyond its form;
//! - which operation answers with which error: the pages do not list all of them;
//! - why operations fail later: no page of `docs/reference` has reasons, so only the codes are compared;
//! - bodies that are not JSON (photos, pages for people, `multipart`; XML is compared with JSON by `forms`);
//! - legacy autodiscovery, which has a documentation of its own.

mod derive;
mod events;
mod tests;

use std::path::Path;
use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use ucwa_gen::schema::{Resource, ResourceKind, Schema};
use ucwa_gen::{analyse, files};

/// The name of the schema for an event document; those of representations are the names of their pages.
pub(crate) const EVENTS: &str = "event-document";
/// The name of the schema for an error, with its status: `{"status": 404, "body": {…}}`.
pub(crate) const ERROR: &str = "service-error";
/// The name of the schema for what the token service answers.
pub(crate) const TOKEN: &str = "token-answer";

/// What is documented, and a validator of it.
pub(crate) struct Documented {
    schema: Schema,
    validator: Validator,
}

impl Documented {
    /// What `docs/reference` documents. It is read once.
    pub(crate) fn get() -> &'static Self {
        static DOCUMENTED: OnceLock<Documented> = OnceLock::new();
        DOCUMENTED.get_or_init(|| {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference");
            let schema = analyse(&files::read(&[folder]).0).schema;
            assert!(!schema.resources.is_empty(), "docs/reference is not there");
            let validator = jsonschema::validator_for(&all(&schema)).unwrap();
            Self { schema, validator }
        })
    }

    /// The schema.
    pub(crate) fn schema(&self) -> &Schema {
        &self.schema
    }

    /// What a body has that the schema of this name does not allow, each with its place.
    pub(crate) fn faults(&self, name: &str, body: &Value) -> Vec<String> {
        let instance = json!({ name: body });
        let errors = self.validator.iter_errors(&instance);
        errors.map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    /// The pages of a rel, of every revision.
    pub(crate) fn pages(&self, rel: &str) -> impl Iterator<Item = &Resource> {
        self.schema.resources.iter().filter(move |page| page.rel == rel)
    }

    /// The page whose representation this page's is: its own, or that of the resource whose role it is.
    pub(crate) fn represented(&self, name: &str) -> Option<&Resource> {
        represented(&self.schema, name)
    }
}

fn represented<'s>(schema: &'s Schema, name: &str) -> Option<&'s Resource> {
    let page = schema.resource(name)?;
    match &page.role_of {
        Some(base) => represented(schema, base),
        None => Some(page),
    }
}

/// One schema of all: an object with one member, whose name says what it has to be.
fn all(schema: &Schema) -> Value {
    let mut defs = Map::new();
    for (name, shared) in derive::shared(schema) {
        defs.insert(name.to_owned(), shared);
    }
    for page in &schema.resources {
        let shape = match page.kind {
            ResourceKind::Role => {
                let base = represented(schema, &page.name).expect("a role of a resource");
                derive::role(schema, page, base)
            }
            _ => derive::representation(schema, page),
        };
        defs.insert(page.name.clone(), shape);
    }
    defs.insert(EVENTS.to_owned(), events::document(schema));
    let members: Map<_, _> = defs.keys().map(|name| (name.clone(), derive::reference(name))).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": members,
        "additionalProperties": false,
        "$defs": defs,
    })
}
