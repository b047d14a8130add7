//! The errors of an operation.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::{evidence, marked};
use super::generic::{Generic, Key, key};
use super::paragraphs;
use super::repeats::repeated;
use crate::decision::{Decision, Findings};
use crate::overrides::{Correction, Overrides};
use crate::page::{ErrorRow, OperationFacts};
use crate::schema::{Evidence, EvidenceKind, GENERIC_ERROR, OperationError};

/// The operation's own errors, with those that overrides add, and whether it has all generic errors as well. The rows and entries
/// of generic errors become evidence of the operation.
pub(super) fn resolve(
    of: &str,
    facts: &OperationFacts,
    generic: &Generic<'_>,
    overrides: &Overrides,
    reasons: &mut Vec<Evidence>,
    findings: &mut Findings,
) -> (Vec<OperationError>, bool) {
    let added = missing(of, facts, overrides, findings);
    let mut shared = shared(facts, generic);
    // An entry with `source = "pages"` counts like a row.
    let is_shared =
        |error: &OperationError| error.provenance.is_page() && generic.errors.contains_key(&known(error));
    let listed = added.iter().filter(|error| is_shared(error)).count();
    let is_complete = !generic.errors.is_empty() && shared.len() + listed == generic.errors.len();
    if !is_complete {
        shared.clear();
    }
    let mut errors = split(facts, &shared, findings);
    reasons.extend(
        shared.values().map(|at| evidence(EvidenceKind::Row, GENERIC_ERROR, &facts.errors[*at].span)),
    );
    for error in added {
        if is_complete && is_shared(&error) {
            reasons.extend(error.evidence);
        } else {
            errors.push(error);
        }
    }
    (errors, is_complete)
}

/// What distinguishes an error from others.
fn known(error: &OperationError) -> Key<'_> {
    (&error.code, error.status, error.subcode.as_deref())
}

/// The errors of the rows of an operation, without the shared ones.
fn split(
    facts: &OperationFacts,
    shared: &BTreeMap<Key<'_>, usize>,
    findings: &mut Findings,
) -> Vec<OperationError> {
    let mut errors: Vec<OperationError> = Vec::new();
    let mut places: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    let mut texts: BTreeSet<(usize, &str)> = BTreeSet::new();
    let taken: BTreeSet<usize> = shared.values().copied().collect();
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
    errors
}

/// The rows of the generic errors, by their positions.
fn shared<'a>(facts: &'a OperationFacts, generic: &Generic<'a>) -> BTreeMap<Key<'a>, usize> {
    let mut rows: BTreeMap<Key<'a>, (usize, bool)> = BTreeMap::new();
    for (at, row) in facts.errors.iter().enumerate() {
        // A row with a mark of another source is the operation's own.
        let Some(text) = generic.errors.get(&key(row)).filter(|_| row.provenance.is_page()) else { continue };
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
fn missing(
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
