//! Errors: the operations' own, the generic ones, and all codes and subcodes.

use std::collections::{BTreeMap, BTreeSet};

use super::enumerations::Enumerations;
use super::index::Index;
use super::{Notes, evidence};
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Overrides, Proposal};
use crate::page::{ErrorRow, OperationFacts};
use crate::schema::{ErrorCode, ErrorSubcode, Errors, Evidence, EvidenceKind, OperationError, Resource};
use crate::source::Span;

/// What tells two errors apart.
type Key = (String, Option<u16>, Option<String>);

/// The errors that nearly every operation lists.
#[derive(Debug, Default)]
pub(super) struct Generic {
    /// In the order in which the first page lists them, with the description that most pages give.
    errors: Vec<(Key, String)>,
}

fn key(row: &ErrorRow) -> Key {
    (row.code.clone(), row.status, row.subcode.clone())
}

/// Nearly every operation: four of five.
fn nearly_every(count: usize, of: usize) -> bool {
    count * 5 >= of * 4
}

/// The fewest operations that can show that something is generic.
const ENOUGH: usize = 5;

/// Finds the errors that nearly every operation that lists any repeats.
pub(super) fn generic(index: &Index<'_>) -> Generic {
    let operations = || index.resources().flat_map(|page| &page.operations);
    let listing = operations().filter(|operation| !operation.errors.is_empty()).count();
    if listing < ENOUGH {
        return Generic::default();
    }
    let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
    let mut texts: BTreeMap<Key, BTreeMap<&str, usize>> = BTreeMap::new();
    for operation in operations() {
        for key in operation.errors.iter().map(key).collect::<BTreeSet<Key>>() {
            *counts.entry(key).or_default() += 1;
        }
        for row in &operation.errors {
            *texts.entry(key(row)).or_default().entry(&row.description).or_default() += 1;
        }
    }
    let is_generic = |key: &Key| counts.get(key).is_some_and(|count| nearly_every(*count, listing));
    let first = operations().find(|operation| {
        let keys: BTreeSet<Key> = operation.errors.iter().map(key).collect();
        counts.keys().filter(|key| is_generic(key)).all(|key| keys.contains(key))
    });
    let mut errors: Vec<(Key, String)> = Vec::new();
    for row in first.iter().flat_map(|operation| &operation.errors) {
        let key = key(row);
        if is_generic(&key) && !errors.iter().any(|(known, _)| *known == key) {
            let most = texts.get(&key).and_then(|texts| texts.iter().max_by_key(|(_, count)| **count));
            errors.push((key, most.map_or_else(String::new, |(text, _)| (*text).to_owned())));
        }
    }
    errors.sort();
    Generic { errors }
}

/// The errors of an operation that are its own, and whether it lists all generic ones as well. The rows of those are
/// added to the operation's evidence.
pub(super) fn split(
    facts: &OperationFacts,
    generic: &Generic,
    reasons: &mut Vec<Evidence>,
    notes: &mut Notes,
) -> (Vec<OperationError>, bool) {
    let mut own: Vec<&ErrorRow> = facts.errors.iter().collect();
    let mut shared: Vec<&ErrorRow> = Vec::new();
    for (wanted, text) in &generic.errors {
        let matching = || own.iter().enumerate().filter(|(_, row)| key(row) == *wanted);
        // The generic rows come last; one in other words may be the operation's own.
        let at = matching().rfind(|(_, row)| row.description == *text).or_else(|| matching().next_back());
        if let Some((at, _)) = at {
            shared.push(own.remove(at));
        }
    }
    let complete = !generic.errors.is_empty() && shared.len() == generic.errors.len();
    if complete {
        reasons.extend(shared.iter().map(|row| evidence(EvidenceKind::Row, "generic error", &row.span)));
    } else {
        own = facts.errors.iter().collect();
    }
    let mut errors: Vec<OperationError> = Vec::new();
    for row in own {
        let why = evidence(EvidenceKind::Row, "", &row.span);
        let same = |error: &&mut OperationError| {
            error.code == row.code && error.status == row.status && error.subcode == row.subcode
        };
        if let Some(known) = errors.iter_mut().find(same) {
            known.evidence.push(why);
            if known.description.split('\n').any(|text| text == row.description) {
                let message = format!("`{}` is listed twice in the same words", row.code);
                notes.push(Diagnostic::new(Code::DuplicateRow, row.span.clone(), message));
            } else {
                known.description = format!("{}\n{}", known.description, row.description).trim().to_owned();
            }
            continue;
        }
        errors.push(OperationError {
            code: row.code.clone(),
            status: row.status,
            subcode: row.subcode.clone(),
            description: row.description.clone(),
            evidence: vec![why],
        });
    }
    (errors, complete)
}

