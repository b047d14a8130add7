//! Pages saved as text: headings are bare lines, samples have no fences, and tables have lost their pipes, or all but
//! those between the cells.

use std::ops::Range;

use super::document::{Block, Document, Row, Table};
use super::draft::Draft;
use super::inline::Text;
use super::lines::Lines;
use super::table::{self, Builder};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceFile, Span};
use crate::vocabulary::{heading_level, is_reference};

/// Whether the page is text without Markdown's heading marks.
pub(super) fn is_plain(source: &SourceFile) -> bool {
    let has_marks = source.text().lines().any(|line| line.trim_start_matches('\u{feff}').starts_with('#'));
    !has_marks && is_reference(source.text())
}

/// Reads the blocks of such a page.
pub(super) fn document(source: &SourceFile) -> (Document, Vec<Diagnostic>) {
    let mut reader = Reader { lines: Lines::new(source), at: 0, draft: Draft::default() };
    reader.title();
    while reader.at < reader.lines.len() {
        reader.block();
    }
    reader.draft.finish(source)
}

struct Reader<'a> {
    lines: Lines<'a>,
    at: usize,
    draft: Draft,
}

impl Reader<'_> {
    /// The first line with anything in it is the title.
    fn title(&mut self) {
        while self.at < self.lines.len() && self.lines.get(self.at).trim().is_empty() {
            self.at += 1;
        }
        if self.at < self.lines.len() {
            self.heading(1);
            if let Some(Block::Heading { text, .. }) = self.draft.blocks.last() {
                let span = text.span.clone();
                self.draft.note(Code::Rendition, span, "the page is text without Markdown's marks");
            }
        }
    }

    fn heading(&mut self, level: usize) {
        let text = Text::read(&self.lines.span(self.at, self.at + 1), &mut self.draft.diagnostics);
        self.draft.blocks.push(Block::Heading { level, text });
        self.at += 1;
    }

    fn block(&mut self) {
        let line = self.lines.get(self.at);
        if line.trim().is_empty() {
            self.at += 1;
        } else if let Some(level) = heading_level(line) {
            self.heading(level);
        } else if table::has_pipe(line) && table::separator(self.lines.get(self.at + 1)).is_some() {
            self.piped_table();
        } else if let Some((heading, columns)) = flat_heading(line) {
            if heading != line.trim() {
                let message = format!("`{}` was read as the heading row `{heading}`", line.trim());
                let span = self.lines.span(self.at, self.at + 1);
                self.draft.note(Code::TableDamaged, span, message);
            }
            self.flat_table(columns);
        } else if begins_message(line) {
            self.sample(self.lines.range(self.at).start);
        } else if let Some(glued) = glued_sample(line) {
            let start = self.lines.range(self.at).start;
            self.paragraph(&self.lines.source().span(start..start + glued));
            self.sample(start + glued);
        } else if table::has_pipe(line) && self.draft.last_table().is_some() {
            self.rows_apart();
        } else {
            let span = self.lines.span(self.at, self.at + 1);
            self.paragraph(&span);
            self.at += 1;
        }
    }

    fn paragraph(&mut self, span: &Span) {
        let text = Text::read(span, &mut self.draft.diagnostics);
        self.draft.blocks.push(Block::Paragraph(text));
    }

    /// A sample reaches to the next heading.
    fn sample(&mut self, start: usize) {
        let first = self.at;
        self.at += 1;
        while self.at < self.lines.len() && heading_level(self.lines.get(self.at)).is_none() {
            self.at += 1;
        }
        let end = (first..self.at).rev().find(|at| !self.lines.get(*at).trim().is_empty()).unwrap_or(first);
        let span = self.lines.source().span(start..self.lines.range(end).end);
        self.draft.blocks.push(Block::Code { fenced: false, span });
    }

    /// `Name | Description |` above `---|---|`.
    fn piped_table(&mut self) {
        let mut table = Builder::default();
        let columns = table::pipes(self.lines.get(self.at + 1)).count();
        let is_closed = ends_in_pipe(self.lines.get(self.at));
        table.line(&self.lines, self.at, &mut self.draft);
        table.line(&self.lines, self.at + 1, &mut self.draft);
        self.at += 2;
        while let Some(row) = self.piped_row(columns, is_closed) {
            table.row(row);
        }
        table.finish(&mut self.draft);
    }

    /// Rows that an empty line, or something else that is no row, cut off from their table.
    fn rows_apart(&mut self) {
        let columns =
            self.draft.last_table().and_then(|table| table.header.as_ref()).map_or(1, |row| row.cells.len());
        let is_closed = ends_in_pipe(self.lines.get(self.at));
        let mut table = Builder::default();
        while let Some(row) = self.piped_row(columns, is_closed) {
            table.row(row);
        }
        table.finish(&mut self.draft);
    }

    /// A row, which reaches to the pipe behind its last cell, over as many lines as its cells do; or to the end of the line, in a
    /// table that has no such pipes.
    fn piped_row(&mut self, columns: usize, is_closed: bool) -> Option<Row> {
        let first = self.at;
        let starts_row = |line: &str| table::has_pipe(line) && heading_level(line).is_none();
        if !starts_row(self.lines.get(first)) {
            return None;
        }
        let mut pipes = 0;
        let ends_row = |line: &str| {
            line.trim().is_empty()
                || heading_level(line).is_some()
                || begins_message(line)
                || glued_sample(line).is_some()
        };
        let is_whole = loop {
            let line = self.lines.get(self.at).trim_end();
            pipes += table::pipes(line).count();
            self.at += 1;
            if !is_closed || pipes >= columns && ends_in_pipe(line) {
                break true;
            }
            if self.at >= self.lines.len() || ends_row(self.lines.get(self.at)) {
                break false;
            }
        };
        if !is_whole {
            let message = "the row has no pipe behind its last cell; the lines below it may have been taken as a part of it";
            self.draft.note(Code::TableDamaged, self.lines.span(first, self.at), message);
        }
        let range = self.lines.range(first).start..self.lines.range(self.at - 1).end;
        Some(table::row(self.lines.source(), range, &mut self.draft))
    }

    /// `Name Description`, and rows in which only blanks separate the columns.
    fn flat_table(&mut self, columns: &'static [Flat]) {
        let start = self.at;
        let header = self.flat_row(columns.iter().map(|_| Flat::Word).collect::<Vec<Flat>>().as_slice());
        self.at += 1;
        let mut rows = Vec::new();
        loop {
            let line = self.lines.get(self.at);
            if line.trim().is_empty() || heading_level(line).is_some() {
                break;
            }
            rows.push(self.flat_row(columns));
            self.at += 1;
        }
        // The last word of each row belongs to a column that the heading row does not announce.
        let is_answer = |row: &Row| row.cells.last().is_some_and(|cell| ends_in_answer(&cell.plain));
        if columns == [Flat::Word, Flat::Rest] && !rows.is_empty() && rows.iter().all(is_answer) {
            let message = "the rows end in `Yes` or `No`, and the heading row has no column `Required?`";
            self.draft.note(Code::TableDamaged, header.span.clone(), message);
        }
        let span = self.lines.span(start, self.at);
        self.draft.blocks.push(Block::Table(Table { header: Some(header), rows, span }));
    }

    fn flat_row(&mut self, columns: &[Flat]) -> Row {
        let range = self.lines.range(self.at);
        let line = self.lines.get(self.at);
        let cells = split(line, columns);
        let doubt = match cells.len() < columns.len() {
            true => Some("the columns of the row cannot be told apart"),
            false => {
                let text = |at: usize| cells.get(at).map_or("", |cell| &line[cell.clone()]);
                let at = columns.iter().position(|column| *column == Flat::Rest);
                at.and_then(|at| {
                    doubt(text(at), columns).or_else(|| doubt_of_name(text(0), text(at), columns))
                })
            }
        };
        if let Some(message) = doubt {
            let span = self.lines.span(self.at, self.at + 1);
            self.draft.note(Code::FlatRow, span, message);
        }
        let span =
            |cell: Range<usize>| self.lines.source().span(range.start + cell.start..range.start + cell.end);
        let spans: Vec<Span> = cells.into_iter().map(span).collect();
        let cells = spans.into_iter().map(|span| Text::read(&span, &mut self.draft.diagnostics)).collect();
        Row { cells, span: self.lines.span(self.at, self.at + 1) }
    }
}

