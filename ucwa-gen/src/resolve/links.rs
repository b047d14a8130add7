//! Links and embedded resources: what they lead to, whether there are many, and which of the two they are.

use std::collections::BTreeMap;

use super::context::Context;
use super::evidence::{evidence, marked, row as listed};
use super::instance::EmbeddedSeen;
use super::nearly::Listed;
use super::repeats::{MARK, repeated};
use super::seen::Seen;
use super::target::{Target, declared, target};
use super::unlisted::{listed_by_role, own_place, unlisted};
use crate::decision::{Decision, Findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{self, Correction, Override, Proposal};
use crate::page::{Form, LinkRow, PageFacts};
use crate::schema::{Evidence, EvidenceKind, Link, Provenance};
use crate::source::Span;

/// The links and the embedded resources of a page's representation.
pub(super) fn resolve(
    page: &PageFacts,
    context: Context<'_>,
    findings: &mut Findings,
) -> (Vec<Link>, Vec<Link>) {
    let (links, embedded) = decide(page, context);
    (links.close(findings), embedded.close(findings))
}

fn decide<'a>(page: &'a PageFacts, context: Context<'a>) -> (List<'a>, List<'a>) {
    let empty = Seen::default();
    let seen = context.seen.of(context.roles.representation(&page.name)).unwrap_or(&empty);
    let mut links = List::new(page, "links", page.forms.links(), context);
    let mut embedded = List::new(page, "embedded", page.forms.embedded(), context);
    for row in &page.links {
        if is_embedded(row, &links, seen) {
            embedded.add(row, many_embedded(seen, &row.rel));
        } else {
            links.add(row, many_links(seen, &row.rel));
        }
    }
    for row in &page.embedded {
        embedded.add(row, many_embedded(seen, &row.rel));
        embedded.compare(&row.rel, seen.embedded.get(&row.rel));
    }
    links.add_missing();
    embedded.add_missing();
    // What samples of the representation show belongs to the representation, not to its roles.
    if context.roles.base(&page.name).is_none() {
        of_roles(page, seen, context, &mut links, &mut embedded);
        observed(page, seen, context, &mut links, &mut embedded);
    }
    (links, embedded)
}

/// Whether a row of a Links table lists what is embedded: samples show it so and not as a link, or the link is listed already. The row
/// itself decides where it states its target.
fn is_embedded(row: &LinkRow, links: &List<'_>, seen: &Seen<'_>) -> bool {
    let is_explicit = row.target.is_some() || row.many.is_some();
    !is_explicit
        && links.form == Form::Original
        && !seen.embedded.get(&row.rel).is_empty()
        && (seen.links.get(&row.rel).is_empty() || links.places.contains_key(row.rel.as_str()))
}

/// What the pages of roles list and that of their representation does not: there is one type for all of them.
fn of_roles<'a>(
    page: &'a PageFacts,
    seen: &Seen<'a>,
    context: Context<'a>,
    links: &mut List<'a>,
    embedded: &mut List<'a>,
) {
    for role in context.roles.of(&page.name, context.index) {
        let rows = role.links.iter().map(|row| (row, false));
        for (row, is_listed_embedded) in rows.chain(role.embedded.iter().map(|row| (row, true))) {
            let is_listed =
                [&*links, &*embedded].iter().any(|list| list.places.contains_key(row.rel.as_str()));
            if is_listed || row.rel == "self" {
                continue;
            }
            if is_listed_embedded || is_embedded(row, links, seen) {
                embedded.add_of_role(row, role, many_embedded(seen, &row.rel));
            } else {
                links.add_of_role(row, role, many_links(seen, &row.rel));
            }
        }
    }
}

/// Where samples show several links of a rel.
fn many_links<'s>(seen: &Seen<'s>, rel: &str) -> Option<&'s Span> {
    seen.links.get(rel).iter().find(|link| link.many).map(|link| &link.span)
}

/// Where samples show several resources embedded under a name.
fn many_embedded<'s>(seen: &Seen<'s>, rel: &str) -> Option<&'s Span> {
    seen.embedded.get(rel).iter().find(|resource| resource.many).map(|resource| &resource.span)
}

