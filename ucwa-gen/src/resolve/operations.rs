//! Operations: what goes in, what comes out.

use std::collections::{BTreeMap, BTreeSet};

use super::errors;
use super::evidence::{evidence, row as listed};
use super::fields::{Part, Place};
use super::generic::Generic;
use super::outputs;
use super::repeats::repeated;
use super::rounds::Fields;
use crate::decision::Findings;
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::Overrides;
use crate::page::{NamedRow, OperationFacts, PageFacts};
use crate::sample::{Body, Role};
use crate::schema::{Evidence, EvidenceKind, Operation, Property};
use crate::source::Span;
use crate::vocabulary::{is_element, is_media_type};

/// What was decided about the parts of operations, to be taken out.
pub(super) struct Parts<'a> {
    pub(super) fields: Fields<'a, Place<'a>>,
    pub(super) outputs: outputs::Decisions<'a>,
    pub(super) generic: Generic<'a>,
}

/// The operations of a page.
pub(super) fn resolve<'a>(
    page: &'a PageFacts,
    parts: &mut Parts<'a>,
    overrides: &Overrides,
    findings: &mut Findings,
) -> Vec<Operation> {
    let mut first: BTreeMap<&str, &Span> = BTreeMap::new();
    for facts in &page.operations {
        let known = *first.entry(&facts.method).or_insert(&facts.span);
        if *known != facts.span {
            let message = format!("`{}` documents {} twice", page.name, facts.method);
            let found = Diagnostic::new(Code::MethodTwice, facts.span.clone(), message);
            findings.add(found.related(known.clone(), "documented first here"));
        }
        for rows in [&facts.consumes, &facts.produces, &facts.statuses] {
            findings.extend(named_twice(rows));
        }
    }
    let operations = page.operations.iter().enumerate();
    operations.map(|(at, facts)| operation(page, at, facts, parts, overrides, findings)).collect()
}

fn operation<'a>(
    page: &'a PageFacts,
    at: usize,
    facts: &OperationFacts,
    parts: &mut Parts<'a>,
    overrides: &Overrides,
    findings: &mut Findings,
) -> Operation {
    let mut fields = |part| -> Vec<Property> {
        let group = parts.fields.remove(&(page.name.as_str(), at, part)).unwrap_or_default();
        group.fields.into_iter().map(|field| field.into_property(findings)).collect()
    };
    let [query, input, output_fields] = [Part::Query, Part::Input, Part::Output].map(&mut fields);
    let output = parts.outputs.remove(&(page.name.as_str(), at));
    let (output, why) = output.map(|decision| findings.close(decision)).unwrap_or_default();
    let mut reasons = vec![evidence(EvidenceKind::Row, facts.method.clone(), &facts.span)];
    reasons.extend(why);
    let rows = facts.items.iter().map(|row| &row.span);
    let rows = rows
        .chain(facts.output_element.iter().map(|row| &row.span))
        .chain(facts.consumes.iter().chain(&facts.produces).chain(&facts.statuses).map(|row| &row.span));
    reasons.extend(rows.map(listed));
    let (output_element, why) = if output.is_none() { output_element(facts) } else { (None, None) };
    reasons.extend(why);
    let (mut errors, generic_errors) = errors::split(facts, &parts.generic, &mut reasons, findings);
    let of = format!("{}.{}", page.name, facts.method);
    errors.extend(errors::missing(&of, facts, overrides, findings));
    reasons.dedup();
    Operation {
        method: facts.method.clone(),
        description: facts.description.clone(),
        query,
        input,
        consumes: media_types(facts, Role::Request, &facts.consumes),
        output: output.map(str::to_owned),
        output_fields,
        output_element,
        produces: media_types(facts, Role::Response, &facts.produces),
        statuses: statuses(facts),
        errors,
        generic_errors,
        evidence: reasons,
    }
}

/// The rows that repeat a media type or a status.
fn named_twice(rows: &[NamedRow]) -> Vec<Diagnostic> {
    let mut first: BTreeMap<&str, &NamedRow> = BTreeMap::new();
    let mut found = Vec::new();
    for row in rows {
        let known = *first.entry(&row.name).or_insert(row);
        if known.span != row.span {
            let differs = known.description != row.description;
            found.push(repeated(&row.name, &known.span, &row.span, [("description", differs)]));
        }
    }
    found
}

/// The elements that any representation, input or answer of the event channel is.
const USUAL_ELEMENTS: [&str; 3] = ["resource", "input", "events"];

/// The outermost XML element of a response that represents no resource: as the page says, or as its samples show.
fn output_element(facts: &OperationFacts) -> (Option<String>, Option<Evidence>) {
    if let Some(row) = &facts.output_element {
        return (Some(row.name.clone()), None);
    }
    let mut answers = facts.samples.iter().filter(|sample| sample.role == Role::Response);
    let shown = answers.find_map(|sample| match &sample.message.body {
        Body::Xml(element, _) if !USUAL_ELEMENTS.contains(&element.name.as_str()) => {
            Some(element).filter(|element| is_element(&element.name))
        }
        _ => None,
    });
    let why =
        shown.map(|element| evidence(EvidenceKind::Sample, format!("<{}>", element.name), &element.span));
    (shown.map(|element| element.name.clone()), why)
}

/// The media types of bodies that are neither JSON nor XML: as the page says, and as its samples show. What a sample calls one
/// and is none says nothing.
fn media_types(facts: &OperationFacts, role: Role, explicit: &[NamedRow]) -> Vec<String> {
    let mut types: BTreeSet<String> = explicit.iter().map(|row| row.name.clone()).collect();
    let shown = facts.samples.iter().filter(|sample| sample.role == role).filter_map(|sample| match &sample
        .message
        .body
    {
        Body::Other { media_type, .. } => Some(media_type.clone()),
        Body::Multipart(_) => sample.message.media_type(),
        _ => None,
    });
    types.extend(shown.filter(|shown| is_media_type(shown)));
    types.into_iter().collect()
}

fn statuses(facts: &OperationFacts) -> Vec<u16> {
    let explicit = facts.statuses.iter().filter_map(|row| row.name.parse().ok());
    let answers = facts.samples.iter().filter(|sample| sample.role == Role::Response);
    let samples = answers.filter_map(|sample| match (sample.message.status(), &sample.message.body) {
        (None, Body::Empty) => None,
        // A sample that has lost its head shows a success all the same.
        (status, _) => Some(status.unwrap_or(200)),
    });
    explicit.chain(samples).collect::<BTreeSet<u16>>().into_iter().collect()
}
