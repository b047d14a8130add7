//! What the operations answer with: a resource's representation, or the announcement that one was created.

use std::collections::BTreeMap;

use super::bodies::{Bodies, SampleBody};
use super::evidence::evidence;
use super::index::Index;
use super::repeats::repeated;
use super::roles::Roles;
use super::unlisted::{first_line, unlisted};
use super::words::meant;
use crate::decision::Decision;
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Overrides, Proposal};
use crate::page::{Form, ItemRow, OperationFacts, PageFacts};
use crate::sample::Role;
use crate::schema::{Evidence, EvidenceKind};
use crate::suggest::Candidates;

/// The name of a resource's page; `None` where the answer is no resource.
pub(super) type Output<'a> = Option<&'a str>;

/// By page and the operation's position on it: what it answers with.
pub(super) type Decisions<'a> = BTreeMap<(&'a str, usize), Decision<'a, Output<'a>>>;

/// What the operations answer with.
#[derive(Debug, Default)]
pub(super) struct Outputs<'a> {
    /// By page and method. Of two operations with one method the last that has an output counts.
    by_method: BTreeMap<(&'a str, &'a str), &'a str>,
}

impl<'a> Outputs<'a> {
    pub(super) fn new(
        index: &Index<'a>,
        bodies: &Bodies<'a>,
        roles: &Roles<'a>,
        overrides: &'a Overrides,
    ) -> (Self, Decisions<'a>) {
        let mut outputs = Self::default();
        let names = Candidates::new(index.names());
        let mut decisions = Decisions::new();
        for page in index.resources() {
            for (at, operation) in page.operations.iter().enumerate() {
                let form = page.forms.operation(at);
                let found = found(page, operation, form, index, bodies, &names);
                let shown = disagreeing(page, operation, *found.value(), form, index, bodies, roles);
                let found = found.against(shown);
                let decision = corrected(found, page, operation, index, overrides);
                if let Some(resource) = decision.value() {
                    outputs.by_method.insert((&page.name, &operation.method), resource);
                }
                decisions.insert((&page.name, at), decision);
            }
        }
        (outputs, decisions)
    }

    /// The page whose representation a response body of the operation is.
    pub(super) fn representation(&self, page: &str, method: &str) -> Option<&'a str> {
        self.by_method.get(&(page, method)).copied()
    }

    /// The page of the resource that a POST creates or starts.
    pub(super) fn created(&self, page: &str, method: &str) -> Option<&'a str> {
        self.representation(page, method).filter(|resource| method == "POST" && *resource != page)
    }
}

/// What overrides call the operation.
fn of(page: &PageFacts, operation: &OperationFacts) -> String {
    format!("{}.{}", page.name, operation.method)
}

/// Compares what the page says with what an override says.
fn corrected<'a>(
    found: Decision<'a, Output<'a>>,
    page: &PageFacts,
    operation: &OperationFacts,
    index: &Index<'a>,
    overrides: &'a Overrides,
) -> Decision<'a, Output<'a>> {
    let of = of(page, operation);
    let entry = overrides.find(&of, |it| match it {
        Correction::Response { resource } => Some(resource),
        _ => None,
    });
    let Some((entry, name)) = entry else { return found };
    match index.exact(name) {
        None => found.reject(entry, entry.unknown("resource", "resource", name, index.names())),
        Some(resource) => {
            found.heed(entry, Some(resource), |_| format!("`{of}` answers with `{resource}` anyway"))
        }
    }
}

