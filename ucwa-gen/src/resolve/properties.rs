//! The properties of representations, and the fields and parameters of operations.
//!
//! All of them are decided in two rounds: first those that have evidence of their own, then the others, which may have
//! the type that the same name has everywhere else.

use std::collections::BTreeMap;

use super::observe::{Observed, SampleBody, Seen};
use super::types::{Answer, Question, Types};
use super::{Context, Notes};
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::Override;
use crate::page::{Declared, FieldRow, OperationFacts, PageFacts};
use crate::sample::Role;
use crate::schema::{Evidence, EvidenceKind, Property, Scalar, Type};
use crate::source::Span;

/// Everything decided.
pub(super) struct Fields {
    /// The properties of each page's representation.
    pub(super) representations: BTreeMap<String, Vec<Property>>,
    /// The fields and parameters of each operation.
    pub(super) operations: BTreeMap<Place, Vec<Property>>,
}

/// Where a field or parameter belongs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) page: String,
    /// The position of the operation on its page.
    pub(super) operation: usize,
    pub(super) part: Part,
}

impl Place {
    /// What overrides call something there.
    fn of(&self, method: &str, name: &str) -> String {
        let part = match self.part {
            Part::Query => "query",
            Part::Input => "input",
            Part::Output => "output",
        };
        format!("{}.{method}.{part}.{name}", self.page)
    }
}

/// A part of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Query,
    Input,
    Output,
}

/// Values in samples, with their places.
type Values<'a> = Vec<(&'a Observed, &'a Span)>;

pub(super) fn resolve<'a>(context: &Context<'a>, types: &mut Types<'a>, notes: &mut Notes) -> Fields {
    let declared = declared_by_representation(context);
    let mut representations = Decided::default();
    // Representations come first, those of roles after those they are roles of.
    let (roles, bases): (Vec<&PageFacts>, Vec<&PageFacts>) =
        context.index.resources().partition(|page| context.roles.get(&page.name).is_some());
    for page in bases {
        base(page, context, types, &declared, &mut representations, notes);
    }
    for page in roles {
        role(page, context, types, &mut representations, notes);
    }
    // Finished before the operations: what a parameter means says nothing about a property of the same name.
    let representations = representations.finish(types, notes);
    let mut operations = Decided::default();
    for page in context.index.resources() {
        for (at, operation) in page.operations.iter().enumerate() {
            let place = |part| Place { page: page.name.clone(), operation: at, part };
            fields(page, operation, context, types, &representations, &mut operations, &place, notes);
        }
    }
    Fields { representations, operations: operations.finish(types, notes) }
}

/// Properties decided so far, and the questions left for the second round, by where they belong.
struct Decided<'a, K> {
    slots: BTreeMap<K, Vec<Slot<'a>>>,
}

enum Slot<'a> {
    Property(Box<Property>),
    /// Nothing but the name is left to decide it.
    Open(Named<'a>),
    /// Nothing but the name would decide it, if it were not for an override.
    Corrected(Box<Property>, &'a Override, Named<'a>),
}

/// What is left of a question that only the name can decide.
struct Named<'a> {
    of: String,
    follows: Option<String>,
    resource: String,
    name: &'a str,
    rows: Vec<&'a FieldRow>,
}

impl<'a> Named<'a> {
    fn new(question: &Question<'_, 'a>) -> Self {
        Self {
            of: question.of.clone(),
            follows: question.follows.clone(),
            resource: question.resource.to_owned(),
            name: question.name,
            rows: question.rows.clone(),
        }
    }

    fn question(&self) -> Question<'_, 'a> {
        Question {
            of: self.of.clone(),
            follows: self.follows.clone(),
            resource: &self.resource,
            name: self.name,
            rows: self.rows.clone(),
            declared: Vec::new(),
            values: &[],
            data_link: None,
            related: None,
        }
    }
}

impl<K> Default for Decided<'_, K> {
    fn default() -> Self {
        Self { slots: BTreeMap::new() }
    }
}

