//! Pipe tables, with or without a heading row.

use std::ops::Range;

use super::inline::Text;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceFile, Span};

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The row above the separator line; none when there is no separator line, or nothing above it.
    pub header: Option<Row>,
    /// The rows below it.
    pub rows: Vec<Row>,
    /// Where it stands.
    pub span: Span,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The cells.
    pub cells: Vec<Cell>,
    /// The line it stands on.
    pub span: Span,
}

/// A cell of a row.
pub type Cell = Text;

/// Whether the line can be a row of a table.
pub(super) fn is_row(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') && line.len() > 1
}

/// Whether the line separates the heading row from the others: every cell is a run of dashes, perhaps with colons.
pub(super) fn is_separator(line: &str) -> bool {
    let is_rule = |cell: &str| {
        let dashes = cell.trim().trim_start_matches(':').trim_end_matches(':');
        !dashes.is_empty() && dashes.chars().all(|c| c == '-')
    };
    line.contains('|') && line.trim().trim_matches('|').split('|').all(is_rule)
}

/// The table that consecutive row lines form.
pub(super) fn table(source: &SourceFile, lines: &[Range<usize>], diagnostics: &mut Vec<Diagnostic>) -> Table {
    let separator = lines.iter().take(2).position(|line| is_separator(&source.text()[line.clone()]));
    let mut rows = lines
        .iter()
        .enumerate()
        .filter(|(at, _)| Some(*at) != separator)
        .map(|(_, line)| row(source, line.clone(), diagnostics));
    let header = if separator == Some(1) { rows.next() } else { None };
    let rows = rows.collect();
    let start = lines.first().map_or(0, |line| line.start);
    let end = lines.last().map_or(start, |line| line.end);
    Table { header, rows, span: source.span(start..end) }
}

fn row(source: &SourceFile, line: Range<usize>, diagnostics: &mut Vec<Diagnostic>) -> Row {
    let text = &source.text()[line.clone()];
    let inner = text.trim();
    let indent = text.len() - text.trim_start().len();
    let start = line.start + indent;
    let cells = split(inner)
        .into_iter()
        .map(|cell| Text::cell(&source.span(start + cell.start..start + cell.end), diagnostics))
        .collect();
    Row { cells, span: source.span(start..start + inner.len()) }
}

/// The cells of a row, trimmed: what stands between pipes that are not escaped.
fn split(row: &str) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut start = usize::from(row.starts_with('|'));
    let bytes = row.as_bytes();
    for (at, _) in row.match_indices('|') {
        let is_escaped = at.checked_sub(1).is_some_and(|before| bytes[before] == b'\\');
        if at >= start && !is_escaped {
            cells.push(trim(row, start..at));
            start = at + 1;
        }
    }
    if start < bytes.len() {
        cells.push(trim(row, start..bytes.len()));
    }
    cells
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let cell = &text[range.clone()];
    let start = range.start + (cell.len() - cell.trim_start().len());
    start..start.max(range.start + cell.trim_end().len())
}
