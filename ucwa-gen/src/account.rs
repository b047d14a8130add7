//! The account of every row: what was read is in the schema, or a diagnostic names it.

use std::collections::BTreeSet;

use crate::analysis::Summary;
use crate::diagnostic::{Code, Diagnostic};
use crate::page::{PageFacts, PageKind};
use crate::sample::Body;
use crate::schema::Schema;
use crate::source::Span;

/// A line of a page.
type Line<'s> = (&'s str, u32);

/// Counts what was read and where it went, but not the diagnostics. A row that went nowhere becomes a diagnostic of its own.
pub(crate) fn account(pages: &[PageFacts], schema: &Schema, diagnostics: &mut Vec<Diagnostic>) -> Summary {
    let known: BTreeSet<Line<'_>> =
        schema.evidence().filter_map(|why| why.at.as_ref()).map(|at| (at.file.as_str(), at.line)).collect();
    let named: BTreeSet<Line<'_>> =
        diagnostics.iter().filter_map(|found| found.span.as_ref()).map(line).collect();
    let mut lost = Vec::new();
    let mut summary = Summary { pages: pages.len(), ..Summary::default() };
    for page in pages {
        match page.kind {
            PageKind::Resource => summary.resources += 1,
            PageKind::Enumeration => summary.enumerations += 1,
            PageKind::Other => {}
        }
        for row in &page.rows {
            let at = line(row);
            summary.rows += 1;
            if known.contains(&at) {
                summary.rows_in_schema += 1;
            } else if named.contains(&at) {
                summary.rows_diagnosed += 1;
            } else {
                summary.rows_lost += 1;
                let message = "the row is in no entry of the schema";
                lost.push(Diagnostic::new(Code::RowLost, row.clone(), message));
            }
        }
        let samples = page.operations.iter().flat_map(|operation| &operation.samples);
        for sample in samples.chain(page.event_samples.iter().map(|(_, sample)| sample)) {
            summary.samples += 1;
            summary.samples_parsed += usize::from(is_parsed(&sample.message.body));
            summary.samples_repaired += usize::from(sample.repaired);
        }
    }
    diagnostics.extend(lost);
    summary
}

fn line(span: &Span) -> Line<'_> {
    (span.source().file(), span.line())
}

fn is_parsed(body: &Body) -> bool {
    match body {
        Body::Unreadable(_) => false,
        Body::Multipart(parts) => parts.iter().all(|part| is_parsed(&part.body)),
        _ => true,
    }
}
