//! The parameters and fields of operations: queries, request bodies, and response bodies that are no representation.

use std::collections::BTreeSet;

use super::bodies::SampleBody;
use super::context::Context;
use super::field::Question;
use super::properties::undocumented;
use super::rounds::{Fields, FirstRound};
use super::seen::Seen;
use super::table::Table;
use super::types::Types;
use crate::decision::Findings;
use crate::diagnostic::{Code, Diagnostic};
use crate::page::{Declared, OperationFacts, PageFacts};
use crate::sample::Role;
use crate::schema::EvidenceKind;
use crate::source::Span;

/// Where a field or parameter belongs: a page, the position of the operation on it, and a part of the operation.
pub(super) type Place<'a> = (&'a str, usize, Part);

/// A part of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Query,
    Input,
    Output,
}

impl Part {
    /// What overrides call it.
    fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Input => "input",
            Self::Output => "output",
        }
    }
}

/// The fields and parameters of each operation.
pub(super) fn decide<'a>(
    context: Context<'a>,
    types: &mut Types<'a>,
    representations: &Fields<'a, &'a str>,
    findings: &mut Findings,
) -> Fields<'a, Place<'a>> {
    let mut round = FirstRound::default();
    for page in context.index.resources() {
        for (at, operation) in page.operations.iter().enumerate() {
            let mut step = Step { page, operation, at, context, types, round: &mut round, findings };
            step.input(representations);
            step.output();
        }
    }
    round.finish(types)
}

/// One operation, and what the decisions about its fields go into.
struct Step<'s, 'a> {
    page: &'a PageFacts,
    operation: &'a OperationFacts,
    at: usize,
    context: Context<'a>,
    types: &'s mut Types<'a>,
    round: &'s mut FirstRound<'a, Place<'a>>,
    findings: &'s mut Findings,
}

impl<'a> Step<'_, 'a> {
    fn ask(&mut self, part: Part, question: Question<'_, 'a>) {
        self.round.ask(&(self.page.name.as_str(), self.at, part), question, self.types);
    }

    fn of(&self, part: Part, name: &str) -> String {
        format!("{}.{}.{}.{name}", self.page.name, self.operation.method, part.as_str())
    }

    fn messages(&self, role: Role) -> Vec<&'a SampleBody<'a>> {
        self.context.bodies.of(&self.page.name, &self.operation.method, role).collect()
    }

    fn input(&mut self, representations: &Fields<'a, &'a str>) {
        let (page, operation) = (self.page, self.operation);
        let sent = self.messages(Role::Request);
        let seen = Seen::of(sent.iter().copied());
        let is_put = operation.method == "PUT";
        let relative = match is_put {
            true => Some(self.context.roles.representation(&page.name)),
            false => self.context.outputs.created(&page.name, &operation.method),
        };
        let (query, input) = (Table::new(&operation.query), Table::new(&operation.input));
        for (part, table, other) in [(Part::Query, &query, &input), (Part::Input, &input, &query)] {
            for (name, rows) in &table.names {
                let related = relative.and_then(|base| {
                    let known = representations.get(base)?.get(name)?;
                    Some(known.related(EvidenceKind::Elsewhere, base))
                });
                let is_input = part == Part::Input;
                let data_link = seen.links.get(name).first().filter(|_| is_input);
                let resource = relative.unwrap_or(&page.name);
                let question = Question {
                    declared: declarations(other, name),
                    values: if is_input { seen.properties.get(name) } else { &[] },
                    data_link: data_link.map(|link| &link.span),
                    related,
                    ..Question::new(self.of(part, name), resource, name, rows.clone())
                };
                self.ask(part, question);
            }
        }
        // A PUT sends the whole representation: what is on it needs no row here.
        if !is_put {
            self.sent_only(&sent, &seen, &input, &query);
        }
        self.findings.extend(query.repeated);
        self.findings.extend(input.repeated);
    }

    /// The fields that a sample request has and the table lacks.
    fn sent_only(
        &mut self,
        sent: &[&'a SampleBody<'a>],
        seen: &Seen<'_>,
        input: &Table<'a>,
        query: &Table<'a>,
    ) {
        let mut known = BTreeSet::new();
        let names = sent.iter().flat_map(|body| {
            let properties = body.instance.properties.iter().map(|(name, ..)| name.as_str());
            properties.chain(body.instance.links.iter().map(|link| link.rel.as_str()))
        });
        let names = names.filter(|name| !input.lists(name) && *name != "self");
        for name in names.filter(|name| known.insert(*name)) {
            let values = seen.properties.get(name);
            let link = seen.links.get(name).first();
            if values.is_empty()
                && let Some(link) = link
            {
                let message =
                    format!("the request body of `{}` has no `{name}` in its table", self.page.name);
                self.findings.add(Diagnostic::new(Code::UndocumentedProperty, link.span.clone(), message));
            }
            self.findings.extend(undocumented(self.page, name, values));
            let question = Question {
                declared: declarations(query, name),
                values,
                data_link: link.map(|link| &link.span),
                ..Question::new(self.of(Part::Input, name), &self.page.name, name, Vec::new())
            };
            self.ask(Part::Input, question);
        }
    }

    /// The fields of a response body that is no resource's representation.
    fn output(&mut self) {
        let table = Table::new(&self.operation.output_fields);
        let is_representation =
            self.context.outputs.representation(&self.page.name, &self.operation.method).is_some();
        let received = if is_representation { Vec::new() } else { self.messages(Role::Response) };
        let seen = Seen::of(received.iter().copied());
        let shown = received.iter().flat_map(|body| &body.instance.properties);
        let mut known = BTreeSet::new();
        let shown = shown.map(|(name, ..)| name.as_str());
        let shown = shown.filter(|name| !table.lists(name) && known.insert(*name));
        let shown: Vec<_> = shown.map(|name| (name, Vec::new())).collect();
        for (name, rows) in table.names.into_iter().chain(shown) {
            let question = Question {
                values: seen.properties.get(name),
                ..Question::new(self.of(Part::Output, name), &self.page.name, name, rows)
            };
            self.ask(Part::Output, question);
        }
        self.findings.extend(table.repeated);
    }
}

/// The types that a table declares for this name: a parameter may stand in the query table and in the body's, and only
/// one of them has its type.
fn declarations<'a>(table: &Table<'a>, name: &str) -> Vec<(&'a Declared, &'a Span)> {
    let rows = table.rows(name).iter();
    rows.filter_map(|row| Some((row.declared.as_ref()?, &row.span))).collect()
}
