//! Operations: what goes in, what comes out.

use std::collections::{BTreeMap, BTreeSet};

use super::errors::{self, Generic};
use super::index::Index;
use super::observe::{Bodies, SampleBody};
use super::properties::{Fields, Part, Place};
use super::{Context, Notes, evidence};
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Overrides, Proposal};
use crate::page::{ItemRow, NamedRow, OperationFacts, PageFacts};
use crate::sample::{Body, Role};
use crate::schema::{Evidence, EvidenceKind, Operation};
use crate::suggest::nearest;

/// What the operations answer with, by page and method.
#[derive(Debug, Default)]
pub(super) struct Outputs {
    by_operation: BTreeMap<(String, String), Output>,
}

#[derive(Debug)]
struct Output {
    /// The name of a page.
    resource: String,
    /// Whether it is the page's own representation.
    is_own: bool,
    why: Evidence,
}

impl Outputs {
    pub(super) fn find(index: &Index<'_>, bodies: &Bodies, overrides: &Overrides, notes: &mut Notes) -> Self {
        let mut outputs = Self::default();
        for page in index.resources() {
            for operation in &page.operations {
                let mut own = Notes::new();
                let found = output(page, operation, index, bodies, &mut own);
                if let Some(output) = corrected(page, operation, found, index, overrides, &mut own) {
                    outputs.by_operation.insert((page.name.clone(), operation.method.clone()), output);
                }
                notes.extend(own);
            }
        }
        outputs
    }

    fn get(&self, page: &str, method: &str) -> Option<&Output> {
        self.by_operation.get(&(page.to_owned(), method.to_owned()))
    }

    /// The page whose representation a response body of the operation is.
    pub(super) fn representation(&self, page: &str, method: &str) -> Option<String> {
        self.get(page, method).map(|output| output.resource.clone())
    }

    /// The page of the resource that a POST creates or starts.
    pub(super) fn created(&self, page: &str, method: &str) -> Option<String> {
        let output = self.get(page, method)?;
        (method == "POST" && !output.is_own).then(|| output.resource.clone())
    }
}

/// The answer that an override names, if it says more than the page; then what was open is not.
fn corrected(
    page: &PageFacts,
    operation: &OperationFacts,
    found: Option<Output>,
    index: &Index<'_>,
    overrides: &Overrides,
    notes: &mut Notes,
) -> Option<Output> {
    let of = format!("{}.{}", page.name, operation.method);
    let entry = overrides.find(&of, |it| match it {
        Correction::Response { resource } => Some(resource),
        _ => None,
    });
    let Some((entry, resource)) = entry else { return found };
    if !index.resources().any(|page| page.name == *resource) {
        notes.push(entry.unknown("resource", resource, index.resources().map(|page| page.name.as_str())));
        return found;
    }
    let is_open = |note: &Diagnostic| note.code == Code::OutputUnknown;
    if found.as_ref().is_some_and(|found| found.resource == *resource) && !notes.iter().any(is_open) {
        notes.push(entry.agrees(format!("`{of}` answers with `{resource}` anyway")));
        return found;
    }
    notes.retain(|note| !is_open(note));
    Some(Output { resource: resource.clone(), is_own: *resource == page.name, why: entry.evidence() })
}

fn output(
    page: &PageFacts,
    operation: &OperationFacts,
    index: &Index<'_>,
    bodies: &Bodies,
    notes: &mut Notes,
) -> Option<Output> {
    let found = |name: &str, why: Evidence| {
        Some(Output { resource: name.to_owned(), is_own: name == page.name, why })
    };
    let of_page = bodies.of(&page.name).iter();
    let mut answers = of_page.filter(|body| body.method == operation.method && body.role == Role::Response);
    for row in &operation.items {
        if let Some(name) = item(row, index, notes) {
            return found(&name, evidence(EvidenceKind::Declared, name.clone(), &row.span));
        }
        // The row leads nowhere, but the sample's own links may show of which resource they are.
        let by_links = answers.clone().find_map(|body| Some((by_links(body, index)?, &body.span)));
        if let Some((name, span)) = by_links {
            return found(&name, evidence(EvidenceKind::Sample, format!("links below `/{name}/`"), span));
        }
        if !row.name.is_empty() {
            let message = format!("`{}` is no resource", row.name);
            let proposal = proposal(page, operation, &row.name, index);
            notes.push(Diagnostic::new(Code::OutputUnknown, row.span.clone(), message).proposing(&proposal));
        }
    }
    if operation.returns_representation {
        return found(&page.name, evidence(EvidenceKind::Prose, page.name.clone(), &operation.span));
    }
    answers.find_map(|body| {
        let rel = body.instance.rel.as_deref()?;
        let name = &index.resource(rel)?.name;
        found(name, evidence(EvidenceKind::Sample, format!("\"rel\": \"{rel}\""), &body.span))
    })
}

