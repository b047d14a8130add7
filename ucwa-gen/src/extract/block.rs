//! The blocks of a page.

use std::ops::Range;

use super::inline::Text;
use super::plain;
use super::table::{self, Table};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceFile, Span};

/// A page as a sequence of blocks.
#[derive(Clone, Debug)]
pub struct Document {
    /// The page.
    pub source: SourceFile,
    /// The `key: value` lines of the front matter, in order.
    pub front_matter: Vec<FrontMatter>,
    /// The blocks, in order.
    pub blocks: Vec<Block>,
}

/// A line of the front matter.
#[derive(Clone, Debug)]
pub struct FrontMatter {
    /// What stands before the colon.
    pub key: String,
    /// What stands behind it, without quotes.
    pub value: String,
    /// The line.
    pub span: Span,
}

/// A block of a page.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading line.
    Heading {
        /// The number of number signs.
        level: usize,
        /// The heading.
        text: Text,
    },
    /// Lines of text.
    Paragraph(Text),
    /// A list item.
    Item(Text),
    /// A table.
    Table(Table),
    /// Code: what stands in a fence, or a sample without one.
    Code {
        /// Whether it stands in a fence.
        fenced: bool,
        /// The code.
        span: Span,
    },
}

impl Block {
    /// Where the block stands.
    #[must_use]
    pub fn span(&self) -> &Span {
        match self {
            Self::Heading { text, .. } | Self::Paragraph(text) | Self::Item(text) => &text.span,
            Self::Table(table) => &table.span,
            Self::Code { span, .. } => span,
        }
    }
}

/// Reads the blocks of a page. Never fails: every line ends up in a block, or is blank or an anchor.
#[must_use]
pub fn document(source: &SourceFile) -> (Document, Vec<Diagnostic>) {
    if plain::is_plain(source) {
        let (blocks, diagnostics) = plain::blocks(source);
        return (Document { source: source.clone(), front_matter: Vec::new(), blocks }, diagnostics);
    }
    let mut reader = Reader {
        lines: Lines::new(source),
        at: 0,
        front_matter: Vec::new(),
        blocks: Vec::new(),
        diagnostics: Vec::new(),
    };
    reader.front_matter();
    while reader.at < reader.lines.len() {
        reader.block();
    }
    let document =
        Document { source: source.clone(), front_matter: reader.front_matter, blocks: reader.blocks };
    (document, reader.diagnostics)
}

/// The lines of a page, without line ends and byte-order mark.
pub(super) struct Lines<'a> {
    source: &'a SourceFile,
    ranges: Vec<Range<usize>>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(source: &'a SourceFile) -> Self {
        let bytes = source.text().as_bytes();
        let mut ranges: Vec<Range<usize>> = source.lines().collect();
        for line in &mut ranges {
            while line.start < line.end && matches!(bytes[line.end - 1], b'\n' | b'\r') {
                line.end -= 1;
            }
        }
        if let Some(first) = ranges.first_mut()
            && source.text()[first.clone()].starts_with('\u{feff}')
        {
            first.start += '\u{feff}'.len_utf8();
        }
        Self { source, ranges }
    }

    pub(super) fn source(&self) -> &'a SourceFile {
        self.source
    }

    pub(super) fn len(&self) -> usize {
        self.ranges.len()
    }

    /// A line; empty beyond the last.
    pub(super) fn get(&self, at: usize) -> &'a str {
        self.ranges.get(at).map_or("", |line| &self.source.text()[line.clone()])
    }

    /// The bytes of a line; empty beyond the last.
    pub(super) fn range(&self, at: usize) -> Range<usize> {
        let end = self.source.text().len();
        self.ranges.get(at).cloned().unwrap_or(end..end)
    }

    /// The place of the lines from `start` up to, not including, `end`.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let from = self.range(start).start;
        self.source.span(from..self.range(end.saturating_sub(1)).end.max(from))
    }
}

