//! Links and embedded resources: what they lead to, whether there are many, and which of the two they are.

use super::observe::Seen;
use super::{Context, Notes, evidence};
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{self, Correction, Proposal};
use crate::page::{ExplicitTarget, LinkRow, PageFacts};
use crate::schema::{Evidence, EvidenceKind, Link};
use crate::source::Span;

/// The links and the embedded resources of a page's representation.
pub(super) fn resolve(page: &PageFacts, context: &Context<'_>, notes: &mut Notes) -> (Vec<Link>, Vec<Link>) {
    let empty = Seen::default();
    // What samples of the representation show belongs to the representation, not to its roles.
    let is_role = context.roles.get(&page.name).is_some();
    let base = context.roles.representation(&page.name);
    let seen = context.seen.get(base).unwrap_or(&empty);
    let mut lists = Lists { page: &page.name, links: Vec::new(), embedded: Vec::new() };
    for row in &page.links {
        let as_link = !seen.link(&row.rel).is_empty();
        let as_embedded = !seen.embedded(&row.rel).is_empty();
        let again = lists.links.iter().any(|link| link.rel == row.rel);
        let explicit = row.target.is_some() || row.many.is_some();
        let is_embedded = !explicit && as_embedded && (!as_link || again);
        let target = target(page, row.mentions.first().map(|_| row), &row.rel, row.target.as_ref(), context);
        if is_embedded {
            lists.add_embedded(row, target, seen, notes);
        } else {
            lists.add_link(row, target, seen, notes);
        }
    }
    for row in &page.embedded {
        let target = target(page, Some(row), &row.rel, row.target.as_ref(), context);
        lists.add_embedded(row, target, seen, notes);
    }
    if !is_role {
        observed(page, seen, context, &mut lists, notes);
    }
    let places = [("links", &mut lists.links), ("embedded", &mut lists.embedded)];
    for (part, link) in places.into_iter().flat_map(|(part, list)| list.iter_mut().map(move |it| (part, it)))
    {
        correct(&format!("{}.{part}.{}", page.name, link.rel), link, context, notes);
    }
    (lists.links, lists.embedded)
}

/// A target and why.
type Target = (Option<String>, Option<Evidence>);

struct Lists<'a> {
    page: &'a str,
    links: Vec<Link>,
    embedded: Vec<Link>,
}

impl Lists<'_> {
    fn add_link(&mut self, row: &LinkRow, target: Target, seen: &Seen<'_>, notes: &mut Notes) {
        let many = seen.link(&row.rel).iter().find(|link| link.many).map(|link| &link.span);
        let of = format!("{}.links.{}", self.page, row.rel);
        add(&mut self.links, &of, row, target, many, notes);
    }

    fn add_embedded(&mut self, row: &LinkRow, target: Target, seen: &Seen<'_>, notes: &mut Notes) {
        let many =
            seen.embedded(&row.rel).iter().find(|resource| resource.many).map(|resource| &resource.span);
        let of = format!("{}.embedded.{}", self.page, row.rel);
        add(&mut self.embedded, &of, row, target, many, notes);
    }
}

fn add(
    list: &mut Vec<Link>,
    of: &str,
    row: &LinkRow,
    target: Target,
    many: Option<&Span>,
    notes: &mut Notes,
) {
    let listed = evidence(EvidenceKind::Row, "", &row.span);
    if let Some(known) = list.iter_mut().find(|link| link.rel == row.rel) {
        let message = format!("`{}` is listed twice", row.rel);
        notes.push(Diagnostic::new(Code::DuplicateRow, row.span.clone(), message));
        known.evidence.push(listed);
        return;
    }
    let mut reasons = vec![listed];
    reasons.extend(target.1);
    if let (None, Some(span)) = (row.many, many) {
        reasons.push(evidence(EvidenceKind::Sample, "an array", span));
    }
    reasons.sort_by_key(|why| why.kind);
    if target.0.is_none() && row.target.is_none() {
        unknown(of, &row.rel, &row.span, notes);
    }
    list.push(Link {
        rel: row.rel.clone(),
        target: target.0,
        many: row.many.unwrap_or(many.is_some()),
        observed: row.observed,
        description: row.description.clone(),
        evidence: reasons,
    });
}

/// What samples show and no table lists; and rows of the Links table that are both a link and an embedded resource.
fn observed(
    page: &PageFacts,
    seen: &Seen<'_>,
    context: &Context<'_>,
    lists: &mut Lists<'_>,
    notes: &mut Notes,
) {
    for (rel, links) in &seen.links {
        let is_property = page.properties.iter().any(|row| row.name == *rel);
        if lists.links.iter().any(|link| link.rel == *rel) || is_property {
            continue;
        }
        let Some(first) = links.first() else { continue };
        // A row that is listed once, and that samples show both ways, is both.
        let listed = page.links.iter().find(|row| row.rel == *rel);
        if *rel == "self" && listed.is_none() && page.links.is_empty() {
            continue;
        }
        let many = links.iter().find(|link| link.many).map(|link| &link.span);
        let link = from_sample(page, "links", rel, &first.span, many, listed, None, context, notes);
        lists.links.push(link);
    }
    for (rel, resources) in &seen.embedded {
        if lists.embedded.iter().any(|link| link.rel == *rel) {
            continue;
        }
        let Some(first) = resources.first() else { continue };
        let listed = page.links.iter().find(|row| row.rel == *rel);
        let many = resources.iter().find(|resource| resource.many).map(|resource| &resource.span);
        let inner =
            resources.iter().flat_map(|resource| &resource.instances).find_map(|inner| inner.rel.as_deref());
        let link = from_sample(page, "embedded", rel, &first.span, many, listed, inner, context, notes);
        lists.embedded.push(link);
    }
}