/// What samples show and no table lists; and rows of the Links table that are both a link and an embedded resource.
fn observed<'a>(
    page: &'a PageFacts,
    seen: &Seen<'a>,
    context: Context<'a>,
    links: &mut List<'a>,
    embedded: &mut List<'a>,
) {
    // A row that is listed once, and that samples show both ways, is both.
    let rows: BTreeMap<&str, &LinkRow> = page.links.iter().rev().map(|row| (row.rel.as_str(), row)).collect();
    // Content travels as a link, too: some properties are shown among the links.
    let form = links.form;
    let is_property = |rel: &str| match form {
        Form::Original => context.index.listed(page).is_some_and(|own| own.properties.contains(rel)),
        Form::Explicit => context.index.listed(page).is_some_and(|own| own.content.contains(rel)),
    };
    let listed = page.links.iter().chain(&page.embedded).map(|row| row.rel.as_str());
    let listed_names = Listed::new(
        listed,
        |rel| !seen.links.get(rel).is_empty() || !seen.embedded.get(rel).is_empty(),
        seen.links.iter().map(|(rel, _)| rel).chain(seen.embedded.iter().map(|(rel, _)| rel)),
    );
    for (rel, shown) in seen.links.iter() {
        let place = first_place(page, form, shown.iter().map(|link| &link.span));
        let Some(first) = place.filter(|_| !is_property(rel)) else { continue };
        let row = rows.get(rel).copied();
        if rel == "self" && row.is_none() && page.links.is_empty() && form == Form::Original {
            continue;
        }
        let is_new = links.add_shown(rel, first, many_links(seen, rel), row, None);
        links.findings.extend(is_new.then(|| listed_names.misspelt(rel, shown.len(), Some(first))).flatten());
    }
    for (rel, shown) in seen.embedded.iter() {
        let place = first_place(page, embedded.form, shown.iter().map(|shown| &shown.span));
        let Some(first) = place else { continue };
        let mut inner = shown.iter().flat_map(|resource| &resource.instances);
        let inner = inner.find_map(|inner| inner.rel.as_deref());
        let row = rows.get(rel).copied();
        let is_new = embedded.add_shown(rel, first, many_embedded(seen, rel), row, inner);
        embedded
            .findings
            .extend(is_new.then(|| listed_names.misspelt(rel, shown.len(), Some(first))).flatten());
    }
}

/// Where something is shown first: as evidence anywhere, and as a finding on its own page if it can be.
fn first_place<'s>(
    page: &PageFacts,
    form: Form,
    mut places: impl Iterator<Item = &'s Span> + Clone,
) -> Option<&'s Span> {
    match form {
        Form::Original => places.next(),
        Form::Explicit => own_place(page, places),
    }
}

/// The links of a page, or what is embedded.
struct List<'a> {
    page: &'a PageFacts,
    /// What overrides call the list.
    part: &'static str,
    form: Form,
    context: Context<'a>,
    all: Vec<Relation<'a>>,
    places: BTreeMap<&'a str, usize>,
    findings: Vec<Diagnostic>,
}

/// A link, or what is embedded under one name.
struct Relation<'a> {
    rel: &'a str,
    /// The first row that lists it.
    row: Option<&'a LinkRow>,
    provenance: &'a Provenance,
    /// The override that adds it.
    added: Option<&'a Override>,
    description: &'a str,
    /// What shows that it is there.
    places: Vec<Evidence>,
    /// Rows that list it again.
    again: Vec<Evidence>,
    /// The name of a page.
    target: Decision<'a, Option<&'a str>>,
    many: Decision<'a, bool>,
}

impl<'a> List<'a> {
    fn new(page: &'a PageFacts, part: &'static str, form: Form, context: Context<'a>) -> Self {
        Self { page, part, form, context, all: Vec::new(), places: BTreeMap::new(), findings: Vec::new() }
    }