/// Whether a pipe closes the last cell of a line.
fn ends_in_pipe(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with('|') && !line.ends_with("\\|")
}

/// How the end of a flattened cell is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flat {
    /// It is one word.
    Word,
    /// It reaches to the words with which every scope's description begins.
    ToAllows,
    /// It reaches to the end, but for the words of the columns after it.
    Rest,
}

/// The heading rows of flattened tables, and the columns that they announce.
const FLAT: &[(&str, &[Flat])] = &[
    ("Name Description", &[Flat::Word, Flat::Rest]),
    ("Link Description", &[Flat::Word, Flat::Rest]),
    ("Item Description", &[Flat::Word, Flat::Rest]),
    ("Error Description", &[Flat::Word, Flat::Rest]),
    ("Subcode Reason", &[Flat::Word, Flat::Rest]),
    ("Name Description Required?", &[Flat::Word, Flat::Rest, Flat::Word]),
    ("Error Code Subcode Description", &[Flat::Word, Flat::Word, Flat::Word, Flat::Rest]),
    ("Scope Permission Description", &[Flat::Word, Flat::ToAllows, Flat::Rest]),
    ("Resource Priority Sender Reason", &[Flat::Word, Flat::Word, Flat::Word, Flat::Rest]),
];

/// How many letters of a heading row may be wrong.
const WRONG: usize = 2;