fn unknown(of: &str, rel: &str, span: &Span, notes: &mut Notes) {
    let message = format!("no page documents what `{rel}` leads to");
    notes.push(Diagnostic::new(Code::TargetUnknown, span.clone(), message).proposing(&proposal(of)));
}

/// That no page documents it is right.
fn proposal(of: &str) -> Proposal {
    Proposal::new(of, Correction::Link { target: Some(overrides::Target::Unknown), many: None })
}

/// Takes the word of an override that says more than the page; then what was open is not.
fn correct(of: &str, link: &mut Link, context: &Context<'_>, notes: &mut Notes) {
    let entry = context.overrides.find(of, |it| match it {
        Correction::Link { target, many } => Some((target.as_ref(), *many)),
        _ => None,
    });
    let Some((entry, (target, many))) = entry else { return };
    let pages = || context.index.resources().map(|page| page.name.as_str());
    if let Some(page) = target.and_then(overrides::Target::page)
        && !pages().any(|known| known == page)
    {
        notes.push(entry.unknown("resource", page, pages()));
        return;
    }
    let mut is_right = false;
    if let Some(target) = target {
        let open = Some(proposal(of).to_string());
        let was_open = notes.iter().any(|note| note.proposal == open);
        if link.target.as_deref() == target.page() && !was_open {
            notes.push(entry.agrees(format!("`{of}` leads to `{}` anyway", target.as_str())));
        } else {
            notes.retain(|note| note.proposal != open);
            link.target = target.page().map(str::to_owned);
            is_right = true;
        }
    }
    if let Some(many) = many {
        if link.many == many {
            let cardinality = if many { "many" } else { "one" };
            notes.push(entry.agrees(format!("`{of}` leads to {cardinality} anyway")));
        } else {
            link.many = many;
            is_right = true;
        }
    }
    if is_right {
        link.evidence.insert(0, entry.evidence());
    }
}

#[expect(clippy::too_many_arguments, reason = "one thing seen in two ways, and all that is known of it")]
fn from_sample(
    page: &PageFacts,
    part: &str,
    rel: &str,
    first: &Span,
    many: Option<&Span>,
    listed: Option<&LinkRow>,
    inner: Option<&str>,
    context: &Context<'_>,
    notes: &mut Notes,
) -> Link {
    let (mut target, why) = target(page, listed, rel, None, context);
    let mut reasons = vec![evidence(EvidenceKind::Sample, "", first)];
    reasons.extend(why);
    if target.is_none()
        && let Some(inner) = inner.and_then(|inner| context.index.resource(inner))
    {
        reasons.push(evidence(EvidenceKind::Sample, format!("\"rel\": \"{}\"", inner.name), first));
        target = Some(inner.name.clone());
    }
    reasons.extend(many.map(|span| evidence(EvidenceKind::Sample, "an array", span)));
    match listed {
        Some(row) => reasons.push(evidence(EvidenceKind::Row, "", &row.span)),
        None => {
            let message = format!("`{}` has no `{rel}` among its links", page.name);
            notes.push(Diagnostic::new(Code::UndocumentedLink, first.clone(), message));
        }
    }
    reasons.sort_by_key(|why| why.kind);
    if target.is_none() {
        unknown(&format!("{}.{part}.{rel}", page.name), rel, first, notes);
    }
    Link {
        rel: rel.to_owned(),
        target,
        many: many.is_some(),
        observed: listed.is_none(),
        description: listed.map_or_else(String::new, |row| row.description.clone()),
        evidence: reasons,
    }
}

/// What a rel leads to: the page itself for `self`, the page of its name, or the one that its description names.
fn target(
    page: &PageFacts,
    row: Option<&LinkRow>,
    rel: &str,
    explicit: Option<&ExplicitTarget>,
    context: &Context<'_>,
) -> Target {
    match explicit {
        Some(ExplicitTarget::Page(link)) => {
            let found = context.index.linked_resource(link).map(|page| page.name.clone());
            let why = row.map(|row| evidence(EvidenceKind::Declared, &link.text, &row.span));
            return (found, why);
        }
        Some(ExplicitTarget::Unknown) => return (None, None),
        None => {}
    }
    if rel == "self" {
        return (Some(page.name.clone()), None);
    }
    if let Some(found) = context.index.resource(rel) {
        let why = Evidence { kind: EvidenceKind::Name, detail: found.name.clone(), at: None };
        return (Some(found.name.clone()), Some(why));
    }
    let Some(row) = row else { return (None, None) };
    let mentioned = row.mentions.iter().filter_map(|link| context.index.linked_resource(link));
    let mut names: Vec<&str> = mentioned.map(|page| page.name.as_str()).collect();
    names.dedup();
    match names[..] {
        [only] => (Some(only.to_owned()), Some(evidence(EvidenceKind::Linked, only, &row.span))),
        _ => (None, None),
    }
}
