//! The lines of a page.

use std::ops::Range;

use crate::source::{SourceFile, Span};

/// The lines of a page, without line ends, byte-order mark and the marks of block quotes.
pub(super) struct Lines<'a> {
    source: &'a SourceFile,
    lines: Vec<Line>,
}

/// A line: its bytes, and how many of them at its beginning are the marks of block quotes.
struct Line {
    range: Range<usize>,
    quote: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(source: &'a SourceFile) -> Self {
        let text = source.text();
        let bytes = text.as_bytes();
        let mut lines = Vec::new();
        for mut range in source.lines() {
            while range.start < range.end && matches!(bytes[range.end - 1], b'\n' | b'\r') {
                range.end -= 1;
            }
            if range.start == 0 && text[range.clone()].starts_with('\u{feff}') {
                range.start += '\u{feff}'.len_utf8();
            }
            let quote = quote(&text[range.clone()]);
            lines.push(Line { range, quote });
        }
        Self { source, lines }
    }

    pub(super) fn source(&self) -> &'a SourceFile {
        self.source
    }

    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// A line without the marks of block quotes; empty beyond the last.
    pub(super) fn get(&self, at: usize) -> &'a str {
        &self.source.text()[self.range(at)]
    }

    /// The bytes of [`Self::get`]; empty beyond the last.
    pub(super) fn range(&self, at: usize) -> Range<usize> {
        let end = self.source.text().len();
        self.lines.get(at).map_or(end..end, |line| line.range.start + line.quote..line.range.end)
    }

    /// Whether a line stands in a block quote.
    pub(super) fn is_quoted(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| line.quote > 0)
    }

    /// The place of the lines from `start` up to, not including, `end`, with the marks of block quotes.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let all = self.source.text().len();
        let from = self.lines.get(start).map_or(all, |line| line.range.start);
        let to = self.lines.get(end.saturating_sub(1)).map_or(all, |line| line.range.end);
        self.source.span(from..to.max(from))
    }
}

/// How many bytes at the beginning of a line are the marks of block quotes.
fn quote(line: &str) -> usize {
    let mut length = 0;
    // `>>>>>>>` begins the name of the other side of a conflict.
    while let Some(rest) = line[length..].trim_start_matches(' ').strip_prefix('>')
        && !line.starts_with(">>>>>>>")
    {
        length = line.len() - rest.strip_prefix(' ').unwrap_or(rest).len();
    }
    length
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn marks_of_quotes_are_counted() {
        for (line, expected) in [
            ("", 0),
            ("a > b", 0),
            ("> a", 2),
            (">a", 1),
            ("  > > a", 6),
            (">", 1),
            (">     code", 2),
            (">>>>>>> theirs", 0),
        ] {
            assert_eq!(quote(line), expected, "{line}");
        }
    }
}
