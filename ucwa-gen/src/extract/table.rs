//! Tables: what a line of one can be, and the table that lines form.

use std::ops::Range;

use super::document::{Block, Row, Table};
use super::draft::Draft;
use super::html;
use super::inline::Text;
use super::lines::Lines;
use crate::diagnostic::Code;
use crate::source::{SourceFile, Span};
use crate::vocabulary::is_column;

/// A line that separates the heading row from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    /// Dashes, perhaps with colons, as Markdown has it.
    Dashes,
    /// Equals signs, which Markdown does not know.
    Equals,
}

/// Whether the line begins a row by itself.
pub(super) fn begins_row(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') && line.len() > 1
}

/// Whether a pipe in the line separates cells.
pub(super) fn has_pipe(line: &str) -> bool {
    pipes(line).next().is_some()
}

/// Where the pipes stand that have no backslash before them.
pub(super) fn pipes(line: &str) -> impl Iterator<Item = usize> {
    line.match_indices('|').map(|(at, _)| at).filter(|at| !line[..*at].ends_with('\\'))
}

/// Whether the line separates the heading row of a table from the others.
pub(super) fn separator(line: &str) -> Option<Separator> {
    let line = line.trim();
    let run = |cell: &str, mark: char| {
        let marks = cell.trim().trim_start_matches(':').trim_end_matches(':');
        !marks.is_empty() && marks.chars().all(|c| c == mark)
    };
    let all = |mark| line.trim_matches('|').split('|').all(|cell| run(cell, mark));
    if line.contains('|') && all('-') {
        Some(Separator::Dashes)
    } else if (line.contains('|') || line.len() > 2) && all('=') {
        Some(Separator::Equals)
    } else {
        None
    }
}

/// Whether the row names columns of the reference, and nothing else.
fn is_heading(row: &Row) -> bool {
    !row.cells.is_empty() && row.cells.iter().all(|cell| is_column(&cell.plain))
}

/// Reads one line as a row.
pub(super) fn row(source: &SourceFile, line: Range<usize>, draft: &mut Draft) -> Row {
    let text = &source.text()[line.clone()];
    let start = line.start + (text.len() - text.trim_start().len());
    let inner = text.trim();
    let cells = split(inner)
        .into_iter()
        .map(|cell| Text::cell(&source.span(start + cell.start..start + cell.end), &mut draft.diagnostics))
        .collect();
    Row { cells, span: source.span(start..start + inner.len()) }
}

/// The cells of a row, trimmed: what stands between pipes that are not escaped.
fn split(row: &str) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut start = usize::from(row.starts_with('|'));
    for at in pipes(row) {
        if at >= start {
            cells.push(trim(row, start..at));
            start = at + 1;
        }
    }
    if start < row.len() {
        cells.push(trim(row, start..row.len()));
    }
    cells
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let cell = &text[range.clone()];
    let start = range.start + (cell.len() - cell.trim_start().len());
    start..start.max(range.start + cell.trim_end().len())
}

/// How a row is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Form {
    starts_with_pipe: bool,
    ends_with_pipe: bool,
    is_quoted: bool,
}

impl Form {
    fn of(row: &str, is_quoted: bool) -> Self {
        let starts_with_pipe = row.starts_with('|');
        let ends_with_pipe = row.ends_with('|') && !row.ends_with("\\|");
        Self { starts_with_pipe, ends_with_pipe, is_quoted }
    }

    /// How another row of the table differs.
    fn difference(self, other: Self) -> Option<&'static str> {
        if self.starts_with_pipe && !other.starts_with_pipe {
            Some("the row has no pipe before its first cell, unlike the rows above it")
        } else if self.ends_with_pipe && !other.ends_with_pipe {
            Some("the row has no pipe behind its last cell, unlike the rows above it")
        } else if self.is_quoted != other.is_quoted {
            Some("the row does not stand in the same block quote as the rows above it")
        } else {
            None
        }
    }
}

/// A table whose lines are being read.
#[derive(Default)]
pub(super) struct Builder {
    header: Option<Row>,
    rows: Vec<Row>,
    has_separator: bool,
    form: Option<Form>,
    open: Option<Open>,
}

/// A row without a pipe behind its last cell, which may go on in the next line.
struct Open {
    /// Its first line, and the last one that was looked at.
    lines: (usize, usize),
    /// How many rows and findings there were before it.
    rows: usize,
    found: usize,
}

/// How many lines a row is looked for in.
const LINES: usize = 4;

impl Builder {
    /// Takes in a line of pipes and cells.
    pub(super) fn line(&mut self, lines: &Lines<'_>, at: usize, draft: &mut Draft) {
        let text = lines.get(at);
        if let Some(separator) = separator(text) {
            return self.separator(separator, lines.span(at, at + 1), draft);
        }
        let form = Form::of(text.trim(), lines.is_quoted(at));
        let usual = *self.form.get_or_insert(form);
        if let Some(whole) = self.broken(lines, at, form) {
            // What was found in the parts is found again in the whole.
            self.rows.truncate(whole.rows);
            draft.diagnostics.truncate(whole.found);
            let range = lines.range(whole.lines.0).start..lines.range(at).end;
            let row = row(lines.source(), range, draft);
            draft.note(Code::TableDamaged, row.span.clone(), "the row is broken across lines");
            self.rows.push(row);
            return;
        }
        if self.open.is_none() && usual.ends_with_pipe && !form.ends_with_pipe && !form.is_quoted {
            let (rows, found) = (self.rows.len(), draft.diagnostics.len());
            self.open = Some(Open { lines: (at, at), rows, found });
        }
        let row = row(lines.source(), lines.range(at), draft);
        if let Some(difference) = usual.difference(form) {
            draft.note(Code::TableDamaged, row.span.clone(), difference);
        }
        self.rows.push(row);
    }

