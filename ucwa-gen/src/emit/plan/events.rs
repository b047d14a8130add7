//! The events of all pages.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::names::fixed::UNKNOWN_EVENT;
use crate::emit::names::{Kind, Names};
use crate::schema::{Provenance, Schema};

/// What can happen to a resource, wherever it is documented.
#[derive(Debug)]
pub(crate) struct EventPlan<'a> {
    pub(crate) name: String,
    pub(crate) rel: &'a str,
    pub(crate) event: &'a str,
    pub(crate) senders: BTreeSet<&'a str>,
    pub(crate) scopes: BTreeSet<&'a str>,
    pub(crate) reasons: BTreeSet<&'a str>,
    /// Where each of its rows comes from.
    pub(crate) origins: BTreeSet<&'a Provenance>,
    /// What its rows say of whether the resource is embedded.
    pub(crate) embedded: BTreeSet<Option<bool>>,
    /// The resources whose pages document it.
    pub(crate) documented_by: BTreeSet<&'a str>,
}

/// The events of all pages, sorted by rel and type.
pub(super) fn events<'a>(schema: &'a Schema, names: &mut Names) -> Vec<EventPlan<'a>> {
    type Sets<'a> = ([BTreeSet<&'a str>; 4], BTreeSet<&'a Provenance>, BTreeSet<Option<bool>>);
    let mut found: BTreeMap<(&str, &str), Sets<'_>> = BTreeMap::new();
    for resource in &schema.resources {
        for event in &resource.events {
            let ([senders, scopes, reasons, pages], origins, embedded) =
                found.entry((&event.resource, &event.ty)).or_default();
            origins.insert(&event.provenance);
            embedded.insert(event.embedded);
            senders.insert(&event.sender);
            scopes.extend(event.scope.iter().map(String::as_str));
            reasons.insert(&event.reason);
            pages.insert(&resource.name);
        }
    }
    let words: Vec<String> = found.keys().map(|(rel, event)| format!("{rel} {event}")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let names = names.fields(Kind::Member, "events", &words, &[UNKNOWN_EVENT]);
    found
        .into_iter()
        .zip(names)
        .map(|(((rel, event), (sets, origins, embedded)), name)| {
            let [senders, scopes, reasons, documented_by] = sets;
            EventPlan { name, rel, event, senders, scopes, reasons, origins, embedded, documented_by }
        })
        .collect()
}
