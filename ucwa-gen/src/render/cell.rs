//! Cells with a grammar of their own: names, types and limits.

use super::lookup::Lookup;
use super::markdown::{escape, link};
use crate::schema::{Enumeration, Property, Provenance};

/// A name, and the mark of where it comes from if no page lists it.
pub(super) fn name(name: &str, provenance: &Provenance) -> String {
    marked(escape(name), provenance)
}

/// A cell, and the mark.
pub(super) fn marked(cell: String, provenance: &Provenance) -> String {
    match provenance.mark() {
        Some(mark) => format!("{cell} *({})*", escape(&mark)),
        None => cell,
    }
}

/// `[Nullable ]TYPE[ (limits)]`.
pub(super) fn ty(lookup: &Lookup<'_>, property: &Property) -> String {
    let nullable = if property.nullable { "Nullable " } else { "" };
    let array = if property.ty.is_array() { "Array of " } else { "" };
    let limits = match limits(property).join(", ") {
        limits if limits.is_empty() => limits,
        // The default is the last of them.
        limits => format!(" ({})", marked(escape(&limits), &property.default_provenance)),
    };
    format!("{nullable}{array}{}{limits}", scalar(lookup, property))
}

/// The type of one value: an enumeration's is a link to its page, or its members where it has none.
fn scalar(lookup: &Lookup<'_>, property: &Property) -> String {
    let scalar = property.ty.scalar().to_string();
    match property.ty.enumeration().and_then(|name| lookup.enumeration(name)) {
        Some(enumeration) if enumeration.page.is_some() => link(&scalar, &scalar),
        Some(enumeration) if !enumeration.members.is_empty() => {
            format!("({scalar}){}", members(enumeration))
        }
        _ => scalar,
    }
}

/// `A`, `A, or B`, `A, B, or C`. The list in place is the enumeration's only table, so no member is marked.
fn members(enumeration: &Enumeration) -> String {
    let mut names: Vec<String> = enumeration.members.iter().map(|member| escape(&member.name)).collect();
    if let [_, .., last] = names.as_mut_slice() {
        last.insert_str(0, "or ");
    }
    names.join(", ")
}

/// The type, whether it is required, and the limits of a property, in words without markup.
pub(crate) fn property_facts(property: &Property) -> String {
    let nullable = if property.nullable { "Nullable " } else { "" };
    let required = property.required.then(|| "required".to_owned());
    let facts = [format!("{nullable}{}", property.ty)].into_iter().chain(required).chain(limits(property));
    facts.collect::<Vec<_>>().join(", ")
}

/// The limits of a value, each in words, in a fixed order.
fn limits(property: &Property) -> Vec<String> {
    [
        property.max_length.map(|length| format!("at most {length} characters")),
        property.minimum.map(|least| format!("minimum {least}")),
        property.maximum.map(|most| format!("maximum {most}")),
        property.default.as_ref().map(|default| format!("default {default}")),
    ]
    .into_iter()
    .flatten()
    .collect()
}
