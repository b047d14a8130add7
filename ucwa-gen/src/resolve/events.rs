//! Events, and the reasons with which they can end.

use super::index::Index;
use super::{Notes, evidence};
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Overrides};
use crate::page::{EventRow, PageFacts};
use crate::sample::{Body, Node, Sample};
use crate::schema::{Event, EvidenceKind, ReasonCode};
use crate::source::Span;

/// The events that a page documents.
pub(super) fn resolve(page: &PageFacts, index: &Index<'_>, notes: &mut Notes) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for row in &page.events {
        let why = evidence(EvidenceKind::Row, "", &row.span);
        if let Some(known) = events.iter_mut().find(|event| is(event, row)) {
            known.evidence.push(why);
            known.reason = format!("{}\n{}", known.reason, row.reason).trim().to_owned();
            for rel in &row.scope {
                insert(&mut known.scope, rel);
            }
            continue;
        }
        let linked = row.target.as_ref().and_then(|link| index.linked_resource(link));
        let target = linked.or_else(|| index.resource(&row.resource)).map(|page| page.name.clone());
        if target.is_none() {
            let message = format!("no page documents `{}`", row.resource);
            notes.push(Diagnostic::new(Code::EventUnknown, row.span.clone(), message));
        }
        events.push(Event {
            ty: row.ty.clone(),
            resource: row.resource.clone(),
            target,
            priority: row.priority.clone(),
            sender: row.sender.clone(),
            scope: row.scope.clone(),
            reason: row.reason.clone(),
            evidence: vec![why],
        });
    }
    for (ty, sample) in &page.event_samples {
        observe(ty, sample, &mut events, notes);
    }
    for event in &mut events {
        event.scope.sort();
    }
    events
}

fn is(event: &Event, row: &EventRow) -> bool {
    event.ty == row.ty
        && event.resource == row.resource
        && event.sender == row.sender
        && event.priority == row.priority
}

fn insert(list: &mut Vec<String>, rel: &str) {
    if !list.iter().any(|known| known == rel) {
        list.push(rel.to_owned());
    }
}

/// One event in a sample.
struct Seen<'a> {
    sender: &'a str,
    rel: &'a str,
    ty: &'a str,
    scope: Option<&'a str>,
    span: &'a Span,
}

fn observe(ty: &str, sample: &Sample, events: &mut [Event], notes: &mut Notes) {
    let Body::Json(document) = &sample.message.body else { return };
    let senders = document.get("sender").map(Node::elements).unwrap_or_default();
    for sender in senders {
        for event in sender.get("events").map(Node::elements).unwrap_or_default() {
            let Some(seen) = seen(sender, event) else { continue };
            let matching =
                |event: &&mut Event| event.ty == seen.ty && event.resource.eq_ignore_ascii_case(seen.rel);
            // The samples of a role carry the rel of the representation: then the heading decides.
            let found = match events.iter_mut().find(matching) {
                Some(found) => Some(found),
                None => events.iter_mut().find(|event| event.ty == ty),
            };
            match found {
                Some(found) => {
                    if let Some(scope) = seen.scope {
                        insert(&mut found.scope, scope);
                    }
                    found.evidence.push(evidence(EvidenceKind::Sample, seen.sender, seen.span));
                }
                None => {
                    let message = format!("the sample shows `{} {}`, which no row lists", seen.rel, seen.ty);
                    notes.push(Diagnostic::new(Code::EventUnknown, seen.span.clone(), message));
                }
            }
        }
    }
}

fn seen<'a>(sender: &'a Node, event: &'a Node) -> Option<Seen<'a>> {
    let scope = event.get("in").and_then(|scope| scope.get("rel")?.as_str());
    Some(Seen {
        sender: sender.get("rel")?.as_str()?,
        rel: event.get("link")?.get("rel")?.as_str()?,
        ty: event.get("type")?.as_str()?,
        scope,
        span: &event.span,
    })
}

/// The asynchronous reason codes that a page documents, and those that it should.
pub(super) fn reasons(page: &PageFacts, overrides: &Overrides, notes: &mut Notes) -> Vec<ReasonCode> {
    let mut reasons: Vec<ReasonCode> = Vec::new();
    for row in &page.reasons {
        let why = evidence(EvidenceKind::Row, "", &row.span);
        match reasons.iter_mut().find(|known| known.code == row.code && known.subcode == row.subcode) {
            Some(known) => {
                known.evidence.push(why);
                known.description = format!("{}\n{}", known.description, row.description).trim().to_owned();
            }
            None => reasons.push(ReasonCode {
                code: row.code.clone(),
                subcode: row.subcode.clone(),
                description: row.description.clone(),
                evidence: vec![why],
            }),
        }
    }
    let of = format!("{}.reasons", page.name);
    for entry in overrides.about(&of) {
        let Correction::Error { code, subcode, .. } = &entry.correction else { continue };
        if page.reasons.iter().any(|row| (&row.code, &row.subcode) == (code, subcode)) {
            notes.push(entry.agrees(format!("the page lists this reason of `{}`", page.name)));
            continue;
        }
        reasons.push(ReasonCode {
            code: code.clone(),
            subcode: subcode.clone(),
            description: String::new(),
            evidence: vec![entry.evidence()],
        });
    }
    reasons
}
