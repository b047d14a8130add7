//! Operations.

use std::collections::{BTreeMap, BTreeSet};

use super::errors::{self, Generic};
use super::list::{Both, Entry, List, Meaning, growing, list, names};
use super::property::{Sent, listed_again, new_field, property, without_row};
use super::value::{Values, or_none, other_meaning, yes_or_no};
use crate::diff::change::{Effect, Effects};
use crate::diff::found::{Changes, Places, told};
use crate::diff::index::Index;
use crate::schema::{Operation, Property, Resource, Status};

/// What an answer is.
#[derive(PartialEq, Eq)]
enum Answer<'s> {
    Nothing,
    /// Of another media type.
    Raw,
    /// Of fields of its own.
    Fields,
    /// The representation of this resource.
    Representation(&'s str),
}

fn answer<'s>(side: &Index<'s>, resource: &'s Resource, operation: &'s Operation) -> Answer<'s> {
    let representation = |name: &'s str| side.resource(name).map_or(name, Resource::representation);
    match &operation.output {
        _ if !operation.produces.is_empty() => Answer::Raw,
        _ if !operation.output_fields.is_empty() => Answer::Fields,
        Some(output) => Answer::Representation(representation(output)),
        // The pages say so of every one.
        None if operation.method == "GET" => Answer::Representation(resource.representation()),
        None => Answer::Nothing,
    }
}

type Properties<'s> = BTreeMap<&'s str, &'s Property>;

/// The properties of a page's representation by their names.
fn properties<'s>(side: &Index<'s>, resource: &'s Resource) -> Properties<'s> {
    let representation = side.resource(resource.representation()).unwrap_or(resource);
    representation.properties.iter().map(|property| (property.name.as_str(), property)).collect()
}

