//! The overrides of pages and samples that no page asked for.

use std::collections::BTreeSet;

use super::samples::{self, Place};
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Heading, Override, Overrides, SEARCHED, stale};
use crate::page::PageFacts;
use crate::source::Span;

/// Names the entries for pages that are not there, and for samples that no page has. `asked` is where those stand that
/// were asked for.
pub(super) fn account(pages: &[PageFacts], overrides: &Overrides, asked: &BTreeSet<Span>) -> Vec<Diagnostic> {
    let of_reading = |entry: &&Override| {
        matches!(entry.correction, Correction::Exclude | Correction::Sample { .. })
            && !asked.contains(&entry.span)
    };
    let mut unasked = overrides.entries().iter().filter(of_reading).peekable();
    if unasked.peek().is_none() {
        return Vec::new();
    }
    let names: Vec<String> = pages.iter().map(|page| page.name.clone()).collect();
    let places = pages.iter().flat_map(samples::places);
    let with_samples: BTreeSet<String> = places.map(|(of, ..): Place| of).collect();
    let listed: Vec<String> = with_samples.iter().cloned().collect();
    let found = |(at, entry): (usize, &Override)| match &entry.correction {
        Correction::Sample { heading, number, .. } if with_samples.contains(&entry.of) => {
            let heading = heading.map_or("its event", Heading::as_str);
            let message = format!("`{}` has no sample {number} under `{heading}`", entry.of);
            Diagnostic::new(Code::OverrideStale, entry.span.clone(), message)
        }
        _ if at >= SEARCHED => stale(entry, &[]),
        Correction::Sample { .. } => stale(entry, &listed),
        _ => stale(entry, &names),
    };
    unasked.enumerate().map(found).collect()
}
