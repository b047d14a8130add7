//! What comments on fields state beside the descriptions: the name on the wire, the page, when there is no value, limits.

use super::docs::{Doc, code};
use super::file::File;
use crate::schema::{Link, Property, Scalar, Type};

/// The rel under which every resource links to itself.
pub(super) const SELF: &str = "self";

/// Who sends a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    ByClient,
    ByServer,
}

/// The comment on a property or a parameter.
pub(crate) fn property(file: &File<'_>, property: &Property, sent: Sent) -> Doc {
    let mut facts = vec![file.wire(&property.name)];
    facts.extend(match &property.ty {
        Type::Scalar(Scalar::Uri) => Some("a URI".to_owned()),
        Type::Array(Scalar::Uri) => Some("URIs".to_owned()),
        _ => None,
    });
    facts.push(absence(property, sent));
    if property.nullable {
        facts.push("may be `null`".to_owned());
    }
    facts.extend(property.max_length.map(|length| format!("at most {length} characters")));
    facts.extend(match (property.minimum, property.maximum) {
        (Some(minimum), Some(maximum)) => Some(format!("from {minimum} to {maximum}")),
        (Some(minimum), None) => Some(format!("at least {minimum}")),
        (None, Some(maximum)) => Some(format!("at most {maximum}")),
        (None, None) => None,
    });
    facts.extend(property.observed.then(|| "undocumented".to_owned()));
    Doc::new().prose(file, &property.description).markdown(format!("{}.", facts.join("; ")))
}

fn absence(property: &Property, sent: Sent) -> String {
    match (sent, &property.default) {
        (Sent::ByClient, _) if property.required => "required".to_owned(),
        (Sent::ByServer, _) if property.required => "always there".to_owned(),
        (Sent::ByClient, None) => "may be left out".to_owned(),
        (Sent::ByServer, None) => "absent when the server has none".to_owned(),
        (_, Some(default)) => format!("{} when left out", code(default)),
    }
}

/// The comment on a link, or links.
pub(crate) fn link(file: &File<'_>, link: &Link) -> Doc {
    let (what, absence) = if link.many {
        ("links", "empty when there is none")
    } else {
        // Links are what can be done now.
        ("link", "absent while it cannot be followed")
    };
    let target = target(link).filter(|_| link.rel != SELF).map(|target| format!("to {target}"));
    docs(file, link, what, target, absence)
}

/// The comment on an embedded resource, or several.
pub(crate) fn embedded(file: &File<'_>, link: &Link) -> Doc {
    let (what, relation, absence) = if link.many {
        ("embedded resources", "each a", "empty when none is sent along")
    } else {
        ("embedded resource", "a", "absent when it is not sent along")
    };
    let target = target(link).map(|target| format!("{relation} {target}"));
    docs(file, link, what, target, absence)
}

/// The target as code, where it is not simply what the rel says.
fn target(link: &Link) -> Option<String> {
    link.target.as_ref().filter(|target| **target != link.rel).map(|target| code(target))
}

fn docs(file: &File<'_>, link: &Link, what: &str, target: Option<String>, absence: &str) -> Doc {
    let observed = if link.observed { "undocumented " } else { "" };
    let mut fact = format!("{observed}{what} {}", file.wire(&link.rel));
    if let Some(first) = fact.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let facts: Vec<String> = [Some(fact), target, Some(absence.to_owned())].into_iter().flatten().collect();
    Doc::new().prose(file, &link.description).markdown(format!("{}.", facts.join("; ")))
}