/// The heading row that a line is, or is nearly, and the columns that it announces.
fn flat_heading(line: &str) -> Option<(&'static str, &'static [Flat])> {
    let line = line.trim();
    let is_near = |heading: &str| {
        line.len().abs_diff(heading.len()) <= WRONG && strsim::osa_distance(heading, line) <= WRONG
    };
    let exact = FLAT.iter().find(|(heading, _)| *heading == line);
    exact.or_else(|| FLAT.iter().find(|(heading, _)| is_near(heading))).copied()
}

/// The cells of a flattened row; fewer than the columns if they cannot be distinguished.
fn split(line: &str, columns: &[Flat]) -> Vec<Range<usize>> {
    let end = line.trim_end().len();
    let mut at = line.len() - line.trim_start().len();
    let mut cells = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let after = columns.len() - index - 1;
        let stop = match column {
            Flat::Word => line[at..end].find(' ').map_or(end, |length| at + length),
            Flat::ToAllows => line[at..end].find(" Allows ").map_or(end, |length| at + length),
            Flat::Rest => {
                (0..after).fold(end, |stop, _| line[at..stop].rfind(' ').map_or(stop, |last| at + last))
            }
        };
        if at >= end && after == 0 && *column == Flat::Rest {
            // An empty description is a cell all the same.
            cells.push(end..end);
            break;
        }
        if at >= end {
            break;
        }
        cells.push(at..stop);
        at = stop + (line[stop..end].len() - line[stop..end].trim_start().len());
    }
    cells
}

/// The columns of a table of fields.
const FIELDS: &[Flat] = &[Flat::Word, Flat::Rest, Flat::Word];

/// Words that begin a sentence. In the middle of one they have a small letter.
const BEGINNINGS: [&str; 6] = ["A", "An", "Represents", "The", "This", "Whether"];

/// Why the text of a row can hardly be that. Texts begin with a capital, so one that does not has lost its first word to the
/// column before it, in which nothing was. And a text in which a row begins is that of two rows.
fn doubt(text: &str, columns: &[Flat]) -> Option<&'static str> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_name = |word: &str| word.chars().all(|c| c.is_ascii_alphanumeric());
    if let [first, second, ..] = words[..]
        && BEGINNINGS.contains(&second)
        && is_name(first)
        && !BEGINNINGS.contains(&first)
        && !matches!(columns, [_, Flat::ToAllows, _])
    {
        return Some("the columns of the row cannot be told apart: its text begins with the second word");
    }
    let begins_row = if columns == FIELDS {
        words.windows(4).any(|words| match words {
            [before, "Yes" | "No", name, first] => {
                let begins = |word: &str, is: fn(char) -> bool| word.starts_with(is);
                begins(name, |c| c.is_ascii_lowercase())
                    && begins(first, |c| c.is_ascii_uppercase())
                    && is_name(name)
                    && before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.')
            }
            _ => false,
        })
    } else if let ([.., Flat::Word, Flat::Rest], 4) = (columns, columns.len()) {
        if text.starts_with(|c: char| c.is_ascii_lowercase()) {
            return Some("the columns of the row cannot be told apart: its text begins with a small letter");
        }
        words.windows(3).any(|words| match words {
            [name, second, third] => {
                let is_status = second.len() == 3 && second.bytes().all(|byte| byte.is_ascii_digit());
                let is_priority = ["High", "Medium", "Low"].contains(second);
                is_name(name)
                    && is_name(third)
                    && (is_status && name.starts_with(char::is_uppercase) || is_priority)
            }
            _ => false,
        })
    } else {
        false
    };
    begins_row.then_some("another row begins in the text of this one")
}

/// Why the first cell of a row can hardly be its name: it ends in the first word of the text, or begins with a capital where
/// names begin with a small letter.
fn doubt_of_name(name: &str, text: &str, columns: &[Flat]) -> Option<&'static str> {
    let glued = BEGINNINGS.iter().filter_map(|word| name.strip_suffix(word));
    let mut glued = glued.filter(|name| name.ends_with(|c: char| c.is_ascii_lowercase()));
    let is_glued = columns.len() < 4
        && glued.any(|name| name.len() > 1)
        && !text.starts_with(|c: char| c.is_ascii_punctuation());
    if is_glued {
        return Some("the columns of the row cannot be told apart: no blank stands behind its name");
    }
    let is_capital = columns == FIELDS && name.starts_with(|c: char| c.is_ascii_uppercase());
    is_capital.then_some("the name of a field begins with a capital letter, as no other one does")
}