    /// The row that this line ends: of all its lines together it has as many cells as the heading row, and not before.
    fn broken(&mut self, lines: &Lines<'_>, at: usize, form: Form) -> Option<Open> {
        let mut open = self.open.take()?;
        let columns = self.header.as_ref()?.cells.len();
        let cells = |from: usize| {
            let range = lines.range(from).start..lines.range(at).end;
            split(lines.source().text()[range].trim()).len()
        };
        let is_next = open.lines.1 + 1 == at && at - open.lines.0 < LINES && !form.is_quoted;
        if !is_next || cells(at) >= columns && form.starts_with_pipe || cells(open.lines.0) > columns {
            return None;
        }
        if form.ends_with_pipe && cells(open.lines.0) == columns {
            return Some(open);
        }
        open.lines.1 = at;
        self.open = Some(open);
        None
    }

    /// Takes in a row that was read already.
    pub(super) fn row(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// A table that is written in HTML.
    pub(super) fn html(header: Option<Row>, rows: Vec<Row>) -> Self {
        let has_separator = header.is_some();
        Self { header, rows, has_separator, ..Self::default() }
    }

    /// Takes in rows that are written in HTML, among others that are not.
    pub(super) fn html_rows(&mut self, rows: html::Rows, draft: &mut Draft) {
        let rows = rows.header.into_iter().chain(rows.rows);
        for row in rows {
            let message = "the row is written in HTML, unlike the rows above it";
            draft.note(Code::TableDamaged, row.span.clone(), message);
            self.rows.push(row);
        }
    }

    fn separator(&mut self, separator: Separator, span: Span, draft: &mut Draft) {
        if separator == Separator::Equals {
            let message = "the line below the heading row is of equals signs, not of dashes";
            draft.note(Code::Separator, span.clone(), message);
        }
        let is_second_line = !self.has_separator && self.header.is_none() && self.rows.len() <= 1;
        if !is_second_line {
            let Some(heading) = self.rows.pop_if(|row| is_heading(row)) else {
                let message = "a line of dashes stands among the rows of a table";
                return draft.refuse(Code::Unread, span, message);
            };
            let message = "the heading row follows another table without an empty line between them";
            draft.note(Code::TableDamaged, heading.span.clone(), message);
            std::mem::take(self).finish(draft);
            self.rows.push(heading);
        }
        draft.markup.push(span);
        self.has_separator = true;
        self.header = self.rows.pop();
    }

    /// Adds the table to the document. Rows without a heading row belong to the table before them, if nothing else
    /// stands between.
    pub(super) fn finish(self, draft: &mut Draft) {
        let Self { mut header, mut rows, has_separator, .. } = self;
        if !has_separator && header.is_none() && rows.first().is_some_and(is_heading) {
            let heading = rows.remove(0);
            let message = "there is no line of dashes below the heading row";
            draft.note(Code::Separator, heading.span.clone(), message);
            header = Some(heading);
        }
        let Some(first) = header.as_ref().or(rows.first()) else { return };
        let last = rows.last().or(header.as_ref()).unwrap_or(first);
        let (first, end) = (first.span.clone(), last.span.range().end);
        let source = first.source().clone();
        if header.is_none()
            && !has_separator
            && let Some(table) = draft.last_table()
        {
            table.span = source.span(table.span.range().start..end);
            table.rows.append(&mut rows);
            let message =
                "the row is cut off from its table by an empty line or by something that is not a row";
            return draft.note(Code::TableDamaged, first, message);
        }
        let span = source.span(first.range().start..end);
        draft.blocks.push(Block::Table(Table { header, rows, span }));
    }
}

#[cfg(test)]
mod tests {
    use super::{Separator, has_pipe, separator, split};

    #[test]
    fn a_line_separates_by_what_it_is_made_of() {
        use Separator::{Dashes, Equals};
        for (line, expected) in [
            ("|:-----|:-----|", Some(Dashes)),
            ("---|---|", Some(Dashes)),
            ("| - | :-: |", Some(Dashes)),
            ("---", None),
            ("|=====|=====|", Some(Equals)),
            ("=====", Some(Equals)),
            ("==", None),
            ("|---|===|", None),
            ("|---|a|", None),
            ("||", None),
            ("", None),
        ] {
            assert_eq!(separator(line), expected, "{line}");
        }
    }

    #[test]
    fn cells_stand_between_pipes_without_backslash() {
        let cells = |row: &'static str| split(row).into_iter().map(|cell| &row[cell]).collect::<Vec<_>>();
        assert_eq!(cells("|a| b |"), ["a", "b"]);
        assert_eq!(cells("a|b"), ["a", "b"]);
        assert_eq!(cells("|a||"), ["a", ""]);
        assert_eq!(cells(r"|a\|b|c"), [r"a\|b", "c"]);
        assert_eq!(cells("|"), [""; 0]);
        assert!(!has_pipe(r"a \| b") && has_pipe(r"a \| b |"));
    }
}
