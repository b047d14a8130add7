//! Operations: what goes in, what comes out.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::errors;
use super::evidence::{evidence, marked, row as listed};
use super::fields::{Part, Place};
use super::generic::Generic;
use super::outputs;
use super::repeats::repeated;
use super::rounds::Fields;
use super::unlisted::{first_line, unlisted};
use crate::decision::{Decision, Findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Overrides};
use crate::page::{Form, NamedRow, OperationFacts, PageFacts};
use crate::sample::{Body, Element, Role, Sample, StartLine};
use crate::schema::{Evidence, EvidenceKind, Operation, Property, Provenance, Status};
use crate::source::Span;
use crate::vocabulary::{is_element, is_media_type, is_without_body};

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
    context: Context<'a>,
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
    operations.map(|(at, facts)| operation(page, at, facts, parts, context, findings)).collect()
}

fn operation<'a>(
    page: &'a PageFacts,
    at: usize,
    facts: &OperationFacts,
    parts: &mut Parts<'a>,
    context: Context<'a>,
    findings: &mut Findings,
) -> Operation {
    let overrides = context.overrides;
    let mut fields = |part| -> Vec<Property> {
        let group = parts.fields.remove(&(page.name.as_str(), at, part)).unwrap_or_default();
        group.fields.into_iter().map(|field| field.into_property(context, findings)).collect()
    };
    let [query, input, output_fields] = [Part::Query, Part::Input, Part::Output].map(&mut fields);
    let output = parts.outputs.remove(&(page.name.as_str(), at));
    let (output, why) = output.map(|decision| findings.close(decision)).unwrap_or_default();
    let mut reasons = vec![evidence(EvidenceKind::Row, facts.method.clone(), &facts.span)];
    reasons.extend(why);
    let rows = facts.items.iter().map(|row| &row.span);
    let rows = rows
        .chain(facts.output_element.iter().map(|row| &row.span))
        .chain(facts.consumes.iter().chain(&facts.produces).map(|row| &row.span));
    reasons.extend(rows.map(listed));
    // The row `None`, where no status is documented.
    let without = facts.statuses.iter().filter(|row| status_of(row).is_none());
    reasons.extend(without.flat_map(|row| marked(&row.provenance, &row.span)));
    let form = page.forms.operation(at);
    let (output_element, why) = if output.is_none() { output_element(facts, form) } else { (None, None) };
    reasons.extend(why);
    findings.extend(of_another_method(page, facts));
    findings.extend(of_another_status(page, facts));
    let of = format!("{}.{}", page.name, facts.method);
    let statuses = statuses(&of, facts, form, overrides, findings);
    if form == Form::Explicit {
        findings.extend(unlisted_by(page, facts, &statuses));
    }
    let (errors, generic_errors) =
        errors::resolve(&of, facts, &parts.generic, overrides, &mut reasons, findings);
    reasons.dedup();
    Operation {
        method: facts.method.clone(),
        description: facts.description.clone(),
        query,
        input,
        consumes: media_types(facts, Role::Request, &facts.consumes, form),
        output: output.map(str::to_owned),
        output_fields,
        output_element,
        produces: media_types(facts, Role::Response, &facts.produces, form),
        statuses,
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
fn output_element(facts: &OperationFacts, form: Form) -> (Option<String>, Option<Evidence>) {
    if let Some(row) = &facts.output_element {
        return (Some(row.name.clone()), None);
    }
    let mut answers = shown(facts, Role::Response, form);
    let shown = answers.find_map(|sample| element(&sample.message.body));
    let why =
        shown.map(|element| evidence(EvidenceKind::Sample, format!("<{}>", element.name), &element.span));
    (shown.map(|element| element.name.clone()), why)
}

/// The samples that are evidence.
fn shown(facts: &OperationFacts, role: Role, form: Form) -> impl Iterator<Item = &Sample> {
    let samples = facts.samples.iter().filter(move |sample| sample.role == role);
    samples.filter(move |_| form == Form::Original)
}

/// The outermost element of a body that represents no resource.
fn element(body: &Body) -> Option<&Element> {
    match body {
        Body::Xml(element, _) if !USUAL_ELEMENTS.contains(&element.name.as_str()) => {
            Some(element).filter(|element| is_element(&element.name))
        }
        _ => None,
    }
}

/// The media type of a sample that is neither JSON nor XML of this API. What a sample calls one and is none says nothing.
fn media_type(sample: &Sample) -> Option<String> {
    let media_type = match &sample.message.body {
        Body::Other { media_type, .. } => Some(media_type.clone()),
        Body::Multipart(_) => sample.message.media_type(),
        _ => None,
    };
    media_type.filter(|media_type| is_media_type(media_type))
}

fn media_types(facts: &OperationFacts, role: Role, explicit: &[NamedRow], form: Form) -> Vec<String> {
    let explicit = explicit.iter().map(|row| row.name.clone());
    let types: BTreeSet<String> = explicit.chain(shown(facts, role, form).filter_map(media_type)).collect();
    types.into_iter().collect()
}

/// The status of a sample. One that has lost its head shows a success all the same.
fn status(sample: &Sample) -> Option<u16> {
    match (sample.message.status(), &sample.message.body) {
        (None, Body::Empty) => None,
        (status, _) => Some(status.unwrap_or(200)),
    }
}

/// The statuses of the page's rows and samples, and those that overrides add.
fn statuses(
    of: &str,
    facts: &OperationFacts,
    form: Form,
    overrides: &Overrides,
    findings: &mut Findings,
) -> Vec<Status> {
    let new = |status, provenance: &Provenance| Status {
        status,
        provenance: provenance.clone(),
        evidence: Vec::new(),
    };
    let mut all: BTreeMap<u16, Status> = BTreeMap::new();
    for row in &facts.statuses {
        let Some(status) = status_of(row) else { continue };
        let known = all.entry(status).or_insert_with(|| new(status, &row.provenance));
        known.evidence.extend(marked(&row.provenance, &row.span));
    }
    // A row says more of a status than a sample.
    for status in shown(facts, Role::Response, form).filter_map(status) {
        all.entry(status).or_insert_with(|| new(status, &Provenance::Page));
    }
    for entry in overrides.about(of) {
        let Correction::Status { status } = &entry.correction else { continue };
        let decision = Decision::new(all.contains_key(status), Vec::new())
            .heed(entry, true, |_| format!("the page has the status {status} of `{of}`"));
        let (_, evidence) = findings.close(decision);
        all.entry(*status).or_insert_with(|| Status { evidence, ..new(*status, &entry.provenance) });
    }
    all.into_values().collect()
}

/// The status that a row lists; `None` for the row `None`.
fn status_of(row: &NamedRow) -> Option<u16> {
    row.name.parse().ok()
}

/// The samples whose request line has another method than the heading of their operation, in either form: one of the two
/// is wrong, and nothing shows which.
fn of_another_method(page: &PageFacts, facts: &OperationFacts) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for sample in &facts.samples {
        if let Some(StartLine::Request { method, .. }) = &sample.message.start
            && *method != facts.method
        {
            let message =
                format!("`{}` documents {}, a sample of it shows {method}", page.name, facts.method);
            let place = first_line(&sample.span);
            let found_here = Diagnostic::new(Code::SampleContradiction, place, message);
            found.push(found_here.related(facts.span.clone(), "the operation begins here"));
        }
    }
    found
}

/// The answers whose status contradicts their body, in either form: one without a body that has one, an error that holds
/// something else than the description of an error.
fn of_another_status(page: &PageFacts, facts: &OperationFacts) -> Vec<Diagnostic> {
    let answers = facts.samples.iter().filter(|sample| sample.role == Role::Response);
    let found = answers.filter_map(|sample| {
        let (status, body) = (sample.message.status()?, &sample.message.body);
        let is_error = || match body {
            Body::Json(node) => ["code", "subcode"].iter().any(|name| node.get(name).is_some()),
            Body::Xml(element, _) => element.name == "reason",
            _ => false,
        };
        let why = match (status, body) {
            (_, Body::Empty) => return None,
            (status, _) if is_without_body(status) => "has no body, and a sample of it has one",
            (400.., _) if !is_error() => "is that of an error, and the body of the sample is none",
            _ => return None,
        };
        let message = format!("the status {status} of `{}.{}` {why}", page.name, facts.method);
        Some(Diagnostic::new(Code::SampleContradiction, first_line(&sample.span), message))
    });
    found.collect()
}

/// What samples of the explicit form show of an operation, and no row lists: statuses, media types, XML elements.
fn unlisted_by(page: &PageFacts, facts: &OperationFacts, statuses: &[Status]) -> Vec<Diagnostic> {
    let of = format!("{}.{}", page.name, facts.method);
    let mut found = Vec::new();
    for sample in &facts.samples {
        let span = first_line(&sample.span);
        let is_in =
            |rows: &[NamedRow], name: &str| rows.iter().any(|row| row.name.eq_ignore_ascii_case(name));
        let (rows, is_answer) = match sample.role {
            Role::Response => (&facts.produces, true),
            Role::Request | Role::Event => (&facts.consumes, false),
        };
        if let Some(media_type) = media_type(sample).filter(|it| !is_in(rows, it)) {
            found.push(unlisted("media type", &media_type, &of, &span));
        }
        if !is_answer {
            continue;
        }
        let is_status = |status: &u16| statuses.iter().any(|it| it.status == *status);
        if let Some(status) = sample.message.status().filter(|it| !is_status(it)) {
            found.push(unlisted("status", &status.to_string(), &of, &span));
        }
        let is_known = |name: &str| facts.output_element.as_ref().is_some_and(|row| row.name == name);
        if let Some(element) = element(&sample.message.body).filter(|it| !is_known(&it.name)) {
            found.push(unlisted("element", &element.name, &of, &element.span));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::testing::{explicit, found, operation, original, request, response};
    use crate::diagnostic::Severity;

    /// The first line of an answer, its body, and whether they contradict each other.
    #[test]
    fn a_status_that_contradicts_its_body_is_found() {
        const LAMP: &str = "{\"rel\": \"lamp\"}";
        for (status, body, expected) in [
            ("200 OK", LAMP, false),
            ("200 OK", "", false),
            ("201 Created", LAMP, false),
            ("204 No Content", "", false),
            ("204 No Content", LAMP, true),
            ("304 Not Modified", LAMP, true),
            ("404 Not Found", "", false),
            ("404 Not Found", LAMP, true),
            ("500 Internal Server Error", LAMP, true),
            ("404 Not Found", "{\"code\": \"NotFound\"}", false),
            ("409 Conflict", "{\"subcode\": \"AlreadyExists\"}", false),
        ] {
            let sample = response(body).replace("200 OK", status);
            for page in [original, explicit] {
                let lamp = page("lamp", &[operation("GET", std::slice::from_ref(&sample))]);
                let found = found(&[lamp], Severity::Warning);
                let of = format!("UG035 the status {} of `lamp.GET`", &status[..3]);
                let is_found = found.iter().any(|found| found.starts_with(&of));
                assert_eq!(is_found, expected, "{status} {body}: {found:?}");
            }
        }
    }

    /// The method of a heading, that of its sample, and whether they contradict each other.
    #[test]
    fn a_sample_of_another_method_is_found() {
        for (heading, sample, expected) in [
            ("POST", "POST", false),
            ("POST", "post", false),
            ("POST", "GET", true),
            ("GET", "PUT", true),
            ("DELETE", "Options", true),
            ("OPTIONS", "PATCH", true),
        ] {
            for page in [original, explicit] {
                let lamp = page("lamp", &[operation(heading, &[request(sample, "")])]);
                let found = found(&[lamp], Severity::Warning);
                let is_found = found.iter().any(|found| {
                    found.starts_with(&format!("UG035 `lamp` documents {heading}, a sample of it shows"))
                });
                assert_eq!(is_found, expected, "{heading} {sample}: {found:?}");
            }
        }
    }
}
