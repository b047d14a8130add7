//! The names and values that survive: those that the schema has, and those of the protocol.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::Schema;

/// What is on the wire whatever resources there are.
const PROTOCOL: &[&str] = &[
    "_links",
    "_embedded",
    "href",
    "rel",
    "title",
    "revision",
    "etag",
    "sender",
    "events",
    "link",
    "in",
    "type",
    "status",
    "reason",
    "code",
    "subcode",
    "message",
    "parameters",
    "debugInfo",
    "name",
    "self",
    "next",
    "resync",
    "resume",
    "input",
    "resource",
    "property",
    "propertyList",
    "item",
    "added",
    "updated",
    "deleted",
    "started",
    "completed",
    "ack",
    "key",
];

/// Parts of addresses that are the same everywhere.
const PATHS: &[&str] = &["ucwa", "oauth", "v1", "autodiscover", "autodiscoverservice.svc"];

/// Headers whose names say nothing of who sent them.
const HEADERS: &[&str] = &[
    "accept",
    "authorization",
    "cache-control",
    "content-disposition",
    "content-id",
    "content-location",
    "content-type",
    "cookie",
    "date",
    "etag",
    "expires",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "last-modified",
    "location",
    "origin",
    "referer",
    "retry-after",
    "server",
    "set-cookie",
    "user-agent",
    "warning",
    "www-authenticate",
    "x-ms-diagnostics",
    "x-ms-origin",
    "x-ms-requiresminresourceversion",
    "x-ms-ucwaversion",
];

/// Names and values that survive.
pub(super) struct Vocabulary {
    /// In lower case: inputs are written in any.
    names: BTreeSet<String>,
    kept: BTreeSet<String>,
    /// The values that a member of each name can have, by that name.
    values: BTreeMap<String, BTreeSet<String>>,
}

impl Vocabulary {
    pub(super) fn new(schema: &Schema, keep: &[String]) -> Self {
        let mut vocabulary = Self {
            names: PROTOCOL.iter().map(|name| name.to_lowercase()).collect(),
            kept: keep.iter().map(|name| name.to_lowercase()).collect(),
            values: ["code", "subcode"].map(|name| (name.to_owned(), BTreeSet::new())).into(),
        };
        for attribute in &schema.link_attributes {
            vocabulary.name(&attribute.name);
        }
        for resource in &schema.resources {
            vocabulary.name(&resource.name);
            vocabulary.name(&resource.rel);
            resource.aliases.iter().for_each(|alias| vocabulary.name(alias));
            resource.links.iter().chain(&resource.embedded).for_each(|link| vocabulary.name(&link.rel));
            for event in &resource.events {
                vocabulary.value("type", &event.ty);
                [&event.ty, &event.resource, &event.sender]
                    .into_iter()
                    .for_each(|name| vocabulary.name(name));
                event.scope.iter().for_each(|rel| vocabulary.name(rel));
            }
            let operations = resource.operations.iter();
            let fields = operations.flat_map(|it| it.query.iter().chain(&it.input).chain(&it.output_fields));
            for field in resource.properties.iter().chain(fields) {
                vocabulary.name(&field.name);
                let enumeration = field.ty.enumeration().and_then(|name| schema.enumeration(name));
                for member in enumeration.into_iter().flat_map(|enumeration| &enumeration.members) {
                    vocabulary.value(&field.name, &member.name);
                }
            }
            for element in resource.operations.iter().filter_map(|it| it.output_element.as_deref()) {
                vocabulary.name(element);
            }
        }
        schema.errors.codes.iter().for_each(|code| vocabulary.value("code", &code.name));
        schema.errors.subcodes.iter().for_each(|code| vocabulary.value("subcode", &code.name));
        ["added", "updated", "deleted", "started", "completed"]
            .iter()
            .for_each(|ty| vocabulary.value("type", ty));
        ["Success", "Failure"].iter().for_each(|status| vocabulary.value("status", status));
        vocabulary
    }

    fn name(&mut self, name: &str) {
        self.names.insert(name.to_lowercase());
    }

    fn value(&mut self, name: &str, value: &str) {
        self.values.entry(name.to_lowercase()).or_default().insert(value.to_owned());
    }

    /// Whether the schema or the protocol has something of this name.
    pub(super) fn has_name(&self, name: &str) -> bool {
        self.names.contains(&name.to_lowercase())
    }

    /// Whether this name is to be kept although neither the schema nor the protocol has it.
    pub(super) fn is_kept(&self, name: &str) -> bool {
        self.kept.contains(&name.to_lowercase())
    }

    /// Whether a part of an address says nothing of whom it is.
    pub(super) fn has_segment(&self, segment: &str) -> bool {
        let segment = segment.to_lowercase();
        self.names.contains(&segment) || PATHS.contains(&segment.as_str())
    }

    pub(super) fn has_header(&self, name: &str) -> bool {
        HEADERS.contains(&name.to_lowercase().as_str()) || self.is_kept(name)
    }

    /// Whether there is a list of the values that a member of this name can have.
    pub(super) fn has_values(&self, name: &str) -> bool {
        self.values.contains_key(&name.to_lowercase())
    }

    /// Whether a member of this name can have this value.
    pub(super) fn has_value(&self, name: &str, value: &str) -> bool {
        self.values.get(&name.to_lowercase()).is_some_and(|values| values.contains(value))
    }
}
