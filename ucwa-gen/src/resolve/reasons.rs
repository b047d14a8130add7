//! The reasons with which operations can fail after they were accepted.

use std::collections::BTreeMap;

use super::evidence::marked;
use super::paragraphs;
use super::repeats::repeated;
use crate::decision::{Decision, Findings};
use crate::overrides::{Correction, Overrides};
use crate::page::PageFacts;
use crate::schema::ReasonCode;
use crate::source::Span;

/// The asynchronous reason codes that a page documents, and those that it should.
pub(super) fn resolve(page: &PageFacts, overrides: &Overrides, findings: &mut Findings) -> Vec<ReasonCode> {
    let mut reasons: Vec<ReasonCode> = Vec::new();
    let mut places: BTreeMap<(&str, Option<&str>), usize> = BTreeMap::new();
    let mut texts: BTreeMap<(usize, &str), &Span> = BTreeMap::new();
    for row in &page.reasons {
        let why = marked(&row.provenance, &row.span);
        let at = *places.entry((&row.code, row.subcode.as_deref())).or_insert(reasons.len());
        let same = texts.insert((at, &row.description), &row.span);
        match reasons.get_mut(at) {
            Some(known) => {
                known.evidence.extend(why);
                match same {
                    // The texts of several rows are joined.
                    None => paragraphs::add(&mut known.description, &row.description),
                    Some(first) => {
                        let name = row.subcode.as_ref().unwrap_or(&row.code);
                        findings.add(repeated(name, first, &row.span, []));
                    }
                }
            }
            None => reasons.push(ReasonCode {
                code: row.code.clone(),
                subcode: row.subcode.clone(),
                provenance: row.provenance.clone(),
                description: row.description.clone(),
                evidence: why,
            }),
        }
    }
    for entry in overrides.about(&format!("{}.reasons", page.name)) {
        let Correction::Error { code, subcode, .. } = &entry.correction else { continue };
        let is_listed = places.contains_key(&(code.as_str(), subcode.as_deref()));
        let decision = Decision::new(is_listed, Vec::new())
            .heed(entry, true, |_| format!("the page lists this reason of `{}`", page.name));
        let (_, evidence) = findings.close(decision);
        if !is_listed {
            let (code, subcode) = (code.clone(), subcode.clone());
            let provenance = entry.provenance.clone();
            reasons.push(ReasonCode { code, subcode, provenance, description: String::new(), evidence });
        }
    }
    reasons
}
