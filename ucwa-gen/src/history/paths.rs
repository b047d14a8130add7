//! What a schema documents, by path.

use std::collections::BTreeSet;

use super::model::Kind;
use crate::schema::{
    Enumeration, Event, Link, Operation, OperationError, Property, Provenance, ReasonCode, Resource, Schema,
};

/// The path of an error in the operation that can return it.
pub(crate) fn error(error: &OperationError) -> String {
    format!("errors.{}", code(&error.code, error.subcode.as_deref()))
}

/// The path of an event in the page that documents it.
pub(crate) fn event(event: &Event) -> String {
    format!("events.{}.{}", event.resource, event.ty)
}

/// The path of a reason code in the page that documents it.
pub(crate) fn reason(reason: &ReasonCode) -> String {
    format!("reasons.{}", code(&reason.code, reason.subcode.as_deref()))
}

fn code(code: &str, subcode: Option<&str>) -> String {
    subcode.map_or_else(|| code.to_owned(), |subcode| format!("{code}.{subcode}"))
}

/// All that pages list, each once.
pub(super) fn documented(schema: &Schema) -> BTreeSet<(String, Kind)> {
    let mut found = Found::default();
    schema.resources.iter().for_each(|it| found.resource(it));
    schema.enumerations.iter().for_each(|it| found.enumeration(it));
    for generic in &schema.errors.generic {
        let path = format!("errors.generic.{}", code(&generic.code, generic.subcode.as_deref()));
        found.add(path, Kind::Error, &generic.provenance);
    }
    found.0
}

#[derive(Default)]
struct Found(BTreeSet<(String, Kind)>);

impl Found {
    fn add(&mut self, path: String, kind: Kind, provenance: &Provenance) {
        if provenance.is_page() {
            self.0.insert((path, kind));
        }
    }

    fn resource(&mut self, resource: &Resource) {
        let page = &resource.name;
        self.add(page.clone(), Kind::Resource, &Provenance::Page);
        self.properties(&format!("{page}.properties"), Kind::Property, &resource.properties);
        self.links(&format!("{page}.links"), Kind::Link, &resource.links);
        self.links(&format!("{page}.embedded"), Kind::Embedded, &resource.embedded);
        for it in &resource.events {
            self.add(format!("{page}.{}", event(it)), Kind::Event, &it.provenance);
        }
        for it in &resource.reasons {
            self.add(format!("{page}.{}", reason(it)), Kind::Reason, &it.provenance);
        }
        resource.operations.iter().for_each(|it| self.operation(page, it));
    }

    fn operation(&mut self, page: &str, operation: &Operation) {
        let path = format!("{page}.{}", operation.method);
        let bodies =
            [("query", &operation.query), ("input", &operation.input), ("output", &operation.output_fields)];
        for (part, fields) in bodies {
            self.properties(&format!("{path}.{part}"), Kind::Parameter, fields);
        }
        for it in &operation.errors {
            self.add(format!("{path}.{}", error(it)), Kind::Error, &it.provenance);
        }
        self.add(path, Kind::Operation, &Provenance::Page);
    }

    fn enumeration(&mut self, enumeration: &Enumeration) {
        let page = &enumeration.name;
        self.add(page.clone(), Kind::Enumeration, &Provenance::Page);
        for member in &enumeration.members {
            self.add(format!("{page}.members.{}", member.name), Kind::Member, &member.provenance);
        }
    }

    fn properties(&mut self, place: &str, kind: Kind, properties: &[Property]) {
        for it in properties {
            self.add(format!("{place}.{}", it.name), kind, &it.provenance);
        }
    }

    fn links(&mut self, place: &str, kind: Kind, links: &[Link]) {
        for it in links {
            self.add(format!("{place}.{}", it.rel), kind, &it.provenance);
        }
    }
}
