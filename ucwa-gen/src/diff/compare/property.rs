//! Properties of representations, parameters of queries, and fields of bodies.

use std::collections::BTreeSet;

use super::list::{Meaning, first};
use super::types::of_types;
use super::value::{Values, another_source, or_none, words, yes_or_no};
use crate::diff::change::Effect;
use crate::diff::found::{Changes, Places, Told, told};
use crate::diff::index::Index;
use crate::schema::{EvidenceKind, Location, Property};

/// Who sends a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// The server does, and with a PUT the client sends it back.
    ByServer,
    /// The client does.
    ByClient,
}

/// What it means that one comes.
fn new(sent: Sent, noun: &'static str) -> impl Fn(&Property) -> Told {
    move |it| match sent {
        // A request without the new member was complete before.
        Sent::ByClient if it.required => {
            told(Effect::Breaks, Effect::None, format!("the required {noun} is new"))
        }
        _ => told(Effect::Extends, Effect::None, format!("the {noun} is new")),
    }
}

/// What it means that a field of a body comes or goes; of one that replaces what there was, too.
pub(super) fn new_field(sent: Sent, noun: &'static str, replaces: bool) -> Meaning<'static, Property> {
    let gone = format!("the {noun} is gone");
    let came = new(sent, noun);
    [
        Box::new(move |_| told(Effect::Breaks, Effect::None, gone.clone())),
        Box::new(move |it| match replaces {
            true => {
                told(Effect::Breaks, Effect::None, format!("the {noun} is new: the answer is another one"))
            }
            false => came(it),
        }),
    ]
}

/// What it means that a row for the body of a PUT comes or goes. The body is the representation, so a property with one of
/// these names is in it with or without a row.
pub(super) fn listed_again<'n>(names: &'n BTreeSet<&str>) -> Meaning<'n, Property> {
    let [gone, came] = new_field(Sent::ByClient, "input", false);
    let none = |reason| told(Effect::None, Effect::None, reason);
    [
        Box::new(move |it| match names.contains(it.name.as_str()) {
            true => none("the property is no longer listed for the request"),
            false => gone(it),
        }),
        Box::new(move |it| match names.contains(it.name.as_str()) {
            true => none("the property is listed for the request now"),
            false => came(it),
        }),
    ]
}

/// What counts for the body of a PUT without a row: the property, which nothing requires. The words are those of the row, so that they do not count as a change.
pub(super) fn without_row(property: &Property, row: &Property) -> Property {
    let (description, provenance) = (row.description.clone(), row.provenance.clone());
    let default_provenance = row.default_provenance.clone();
    Property { required: false, description, provenance, default_provenance, ..property.clone() }
}

