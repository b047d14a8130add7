//! The properties of representations.

use std::collections::BTreeMap;

use super::added::{self, Place};
use super::context::Context;
use super::field::{Question, Subject};
use super::nearly::Listed;
use super::rounds::{Fields, FirstRound};
use super::seen::{Seen, Values};
use super::table::Table;
use super::types::Types;
use super::unlisted::{listed_by_role, own_place, unlisted};
use crate::decision::Findings;
use crate::diagnostic::{Code, Diagnostic};
use crate::page::{Declared, FieldRow, Form, PageFacts};
use crate::schema::{EvidenceKind, Scalar, Type};
use crate::source::Span;

/// The properties of each page's representation.
pub(super) fn decide<'a>(
    context: Context<'a>,
    types: &mut Types<'a>,
    findings: &mut Findings,
) -> Fields<'a, &'a str> {
    let declared = declared_by_representation(context);
    let mut round = FirstRound::default();
    // Representations come first, those of roles after those they are roles of.
    let (roles, bases): (Vec<&PageFacts>, Vec<&PageFacts>) =
        context.index.resources().partition(|page| context.roles.base(&page.name).is_some());
    for page in bases {
        base(page, context, types, &declared, &mut round, findings);
    }
    for page in roles {
        role(page, context, types, &mut round, findings);
    }
    round.finish(types)
}

/// Types that request tables declare, by representation and name.
type DeclaredFields<'a> = BTreeMap<(&'a str, &'a str), Vec<(&'a Declared, &'a Span)>>;

/// A PUT takes the representation back; a POST that creates a resource takes what becomes its properties.
fn declared_by_representation(context: Context<'_>) -> DeclaredFields<'_> {
    let mut declared = DeclaredFields::new();
    for page in context.index.resources() {
        for operation in &page.operations {
            let representation = match operation.method.as_str() {
                "PUT" => Some(context.roles.representation(&page.name)),
                _ => context.outputs.created(&page.name, &operation.method),
            };
            let Some(representation) = representation else { continue };
            for row in &operation.input {
                // What creates a resource takes texts for much that is more on the resource, and some by chance under
                // the same name (`state` is a part of an address there, the state of an invitation here).
                let is_text = |found: &Declared| found.ty == Type::Scalar(Scalar::String);
                let found = row.declared.as_ref();
                if let Some(found) = found.filter(|found| operation.method == "PUT" || !is_text(found)) {
                    declared.entry((representation, &row.name)).or_default().push((found, &row.span));
                }
            }
        }
    }
    declared
}

fn base<'a>(
    page: &'a PageFacts,
    context: Context<'a>,
    types: &mut Types<'a>,
    declared: &DeclaredFields<'a>,
    round: &mut FirstRound<'a, &'a str>,
    findings: &mut Findings,
) {
    let resource = page.name.as_str();
    let empty = Seen::default();
    let seen = context.seen.of(resource).unwrap_or(&empty);
    let form = page.forms.properties();
    let mut table = Table::new(&page.properties);
    let links = context.index.listed(page);
    let declared = |name| declared.get(&(resource, name)).cloned().unwrap_or_default();
    let of = |name: &str| format!("{resource}.properties.{name}");
    let place = Place { prefix: &of(""), resource, form };
    let shown = |name: &str| seen.properties.get(name);
    let added = added::fields(&place, &mut table, shown, types, context.overrides, findings);
    for (name, rows) in table.names() {
        let is_link = links.is_some_and(|listed| listed.links.contains(name));
        let data = seen.links.get(name).iter().find(|link| !is_link || link.is_data());
        let values = seen.properties.get(name);
        let question = Question {
            declared: declared(name),
            values,
            data_link: data.filter(|_| values.is_empty()).map(|link| &link.span),
            ..Question::new(of(name), resource, name, rows.clone(), form)
        };
        round.ask(&resource, question, types);
    }
    for field in added {
        round.add(&resource, field);
    }
    let of_roles = of_roles(page, &table, context);
    for (name, (role, row)) in &of_roles {
        findings.add(listed_by_role("property", name, page, role, form, &row.span));
        if form == Form::Original {
            let values = seen.properties.get(name);
            let question = Question {
                declared: declared(name),
                values,
                ..Question::new(of(name), resource, name, vec![*row], form)
            };
            round.ask(&resource, question, types);
        }
    }
    let names = table.names().map(|(name, _)| name);
    let listed_names = Listed::new(
        names,
        |name| !seen.properties.get(name).is_empty() || !seen.links.get(name).is_empty(),
        seen.properties.iter().map(|(name, _)| name),
    );
    for (name, values) in seen.properties.iter() {
        let is_added = form == Form::Original && of_roles.contains_key(name);
        if table.lists(name) || is_added || is_generated_name(name) {
            continue;
        }
        if form == Form::Explicit {
            let place = own_place(page, values.iter().map(|(_, span)| *span));
            findings.extend(place.map(|span| unlisted("property", name, resource, span)));
            continue;
        }
        findings.extend(undocumented(page, name, values));
        findings.extend(listed_names.misspelt(name, values.len(), values.first().map(|(_, span)| *span)));
        let question = Question {
            declared: declared(name),
            values,
            ..Question::new(of(name), resource, name, Vec::new(), form)
        };
        round.ask(&resource, question, types);
    }
    findings.extend(table.repeated);
}

/// What the pages of roles list and that of their representation does not, by name: there is one type for all of them.
fn of_roles<'a>(
    page: &'a PageFacts,
    table: &Table<'a>,
    context: Context<'a>,
) -> BTreeMap<&'a str, (&'a PageFacts, &'a FieldRow)> {
    let mut found = BTreeMap::new();
    for role in context.roles.of(&page.name, context.index) {
        for row in role.properties.iter().filter(|row| !table.lists(&row.name)) {
            found.entry(row.name.as_str()).or_insert((role, row));
        }
    }
    found
}

/// Some servers mark a representation by a property that is named by a GUID, another one each time.
fn is_generated_name(name: &str) -> bool {
    name.len() == 36 && name.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

/// That a sample shows what no row of the page's table lists.
pub(super) fn undocumented(page: &PageFacts, name: &str, values: &Values<'_>) -> Option<Diagnostic> {
    let (_, span) = values.first()?;
    let message = format!("`{}` has no property `{name}` in its table", page.name);
    Some(Diagnostic::new(Code::UndocumentedProperty, (*span).clone(), message))
}

/// A role has the properties that its own page lists, with the types that they have on the representation.
fn role<'a>(
    page: &'a PageFacts,
    context: Context<'a>,
    types: &mut Types<'a>,
    round: &mut FirstRound<'a, &'a str>,
    findings: &mut Findings,
) {
    let form = page.forms.properties();
    let base = context.roles.representation(&page.name);
    let mut table = Table::new(&page.properties);
    let place = Place { prefix: &format!("{}.properties.", page.name), resource: base, form };
    let added = added::fields(&place, &mut table, |_| &[], types, context.overrides, findings);
    for (name, rows) in table.names() {
        let follows = round.is_open(&base, name).then(|| format!("{base}.properties.{name}"));
        let question = Question {
            related: round.related(&base, name, EvidenceKind::Role, base),
            ..Question::new(format!("{}.properties.{name}", page.name), base, name, rows.clone(), form)
        };
        let question = Question { subject: Subject { follows, ..question.subject }, ..question };
        round.ask(&page.name.as_str(), question, types);
    }
    for field in added {
        round.add(&page.name.as_str(), field);
    }
    findings.extend(table.repeated);
}
