//! Findings for programs: one JSON document.

use std::io::{self, Write};

use serde::Serialize;

use super::place::Place;
use crate::analysis::Analysis;
use crate::coverage::Summary;
use crate::diagnostic::{Code, Diagnostic, Severity};

#[derive(Serialize)]
struct Report<'a> {
    diagnostics: Vec<Entry<'a>>,
    summary: &'a Summary,
}

#[derive(Serialize)]
struct Entry<'a> {
    code: Code,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    place: Option<Place>,
    /// Where there is no place in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    help: &'a str,
    related: Vec<Related<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proposal: Option<&'a str>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place,
}

/// Writes every finding and the summary as one JSON document: `diagnostics` and `summary`.
///
/// # Errors
/// When it cannot be written.
pub fn json(analysis: &Analysis, to: &mut dyn Write) -> io::Result<()> {
    let diagnostics = analysis.diagnostics.iter().map(entry).collect();
    serde_json::to_writer_pretty(&mut *to, &Report { diagnostics, summary: &analysis.summary })?;
    writeln!(to)
}

fn entry(diagnostic: &Diagnostic) -> Entry<'_> {
    let related = diagnostic.related.iter();
    Entry {
        code: diagnostic.code,
        severity: diagnostic.severity,
        message: &diagnostic.message,
        place: diagnostic.span.as_ref().map(Place::of),
        file: diagnostic.file.as_ref().map(|file| file.to_string_lossy().into_owned()),
        help: diagnostic.advice(),
        related: related.map(|(span, why)| Related { message: why, place: Place::of(span) }).collect(),
        proposal: diagnostic.proposal.as_deref(),
    }
}