impl<'a, K: Ord + Clone> Decided<'a, K> {
    fn ask(&mut self, key: &K, question: &Question<'_, 'a>, types: &mut Types<'a>, notes: &mut Notes) {
        let slot = match types.decide(question, notes) {
            Answer::Decided(property) => Slot::Property(Box::new(property)),
            Answer::Open => Slot::Open(Named::new(question)),
            Answer::Corrected(property, entry) => {
                Slot::Corrected(Box::new(property), entry, Named::new(question))
            }
        };
        self.slots.entry(key.clone()).or_default().push(slot);
    }

    /// The property that was decided for a name.
    fn get(&self, key: &K, name: &str) -> Option<&Property> {
        self.slots.get(key)?.iter().find_map(|slot| match slot {
            Slot::Property(property) | Slot::Corrected(property, ..) if property.name == name => {
                Some(property.as_ref())
            }
            _ => None,
        })
    }

    /// Whether the property of a name could not be decided yet.
    fn is_open(&self, key: &K, name: &str) -> bool {
        let slots = self.slots.get(key).into_iter().flatten();
        slots.into_iter().any(|slot| matches!(slot, Slot::Open(open) if open.name == name))
    }

    fn finish(self, types: &Types<'a>, notes: &mut Notes) -> BTreeMap<K, Vec<Property>> {
        let finish = |slot: Slot<'a>, notes: &mut Notes| match slot {
            Slot::Property(property) => *property,
            Slot::Open(named) => types.fallback(&named.question(), notes),
            Slot::Corrected(property, entry, named) => {
                let question = named.question();
                if types.agrees(&question, entry, notes) {
                    types.fallback(&question, notes)
                } else {
                    *property
                }
            }
        };
        self.slots
            .into_iter()
            .map(|(key, slots)| (key, slots.into_iter().map(|slot| finish(slot, notes)).collect()))
            .collect()
    }
}

/// Types that request tables declare, by representation and name.
type DeclaredFields<'a> = BTreeMap<(String, &'a str), Vec<(&'a Declared, &'a Span)>>;

/// A PUT takes the representation back; a POST that creates a resource takes what becomes its properties.
fn declared_by_representation<'a>(context: &Context<'a>) -> DeclaredFields<'a> {
    let mut declared = DeclaredFields::new();
    for page in context.index.resources() {
        for operation in &page.operations {
            let representation = match operation.method.as_str() {
                "PUT" => Some(context.roles.representation(&page.name).to_owned()),
                _ => context.outputs.created(&page.name, &operation.method),
            };
            let Some(representation) = representation else { continue };
            for row in &operation.input {
                // What creates a resource takes texts for much that is more on the resource, and some by chance under
                // the same name (`state` is a part of an address there, the state of an invitation here).
                let is_text = |found: &Declared| found.ty == Type::Scalar(Scalar::String);
                if let Some(found) =
                    row.declared.as_ref().filter(|found| operation.method == "PUT" || !is_text(found))
                {
                    declared.entry((representation.clone(), &row.name)).or_default().push((found, &row.span));
                }
            }
        }
    }
    declared
}

/// The rows of a table by name, in order; a name that comes again is noted and joined to its first row.
fn by_name<'a>(rows: &'a [FieldRow], notes: &mut Notes) -> Vec<(&'a str, Vec<&'a FieldRow>)> {
    let mut named: Vec<(&str, Vec<&FieldRow>)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        let at = *places.entry(&row.name).or_insert(named.len());
        match named.get_mut(at) {
            Some((name, rows)) => {
                let message = format!("`{name}` is listed twice");
                notes.push(Diagnostic::new(Code::DuplicateRow, row.span.clone(), message));
                rows.push(row);
            }
            None => named.push((&row.name, vec![row])),
        }
    }
    named
}

