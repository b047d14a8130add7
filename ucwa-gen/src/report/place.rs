//! Where a finding is, for programs.

use serde::Serialize;

use crate::source::Span;

/// Lines and columns from 1, columns in characters, the end exclusive.
#[derive(Serialize)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

impl Place {
    pub(super) fn of(span: &Span) -> Self {
        let (line, column) = span.source().line_column(span.range().start);
        let (end_line, end_column) = span.source().line_column(span.range().end);
        let file = span.source().path().to_string_lossy().into_owned();
        Self { file, line, column, end_line, end_column }
    }
}