    /// Adds what a row lists. `many` is where samples show several.
    fn add(&mut self, row: &'a LinkRow, many: Option<&Span>) {
        if let Some(at) = self.places.get(row.rel.as_str()) {
            return self.again(*at, row);
        }
        let found = target(self.page, &row.rel, Some(row), self.context.index);
        let (_, differing) = declared(row, self.context.index);
        let target = self.target(&row.rel, found, &row.span).against(differing);
        // The row of a link says all that there is to say of its target.
        let target = if self.part == "links" && row.target.is_some() && row.mentions.is_empty() {
            target.with_evidence(|_| Vec::new())
        } else {
            target
        };
        let many = match (row.many, self.form, many) {
            (Some(false), Form::Explicit, Some(span)) => self.shown_too_many(&row.rel, span),
            (Some(many), ..) => Decision::new(many, Vec::new()),
            (None, Form::Explicit, _) => Decision::new(false, Vec::new()),
            (None, Form::Original, many) => shown_many(many),
        };
        self.push(Relation {
            rel: &row.rel,
            row: Some(row),
            provenance: &row.provenance,
            added: None,
            description: &row.description,
            places: marked(&row.provenance, &row.span),
            again: Vec::new(),
            target,
            many,
        });
    }

    /// Adds what the page of a role lists; in the explicit form the page's own rows decide alone.
    fn add_of_role(&mut self, row: &'a LinkRow, role: &PageFacts, many: Option<&Span>) {
        self.findings.push(listed_by_role(what(self.part), &row.rel, self.page, role, self.form, &row.span));
        if self.form == Form::Original {
            self.add(row, many);
            let added = self.all.last_mut().filter(|it| it.rel == row.rel);
            added.into_iter().for_each(|it| it.places.push(listed(&row.span)));
        }
    }

    /// Adds what samples show. `row` is one that lists it elsewhere; `inner` is the rel of what it holds. Returns whether no
    /// row lists it.
    fn add_shown(
        &mut self,
        rel: &'a str,
        first: &Span,
        many: Option<&Span>,
        row: Option<&'a LinkRow>,
        inner: Option<&str>,
    ) -> bool {
        if self.places.contains_key(rel) {
            return false;
        }
        if self.form == Form::Explicit {
            self.findings.push(unlisted(what(self.part), rel, &self.page.name, first));
            return false;
        }
        let index = self.context.index;
        let mut found = target(self.page, rel, row, index);
        if let Target::Open | Target::Unknown(None) = found
            && let Some(inner) = inner.and_then(|inner| index.resource(inner))
        {
            let why = evidence(EvidenceKind::Sample, format!("\"rel\": \"{}\"", inner.name), first);
            found = Target::Page(&inner.name, Some(why));
        }
        let mut places = vec![evidence(EvidenceKind::Sample, "", first)];
        places.extend(row.map(|row| listed(&row.span)));
        if row.is_none() {
            let message = format!("`{}` has no `{rel}` among its links", self.page.name);
            self.findings.push(Diagnostic::new(Code::UndocumentedLink, first.clone(), message));
        }
        let target = self.target(rel, found, first);
        self.push(Relation {
            rel,
            row,
            provenance: if row.is_none() { &Provenance::Sample } else { &Provenance::Page },
            added: None,
            description: row.map_or("", |row| row.description.as_str()),
            places,
            again: Vec::new(),
            target,
            many: shown_many(many),
        });
        row.is_none()
    }

    /// Adds what overrides say that the page should list. One that only samples show is theirs to decide.
    fn add_missing(&mut self) {
        let prefix = self.of("");
        let overrides = self.context.overrides;
        for entry in overrides.below(&prefix) {
            let Correction::Link { add: true, .. } = &entry.correction else { continue };
            let Some(rel) = entry.of.strip_prefix(&prefix) else { continue };
            if let Some(at) = self.places.get(rel) {
                let known = &mut self.all[*at];
                if known.provenance.is_sample() {
                    (known.provenance, known.added) = (&entry.provenance, Some(entry));
                }
                continue;
            }
            self.push(Relation {
                rel,
                row: None,
                provenance: &entry.provenance,
                added: Some(entry),
                description: "",
                places: Vec::new(),
                again: Vec::new(),
                target: Decision::open(None, Vec::new()),
                many: Decision::open(false, Vec::new()),
            });
        }
    }