fn base<'a>(
    page: &'a PageFacts,
    context: &Context<'a>,
    types: &mut Types<'a>,
    declared: &DeclaredFields<'a>,
    decided: &mut Decided<'a, String>,
    notes: &mut Notes,
) {
    let empty = Seen::default();
    let seen = context.seen.get(&page.name).unwrap_or(&empty);
    let documented = by_name(&page.properties, notes);
    for (name, rows) in &documented {
        let declared = declared.get(&(page.name.clone(), *name)).cloned().unwrap_or_default();
        let is_link = page.links.iter().any(|row| row.rel == *name);
        let data = seen.link(name).iter().find(|link| !is_link || link.is_data());
        let data_link = data.filter(|_| seen.property(name).is_empty()).map(|link| &link.span);
        let question = Question {
            of: format!("{}.properties.{name}", page.name),
            follows: None,
            resource: &page.name,
            name,
            rows: rows.clone(),
            declared,
            values: seen.property(name),
            data_link,
            related: None,
        };
        decided.ask(&page.name, &question, types, notes);
    }
    for (name, values) in &seen.properties {
        if documented.iter().any(|(known, _)| known == name) || is_generated_name(name) {
            continue;
        }
        undocumented(page, name, values, notes);
        let declared = declared.get(&(page.name.clone(), *name)).cloned().unwrap_or_default();
        let question = Question {
            of: format!("{}.properties.{name}", page.name),
            follows: None,
            resource: &page.name,
            name,
            rows: Vec::new(),
            declared,
            values,
            data_link: None,
            related: None,
        };
        decided.ask(&page.name, &question, types, notes);
    }
}

/// Some servers mark a representation by a property that is named by a GUID, another one each time.
fn is_generated_name(name: &str) -> bool {
    name.len() == 36 && name.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

fn undocumented(page: &PageFacts, name: &str, values: &[(&Observed, &Span)], notes: &mut Notes) {
    if let Some((_, span)) = values.first() {
        let message = format!("`{}` has no property `{name}` in its table", page.name);
        notes.push(Diagnostic::new(Code::UndocumentedProperty, (*span).clone(), message));
    }
}

/// A role has the properties that its own page lists, with the types that they have on the representation.
fn role<'a>(
    page: &'a PageFacts,
    context: &Context<'a>,
    types: &mut Types<'a>,
    decided: &mut Decided<'a, String>,
    notes: &mut Notes,
) {
    let base = context.roles.representation(&page.name).to_owned();
    for (name, rows) in by_name(&page.properties, notes) {
        let related = decided.get(&base, name).map(|property| related(property, EvidenceKind::Role, &base));
        let follows = decided.is_open(&base, name).then(|| format!("{base}.properties.{name}"));
        let question = Question {
            of: format!("{}.properties.{name}", page.name),
            follows,
            resource: &base,
            name,
            rows,
            declared: Vec::new(),
            values: &[],
            data_link: None,
            related,
        };
        decided.ask(&page.name, &question, types, notes);
    }
}

fn related(property: &Property, kind: EvidenceKind, whose: &str) -> (Type, Evidence) {
    let at = property.evidence.iter().find_map(|why| why.at.clone());
    (property.ty.clone(), Evidence { kind, detail: format!("{whose}.{}", property.name), at })
}

#[expect(clippy::too_many_arguments, reason = "one call, and a struct for it would say nothing more")]
fn fields<'a>(
    page: &'a PageFacts,
    operation: &'a OperationFacts,
    context: &Context<'a>,
    types: &mut Types<'a>,
    representations: &BTreeMap<String, Vec<Property>>,
    decided: &mut Decided<'a, Place>,
    place: &dyn Fn(Part) -> Place,
    notes: &mut Notes,
) {
    let sent: Vec<&SampleBody> = messages(page, operation, context, Role::Request);
    let is_put = operation.method == "PUT";
    let relative = context.outputs.created(&page.name, &operation.method);
    let relative = if is_put { Some(context.roles.representation(&page.name).to_owned()) } else { relative };
    for (part, table, other) in
        [(Part::Query, &operation.query, &operation.input), (Part::Input, &operation.input, &operation.query)]
    {
        let key = place(part);
        let documented = by_name(table, notes);
        for (name, rows) in &documented {
            let values = if part == Part::Input { values(&sent, name) } else { Vec::new() };
            let related = relative.as_ref().and_then(|base| {
                let known = representations.get(base)?.iter().find(|known| known.name == *name)?;
                Some(related(known, EvidenceKind::Elsewhere, base))
            });
            let data_link = sent.iter().flat_map(|body| &body.instance.links).find(|link| link.rel == *name);
            let question = Question {
                of: key.of(&operation.method, name),
                follows: None,
                resource: relative.as_deref().unwrap_or(&page.name),
                name,
                rows: rows.clone(),
                declared: declarations(other, name),
                values: &values,
                data_link: data_link.filter(|_| part == Part::Input).map(|link| &link.span),
                related,
            };
            decided.ask(&key, &question, types, notes);
        }
        // A PUT sends the whole representation: what is on it needs no row here.
        if part == Part::Input && !is_put {
            sent_only(page, operation, &key, &sent, &documented, types, decided, notes);
        }
    }
    outputs(page, operation, context, &place(Part::Output), types, decided, notes);
}

