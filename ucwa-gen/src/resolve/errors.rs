//! The errors of an operation.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::{evidence, marked};
use super::generic::{Generic, Key, key};
use super::paragraphs;
use super::repeats::repeated;
use crate::decision::{Decision, Findings};
use crate::overrides::{Correction, Overrides};
use crate::page::{ErrorRow, OperationFacts};
use crate::schema::{Evidence, EvidenceKind, OperationError};

/// The errors of an operation that are its own, and whether it lists all generic ones as well. The rows of those are
/// added to the operation's evidence.
pub(super) fn split(
    facts: &OperationFacts,
    generic: &Generic<'_>,
    reasons: &mut Vec<Evidence>,
    findings: &mut Findings,
) -> (Vec<OperationError>, bool) {
    let shared = shared(facts, generic);
    let is_complete = !generic.errors.is_empty() && shared.len() == generic.errors.len();
    let mut errors: Vec<OperationError> = Vec::new();
    let mut places: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    let mut texts: BTreeSet<(usize, &str)> = BTreeSet::new();
    if is_complete {
        let rows = shared.values().map(|at| &facts.errors[*at].span);
        reasons.extend(rows.map(|span| evidence(EvidenceKind::Row, "generic error", span)));
    }
    let taken: BTreeSet<usize> = if is_complete { shared.into_values().collect() } else { BTreeSet::new() };
    // One code and subcode with two statuses.
    let mut first: BTreeMap<(&str, Option<&str>), &ErrorRow> = BTreeMap::new();
    for (_, row) in facts.errors.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
        let why = marked(&row.provenance, &row.span);
        let at = *places.entry(key(row)).or_insert(errors.len());
        let is_new_text = texts.insert((at, &row.description));
        let name = row.subcode.as_ref().unwrap_or(&row.code);
        let same = *first.entry((&row.code, row.subcode.as_deref())).or_insert(row);
        if same.status != row.status {
            findings.add(repeated(name, &same.span, &row.span, [("status", true)]));
        }
        match errors.get_mut(at) {
            // The texts of several rows are joined.
            Some(known) if is_new_text => {
                known.evidence.extend(why);
                paragraphs::add(&mut known.description, &row.description);
            }
            Some(known) => {
                known.evidence.extend(why);
                findings.add(repeated(name, &same.span, &row.span, []));
            }
            None => errors.push(OperationError {
                code: row.code.clone(),
                status: row.status,
                subcode: row.subcode.clone(),
                provenance: row.provenance.clone(),
                description: row.description.clone(),
                evidence: why,
            }),
        }
    }
    (errors, is_complete)
}

/// The rows of the generic errors, by their positions.
fn shared<'a>(facts: &'a OperationFacts, generic: &Generic<'a>) -> BTreeMap<Key<'a>, usize> {
    let mut rows: BTreeMap<Key<'a>, (usize, bool)> = BTreeMap::new();
    for (at, row) in facts.errors.iter().enumerate() {
        let Some(text) = generic.errors.get(&key(row)) else { continue };
        // The generic rows come last; one in other words may be the operation's own.
        let is_same = row.description == *text;
        let place = rows.entry(key(row)).or_insert((at, is_same));
        if is_same || !place.1 {
            *place = (at, is_same);
        }
    }
    rows.into_iter().map(|(key, (at, _))| (key, at)).collect()
}

/// The errors of an operation that only overrides know.
pub(super) fn missing(
    of: &str,
    facts: &OperationFacts,
    overrides: &Overrides,
    findings: &mut Findings,
) -> Vec<OperationError> {
    let mut entries = overrides.about(of).peekable();
    let rows: BTreeSet<Key<'_>> = match entries.peek() {
        Some(_) => facts.errors.iter().map(key).collect(),
        None => BTreeSet::new(),
    };
    let mut errors = Vec::new();
    for entry in entries {
        let Correction::Error { code, status, subcode } = &entry.correction else { continue };
        let is_listed = rows.contains(&(code.as_str(), *status, subcode.as_deref()));
        let decision = Decision::new(is_listed, Vec::new())
            .heed(entry, true, |_| format!("the page lists this error of `{of}`"));
        let (_, evidence) = findings.close(decision);
        if !is_listed {
            errors.push(OperationError {
                code: code.clone(),
                status: *status,
                subcode: subcode.clone(),
                provenance: entry.provenance.clone(),
                description: String::new(),
                evidence,
            });
        }
    }
    errors
}
