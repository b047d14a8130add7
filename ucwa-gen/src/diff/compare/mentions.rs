//! The places of codes, subcodes and scopes, of which the lists of the whole API keep no evidence.

use std::collections::BTreeMap;

use crate::schema::{Errors, Location, Schema};

/// The lists of the whole API whose entries keep no evidence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mention {
    Code,
    Subcode,
    Scope,
}

/// Where each entry is mentioned first: on the page that lists it, or else on that of a resource.
pub(super) fn mentioned(schema: &Schema) -> BTreeMap<(Mention, &str), Location> {
    let of_enumeration = |kind, name: &str| {
        let members = schema.enumeration(name).into_iter().flat_map(|found| &found.members);
        members.map(move |member| (kind, member.name.as_str(), &member.evidence))
    };
    let operations = schema.resources.iter().flat_map(|resource| &resource.operations);
    let errors = operations.flat_map(|operation| &operation.errors).chain(&schema.errors.generic);
    let errors = errors.map(|error| (&error.code, &error.subcode, &error.evidence));
    let reasons = schema.resources.iter().flat_map(|resource| &resource.reasons);
    let reasons = reasons.map(|reason| (&reason.code, &reason.subcode, &reason.evidence));
    let used = errors.chain(reasons).flat_map(|(code, subcode, why)| {
        let subcode = subcode.as_deref().map(|subcode| (Mention::Subcode, subcode, why));
        [(Mention::Code, code.as_str(), why)].into_iter().chain(subcode)
    });
    let scopes = schema.resources.iter().flat_map(|resource| &resource.scopes);
    let scopes = scopes.map(|scope| (Mention::Scope, scope.name.as_str(), &scope.evidence));
    let all = of_enumeration(Mention::Code, Errors::CODES)
        .chain(of_enumeration(Mention::Subcode, Errors::SUBCODES))
        .chain(used)
        .chain(scopes);
    let mut places = BTreeMap::new();
    for (kind, name, why) in all {
        if let Some(at) = why.iter().find_map(|why| why.at.clone()) {
            places.entry((kind, name)).or_insert(at);
        }
    }
    places
}
