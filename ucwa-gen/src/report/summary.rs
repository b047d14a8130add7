//! How reading went, in one line.

use crate::analysis::Analysis;
use crate::diagnostic::{Severity, count};

/// What was read and found, in numbers, in one line.
#[must_use]
pub fn summary(analysis: &Analysis) -> String {
    let summary = &analysis.summary;
    format!(
        "{} ({}, {}); {} ({} not read, {} lost); {} ({} in the schema); {} ({} parsed, {} repaired); {}, {}, {}",
        counted(summary.pages, "page"),
        counted(summary.resources, "resource"),
        counted(summary.enumerations, "enumeration"),
        counted(summary.lines.all, "line"),
        summary.lines.unread,
        summary.lines.lost,
        counted(summary.rows, "row"),
        summary.rows_in_schema,
        counted(summary.samples, "sample"),
        summary.samples_parsed,
        summary.samples_repaired,
        counted(summary.errors, "error"),
        counted(summary.warnings, "warning"),
        counted(count(&analysis.diagnostics, Severity::Note), "note"),
    )
}

/// `1 page`, `2 pages`.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
