//! The properties, parameters and fields that overrides add.

use super::evidence::evidence;
use super::field::{Choice, Field, Subject};
use super::seen::Values;
use super::table::Table;
use super::types::Types;
use crate::decision::{Decision, Findings};
use crate::overrides::{Added, Correction, Override, Overrides};
use crate::page::Form;
use crate::schema::EvidenceKind;

/// A list of properties, parameters or fields.
pub(super) struct Place<'p, 'a> {
    /// What overrides call its entries, without their names: `lamp.properties.`.
    pub(super) prefix: &'p str,
    /// The resource whose representation, or the page whose operation, has it.
    pub(super) resource: &'a str,
    pub(super) form: Form,
}

/// The fields that overrides add to a list. The table lists them from now on. `shown` are the values that samples have of a
/// name: the pages know such a one by the sample alone, and the entry decides.
pub(super) fn fields<'a, 's>(
    place: &Place<'_, 'a>,
    table: &mut Table<'a>,
    shown: impl Fn(&str) -> &'s Values<'s>,
    types: &mut Types<'a>,
    overrides: &'a Overrides,
    findings: &mut Findings,
) -> Vec<Field<'a>> {
    let mut fields = Vec::new();
    for (entry, added) in overrides.below(place.prefix).filter_map(added) {
        let Some(name) = entry.of.strip_prefix(place.prefix) else { continue };
        let rows = table.rows(name);
        let decision = Decision::new((), Vec::new());
        if rows.iter().any(|row| !row.provenance.is_sample()) {
            findings.close(decision.reject(entry, entry.agrees(format!("the page lists `{}`", entry.of))));
            continue;
        }
        if let Some(unknown) = types.unknown(&added.ty) {
            findings
                .close(decision.reject(entry, entry.unknown("type", unknown, types.enumerations.names())));
            continue;
        }
        let choice = Choice { ty: added.ty.clone(), nullable: added.nullable };
        types.observe(shown(name), place.form, &added.ty);
        let shown = shown(name).first().map(|(_, span)| evidence(EvidenceKind::Sample, "", span));
        let subject = Subject {
            of: entry.of.clone(),
            follows: None,
            resource: place.resource,
            name,
            rows: rows.to_vec(),
            form: place.form,
        };
        let decision = Decision::open(choice.clone(), Vec::new()).heed(entry, choice, |_| String::new());
        let decision = decision.with_evidence(|reasons| reasons.into_iter().chain(shown).collect());
        table.add(name);
        fields.push(Field::new(subject, decision, false).added(entry, added.required));
    }
    fields
}

fn added(entry: &Override) -> Option<(&Override, &Added)> {
    match &entry.correction {
        Correction::Property(added) | Correction::Parameter(added) => Some((entry, added)),
        _ => None,
    }
}