/// Compares the rows for the body of a PUT that only one side has with what counts on the other side.
fn rows_alone(
    path: &[&str],
    [old, new]: [&[Property]; 2],
    [before, after]: &[Properties<'_>; 2],
    both: Both<'_, Property>,
    changes: &mut Changes,
) {
    let is_alone = |row: &Property, others: &[Property]| others.iter().all(|other| other.name != row.name);
    let without = |row: &Property, [here, otherwise]: [&Properties<'_>; 2]| {
        let property = here.get(row.name.as_str()).or_else(|| otherwise.get(row.name.as_str()))?;
        Some(without_row(property, row))
    };
    let mut compare = |old: &Property, new: &Property| {
        let path: Vec<&str> = path.iter().copied().chain([new.name.as_str()]).collect();
        both(&path, old, new, &[old.place(), new.place()], changes);
    };
    for row in old.iter().filter(|row| is_alone(row, new)) {
        without(row, [after, before]).iter().for_each(|now| compare(row, now));
    }
    for row in new.iter().filter(|row| is_alone(row, old)) {
        without(row, [before, after]).iter().for_each(|was| compare(was, row));
    }
}

/// Compares the two sides of one.
pub(super) fn operation<'s>(
    sides: &'s [Index<'_>; 2],
    resources: [&'s Resource; 2],
    generic: &'s Generic<'_>,
) -> impl Fn(&[&str], &Operation, &Operation, &Places, &mut Changes) {
    move |path, old, new, places, changes| {
        let Operation {
            method: _,
            description,
            query,
            input,
            consumes,
            output,
            output_fields,
            output_element,
            produces,
            statuses,
            // With the generic ones.
            errors: _,
            generic_errors,
            evidence: _,
        } = new;
        let answers = [answer(&sides[0], resources[0], old), answer(&sides[1], resources[1], new)];
        let is_other = answers[0] != Answer::Nothing && answers[0] != answers[1];
        // The body of a PUT is the representation.
        let represented =
            (new.method == "PUT").then(|| [0, 1].map(|side| properties(&sides[side], resources[side])));
        let known: BTreeSet<&str> = represented.iter().flatten().flat_map(BTreeMap::keys).copied().collect();
        let below = |list: &'static str| path.iter().copied().chain([list]).collect::<Vec<_>>();
        for (of, noun, field, sent, lists) in [
            ("query", "query parameter", "query", Sent::ByClient, [&old.query, query]),
            ("input", "input", "input", Sent::ByClient, [&old.input, input]),
            (
                "output",
                "field of the answer",
                "output_fields",
                Sent::ByServer,
                [&old.output_fields, output_fields],
            ),
        ] {
            let both = property(of, sent, sides);
            let lists = lists.map(Vec::as_slice);
            // The new fields replace another kind of answer.
            let replaces = of == "output" && is_other && answers[1] == Answer::Fields;
            let body = represented.as_ref().filter(|_| of == "input");
            let meaning = match body {
                Some(_) => listed_again(&known),
                None => new_field(sent, noun, replaces),
            };
            let first = changes.found.len();
            list(of, &meaning, &below(field), lists, &both, changes);
            if let Some(represented) = body {
                rows_alone(&below(field), lists, represented, &both, changes);
            }
            if of == "input" && !(old.consumes.is_empty() && consumes.is_empty()) {
                changes.found[first..].iter_mut().for_each(|change| {
                    change.effects = Effects::default();
                    change.reason = "a body of another media type has no fields".to_owned();
                });
            }
        }
        let mut values = Values { of: "operation", path: path.to_vec(), places: places.clone(), changes };
        let outputs = [&old.output, output].map(|output| or_none(output.as_ref()));
        values.value("output", outputs, || match &answers {
            [a, b] if a == b => other_meaning("another resource is answered, in the same form"),
            [Answer::Nothing, _] => told(Effect::Extends, Effect::None, "what is answered is documented now"),
            [_, Answer::Nothing] => {
                told(Effect::Breaks, Effect::None, "what is answered is no longer documented")
            }
            _ => told(Effect::Breaks, Effect::None, "another representation is answered"),
        });
        // By its outermost element a body in XML is recognised.
        let elements = [&old.output_element, output_element].map(|element| or_none(element.as_ref()));
        values.value("output_element", elements, || {
            told(Effect::Breaks, Effect::None, "the answer has another element in XML")
        });
        values.value("generic_errors", [old.generic_errors, *generic_errors].map(yes_or_no), || {
            // Each error that came or went is a change of its own.
            let reason = match generic_errors {
                true => "it has all errors that nearly every operation has",
                false => "it lacks an error that nearly every operation has",
            };
            told(Effect::None, Effect::None, reason)
        });
        values.text("description", &old.description, description);
        let media_types = [
            ("media_type", "consumes", "media type of the request", [&old.consumes, consumes]),
            ("media_type", "produces", "media type of the answer", [&old.produces, produces]),
        ];
        for (of, field, noun, lists) in media_types {
            let lists = lists.map(Vec::as_slice);
            let meaning = match lists {
                [old, new] if old.is_empty() != new.is_empty() => other_body(noun),
                _ => growing(true, noun),
            };
            names(of, &meaning, &below(field), lists, places, changes);
        }
        // Samples of the operation may show a status that no row lists.
        let [gone, came] = growing(false, "status");
        let list = List { of: "status", gone: &gone, new: &came, touches: &|_| Vec::new() };
        let elsewhere = places.each_ref().map(|place| move |_: &str| place.clone());
        let [before, after] = &elsewhere;
        list.compare(&below("statuses"), [&old.statuses, statuses], &status, &[before, after], changes);
        errors::of_operation(&below("errors"), [old, new], generic, changes);
    }
}

/// The first media type comes in the place of JSON and XML, and the last one goes in favour of them.
fn other_body(noun: &'static str) -> Meaning<'static, str> {
    let told = move |state: &str| {
        told(Effect::Breaks, Effect::None, format!("the {noun} is {state}: the body is another one"))
    };
    [Box::new(move |_| told("gone")), Box::new(move |_| told("new"))]
}

fn status(path: &[&str], old: &Status, new: &Status, places: &Places, changes: &mut Changes) {
    let Status { status: _, provenance, evidence: _ } = new;
    let mut values = Values { of: "status", path: path.to_vec(), places: places.clone(), changes };
    values.provenance(&old.provenance, provenance);
}