/// What the page says, by the first of its rows that names a resource, or else by its words or its samples.
fn found<'a>(
    page: &'a PageFacts,
    operation: &'a OperationFacts,
    form: Form,
    index: &Index<'a>,
    bodies: &Bodies<'a>,
    names: &Candidates<'_>,
) -> Decision<'a, Output<'a>> {
    let mut unknown = Vec::new();
    let mut differing = Vec::new();
    let mut proposed = None;
    // In the explicit form samples are no evidence.
    let answers = bodies.of(&page.name, &operation.method, Role::Response);
    let answers = answers.filter(|_| form == Form::Original);
    let mut found: Option<(&str, Evidence)> = None;
    let mut first: Option<&ItemRow> = None;
    let mut conflicts = Vec::new();
    for row in &operation.items {
        let (name, differs) = item(row, index, form);
        differing.extend(differs);
        if let Some(name) = name {
            match (&found, first) {
                (Some((known, _)), Some(first)) if *known == name => {
                    differing.push(repeated(name, &first.span, &row.span, []));
                }
                (Some((known, _)), Some(first)) => {
                    let message = format!("the response is `{known}` and `{name}`");
                    let found = Diagnostic::new(Code::TypeConflict, row.span.clone(), message);
                    conflicts.push(found.related(first.span.clone(), "another one here"));
                    proposed = Some(Proposal {
                        of: of(page, operation),
                        correction: Correction::Response { resource: (*known).to_owned() },
                        alternatives: vec![name.to_owned()],
                    });
                }
                _ => {
                    first = Some(row);
                    found = Some((name, evidence(EvidenceKind::Declared, name, &row.span)));
                }
            }
        }
        if found.is_some() {
            continue;
        }
        // The row leads nowhere, but the sample's own links may show of which resource they are.
        let mut bodies = answers.clone().filter(|body| !body.is_part);
        let by_links = bodies.clone().find_map(|body| Some((by_links(body, index)?, body.span)));
        if let Some((name, span)) = by_links {
            let detail = format!("links below `/{name}/`");
            found = Some((name, evidence(EvidenceKind::Sample, detail, span)));
            first = Some(row);
            continue;
        }
        // A body of a form of its own has no name.
        let message = match row.name.as_str() {
            "" if bodies.next().is_some() => continue,
            "" => "the row names no resource, and no sample shows another body".to_owned(),
            name => format!("`{name}` is not a resource"),
        };
        unknown.push(Diagnostic::new(Code::OutputUnknown, row.span.clone(), message));
        proposed = proposed.or_else(|| Some(proposal(page, operation, &row.name, names)));
    }
    let own = || {
        let why = || evidence(EvidenceKind::Prose, page.name.clone(), &operation.span);
        operation.returns_representation.then(|| (page.name.as_str(), why()))
    };
    let shown = || {
        answers.clone().find_map(|body| {
            let rel = body.instance.rel.as_deref()?;
            let why = evidence(EvidenceKind::Sample, format!("\"rel\": \"{rel}\""), body.span);
            Some((index.resource(rel)?.name.as_str(), why))
        })
    };
    let decision = match found.or_else(own).or_else(shown) {
        Some((name, why)) => Decision::new(Some(name), vec![why]),
        None => Decision::open(None, Vec::new()),
    };
    let decision = decision.against(unknown).against(conflicts).noting(differing);
    match proposed {
        Some(proposal) => decision.proposing(proposal),
        None => decision,
    }
}

/// The samples that are not of the resource that the operation answers with.
fn disagreeing<'a>(
    page: &PageFacts,
    operation: &OperationFacts,
    output: Output<'a>,
    form: Form,
    index: &Index<'a>,
    bodies: &Bodies<'a>,
    roles: &Roles<'a>,
) -> Vec<Diagnostic> {
    let of = of(page, operation);
    let answers = bodies.of(&page.name, &operation.method, Role::Response).filter(|body| !body.is_part);
    let found = answers.filter_map(|body| {
        let rel = body.instance.rel.as_deref()?;
        // In the original form a sample may show what no row names, and a rel that no page documents is another name of the resource.
        if form == Form::Original && (output.is_none() || index.resource(rel).is_none()) {
            return None;
        }
        let span = first_line(body.span);
        let Some(name) = output else { return Some(unlisted("response", rel, &of, &span)) };
        (!roles.carries(name, rel, index)).then(|| {
            let message = format!("`{of}` answers with `{name}`, a sample shows `{rel}`");
            Diagnostic::new(Code::SampleContradiction, span, message)
        })
    });
    found.collect()
}

/// The resource of the likest name, or the page's own.
fn proposal(page: &PageFacts, operation: &OperationFacts, name: &str, names: &Candidates<'_>) -> Proposal {
    let mut near = names.nearest(name).into_iter();
    let resource = near.next().unwrap_or_else(|| page.name.clone());
    Proposal {
        of: of(page, operation),
        correction: Correction::Response { resource },
        alternatives: near.collect(),
    }
}

