//! All error codes and subcodes: those that the pages `ErrorCode` and `ErrorSubcode` list, and those that tables use.

use std::collections::{BTreeMap, BTreeSet};

use super::generic::Generic;
use super::index::Index;
use crate::decision::Findings;
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Proposal};
use crate::schema::{Enumeration, ErrorCode, ErrorSubcode, Errors, Resource};
use crate::source::Span;

/// The union of the codes and subcodes that the pages list and those that tables use.
pub(super) fn resolve(
    index: &Index<'_>,
    resources: &[Resource],
    enumerations: &[Enumeration],
    generic: &Generic<'_>,
    findings: &mut Findings,
) -> Errors {
    // `None` in a list of subcodes says that there is none.
    let members = |name: &str, observed: bool| -> BTreeSet<String> {
        let found = enumerations.iter().find(|enumeration| enumeration.name == name);
        let members = found.map(|found| found.members.as_slice()).unwrap_or_default();
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
            findings.add(Diagnostic::new(code, span.clone(), message).proposing(&proposal));
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
        generic: if is_used { generic.to_errors() } else { Vec::new() },
    }
}