/// The errors of an operation that only overrides know.
pub(super) fn missing(
    of: &str,
    facts: &OperationFacts,
    overrides: &Overrides,
    notes: &mut Notes,
) -> Vec<OperationError> {
    let mut errors = Vec::new();
    for entry in overrides.about(of) {
        let Correction::Error { code, status, subcode } = &entry.correction else { continue };
        let same = |row: &&ErrorRow| (&row.code, &row.status, &row.subcode) == (code, status, subcode);
        if facts.errors.iter().any(|row| same(&row)) {
            notes.push(entry.agrees(format!("the page lists this error of `{of}`")));
            continue;
        }
        errors.push(OperationError {
            code: code.clone(),
            status: *status,
            subcode: subcode.clone(),
            description: String::new(),
            evidence: vec![entry.evidence()],
        });
    }
    errors
}

/// The union of the codes and subcodes that the pages list and those that tables use.
pub(super) fn resolve(
    index: &Index<'_>,
    resources: &[Resource],
    enumerations: &Enumerations,
    generic: Generic,
    notes: &mut Notes,
) -> Errors {
    // `None` in a list of subcodes says that there is none.
    let members = |name: &str, observed: bool| -> BTreeSet<String> {
        let members = enumerations.get(name).map(|found| found.members.as_slice()).unwrap_or_default();
        let members = members.iter().filter(|member| member.name != "None");
        members.filter(|member| observed || !member.observed).map(|member| member.name.clone()).collect()
    };
    let (known_codes, known_subcodes) = (members("ErrorCode", false), members("ErrorSubcode", false));
    let mut codes: BTreeMap<String, (BTreeSet<u16>, Option<Span>)> = BTreeMap::new();
    let mut subcodes: BTreeMap<String, Option<Span>> = BTreeMap::new();
    for name in members("ErrorCode", true) {
        codes.entry(name).or_default();
    }
    for name in members("ErrorSubcode", true) {
        subcodes.entry(name).or_default();
    }
    let operations = index.resources().flat_map(|page| &page.operations);
    for row in operations.flat_map(|operation| &operation.errors) {
        let (statuses, span) = codes.entry(row.code.clone()).or_default();
        statuses.extend(row.status);
        span.get_or_insert_with(|| row.span.clone());
        if let Some(subcode) = &row.subcode {
            subcodes.entry(subcode.clone()).or_default().get_or_insert_with(|| row.span.clone());
        }
    }
    for row in index.resources().flat_map(|page| &page.reasons) {
        codes.entry(row.code.clone()).or_default().1.get_or_insert_with(|| row.span.clone());
        if let Some(subcode) = &row.subcode {
            subcodes.entry(subcode.clone()).or_default().get_or_insert_with(|| row.span.clone());
        }
    }
    // Those of the overrides stand in no row.
    let operations = resources.iter().flat_map(|resource| &resource.operations);
    let errors = operations.flat_map(|operation| &operation.errors);
    let found = errors.map(|error| (&error.code, error.status, &error.subcode));
    let reasons = resources.iter().flat_map(|resource| &resource.reasons);
    for (code, status, subcode) in found.chain(reasons.map(|reason| (&reason.code, None, &reason.subcode))) {
        codes.entry(code.clone()).or_default().0.extend(status);
        if let Some(subcode) = subcode {
            subcodes.entry(subcode.clone()).or_default();
        }
    }
    // A gap can only be told where there is a page that could have listed what is missing.
    let has_pages = index.enumeration("ErrorCode").is_some() && index.enumeration("ErrorSubcode").is_some();
    let mut gap = |code: Code, list: &str, name: &str, known: &BTreeSet<String>, span: Option<&Span>| {
        if let (true, false, Some(span)) = (has_pages, known.contains(name), span) {
            let what = if code == Code::UndocumentedCode { "error code" } else { "subcode" };
            let message = format!("the {what} `{name}` is on no list");
            let proposal = Proposal::new(format!("{list}.members.{name}"), Correction::Member);
            notes.push(Diagnostic::new(code, span.clone(), message).proposing(&proposal));
        }
    };
    for (name, (_, span)) in &codes {
        gap(Code::UndocumentedCode, "ErrorCode", name, &known_codes, span.as_ref());
    }
    for (name, span) in &subcodes {
        gap(Code::UndocumentedSubcode, "ErrorSubcode", name, &known_subcodes, span.as_ref());
    }
    let is_used =
        resources.iter().flat_map(|resource| &resource.operations).any(|found| found.generic_errors);
    Errors {
        codes: codes
            .into_iter()
            .map(|(name, (statuses, _))| ErrorCode {
                documented: known_codes.contains(&name),
                statuses: statuses.into_iter().collect(),
                name,
            })
            .collect(),
        subcodes: subcodes
            .into_keys()
            .map(|name| ErrorSubcode { documented: known_subcodes.contains(&name), name })
            .collect(),
        generic: generic
            .errors
            .into_iter()
            .filter(|_| is_used)
            .map(|((code, status, subcode), description)| OperationError {
                code,
                status,
                subcode,
                description,
                evidence: Vec::new(),
            })
            .collect(),
    }
}
