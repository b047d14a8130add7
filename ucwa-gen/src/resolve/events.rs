//! Events, and the reasons with which they can end.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::{evidence, row as listed};
use super::index::{Index, rels};
use super::paragraphs;
use super::repeats::repeated;
use super::words;
use crate::decision::{Decision, Findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Overrides};
use crate::page::{EventRow, Form, Groups, PageFacts};
use crate::sample::{Body, Node, Sample};
use crate::schema::{Event, EvidenceKind, ReasonCode};
use crate::source::Span;
use crate::suggest::{Candidates, suggestion};

/// The events that a page documents.
pub(super) fn resolve<'a>(
    page: &'a PageFacts,
    index: &Index<'a>,
    rels: &Rels<'a>,
    findings: &mut Findings,
) -> Vec<Event> {
    let mut events = Events::default();
    for row in &page.events {
        events.add(row, page.forms.events(), index, rels, findings);
    }
    for (ty, sample) in &page.event_samples {
        events.observe(ty, sample, findings);
    }
    events.finish()
}

/// The rels that events can come from and happen in.
pub(super) struct Rels<'a> {
    names: Candidates<'a>,
    /// Whether the pages are all that there are: then a rel that none of them documents is one too many.
    is_complete: bool,
}

impl<'a> Rels<'a> {
    /// Where the index page of the reference is, all pages are. Of a part of them an event can name what is not there, and
    /// only what is nearly the name of another one is doubtful.
    pub(super) fn new(index: &Index<'a>, groups: &Groups) -> Self {
        let names = Candidates::new(index.resources().flat_map(rels).collect::<BTreeSet<_>>().into_iter());
        Self { names, is_complete: !groups.is_empty() }
    }

    /// The rels that a row names and no page documents. What an event is about has its page in any case.
    fn unknown(&self, row: &EventRow, has_target: bool, index: &Index<'_>) -> Vec<Diagnostic> {
        let scope = row.scope.iter().map(|rel| ("", rel));
        let unknown = [("the sender ", &row.sender)].into_iter().chain(scope);
        let unknown = unknown.filter(|(_, rel)| !rel.is_empty() && !index.knows(rel));
        let about = (!has_target).then_some(("", &row.resource, true));
        let unknown = unknown.map(|(what, rel)| (what, rel, self.is_complete));
        let found = about.into_iter().chain(unknown).filter_map(|(what, rel, is_doubtful)| {
            let message = format!("no page documents {what}`{rel}`");
            let found = Diagnostic::new(Code::EventUnknown, row.span.clone(), message);
            match suggestion(&self.names.nearest(rel)) {
                Some(near) => Some(found.help(near)),
                None => is_doubtful.then_some(found),
            }
        });
        found.collect()
    }
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
    fn add(
        &mut self,
        row: &'a EventRow,
        form: Form,
        index: &Index<'a>,
        rels: &Rels<'a>,
        findings: &mut Findings,
    ) {
        let why = listed(&row.span);
        let next = self.all.len();
        let at = *self.by_key.entry((&row.ty, &row.resource, &row.sender, &row.priority)).or_insert(next);
        let is_new_text = self.texts.insert((at, &row.reason));
        let linked = row.target.as_ref().and_then(|link| index.linked_resource(link));
        let (target, differing) = words::event(&row.resource, linked, index, &row.span, form);
        findings.extend(differing);
        let target = target.map(|page| page.name.as_str());
        findings.extend(rels.unknown(row, target.is_some(), index));
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

#[cfg(test)]
mod tests {
    use super::super::testing::{explicit, found, table};
    use crate::diagnostic::Severity;
    use crate::source::SourceFile;

    #[test]
    fn an_event_names_rels_that_there_are() {
        // A row, what is found in a part of the pages, and what besides where the index page says that these are all.
        let cases = [
            ("[lamp](lamp_ref.md)|High|lamp|lamp, startLamp", "", ""),
            ("lamp|High|Lamp||", "", ""),
            ("[startLamp](startLamp2_ref.md)|High|startLamp2||", "", ""),
            ("lamp|High|lmap||", "UG052 no page documents the sender `lmap`", ""),
            ("lamp|High|lamp|lamp, startLmap", "UG052 no page documents `startLmap`", ""),
            ("lmap|High|lamp|", "UG052 no page documents `lmap`", ""),
            ("switch|High|lamp|", "UG052 no page documents `switch`", ""),
            ("lamp|High|house|", "", "UG052 no page documents the sender `house`"),
            ("lamp|High|lamp|house", "", "UG052 no page documents `house`"),
            ("lamp|High||", "", ""),
        ];
        let index = SourceFile::new("UCWAResources.md", "# Lamps\n\n## All\n\n- [lamp](lamp_ref.md)\n");
        for (row, in_a_part, in_all) in cases {
            let row = format!("{row}|Why.");
            let events = table("### Added", "Resource|Priority|Sender|In|Reason", &[&row]);
            let part = vec![explicit("lamp", &[events]), explicit("startLamp2", &[])];
            let all = [part.clone(), vec![index.clone()]].concat();
            assert_eq!(found(&part, Severity::Warning).join("; "), in_a_part, "{row}");
            assert_eq!(found(&all, Severity::Warning).join("; "), format!("{in_a_part}{in_all}"), "{row}");
        }
    }
}
