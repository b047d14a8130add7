//! What comments on fields state beside the descriptions: what the name and the type of the field leave open.

use std::collections::BTreeSet;

use super::docs::{Doc, code, plain};
use super::file::File;
use crate::emit::names::{lower_camel, unraw};
use crate::emit::plan::Named;
use crate::emit::plan::rust_type::SELF;
use crate::schema::{Link, Property, Provenance, Scalar, Type};

/// Who sends a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    ByClient,
    ByServer,
}

/// The name on the wire, where that is not the field's in `lowerCamelCase`.
pub(super) fn wire_name<'w>(field: &str, wire: &'w str) -> Option<&'w str> {
    (lower_camel(unraw(field)) != wire).then_some(wire)
}

/// The comment on a property or a parameter.
pub(crate) fn property(file: &File<'_>, field: &Named<'_, Property>, sent: Sent) -> Doc {
    let property = field.item;
    let mut facts = Vec::new();
    facts.extend(wire_name(&field.name, &property.name).map(|name| format!("{} on the wire", code(name))));
    // Most descriptions say which kind of URI.
    let is_said = ["URI", "URL"].iter().any(|word| property.description.contains(word));
    facts.extend(match &property.ty {
        Type::Scalar(Scalar::Uri) if !is_said => Some("a URI".to_owned()),
        Type::Array(Scalar::Uri) if !is_said => Some("URIs".to_owned()),
        _ => None,
    });
    facts.extend(presence(property, sent));
    facts.extend(property.nullable.then(|| "may be `null`".to_owned()));
    facts.extend(property.max_length.map(|length| format!("at most {length} characters")));
    facts.extend(match (property.minimum, property.maximum) {
        (Some(minimum), Some(maximum)) => Some(format!("from {minimum} to {maximum}")),
        (Some(minimum), None) => Some(format!("at least {minimum}")),
        (None, Some(maximum)) => Some(format!("at most {maximum}")),
        (None, None) => None,
    });
    facts.extend(origin(&property.provenance));
    stated(file, &property.description, &facts, || code(&property.name))
}

/// Whether there is a value, where that is not what the type's comment states of all fields.
fn presence(property: &Property, sent: Sent) -> Option<String> {
    match (sent, &property.default) {
        (Sent::ByClient, _) if property.required => Some("required".to_owned()),
        (Sent::ByServer, _) if property.required => Some("always present".to_owned()),
        (_, Some(default)) => {
            let origin = origin(&property.default_provenance);
            let origin = origin.map_or_else(String::new, |origin| format!(" ({origin})"));
            Some(format!("{} if omitted{origin}", code(default)))
        }
        (_, None) => None,
    }
}

/// Where something comes from that no page lists.
pub(super) fn origin(provenance: &Provenance) -> Option<String> {
    let source = source(provenance)?;
    Some(format!("{source}, not documented"))
}

/// The origins of something that several rows list; `None` if one of them is the row of a page.
pub(super) fn origins(rows: &BTreeSet<&Provenance>) -> Option<String> {
    let origins = rows.iter().map(|row| origin(row)).collect::<Option<Vec<_>>>()?;
    (!origins.is_empty()).then(|| origins.join("; "))
}

/// What shows something that no page lists.
pub(super) fn source(provenance: &Provenance) -> Option<String> {
    match provenance {
        Provenance::Page => None,
        Provenance::Sample => Some("seen in samples".to_owned()),
        Provenance::Traffic(count) => Some(format!("seen in traffic ({count})")),
        Provenance::Elsewhere { source } => Some(format!("known from {}", plain(source))),
    }
}

/// The comment on a link, or links.
pub(crate) fn link(file: &File<'_>, field: &Named<'_, Link>) -> Doc {
    let target = target(field.item).filter(|_| field.item.rel != SELF);
    docs(file, field, target.map(|target| format!("leads to {target}")))
}

/// The comment on an embedded resource, or several.
pub(crate) fn embedded(file: &File<'_>, field: &Named<'_, Link>) -> Doc {
    let relation = if field.item.many { "each a" } else { "a" };
    docs(file, field, target(field.item).map(|target| format!("{relation} {target}")))
}

/// The target as code, where it is not simply what the rel says.
fn target(link: &Link) -> Option<String> {
    link.target.as_ref().filter(|target| **target != link.rel).map(|target| code(target))
}

fn docs(file: &File<'_>, field: &Named<'_, Link>, target: Option<String>) -> Doc {
    let link = field.item;
    let name = wire_name(&field.name, &link.rel).map(|name| format!("{} on the wire", code(name)));
    let origin = origin(&link.provenance);
    let facts: Vec<String> = name.into_iter().chain(target).chain(origin).collect();
    stated(file, &link.description, &facts, || code(&link.rel))
}

/// A description and facts; the name where there is neither.
fn stated(file: &File<'_>, description: &str, facts: &[String], name: impl FnOnce() -> String) -> Doc {
    let mut line = facts.join("; ");
    if let Some(first) = line.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    match (description.is_empty(), line.is_empty()) {
        (true, true) => Doc::new().markdown(format!("{}.", name())),
        (false, true) => Doc::new().prose(file, description),
        (_, false) => Doc::new().prose(file, description).markdown(format!("{line}.")),
    }
}
