//! The parameters and fields of operations: queries, request bodies, and response bodies that are no representation.

use std::collections::BTreeSet;

use super::added;
use super::bodies::SampleBody;
use super::context::Context;
use super::field::{Field, Question};
use super::glued::undeclared;
use super::nearly::Listed;
use super::properties::undocumented;
use super::rounds::{Fields, FirstRound, Group};
use super::seen::{Seen, Values};
use super::table::Table;
use super::types::Types;
use super::unlisted::{first_line, unlisted};
use crate::decision::Findings;
use crate::diagnostic::{Code, Diagnostic};
use crate::page::{Declared, Form, OperationFacts, PageFacts};
use crate::sample::{Role, StartLine};
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
            let form = page.forms.operation(at);
            let mut step = Step { page, operation, at, form, context, types, round: &mut round, findings };
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
    form: Form,
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

    /// Takes in the fields that overrides add.
    fn add<'s>(
        &mut self,
        part: Part,
        table: &mut Table<'a>,
        shown: impl Fn(&str) -> &'s Values<'s>,
    ) -> Vec<Field<'a>> {
        let prefix = self.of(part, "");
        let place = added::Place { prefix: &prefix, resource: &self.page.name, form: self.form };
        added::fields(&place, table, shown, self.types, self.context.overrides, self.findings)
    }

    /// Puts fields behind those that were asked about.
    fn push(&mut self, part: Part, fields: Vec<Field<'a>>) {
        let key = (self.page.name.as_str(), self.at, part);
        fields.into_iter().for_each(|field| self.round.add(&key, field));
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
        let (mut query, mut input) = (Table::new(&operation.query), Table::new(&operation.input));
        let asked = self.add(Part::Query, &mut query, |_| &[]);
        let filled = self.add(Part::Input, &mut input, |name| seen.properties.get(name));
        let tables = [(Part::Query, &query, &input, asked), (Part::Input, &input, &query, filled)];
        for (part, table, other, added) in tables {
            for (name, rows) in table.names() {
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
                    ..Question::new(self.of(part, name), resource, name, rows.clone(), self.form)
                };
                self.ask(part, question);
            }
            self.push(part, added);
        }
        if self.form == Form::Original {
            let rows = operation.input.iter();
            self.findings.extend(rows.filter_map(|row| undeclared(row, self.context.index)));
        }
        // A PUT sends the whole representation: what is on it needs no row here.
        match self.form {
            Form::Explicit => {
                let base = relative.filter(|_| is_put).and_then(|base| representations.get(base));
                self.sent_unlisted(&seen, &input, base);
                self.asked_unlisted(&query);
            }
            Form::Original if is_put => {}
            Form::Original => self.sent_only(&sent, &seen, &input, &query),
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
        let listed_names = Listed::new(input.names().map(|(name, _)| name), |name| {
            !seen.properties.get(name).is_empty() || !seen.links.get(name).is_empty()
        });
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
            let place = values.first().map(|(_, span)| *span).or(link.map(|link| &link.span));
            self.findings.extend(listed_names.misspelt(
                name,
                values.len().max(seen.links.get(name).len()),
                place,
            ));
            let question = Question {
                declared: declarations(query, name),
                values,
                data_link: link.map(|link| &link.span),
                ..Question::new(self.of(Part::Input, name), &self.page.name, name, Vec::new(), self.form)
            };
            self.ask(Part::Input, question);
        }
    }

    /// Reports what sample requests of the explicit form have and no row lists.
    fn sent_unlisted(&mut self, seen: &Seen<'_>, input: &Table<'_>, base: Option<&Group<'_>>) {
        let whose = format!("{}.{}", self.page.name, self.operation.method);
        let properties = seen.properties.iter().filter_map(|(name, values)| Some((name, values.first()?.1)));
        let links = seen.links.iter().filter_map(|(name, links)| Some((name, &links.first()?.span)));
        for (name, span) in properties.chain(links).filter(|(name, _)| *name != "self") {
            if !input.lists(name) && base.is_none_or(|base| base.get(name).is_none()) {
                self.findings.add(unlisted("field", name, &whose, span));
            }
        }
    }

    /// Reports the query parameters that sample requests of the explicit form have and no row lists.
    fn asked_unlisted(&mut self, query: &Table<'_>) {
        let whose = format!("{}.{}", self.page.name, self.operation.method);
        let mut known = BTreeSet::new();
        for sample in &self.operation.samples {
            let Some(StartLine::Request { target, .. }) = &sample.message.start else { continue };
            let Some((_, asked)) = target.split_once('?') else { continue };
            let place = first_line(&sample.span);
            for name in asked.split('&').filter_map(|pair| pair.split('=').next()) {
                if !name.is_empty() && !query.lists(name) && known.insert(name) {
                    self.findings.add(unlisted("parameter", name, &whose, &place));
                }
            }
        }
    }

    /// The fields of a response body that is no resource's representation.
    fn output(&mut self) {
        let mut table = Table::new(&self.operation.output_fields);
        let is_representation =
            self.context.outputs.representation(&self.page.name, &self.operation.method).is_some();
        let mut received = if is_representation { Vec::new() } else { self.messages(Role::Response) };
        if self.form == Form::Explicit {
            // A representation is reported as a whole, with its rel.
            received.retain(|body| body.instance.rel.is_none());
        }
        let seen = Seen::of(received.iter().copied());
        let added = self.add(Part::Output, &mut table, |name| seen.properties.get(name));
        let shown = received.iter().flat_map(|body| &body.instance.properties);
        let mut known = BTreeSet::new();
        let shown = shown.map(|(name, ..)| name.as_str());
        let shown = shown.filter(|name| !table.lists(name) && known.insert(*name));
        let shown: Vec<_> = shown.map(|name| (name, Vec::new())).collect();
        let whose = format!("{}.{}", self.page.name, self.operation.method);
        let shown = match self.form {
            Form::Original => shown,
            Form::Explicit => {
                let places =
                    shown.iter().filter_map(|(name, _)| Some((name, seen.properties.get(name).first()?)));
                self.findings.extend(places.map(|(name, (_, span))| unlisted("field", name, &whose, span)));
                Vec::new()
            }
        };
        let listed: Vec<_> = table.names().map(|(name, rows)| (name, rows.clone())).collect();
        let ask = |step: &mut Self, fields: Vec<_>| {
            for (name, rows) in fields {
                let question = Question {
                    values: seen.properties.get(name),
                    ..Question::new(step.of(Part::Output, name), &step.page.name, name, rows, step.form)
                };
                step.ask(Part::Output, question);
            }
        };
        ask(self, listed);
        self.push(Part::Output, added);
        ask(self, shown);
        self.findings.extend(table.repeated);
    }
}

/// The types that a table declares for this name: a parameter may stand in the query table and in the body's, and only
/// one of them has its type.
fn declarations<'a>(table: &Table<'a>, name: &str) -> Vec<(&'a Declared, &'a Span)> {
    let rows = table.rows(name).iter();
    rows.filter_map(|row| Some((row.declared.as_ref()?, &row.span))).collect()
}