    fn push(&mut self, relation: Relation<'a>) {
        self.places.insert(relation.rel, self.all.len());
        self.all.push(relation);
    }

    /// Compares a row with the first one of its rel: that one counts.
    fn again(&mut self, at: usize, row: &'a LinkRow) {
        let of = self.of(&row.rel);
        let known = &mut self.all[at];
        known.again.push(listed(&row.span));
        let Some(first) = known.row else { return };
        let leads = |row: &LinkRow| target(self.page, &row.rel, Some(row), self.context.index).known();
        let targets = leads(first).zip(leads(row)).filter(|(a, b)| a != b);
        let targets =
            targets.map(|(one, other)| (overrides::Target::new(one), overrides::Target::new(other)));
        let many = first.many.zip(row.many).filter(|(a, b)| a != b);
        let right = Correction::Link {
            add: false,
            target: targets.as_ref().map(|(one, _)| one.clone()),
            many: many.map(|(many, _)| many),
        };
        let other = targets.iter().map(|(_, other)| other.as_str().to_owned());
        let proposal = Proposal { of, correction: right, alternatives: other.collect() };
        if let Some((one, other)) = &targets {
            let message = format!("`{}` leads to `{}` and to `{}`", row.rel, one.as_str(), other.as_str());
            let found = Diagnostic::new(Code::TypeConflict, row.span.clone(), message);
            known.target.doubt(found.related(first.span.clone(), "listed first here"), proposal.clone());
        }
        let differing = [
            ("cardinality", many.is_some()),
            (MARK, first.provenance != row.provenance),
            ("description", first.description != row.description),
        ];
        let found = repeated(&row.rel, &first.span, &row.span, differing);
        match (&targets, many) {
            (_, Some(_)) => known.many.doubt(found, proposal),
            (None, None) => self.findings.push(found),
            // That it leads elsewhere is enough to say of the row.
            (Some(_), None) => {}
        }
    }

    /// There is one, as the column says, and a sample shows several.
    fn shown_too_many(&self, rel: &str, span: &Span) -> Decision<'a, bool> {
        let message = format!("`{}` has one `{rel}`, a sample shows several", self.page.name);
        let many = Correction::Link { add: false, target: None, many: Some(true) };
        Decision::new(false, Vec::new())
            .against([Diagnostic::new(Code::SampleContradiction, span.clone(), message)])
            .proposing(Proposal::new(self.of(rel), many))
    }

    /// Compares what samples hold under a name with what the column says.
    fn compare(&mut self, rel: &str, shown: &[&EmbeddedSeen]) {
        let Context { index, roles, .. } = self.context;
        let of = self.of(rel);
        let relation = self.places.get(rel).map(|at| &mut self.all[*at]);
        let Some(relation) = relation.filter(|_| self.form == Form::Explicit) else { return };
        let Some(target) = *relation.target.value() else { return };
        let rels = shown.iter().flat_map(|shown| {
            let rels = shown.instances.iter().filter_map(|inner| inner.rel.as_deref());
            rels.map(|rel| (rel, &shown.span))
        });
        // In XML the rel of what is embedded is the name it is embedded under, and says nothing more.
        let other = rels.into_iter().find(|(held, _)| *held != rel && !roles.carries(target, held, index));
        if let Some((held, span)) = other {
            let message = format!("`{rel}` holds `{target}`, a sample shows `{held}`");
            let found = Diagnostic::new(Code::SampleContradiction, span.clone(), message);
            let right = overrides::Target::new(index.resource(held).map(|page| page.name.as_str()));
            let right = Correction::Link { add: false, target: Some(right), many: None };
            relation.target.doubt(found, Proposal::new(of, right));
        }
    }

    fn of(&self, rel: &str) -> String {
        format!("{}.{}.{rel}", self.page.name, self.part)
    }

    fn target(&self, rel: &str, found: Target<'a>, span: &Span) -> Decision<'a, Option<&'a str>> {
        match found {
            Target::Page(page, why) => Decision::new(Some(page), why.into_iter().collect()),
            Target::Unknown(why) => Decision::new(None, why.into_iter().collect()),
            Target::Open => {
                let message = format!("no page documents what `{rel}` leads to");
                let found = Diagnostic::new(Code::TargetUnknown, span.clone(), message);
                // That no page documents it is right.
                let right =
                    Correction::Link { add: false, target: Some(overrides::Target::Unknown), many: None };
                Decision::open(None, Vec::new())
                    .against([found])
                    .proposing(Proposal::new(self.of(rel), right))
            }
        }
    }

    fn close(self, findings: &mut Findings) -> Vec<Link> {
        findings.extend(self.findings);
        let (page, part, context) = (&self.page.name, self.part, self.context);
        let close = |relation: Relation<'a>| {
            let of = format!("{page}.{part}.{}", relation.rel);
            let relation = corrected(relation, &of, context);
            let (target, leads) = findings.close(relation.target);
            let (many, counted) = findings.close(relation.many);
            let mut reasons: Vec<Evidence> =
                relation.places.into_iter().chain(leads).chain(counted).collect();
            reasons.sort_by_key(|why| why.kind);
            // One override may decide both.
            reasons.dedup();
            reasons.extend(relation.again);
            Link {
                rel: relation.rel.to_owned(),
                target: target.map(str::to_owned),
                many,
                provenance: relation.provenance.clone(),
                description: relation.description.to_owned(),
                evidence: reasons,
            }
        };
        self.all.into_iter().map(close).collect()
    }
}

