//! The schema of an event document.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use ucwa_gen::schema::{Event, Schema};

use super::derive::{closed, reference};
use super::represented;

/// What the channel answers: links to go on, and senders with events that are documented for them.
pub(super) fn document(schema: &Schema) -> Value {
    let mut senders: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
    for event in schema.resources.iter().flat_map(|page| &page.events) {
        senders.entry(&event.sender).or_default().push(event);
    }
    let names: Vec<&str> = senders.keys().copied().collect();
    let by_rel = senders.iter().map(|(rel, events)| {
        json!({
            "if": { "properties": { "rel": { "const": rel } } },
            "then": { "properties": { "events": { "items": documented(schema, events) } } },
        })
    });
    let mut sender = closed(
        json!({
            "rel": { "enum": names },
            "href": { "type": "string", "pattern": "^/" },
            "events": { "type": "array", "minItems": 1 },
        }),
        &["rel", "href", "events"],
    );
    sender["allOf"] = by_rel.collect();
    let links = ["self", "next", "resync", "resume"].map(|name| (name.to_owned(), reference("web-link")));
    let mut links = closed(Value::Object(links.into_iter().collect()), &[]);
    links["anyOf"] = ["next", "resync", "resume"].map(|name| json!({ "required": [name] })).into();
    closed(json!({ "_links": links, "sender": { "type": "array", "items": sender } }), &["_links"])
}

/// An event that is one of these.
fn documented(schema: &Schema, events: &[&Event]) -> Value {
    let mut kinds: BTreeMap<(&str, &str), Vec<&Event>> = BTreeMap::new();
    for event in events {
        kinds.entry((&event.resource, &event.ty)).or_default().push(event);
    }
    let rels: BTreeSet<&str> = kinds.keys().map(|(rel, _)| *rel).collect();
    let each = kinds.iter().map(|((rel, ty), events)| {
        json!({
            "if": { "properties": { "type": { "const": ty }, "link": { "properties": { "rel": { "const": rel } } } } },
            "then": kind(schema, events),
        })
    });
    let types = rels.iter().map(|rel| {
        let types: Vec<_> = kinds.keys().filter(|(of, _)| of == rel).map(|(_, ty)| *ty).collect();
        json!({
            "if": { "properties": { "link": { "properties": { "rel": { "const": rel } } } } },
            "then": { "properties": { "type": { "enum": types } } },
        })
    });
    let conditions: Vec<Value> = types.chain(each).collect();
    json!({
        "type": "object",
        "required": ["type", "link"],
        "properties": {
            "type": { "type": "string" },
            "link": { "allOf": [reference("link-with-rel"), { "properties": { "rel": { "enum": rels } } }] },
        },
        "allOf": conditions,
    })
}

/// An event of this type about this resource: of the documented `in`, with the resource itself if any, and with how the
/// operation ended if it is over.
fn kind(schema: &Schema, events: &[&Event]) -> Value {
    let Event { ty, resource, target, .. } = events[0];
    let mut members = json!({ "type": true, "link": true });
    let mut required = Vec::new();
    // Samples show a role where others with the same representation occur too: `localParticipant` for any `participant`.
    let named = events.iter().flat_map(|event| &event.scope);
    let bases = named.clone().filter_map(|rel| represented(schema, rel)).map(|page| &page.rel);
    let scopes: BTreeSet<&String> = named.chain(bases).collect();
    if !scopes.is_empty() {
        members["in"] =
            json!({ "allOf": [reference("link-with-rel"), { "properties": { "rel": { "enum": scopes } } }] });
        if events.iter().all(|event| !event.scope.is_empty()) {
            required.push("in");
        }
    }
    if ty != "deleted"
        && events.iter().any(|event| event.embedded != Some(false))
        && let Some(target) = target
    {
        members["_embedded"] = closed(json!({ resource: reference(target) }), &[resource]);
    }
    if ty == "completed" {
        members["status"] = json!({ "enum": ["Success", "Failure"] });
        members["reason"] = reference("reason-body");
        required.push("status");
    }
    let mut shape = closed(members, &required);
    if ty == "completed" {
        shape["if"] = json!({ "properties": { "status": { "const": "Failure" } } });
        shape["then"] = json!({ "required": ["reason"] });
        shape["else"] = json!({ "properties": { "reason": false } });
    }
    shape
}
