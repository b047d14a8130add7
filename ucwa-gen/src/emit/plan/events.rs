//! The events of all pages.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::names::fixed::UNKNOWN_EVENT;
use crate::emit::names::{Kind, Names};
use crate::schema::Schema;

/// What can happen to a resource, wherever it is documented.
#[derive(Debug)]
pub(crate) struct EventPlan<'a> {
    pub(crate) name: String,
    pub(crate) rel: &'a str,
    pub(crate) event: &'a str,
    pub(crate) senders: BTreeSet<&'a str>,
    pub(crate) scopes: BTreeSet<&'a str>,
    pub(crate) reasons: BTreeSet<&'a str>,
    /// The resources whose pages document it.
    pub(crate) documented_by: BTreeSet<&'a str>,
}

/// The events of all pages, sorted by rel and type.
pub(super) fn events<'a>(schema: &'a Schema, names: &mut Names) -> Vec<EventPlan<'a>> {
    type Sets<'a> = [BTreeSet<&'a str>; 4];
    let mut found: BTreeMap<(&str, &str), Sets<'_>> = BTreeMap::new();
    for resource in &schema.resources {
        for event in &resource.events {
            let [senders, scopes, reasons, pages] = found.entry((&event.resource, &event.ty)).or_default();
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
        .map(|(((rel, event), [senders, scopes, reasons, documented_by]), name)| EventPlan {
            name,
            rel,
            event,
            senders,
            scopes,
            reasons,
            documented_by,
        })
        .collect()
}