/// The types that a table declares for this name: a parameter may stand in the query table and in the body's, and only
/// one of them has its type.
fn declarations<'a>(table: &'a [FieldRow], name: &str) -> Vec<(&'a Declared, &'a Span)> {
    let rows = table.iter().filter(|row| row.name == name);
    rows.filter_map(|row| Some((row.declared.as_ref()?, &row.span))).collect()
}

/// The fields that a sample request has and the table lacks.
#[expect(clippy::too_many_arguments, reason = "one call, and a struct for it would say nothing more")]
fn sent_only<'a>(
    page: &'a PageFacts,
    operation: &'a OperationFacts,
    key: &Place,
    sent: &[&'a SampleBody],
    documented: &[(&'a str, Vec<&'a FieldRow>)],
    types: &mut Types<'a>,
    decided: &mut Decided<'a, Place>,
    notes: &mut Notes,
) {
    let mut names: Vec<&'a str> = Vec::new();
    for body in sent {
        let properties = body.instance.properties.iter().map(|(name, ..)| name.as_str());
        for name in properties.chain(body.instance.links.iter().map(|link| link.rel.as_str())) {
            if !names.contains(&name) && !documented.iter().any(|(known, _)| *known == name) && name != "self"
            {
                names.push(name);
            }
        }
    }
    for name in names {
        let values = values(sent, name);
        let link = sent.iter().flat_map(|body| &body.instance.links).find(|link| link.rel == name);
        if values.is_empty()
            && let Some(link) = link
        {
            let message = format!("the request body of `{}` has no `{name}` in its table", page.name);
            notes.push(Diagnostic::new(Code::UndocumentedProperty, link.span.clone(), message));
        }
        undocumented(page, name, &values, notes);
        let question = Question {
            of: key.of(&operation.method, name),
            follows: None,
            resource: &page.name,
            name,
            rows: Vec::new(),
            declared: declarations(&operation.query, name),
            values: &values,
            data_link: link.map(|link| &link.span),
            related: None,
        };
        decided.ask(key, &question, types, notes);
    }
}

/// The fields of a response body that is no resource's representation.
fn outputs<'a>(
    page: &'a PageFacts,
    operation: &'a OperationFacts,
    context: &Context<'a>,
    key: &Place,
    types: &mut Types<'a>,
    decided: &mut Decided<'a, Place>,
    notes: &mut Notes,
) {
    let documented = by_name(&operation.output_fields, notes);
    let received = if context.outputs.representation(&page.name, &operation.method).is_none() {
        messages(page, operation, context, Role::Response)
    } else {
        Vec::new()
    };
    let mut names: Vec<&'a str> = Vec::new();
    for (name, ..) in received.iter().flat_map(|body| &body.instance.properties) {
        if !names.contains(&name.as_str()) && !documented.iter().any(|(known, _)| known == name) {
            names.push(name);
        }
    }
    let all = documented.into_iter().chain(names.into_iter().map(|name| (name, Vec::new())));
    for (name, rows) in all {
        let values = values(&received, name);
        let question = Question {
            of: key.of(&operation.method, name),
            follows: None,
            resource: &page.name,
            name,
            rows,
            declared: Vec::new(),
            values: &values,
            data_link: None,
            related: None,
        };
        decided.ask(key, &question, types, notes);
    }
}

fn messages<'a>(
    page: &PageFacts,
    operation: &OperationFacts,
    context: &Context<'a>,
    role: Role,
) -> Vec<&'a SampleBody> {
    let of = |body: &&'a SampleBody| body.method == operation.method && body.role == role;
    context.bodies.of(&page.name).iter().filter(of).collect()
}

fn values<'a>(bodies: &[&'a SampleBody], name: &str) -> Values<'a> {
    let properties = bodies.iter().flat_map(|body| &body.instance.properties);
    properties.filter(|(found, ..)| found == name).map(|(_, value, span)| (value, span)).collect()
}