/// What an entry of a list is.
fn what(part: &str) -> &'static str {
    if part == "links" { "link" } else { "embedded resource" }
}

/// There are many where a sample shows several.
fn shown_many<'a>(shown: Option<&Span>) -> Decision<'a, bool> {
    let why = shown.map(|span| evidence(EvidenceKind::Sample, "an array", span));
    Decision::new(shown.is_some(), why.into_iter().collect())
}

/// Compares what the pages say with what an override says.
fn corrected<'a>(relation: Relation<'a>, of: &str, context: Context<'a>) -> Relation<'a> {
    let entry = context.overrides.find(of, |it| match it {
        Correction::Link { add, target, many } => Some((*add, target.as_ref(), *many)),
        _ => None,
    });
    let Some((entry, (add, target, many))) = entry else { return relation };
    if add && relation.added.is_none() {
        let agrees = entry.agrees(format!("the page lists `{of}`"));
        return Relation { target: relation.target.reject(entry, agrees), ..relation };
    }
    // Of what an entry adds there is one, unless it says otherwise.
    let many = if add { Some(many.unwrap_or_default()) } else { many };
    let named = target.and_then(overrides::Target::page);
    let page = named.and_then(|name| context.index.exact(name));
    if let (Some(name), None) = (named, page) {
        let unknown = entry.unknown(
            "target",
            "resource",
            name,
            context.index.names().chain([overrides::Target::UNKNOWN]),
        );
        return Relation { target: relation.target.reject(entry, unknown), ..relation };
    }
    let mut relation = relation;
    if relation.added.is_some() {
        // What the pages show of it is not what they list: the entry is not one too many.
        relation.target = Decision::open(*relation.target.value(), relation.target.evidence().to_vec());
        relation.many = Decision::open(*relation.many.value(), relation.many.evidence().to_vec());
    }
    if let Some(target) = target {
        let pages_say = |_: &_| format!("`{of}` leads to `{}` anyway", target.as_str());
        relation.target = relation.target.heed(entry, page, pages_say);
    }
    if let Some(many) = many {
        relation.many = relation.many.heed(entry, many, |many| {
            format!("`{of}` leads to {} anyway", if *many { "many" } else { "one" })
        });
    }
    relation
}

#[cfg(test)]
mod tests;