/// Whether a text ends in the word of a column that says what is required.
fn ends_in_answer(text: &str) -> bool {
    let last = text.split_whitespace().next_back();
    matches!(last, Some("Yes" | "No"))
}

/// Whether the line is the first of an HTTP message or of a body.
fn begins_message(line: &str) -> bool {
    let line = line.trim();
    let is_request = line.ends_with(" HTTP/1.1") && line.split(' ').count() == 3;
    line.starts_with("HTTP/1.") || is_request || line.starts_with("{") || line.starts_with("<?xml")
}

/// The offset of a sample that follows its introduction on the same line.
fn glued_sample(line: &str) -> Option<usize> {
    line.starts_with("This sample is given").then(|| line.find(" { "))?.map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use crate::extract::document;
    use crate::source::SourceFile;

    /// Rows of a table with pipes, and whether there is a warning about them.
    #[test]
    fn a_row_that_does_not_end_is_found() {
        for (rows, expected) in [
            ("lamp | High | room | It is lit. |\nSample of returned event data.", false),
            ("lamp | High | room | It is\nlit. |\nSample of returned event data.", false),
            (
                "lamp | High | room | It is lit.\nSample of returned event data.\nThis sample is given { }",
                true,
            ),
            ("lamp | High | room | It is lit.\nSample of returned event data.\n\n{ }", true),
            ("lamp | High | room | It is lit.\n{ }", true),
            ("lamp | High | room | It is lit. \\|\n{ }", true),
        ] {
            let text = format!(
                "lamp\n\nEvents\n\nStarted\n\nResource | Priority | Sender | Reason |\n---|---|---|---|\n{rows}\nOperations\n\nGET\n\nResponse body\n\nNone\n\nRequest body\n\nNone\n"
            );
            let (_, found) = document(&SourceFile::new("lamp_ref.txt", text));
            let is_found = found.iter().any(|found| found.code.info().text == "UG038");
            assert_eq!(is_found, expected, "{rows}: {found:?}");
        }
    }

    /// A heading row and a row below it, and whether there is a warning about them.
    #[test]
    fn a_flat_row_that_is_damaged_is_found() {
        const FIELDS: &str = "Name Description Required?";
        const NAMED: &str = "Name Description";
        const ERRORS: &str = "Error Code Subcode Description";
        const ITEMS: &str = "Item Description";
        for (heading, rows, expected) in [
            (FIELDS, "operationId The ID. String No", false),
            (FIELDS, "to The lamp, or none. No light is meant.String Yes", false),
            (FIELDS, "operationId The ID. String No to The lamp. String Yes", true),
            (FIELDS, "operationId The ID. No to The lamp. String Yes", true),
            (FIELDS, "operation Id The ID. String No", true),
            (FIELDS, "operationIdThe ID. String No", true),
            (FIELDS, "OperationId The ID. String No", true),
            (NAMED, "href The location of this resource.", false),
            (NAMED, "href A long URL.", false),
            (NAMED, "hre f The location.", true),
            (NAMED, "href The ID. String No\nto The lamp. String Yes", true),
            (NAMED, "href The ID. String No\nto The lamp.", false),
            (NAMED, "operation Id The ID.", true),
            (ITEMS, "phoneAudio Represents an invitation.", false),
            (ITEMS, "phoneAudio Invitation Represents an invitation.", true),
            (ERRORS, "Gone 410 CannotRedirect Cannot redirect since there is none.", false),
            (ERRORS, "BadRequest 400 NormalizationFailed The normalization failed.", false),
            (ERRORS, "BadRequest 400 Normalization Failed The normalization failed.", true),
            (ERRORS, "Gone 410 None Gone. Conflict 409 None The other.", true),
            (ERRORS, "Gone 410 and so on", true),
        ] {
            let text = format!(
                "lamp\n\nProperties\n\nNone\n\nLinks\n\nNone\n\nOperations\n\nPOST\n\nResponse body\n\nNone\n\nRequest body\n\n{heading}\n{rows}\n"
            );
            let (_, found) = document(&SourceFile::new("lamp_ref.txt", text));
            let codes = ["UG029", "UG038"];
            let is_found = found.iter().any(|found| codes.contains(&found.code.info().text));
            assert_eq!(is_found, expected, "{heading}: {rows}: {found:?}");
        }
    }
}