/// The page that a row of a response table names, by its text or by the target of its link; and that the two differ.
fn item<'a>(row: &ItemRow, index: &Index<'a>, form: Form) -> (Output<'a>, Option<Diagnostic>) {
    let linked = row.target.as_ref().and_then(|link| index.linked_resource(link));
    let (page, differing) = meant(&row.name, index.resource(&row.name), linked, &row.span, form);
    (page.map(|page| page.name.as_str()), differing)
}

/// The page whose name is a part of the path of a sample's links, and that documents all that the sample has.
fn by_links<'a>(body: &SampleBody<'_>, index: &Index<'a>) -> Output<'a> {
    let instance = &body.instance;
    if instance.properties.is_empty() {
        return None;
    }
    let segments = instance.links.iter().flat_map(|link| link.href.split('/'));
    let mut pages = segments.filter_map(|segment| index.resource(segment)).filter(|page| {
        let Some(listed) = index.listed(page) else { return false };
        let documents = |name: &str| listed.properties.contains(name) || listed.links.contains(name);
        instance.properties.iter().all(|(name, ..)| documents(name))
            && instance.links.iter().all(|link| documents(&link.rel))
    });
    pages.next().map(|page| page.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{operation, original, response, schema, table};

    /// An item of the response table of `addLamp.POST`, its text, the body of its sample, and what it answers with.
    #[test]
    fn an_operation_answers_with_what_its_page_or_its_samples_name() {
        let own = "The response body contains the properties and links of this resource.";
        #[rustfmt::skip]
        let cases = [
            ("lamp", "", "", "lamp", "", "the item is a page"),
            ("Lamp", "", "", "lamp", "", "in any case"),
            ("[The new one](lamp_ref.md)", "", "", "lamp", "", "its link leads to one"),
            ("thing", "", "", "", "UG054", "there is no page of this name"),
            ("Lmap", "", "", "", "UG054", "nor is this"),
            ("", own, "", "addLamp", "", "the text says that it is the page's own"),
            ("lamp", own, "", "lamp", "", "an item says more"),
            ("", "", r#"{"rel": "lamp"}"#, "lamp", "", "a sample shows it"),
            ("", "", r#"{"rel": "chair"}"#, "", "", "but not what has no page"),
            ("thing", "", r#"{"rel": "lamp"}"#, "lamp", "UG054", "nor does it settle what the item says"),
            ("thing", "", r#"{"on": true, "_links": {"self": {"href": "/v1/lamp/5"}}}"#, "lamp", "", "the sample's own links show it"),
            ("thing", "", r#"{"off": true, "_links": {"self": {"href": "/v1/lamp/5"}}}"#, "", "UG054", "if the page lists all that it has"),
        ];
        for (item, text, sample, expected, code, why) in cases {
            let rows = [format!("{item}|")];
            let rows: Vec<&str> = rows.iter().map(String::as_str).filter(|row| *row != "|").collect();
            let body = match rows.is_empty() {
                true => format!("#### Response body\n\n{text}\n\n"),
                false => format!("{}\n{text}\n\n", table("#### Response body", "Item|Description", &rows)),
            };
            let sample = if sample.is_empty() { String::new() } else { response(sample) };
            let properties = table("### Properties", "Name|Description", &["on|"]);
            let links = table("### Links", "Link|Description", &["self|"]);
            let lamp = original("lamp", &[properties, links]);
            let (schema, found) =
                schema(&[original("addLamp", &[operation("POST", &[body, sample])]), lamp], "");
            let output = schema.resource("addLamp").and_then(|page| page.operations[0].output.clone());
            assert_eq!(output.unwrap_or_default(), expected, "{item} {text}: {why}");
            let open = found.iter().filter(|found| found.proposal.is_some());
            let open: Vec<&str> = open.map(|found| found.code.info().text).collect();
            assert_eq!(
                open.iter().filter(|it| **it == "UG054").count(),
                usize::from(code == "UG054"),
                "{why}: {open:?}"
            );
        }
    }
}
