//! All error codes and subcodes: those that the pages `ErrorCode` and `ErrorSubcode` list, and those that tables use.

use std::collections::{BTreeMap, BTreeSet};

use super::generic::Generic;
use super::index::Index;
use super::nearly::{Nearly, misspelt};
use crate::decision::Findings;
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Proposal};
use crate::schema::{Enumeration, ErrorCode, ErrorSubcode, Errors, Resource};
use crate::source::Span;

/// How an error code is used.
#[derive(Default)]
struct Used {
    /// The statuses it stands with, each with the number of rows and the first of them.
    statuses: BTreeMap<u16, (usize, Option<Span>)>,
    /// The first row.
    span: Option<Span>,
}

impl Used {
    /// A status with which it stands once, where it stands with another one everywhere else.
    fn outliers(&self, name: &str) -> Option<Diagnostic> {
        let (usual, (most, at)) = self.statuses.iter().max_by_key(|(_, (count, _))| *count)?;
        let mut others = self.statuses.iter().filter(|(status, _)| *status != usual);
        let (other, (1, Some(span))) = others.next()? else { return None };
        if *most < 2 || others.next().is_some() {
            return None;
        }
        let message =
            format!("`{name}` stands with the status {other} here, and with {usual} everywhere else");
        let found = Diagnostic::new(Code::StatusDiffers, span.clone(), message);
        Some(match at {
            Some(at) => found.related(at.clone(), "as here"),
            None => found,
        })
    }
}

/// A code or subcode that its page does not list.
struct Unlisted {
    what: &'static str,
    list: &'static str,
    code: Code,
}

impl Unlisted {
    fn find(
        &self,
        name: &str,
        span: Option<&Span>,
        known: &BTreeSet<String>,
        listed: &Nearly,
        has_pages: bool,
    ) -> Vec<Diagnostic> {
        let Some(span) = span.filter(|_| has_pages && !known.contains(name)) else { return Vec::new() };
        let message = format!("the {} `{name}` is on no list", self.what);
        let proposal = Proposal::new(format!("{}.members.{name}", self.list), Correction::Member);
        let gap = Diagnostic::new(self.code, span.clone(), message).proposing(&proposal);
        let meant = listed.meant(name);
        let meant = meant.map(|meant| {
            misspelt(format!("the page `{}` lists `{meant}`, and not `{name}`", self.list), span)
        });
        [gap].into_iter().chain(meant).collect()
    }
}

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
    let mut codes: BTreeMap<String, Used> = BTreeMap::new();
    let mut subcodes: BTreeMap<String, Option<Span>> = BTreeMap::new();
    for name in members("ErrorCode", true) {
        codes.entry(name).or_default();
    }
    for name in members("ErrorSubcode", true) {
        subcodes.entry(name).or_default();
    }
    let operations = index.resources().flat_map(|page| &page.operations);
    for row in operations.flat_map(|operation| &operation.errors) {
        let used = codes.entry(row.code.clone()).or_default();
        if let Some(status) = row.status {
            let rows = used.statuses.entry(status).or_insert_with(|| (0, Some(row.span.clone())));
            rows.0 += 1;
        }
        used.span.get_or_insert_with(|| row.span.clone());
        if let Some(subcode) = &row.subcode {
            subcodes.entry(subcode.clone()).or_default().get_or_insert_with(|| row.span.clone());
        }
    }
    for row in index.resources().flat_map(|page| &page.reasons) {
        codes.entry(row.code.clone()).or_default().span.get_or_insert_with(|| row.span.clone());
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
        let used = codes.entry(code.clone()).or_default();
        if let Some(status) = status {
            used.statuses.entry(status).or_insert((0, None));
        }
        if let Some(subcode) = subcode {
            subcodes.entry(subcode.clone()).or_default();
        }
    }
    // A gap can only be told where there is a page that could have listed what is missing.
    let has_pages = index.enumeration("ErrorCode").is_some() && index.enumeration("ErrorSubcode").is_some();
    let listed: Nearly = Nearly::new(known_codes.iter().map(String::as_str));
    for (name, used) in &codes {
        let what = Unlisted { what: "error code", list: "ErrorCode", code: Code::UndocumentedCode };
        findings.extend(what.find(name, used.span.as_ref(), &known_codes, &listed, has_pages));
        findings.extend(used.outliers(name));
    }
    let listed = Nearly::new(known_subcodes.iter().map(String::as_str));
    for (name, span) in &subcodes {
        let what = Unlisted { what: "subcode", list: "ErrorSubcode", code: Code::UndocumentedSubcode };
        findings.extend(what.find(name, span.as_ref(), &known_subcodes, &listed, has_pages));
    }
    let is_used =
        resources.iter().flat_map(|resource| &resource.operations).any(|found| found.generic_errors);
    Errors {
        codes: codes
            .into_iter()
            .map(|(name, used)| ErrorCode {
                documented: known_codes.contains(&name),
                statuses: used.statuses.into_keys().collect(),
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