/// The resource of the likest name, or the page's own.
fn proposal(page: &PageFacts, operation: &OperationFacts, name: &str, index: &Index<'_>) -> Proposal {
    let mut near = nearest(name, index.resources().map(|page| page.name.as_str())).into_iter();
    let resource = near.next().unwrap_or_else(|| page.name.clone());
    Proposal {
        of: format!("{}.{}", page.name, operation.method),
        correction: Correction::Response { resource },
        alternatives: near.collect(),
    }
}

/// The page that a row of a response table names: by its text, or by the target of its link.
fn item(row: &ItemRow, index: &Index<'_>, notes: &mut Notes) -> Option<String> {
    let by_text = index.resource(&row.name);
    let by_link = row.target.as_ref().and_then(|link| index.linked_resource(link));
    if let (Some(text), Some(link)) = (by_text, by_link)
        && text.name != link.name
    {
        let message = format!("`{}` links to the page `{}`", text.name, link.name);
        notes.push(
            Diagnostic::new(Code::LinkTextDiffers, row.span.clone(), message)
                .help(format!("the text was taken: the response is `{}`", text.name)),
        );
    }
    by_text.or(by_link).map(|page| page.name.clone())
}

/// The page whose name is a part of the path of a sample's links, and that documents all that the sample has.
fn by_links(body: &SampleBody, index: &Index<'_>) -> Option<String> {
    let instance = &body.instance;
    let segments = instance.links.iter().flat_map(|link| link.href.split('/'));
    let mut pages = segments.filter_map(|segment| index.resource(segment)).filter(|page| {
        let documents = |name: &str| {
            page.properties.iter().any(|row| row.name == name) || page.links.iter().any(|row| row.rel == name)
        };
        !instance.properties.is_empty()
            && instance.properties.iter().all(|(name, ..)| documents(name))
            && instance.links.iter().all(|link| documents(&link.rel))
    });
    pages.next().map(|page| page.name.clone())
}

/// The operations of a page.
pub(super) fn resolve(
    page: &PageFacts,
    context: &Context<'_>,
    fields: &mut Fields,
    generic: &Generic,
    notes: &mut Notes,
) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (at, facts) in page.operations.iter().enumerate() {
        let mut fields = |part| {
            let place = Place { page: page.name.clone(), operation: at, part };
            fields.operations.remove(&place).unwrap_or_default()
        };
        let output = context.outputs.get(&page.name, &facts.method);
        let mut reasons = vec![evidence(EvidenceKind::Row, facts.method.clone(), &facts.span)];
        reasons.extend(output.map(|output| output.why.clone()));
        let rows = facts.items.iter().map(|row| &row.span);
        let rows = rows
            .chain(facts.output_element.iter().map(|row| &row.span))
            .chain(facts.consumes.iter().chain(&facts.produces).chain(&facts.statuses).map(|row| &row.span));
        reasons.extend(rows.map(|span| evidence(EvidenceKind::Row, "", span)));
        let (output_element, why) = if output.is_none() { output_element(facts) } else { (None, None) };
        reasons.extend(why);
        let (mut errors, generic_errors) = errors::split(facts, generic, &mut reasons, notes);
        let of = format!("{}.{}", page.name, facts.method);
        errors.extend(errors::missing(&of, facts, context.overrides, notes));
        reasons.dedup();
        operations.push(Operation {
            method: facts.method.clone(),
            description: facts.description.clone(),
            query: fields(Part::Query),
            input: fields(Part::Input),
            consumes: media_types(facts, Role::Request, &facts.consumes),
            output: output.map(|output| output.resource.clone()),
            output_fields: fields(Part::Output),
            output_element,
            produces: media_types(facts, Role::Response, &facts.produces),
            statuses: statuses(facts),
            errors,
            generic_errors,
            evidence: reasons,
        });
    }
    operations
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
        Body::Xml(element, _) if !USUAL_ELEMENTS.contains(&element.name.as_str()) => Some(element),
        _ => None,
    });
    let why =
        shown.map(|element| evidence(EvidenceKind::Sample, format!("<{}>", element.name), &element.span));
    (shown.map(|element| element.name.clone()), why)
}

fn media_types(facts: &OperationFacts, role: Role, explicit: &[NamedRow]) -> Vec<String> {
    let mut types: BTreeSet<String> = explicit.iter().map(|row| row.name.clone()).collect();
    for sample in facts.samples.iter().filter(|sample| sample.role == role) {
        match &sample.message.body {
            Body::Other { media_type, .. } => {
                types.insert(media_type.clone());
            }
            Body::Multipart(_) => types.extend(sample.message.media_type()),
            _ => {}
        }
    }
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