/// Compares the two sides of one.
pub(super) fn property(
    of: &'static str,
    sent: Sent,
    sides: &[Index<'_>; 2],
) -> impl Fn(&[&str], &Property, &Property, &Places, &mut Changes) {
    move |path, old, new, places, changes| {
        let Property {
            name: _,
            ty,
            nullable,
            required,
            max_length,
            minimum,
            maximum,
            default,
            default_provenance,
            provenance,
            description,
            evidence: _,
        } = new;
        let mut values = Values { of, path: path.to_vec(), places: places.clone(), changes };
        let decided = [type_place(old), type_place(new)];
        values.value_at("type", [old.ty.to_string(), ty.to_string()], &decided, || {
            of_types(&old.ty, ty, of == "query", sides)
        });
        values.value("required", [yes_or_no(old.required), yes_or_no(*required)], || {
            match (sent, required) {
                (Sent::ByClient, true) => told(Effect::Breaks, Effect::None, "it is required now"),
                (Sent::ByClient, false) => told(Effect::Extends, Effect::None, "it is no longer required"),
                (Sent::ByServer, true) => told(Effect::None, Effect::Extends, "it is always present now"),
                (Sent::ByServer, false) => {
                    told(Effect::None, Effect::Breaks, "it is no longer always present")
                }
            }
        });
        let limits = [
            ("max_length", [old.max_length, *max_length].map(|length| length.map(i64::from)), false),
            ("maximum", [old.maximum, *maximum], false),
            ("minimum", [old.minimum, *minimum], true),
        ];
        for (name, [a, b], grows_tighter) in limits {
            let text =
                |limit: Option<i64>| limit.map_or_else(|| "none".to_owned(), |limit| limit.to_string());
            values.value(name, [text(a), text(b)], || match (a, b) {
                (None, _) => new_limit(sent),
                _ => limit(sent, is_tighter(a, b, grows_tighter)),
            });
        }
        values.value("nullable", [yes_or_no(old.nullable), yes_or_no(*nullable)], || match nullable {
            _ if of == "query" => told(Effect::None, Effect::None, "there is no `null` in a query"),
            true => told(Effect::None, Effect::Extends, "`null` is a value now"),
            false => told(Effect::None, Effect::Breaks, "`null` is no longer a value"),
        });
        let own = [default_place(old), default_place(new)];
        let ends = [&old.default, default].map(|default| or_none(default.as_ref()));
        values.value_at("default", ends, &own, || match (&old.default, default) {
            (None, _) => told(Effect::None, Effect::Extends, "the default is new"),
            (Some(_), Some(_)) => told(Effect::None, Effect::Breaks, "another value counts if it is omitted"),
            (Some(_), None) => told(Effect::None, Effect::Breaks, "the default is gone"),
        });
        if old.default.is_some() && default.is_some() {
            let ends = [words(&old.default_provenance), words(default_provenance)];
            values.value_at("default_provenance", ends, &own, another_source);
        }
        values.provenance(&old.provenance, provenance);
        values.text("description", &old.description, description);
    }
}

/// Whether a limit refuses what was right.
fn is_tighter(old: Option<i64>, new: Option<i64>, grows_tighter: bool) -> bool {
    old.zip(new).is_some_and(|(old, new)| (new > old) == grows_tighter)
}

/// A limit where none was documented.
fn new_limit(sent: Sent) -> Told {
    match sent {
        Sent::ByClient => {
            told(Effect::Breaks, Effect::Breaks, "a limit is documented now: it refuses what was right")
        }
        Sent::ByServer => told(Effect::None, Effect::Breaks, "a limit is documented now"),
    }
}

fn limit(sent: Sent, is_tighter: bool) -> Told {
    match (sent, is_tighter) {
        (Sent::ByClient, true) => {
            told(Effect::Breaks, Effect::Breaks, "the limit is tighter: it refuses what was right")
        }
        (Sent::ByClient, false) => told(Effect::Extends, Effect::Extends, "the limit is wider"),
        // Nobody checks what the server sends, but code may be written for it.
        (Sent::ByServer, true) => told(Effect::None, Effect::Breaks, "the limit is tighter"),
        (Sent::ByServer, false) => {
            told(Effect::None, Effect::Breaks, "the limit is wider: values can come that could not")
        }
    }
}

/// The place of what decides the type of a property. Its row says nothing of the type, unless it is declared or named there.
fn type_place(property: &Property) -> Option<Location> {
    let decides = |kind| {
        use EvidenceKind::{Declared, Elsewhere, Linked, Override, Sample};
        matches!(kind, Override | Declared | Linked | Sample | Elsewhere)
    };
    let mut why = property.evidence.iter().filter(|why| decides(why.kind));
    why.find_map(|why| why.at.clone()).or_else(|| first(&property.evidence))
}

/// The place of the default of a property: its row, or the override, which is the last of the evidence.
fn default_place(property: &Property) -> Option<Location> {
    let mut reasons = property.evidence.iter();
    let last = reasons.rfind(|why| !matches!(why.kind, EvidenceKind::Traffic | EvidenceKind::Outside))?;
    let row = property.evidence.iter().find(|why| why.kind == EvidenceKind::Row);
    let why = if last.kind == EvidenceKind::Override { last } else { row.unwrap_or(last) };
    why.at.clone().or_else(|| first(&property.evidence))
}
