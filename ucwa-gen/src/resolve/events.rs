//! Events, and the reasons with which they can end.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::{evidence, row as listed};
use super::index::Index;
use super::paragraphs;
use super::repeats::repeated;
use crate::decision::{Decision, Findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Overrides};
use crate::page::{EventRow, PageFacts};
use crate::sample::{Body, Node, Sample};
use crate::schema::{Event, EvidenceKind, ReasonCode};
use crate::source::Span;

/// The events that a page documents.
pub(super) fn resolve<'a>(page: &'a PageFacts, index: &Index<'a>, findings: &mut Findings) -> Vec<Event> {
    let mut events = Events::default();
    for row in &page.events {
        events.add(row, index, findings);
    }
    for (ty, sample) in &page.event_samples {
        events.observe(ty, sample, findings);
    }
    events.finish()
}

/// What tells two events apart: type, resource, sender, priority.
type Key<'a> = (&'a str, &'a str, &'a str, &'a str);

#[derive(Default)]
struct Events<'a> {
    all: Vec<Event>,
    /// The rels in which each happens.
    scopes: Vec<BTreeSet<&'a str>>,
    by_key: BTreeMap<Key<'a>, usize>,
    /// The first of each type and resource, the latter in lower case.
    by_resource: BTreeMap<(&'a str, String), usize>,
    /// The texts of each.
    texts: BTreeSet<(usize, &'a str)>,
    /// The first row of each type, resource and sender, and the page that it is about.
    same: BTreeMap<(&'a str, &'a str, &'a str), (&'a EventRow, Option<&'a str>)>,
    /// The first of each type.
    by_type: BTreeMap<&'a str, usize>,
}

impl<'a> Events<'a> {
    fn add(&mut self, row: &'a EventRow, index: &Index<'a>, findings: &mut Findings) {
        let why = listed(&row.span);
        let next = self.all.len();
        let at = *self.by_key.entry((&row.ty, &row.resource, &row.sender, &row.priority)).or_insert(next);
        let is_new_text = self.texts.insert((at, &row.reason));
        let linked = row.target.as_ref().and_then(|link| index.linked_resource(link));
        let target = linked.or_else(|| index.resource(&row.resource)).map(|page| page.name.as_str());
        // The same event with another priority, or about another page.
        let same = *self.same.entry((&row.ty, &row.resource, &row.sender)).or_insert((row, target));
        let differing = [("priority", same.0.priority != row.priority), ("target", same.1 != target)];
        let differs = differing.iter().any(|(_, differs)| *differs);
        if differs {
            findings.add(repeated(&row.resource, &same.0.span, &row.span, differing));
        }
        if let (Some(known), Some(scope)) = (self.all.get_mut(at), self.scopes.get_mut(at)) {
            known.evidence.push(why);
            let scopes = scope.len();
            scope.extend(row.scope.iter().map(String::as_str));
            if is_new_text {
                paragraphs::add(&mut known.reason, &row.reason);
            } else if !differs && scopes == scope.len() {
                findings.add(repeated(&row.resource, &same.0.span, &row.span, []));
            }
            return;
        }
        self.by_resource.entry((&row.ty, row.resource.to_ascii_lowercase())).or_insert(at);
        self.by_type.entry(&row.ty).or_insert(at);
        if target.is_none() {
            let message = format!("no page documents `{}`", row.resource);
            findings.add(Diagnostic::new(Code::EventUnknown, row.span.clone(), message));
        }
        self.scopes.push(row.scope.iter().map(String::as_str).collect());
        self.all.push(Event {
            ty: row.ty.clone(),
            resource: row.resource.clone(),
            target: target.map(str::to_owned),
            priority: row.priority.clone(),
            sender: row.sender.clone(),
            scope: Vec::new(),
            reason: row.reason.clone(),
            evidence: vec![why],
        });
    }

    fn observe(&mut self, ty: &str, sample: &'a Sample, findings: &mut Findings) {
        let Body::Json(document) = &sample.message.body else { return };
        let senders = document.get("sender").map(Node::elements).unwrap_or_default();
        for sender in senders {
            for event in sender.get("events").map(Node::elements).unwrap_or_default() {
                let Some(seen) = seen(sender, event) else { continue };
                let exact = self.by_resource.get(&(seen.ty, seen.rel.to_ascii_lowercase()));
                // The samples of a role carry the rel of the representation: then the heading decides.
                match exact.or_else(|| self.by_type.get(ty)) {
                    Some(at) => {
                        self.scopes[*at].extend(seen.scope);
                        let why = evidence(EvidenceKind::Sample, seen.sender, seen.span);
                        self.all[*at].evidence.push(why);
                    }
                    None => {
                        let message =
                            format!("the sample shows `{} {}`, which no row lists", seen.rel, seen.ty);
                        findings.add(Diagnostic::new(Code::EventUnknown, seen.span.clone(), message));
                    }
                }
            }
        }
    }

    fn finish(self) -> Vec<Event> {
        let events = self.all.into_iter().zip(self.scopes);
        let finish = |(event, scope): (Event, BTreeSet<&str>)| Event {
            scope: scope.into_iter().map(str::to_owned).collect(),
            ..event
        };
        events.map(finish).collect()
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
pub(super) fn reasons(page: &PageFacts, overrides: &Overrides, findings: &mut Findings) -> Vec<ReasonCode> {
    let mut reasons: Vec<ReasonCode> = Vec::new();
    let mut places: BTreeMap<(&str, Option<&str>), usize> = BTreeMap::new();
    let mut texts: BTreeMap<(usize, &str), &Span> = BTreeMap::new();
    for row in &page.reasons {
        let why = listed(&row.span);
        let at = *places.entry((&row.code, row.subcode.as_deref())).or_insert(reasons.len());
        let same = texts.insert((at, &row.description), &row.span);
        match reasons.get_mut(at) {
            Some(known) => {
                known.evidence.push(why);
                match same {
                    // The texts of several rows are joined.
                    None => paragraphs::add(&mut known.description, &row.description),
                    Some(first) => {
                        let name = row.subcode.as_ref().unwrap_or(&row.code);
                        findings.add(repeated(name, first, &row.span, []));
                    }
                }
            }
            None => reasons.push(ReasonCode {
                code: row.code.clone(),
                subcode: row.subcode.clone(),
                description: row.description.clone(),
                evidence: vec![why],
            }),
        }
    }
    for entry in overrides.about(&format!("{}.reasons", page.name)) {
        let Correction::Error { code, subcode, .. } = &entry.correction else { continue };
        let is_listed = places.contains_key(&(code.as_str(), subcode.as_deref()));
        let decision = Decision::new(is_listed, Vec::new())
            .heed(entry, true, |_| format!("the page lists this reason of `{}`", page.name));
        let (_, evidence) = findings.close(decision);
        if !is_listed {
            let (code, subcode) = (code.clone(), subcode.clone());
            reasons.push(ReasonCode { code, subcode, description: String::new(), evidence });
        }
    }
    reasons
}