struct Reader<'a> {
    lines: Lines<'a>,
    at: usize,
    front_matter: Vec<FrontMatter>,
    blocks: Vec<Block>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn front_matter(&mut self) {
        if self.lines.get(0).trim() != "---" {
            return;
        }
        let Some(end) = (1..self.lines.len()).find(|at| self.lines.get(*at).trim() == "---") else { return };
        for at in 1..end {
            if let Some((key, value)) = self.lines.get(at).split_once(':') {
                let (key, value) = (key.trim().to_owned(), value.trim().trim_matches('"').to_owned());
                self.front_matter.push(FrontMatter { key, value, span: self.lines.span(at, at + 1) });
            }
        }
        self.at = end + 1;
    }

    fn block(&mut self) {
        let line = self.lines.get(self.at);
        let trimmed = line.trim();
        if trimmed.is_empty() || is_anchor(trimmed) {
            self.at += 1;
        } else if is_fence(trimmed) {
            self.fence();
        } else if let Some((level, at)) = heading(line) {
            let whole = self.lines.range(self.at);
            let text =
                Text::read(&self.lines.source().span(whole.start + at..whole.end), &mut self.diagnostics);
            self.blocks.push(Block::Heading { level, text });
            self.at += 1;
        } else if table::is_row(line) {
            let start = self.at;
            while table::is_row(self.lines.get(self.at)) {
                self.at += 1;
            }
            let lines: Vec<Range<usize>> = (start..self.at).map(|at| self.lines.range(at)).collect();
            let table = table::table(self.lines.source(), &lines, &mut self.diagnostics);
            self.blocks.push(Block::Table(table));
        } else if begins_sample(trimmed) {
            self.bare_sample();
        } else if let Some(at) = item(line) {
            let whole = self.lines.range(self.at);
            let text =
                Text::read(&self.lines.source().span(whole.start + at..whole.end), &mut self.diagnostics);
            self.blocks.push(Block::Item(text));
            self.at += 1;
        } else {
            self.paragraph();
        }
    }

    fn paragraph(&mut self) {
        let start = self.at;
        self.at += 1;
        while self.at < self.lines.len() {
            let line = self.lines.get(self.at);
            let trimmed = line.trim();
            let ends = trimmed.is_empty()
                || is_anchor(trimmed)
                || is_fence(trimmed)
                || heading(line).is_some()
                || table::is_row(line)
                || item(line).is_some()
                || begins_sample(trimmed);
            if ends {
                break;
            }
            self.at += 1;
        }
        let text = Text::read(&self.lines.span(start, self.at), &mut self.diagnostics);
        self.blocks.push(Block::Paragraph(text));
    }

    fn fence(&mut self) {
        let open = self.at;
        let close = (open + 1..self.lines.len()).find(|at| is_fence(self.lines.get(*at).trim()));
        let end = close.unwrap_or(self.lines.len());
        // No sample has a heading in it: what looks like the fence that opens one is the end of another.
        if (open + 1..end).any(|at| heading(self.lines.get(at)).is_some()) {
            let span = self.lines.span(open, open + 1);
            let message = "this fence closes a sample that no fence opened";
            self.diagnostics.push(Diagnostic::new(Code::StrayFence, span, message));
            self.at += 1;
            return;
        }
        let span = if open + 1 < end { self.lines.span(open + 1, end) } else { self.lines.span(open, open) };
        self.blocks.push(Block::Code { fenced: true, span });
        self.at = end + usize::from(close.is_some());
    }

    /// A sample without a fence: as far as its brackets are balanced, at most to the next heading.
    fn bare_sample(&mut self) {
        let start = self.at;
        let mut depth = Depth::default();
        while self.at < self.lines.len() {
            let line = self.lines.get(self.at);
            if heading(line).is_some() || is_fence(line.trim()) || table::is_row(line) {
                break;
            }
            self.at += 1;
            if depth.balanced_after(line) {
                break;
            }
        }
        let mut end = self.at;
        while end > start + 1 && self.lines.get(end - 1).trim().is_empty() {
            end -= 1;
        }
        let span = self.lines.span(start, end);
        self.diagnostics.push(Diagnostic::new(
            Code::UnfencedSample,
            self.lines.span(start, start + 1),
            "this sample stands outside a code fence",
        ));
        self.blocks.push(Block::Code { fenced: false, span });
    }
}

/// How many braces and brackets are open, strings left out.
#[derive(Default)]
struct Depth {
    open: usize,
    in_string: bool,
}

impl Depth {
    fn balanced_after(&mut self, line: &str) -> bool {
        let mut escaped = false;
        for c in line.chars() {
            match c {
                _ if escaped => escaped = false,
                '\\' if self.in_string => escaped = true,
                '"' => self.in_string = !self.in_string,
                '{' | '[' if !self.in_string => self.open += 1,
                '}' | ']' if !self.in_string => self.open = self.open.saturating_sub(1),
                _ => {}
            }
        }
        self.open == 0 && !self.in_string
    }
}

/// The level of a heading line, and the byte offset of its text.
fn heading(line: &str) -> Option<(usize, usize)> {
    let trimmed = line.trim_start();
    let level = trimmed.bytes().take_while(|byte| *byte == b'#').count();
    let rest = trimmed.get(level..)?;
    let text = rest.trim();
    let valid = (1..=6).contains(&level) && !text.is_empty() && line.len() - trimmed.len() < 4;
    valid.then(|| (level, line.len() - rest.trim_start().len()))
}

/// The byte offset of the text of a list item.
fn item(line: &str) -> Option<usize> {
    let trimmed = line.trim_start();
    let rest = trimmed.strip_prefix("- ").or_else(|| trimmed.strip_prefix("* "))?;
    Some(line.len() - rest.trim_start().len())
}

fn is_fence(trimmed: &str) -> bool {
    trimmed.starts_with("```") && !trimmed[3..].contains('`')
}

/// Whether the line holds only an anchor (`<a name="…"> </a>`).
fn is_anchor(trimmed: &str) -> bool {
    trimmed.starts_with("<a ") && trimmed.ends_with("</a>") && trimmed.matches('<').count() == 2
}

fn begins_sample(trimmed: &str) -> bool {
    trimmed.starts_with('{') || trimmed.starts_with("<?xml")
}
