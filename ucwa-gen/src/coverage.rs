//! The account of every row: what was read is in the schema, or a diagnostic names it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic};
use crate::page::{PageFacts, PageKind};
use crate::sample::Body;
use crate::schema::Schema;

/// What was read and where it went, in numbers. Computed from the schema and the diagnostics, not counted on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Reference pages read.
    pub pages: usize,
    /// Resource pages among them.
    pub resources: usize,
    /// Enumeration pages among them.
    pub enumerations: usize,
    /// Body rows of all tables on them.
    pub rows: usize,
    /// Rows whose span an entry of the schema names as evidence.
    pub rows_in_schema: usize,
    /// Rows that are not in the schema and that a diagnostic names.
    pub rows_diagnosed: usize,
    /// Rows that are neither.
    pub rows_lost: usize,
    /// Samples found.
    pub samples: usize,
    /// Samples that were read as what they are: JSON, XML, or content in another form.
    pub samples_parsed: usize,
    /// Samples that had to be repaired.
    pub samples_repaired: usize,
    /// Diagnostics of severity error.
    pub errors: usize,
    /// Diagnostics of severity warning.
    pub warnings: usize,
}

/// Lines of pages, by file: so far fewer names are compared than with a list of both.
type Lines<'s> = BTreeMap<&'s str, BTreeSet<u32>>;

fn by_file<'s>(lines: impl Iterator<Item = (&'s str, u32)>) -> Lines<'s> {
    let mut all = Lines::new();
    for (file, line) in lines {
        all.entry(file).or_default().insert(line);
    }
    all
}

/// Counts what was read and where it went, but not the diagnostics. A row that went nowhere becomes a diagnostic of its own.
pub(crate) fn coverage(pages: &[PageFacts], schema: &Schema, diagnostics: &mut Vec<Diagnostic>) -> Summary {
    let places = schema.evidence().filter_map(|why| why.at.as_ref());
    let known = by_file(places.map(|at| (at.file.as_str(), at.line)));
    let spans = diagnostics.iter().filter_map(|found| found.span.as_ref());
    let named = by_file(spans.map(|span| (span.source().file(), span.line())));
    let mut lost = Vec::new();
    let mut summary = Summary { pages: pages.len(), ..Summary::default() };
    for page in pages {
        match page.kind {
            PageKind::Resource => summary.resources += 1,
            PageKind::Enumeration => summary.enumerations += 1,
            PageKind::Other => {}
        }
        let [known, named] = [&known, &named].map(|lines| lines.get(page.source.file()));
        for row in &page.rows {
            let line = row.line();
            let is_in = |lines: Option<&BTreeSet<u32>>| lines.is_some_and(|lines| lines.contains(&line));
            summary.rows += 1;
            if is_in(known) {
                summary.rows_in_schema += 1;
            } else if is_in(named) {
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

fn is_parsed(body: &Body) -> bool {
    match body {
        Body::Unreadable(_) => false,
        Body::Multipart(parts) => parts.iter().all(|part| is_parsed(&part.body)),
        _ => true,
    }
}
