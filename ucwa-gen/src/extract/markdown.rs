//! Pages in Markdown: their blocks, line by line.

use super::document::{Block, Document, FrontMatter, LostFence};
use super::draft::Draft;
use super::html;
use super::inline::Text;
use super::lines::Lines;
use super::table::{self, Builder, Separator};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::SourceFile;

/// Reads the blocks of a page.
pub(super) fn document(source: &SourceFile) -> (Document, Vec<Diagnostic>) {
    let mut reader = Reader { lines: Lines::new(source), at: 0, in_conflict: false, draft: Draft::default() };
    reader.front_matter();
    while reader.at < reader.lines.len() {
        reader.block();
    }
    reader.draft.finish(source)
}

struct Reader<'a> {
    lines: Lines<'a>,
    at: usize,
    /// Whether a conflict of versions has begun and not ended.
    in_conflict: bool,
    draft: Draft,
}

impl<'a> Reader<'a> {
    fn line(&self) -> &'a str {
        self.lines.get(self.at)
    }

    fn front_matter(&mut self) {
        let is_mark = |at: usize| self.lines.get(at).trim_end() == "---";
        let Some(open) = (0..self.lines.len()).find(|at| !self.lines.get(*at).trim().is_empty()) else {
            return;
        };
        if !is_mark(open) {
            return;
        }
        // A page has a heading, and front matter has none: nothing behind it closes the front matter.
        let end =
            (open + 1..self.lines.len()).find(|at| is_mark(*at) || heading(self.lines.get(*at)).is_some());
        let close = end.filter(|at| is_mark(*at));
        let at = self.lines.span(open, open + 1);
        self.draft.markup.push(at.clone());
        if open > 0 {
            let message = "an empty line stands before the front matter";
            self.draft.note(Code::FrontMatter, at.clone(), message);
        }
        let end = match close {
            Some(close) => {
                self.draft.markup.push(self.lines.span(close, close + 1));
                close
            }
            None => {
                self.draft.note(Code::FrontMatter, at, "the front matter has no second line `---`");
                let ends = |at: &usize| key(self.lines.get(*at)).is_none();
                (open + 1..self.lines.len()).find(ends).unwrap_or(self.lines.len())
            }
        };
        for at in open + 1..end {
            let (line, span) = (self.lines.get(at), self.lines.span(at, at + 1));
            match key(line) {
                Some((key, value)) => {
                    let value = value.trim().trim_matches('"').to_owned();
                    self.draft.front_matter.push(FrontMatter { key: key.to_owned(), value, span });
                }
                None if line.trim().is_empty() => {}
                None => {
                    let message = format!("`{}` is not `key: value`", line.trim());
                    self.draft.refuse(Code::FrontMatter, span, message);
                }
            }
        }
        self.at = end + usize::from(close.is_some());
    }

    fn block(&mut self) {
        let line = self.line();
        let trimmed = line.trim();
        if trimmed.is_empty() {
            self.at += 1;
        } else if self.is_aside() {
            self.aside();
        } else if let Some(mark) = fence(trimmed) {
            self.fence(mark);
        } else if let Some((level, at)) = heading(line) {
            self.heading(level, at);
        } else if table::begins_row(line) || self.begins_bare_table() {
            self.table();
        } else if html::begins(line) {
            self.html_table();
        } else if begins_sample(trimmed) {
            self.bare_sample();
        } else if is_rule(trimmed) {
            self.draft.markup.push(self.lines.span(self.at, self.at + 1));
            self.at += 1;
        } else if let Some(at) = item(line) {
            let whole = self.lines.range(self.at);
            let span = self.lines.source().span(whole.start + at..whole.end);
            let text = Text::read(&span, &mut self.draft.diagnostics);
            self.draft.blocks.push(Block::Item(text));
            self.at += 1;
        } else {
            self.paragraph();
        }
    }

    /// Whether the line is no part of what the page says: an anchor, a comment, the mark of a conflict.
    fn is_aside(&self) -> bool {
        let trimmed = self.line().trim();
        is_anchor(trimmed) || trimmed.starts_with("<!--") || self.is_conflict()
    }

    fn aside(&mut self) {
        let span = self.lines.span(self.at, self.at + 1);
        if self.is_conflict() {
            self.in_conflict = !self.line().starts_with(">>>>>>>");
            self.draft.refuse(Code::Conflict, span, "two versions of the page were not merged");
            self.at += 1;
        } else if self.line().trim().starts_with("<!--") {
            self.comment();
        } else {
            self.draft.markup.push(span);
            self.at += 1;
        }
    }

    fn is_conflict(&self) -> bool {
        let line = self.line();
        let mut marks = ["<<<<<<<", "|||||||", ">>>>>>>"].iter();
        let is_named = marks.any(|mark| {
            line.strip_prefix(*mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        });
        is_named || self.in_conflict && line.trim_end() == "======="
    }

    fn comment(&mut self) {
        let start = self.at;
        let closes = |at: &usize| self.lines.get(*at).contains("-->");
        let close = (start..self.lines.len()).find(closes);
        self.at = close.map_or(self.lines.len(), |close| close + 1);
        let message = match close {
            Some(_) => "a comment hides what stands in it",
            None => "a comment that does not end hides the rest of the page",
        };
        self.draft.refuse(Code::Comment, self.lines.span(start, self.at), message);
    }

    fn heading(&mut self, level: usize, at: usize) {
        let whole = self.lines.range(self.at);
        let text = self.lines.get(self.at)[at..].trim_end();
        // Number signs behind the heading belong to its marks.
        let text = without_attributes(text);
        let words = text.trim_end_matches('#');
        let words = if words.is_empty() || words.ends_with([' ', '\t']) { words.trim_end() } else { text };
        let start = whole.start + at;
        let text =
            Text::read(&self.lines.source().span(start..start + words.len()), &mut self.draft.diagnostics);
        self.draft.blocks.push(Block::Heading { level, text });
        self.at += 1;
    }

    /// Whether the line is the heading row of a table without pipes around its rows.
    fn begins_bare_table(&self) -> bool {
        self.continues_table(self.line(), self.line().trim())
            && table::separator(self.lines.get(self.at + 1)) == Some(Separator::Dashes)
    }

    fn table(&mut self) {
        let mut table = Builder::default();
        while self.at < self.lines.len() {
            let line = self.line();
            let trimmed = line.trim();
            if trimmed.is_empty() {
                break;
            } else if self.is_aside() {
                // What it is stands among the rows, and does not end the table.
                self.aside();
            } else if html::begins_with(line, "tr") {
                let rows = self.html_rows("tr");
                table.html_rows(rows, &mut self.draft);
            } else if self.continues_table(line, trimmed) {
                table.line(&self.lines, self.at, &mut self.draft);
                self.at += 1;
            } else {
                break;
            }
        }
        table.finish(&mut self.draft);
    }

    /// Whether the line is a row of the table above it, as GitHub reads tables.
    fn continues_table(&self, line: &str, trimmed: &str) -> bool {
        table::begins_row(line)
            || table::separator(line).is_some()
            || table::has_pipe(line)
                && fence(trimmed).is_none()
                && heading(line).is_none()
                && !begins_sample(trimmed)
                && item(line).is_none()
    }

    fn html_table(&mut self) {
        let name = if html::begins_with(self.line(), "table") { "table" } else { "tr" };
        let rows = self.html_rows(name);
        Builder::html(rows.header, rows.rows).finish(&mut self.draft);
    }

    /// The rows up to the line in which the tag of this name closes, at most to the next heading.
    fn html_rows(&mut self, name: &str) -> html::Rows {
        let start = self.at;
        loop {
            let ends = html::closes(self.line(), name);
            self.at += 1;
            let line = self.line();
            // A table may have empty lines in it; a row alone ends with one.
            let is_apart = name == "tr" && (line.trim().is_empty() || table::begins_row(line));
            if ends || is_apart || self.at >= self.lines.len() || heading(line).is_some() {
                break;
            }
        }
        html::rows(&self.lines.span(start, self.at), &mut self.draft)
    }

    fn paragraph(&mut self) {
        let start = self.at;
        self.at += 1;
        if let Some(level) = underline(self.line()) {
            let underline = self.lines.span(self.at, self.at + 1);
            self.draft.markup.push(underline);
            self.at = start;
            let at = self.line().len() - self.line().trim_start().len();
            self.heading(level, at);
            self.at += 1;
            return;
        }
        while self.at < self.lines.len() {
            let line = self.line();
            let trimmed = line.trim();
            let ends = trimmed.is_empty()
                || self.is_aside()
                || fence(trimmed).is_some()
                || heading(line).is_some()
                || table::begins_row(line)
                || self.begins_bare_table()
                || html::begins(line)
                || item(line).is_some()
                || begins_sample(trimmed);
            if ends {
                break;
            }
            self.at += 1;
        }
        let span = self.lines.span(start, self.at);
        let text = if (start..self.at).any(|at| self.lines.is_quoted(at)) {
            let lines: Vec<&str> = (start..self.at).map(|at| self.lines.get(at)).collect();
            Text::joined(&lines.join("\n"), &span, &mut self.draft.diagnostics)
        } else {
            Text::read(&span, &mut self.draft.diagnostics)
        };
        self.draft.blocks.push(Block::Paragraph(text));
    }

    fn fence(&mut self, mark: char) {
        let open = self.at;
        let is_close = |at: &usize| fence(self.lines.get(*at).trim()) == Some(mark);
        let close = (open + 1..self.lines.len()).find(is_close);
        let end = close.unwrap_or(self.lines.len());
        self.draft.markup.push(self.lines.span(open, open + 1));
        // No sample has a heading in it: what looks like the fence that opens one is the end of another.
        if (open + 1..end).any(|at| heading(self.lines.get(at)).is_some()) {
            self.draft.lost_fences.push(LostFence::Opening(self.lines.span(open, open + 1)));
            self.at += 1;
            return;
        }
        let span = if open + 1 < end { self.lines.span(open + 1, end) } else { self.lines.span(open, open) };
        self.draft.blocks.push(Block::Code { fenced: true, span });
        match close {
            Some(close) => self.draft.markup.push(self.lines.span(close, close + 1)),
            None => {
                let message = "nothing closes this fence: the page may be cut off in the sample";
                self.draft.note(Code::PageCut, self.lines.span(open, open + 1), message);
            }
        }
        self.at = end + usize::from(close.is_some());
    }

    /// A sample without a fence: as far as its brackets are balanced, at most to the next heading.
    fn bare_sample(&mut self) {
        let start = self.at;
        let mut depth = Depth::default();
        while self.at < self.lines.len() {
            let line = self.line();
            if heading(line).is_some() || fence(line.trim()).is_some() || table::begins_row(line) {
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
        self.draft.lost_fences.push(LostFence::Both(self.lines.span(start, start + 1)));
        self.draft.blocks.push(Block::Code { fenced: false, span });
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

/// A line of the front matter: its key, and what stands behind the colon.
fn key(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    is_key.then_some((key, value))
}

/// The level of a heading line, and the byte offset of its text.
fn heading(line: &str) -> Option<(usize, usize)> {
    let trimmed = line.trim_start();
    let level = trimmed.bytes().take_while(|byte| *byte == b'#').count();
    let rest = trimmed.get(level..)?;
    (level >= 1).then(|| (level, line.len() - rest.trim_start().len()))
}

/// The words of a heading without the attributes that some writers of Markdown put behind them: `## Links {#links}`.
fn without_attributes(text: &str) -> &str {
    let words = text.strip_suffix('}').and_then(|text| text.rsplit_once('{'));
    let is_attribute = |inner: &str| {
        inner.starts_with(['#', '.', ':']) && inner.len() > 1 && !inner.contains(['{', '}', '`'])
    };
    match words {
        Some((words, inner)) if is_attribute(inner.trim()) && !words.trim().is_empty() => words.trim_end(),
        _ => text,
    }
}

/// The level of the heading that a line below it makes of the line above: `===` or `---`.
fn underline(line: &str) -> Option<usize> {
    let line = line.trim();
    let is_all = |mark| line.len() >= 2 && line.chars().all(|c| c == mark);
    if is_all('=') {
        Some(1)
    } else if is_all('-') {
        Some(2)
    } else {
        None
    }
}

/// Whether the line is a rule (`---`, `***`), which says nothing.
fn is_rule(trimmed: &str) -> bool {
    let mut marks = trimmed.chars().filter(|c| *c != ' ');
    let Some(first) = marks.next().filter(|mark| matches!(mark, '-' | '*' | '_')) else { return false };
    let others = marks.try_fold(0, |count, mark| (mark == first).then_some(count + 1));
    others.is_some_and(|count| count >= 2)
}

/// The byte offset of the text of a list item.
fn item(line: &str) -> Option<usize> {
    let trimmed = line.trim_start();
    let rest = trimmed.strip_prefix("- ").or_else(|| trimmed.strip_prefix("* "))?;
    Some(line.len() - rest.trim_start().len())
}

/// The mark of a line that opens or closes code.
fn fence(trimmed: &str) -> Option<char> {
    let mark = trimmed.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let rest = trimmed.trim_start_matches(mark);
    (trimmed.len() - rest.len() >= 3 && !rest.contains('`')).then_some(mark)
}

/// Whether the line holds only an anchor (`<a name="…"> </a>`).
fn is_anchor(trimmed: &str) -> bool {
    let within = trimmed.strip_prefix("<a ").and_then(|rest| rest.strip_suffix("</a>"));
    let parts = within.and_then(|within| within.split_once('>'));
    parts.is_some_and(|(attributes, text)| !attributes.contains('<') && text.trim().is_empty())
}

fn begins_sample(trimmed: &str) -> bool {
    trimmed.starts_with('{') || trimmed.starts_with("<?xml")
}

#[cfg(test)]
mod tests {
    use super::super::document::{Block, LostFence};
    use super::document;
    use crate::source::SourceFile;

    /// The blocks of a page, a line each, and the codes of the findings.
    fn outline(text: &str) -> (Vec<String>, Vec<String>) {
        let (document, found) = document(&SourceFile::new("a_ref.md", text));
        let row = |row: &crate::extract::Row| {
            row.cells.iter().map(|cell| cell.plain.as_str()).collect::<Vec<_>>().join(",")
        };
        let block = |block: &Block| match block {
            Block::Heading { level, text } => format!("h{level} {}", text.plain),
            Block::Paragraph(text) => format!("p {}", text.plain),
            Block::Item(text) => format!("item {}", text.plain),
            Block::Table(table) => {
                let rows = table.rows.iter().map(row).collect::<Vec<_>>().join("/");
                format!("table {}: {rows}", table.header.as_ref().map_or_else(String::new, row))
            }
            Block::Code { span, .. } => format!("code {}", span.text()),
        };
        let lost = document.lost_fences.iter().map(|lost| match lost {
            LostFence::Opening(_) => "lost opening".to_owned(),
            LostFence::Both(_) => "lost both".to_owned(),
        });
        let codes = found.iter().map(|found| found.code.to_string()).chain(lost).collect();
        (document.blocks.iter().map(block).collect(), codes)
    }

    #[test]
    fn blocks_and_findings() {
        let cases: &[(&str, &str, &[&str], &[&str])] = &[
            ("a plain table", "|Name|Type|\n|:--|:--|\n|a|b|", &["table Name,Type: a,b"], &[]),
            ("no outer pipes", "Name|Type\n--|--\na|b", &["table Name,Type: a,b"], &[]),
            ("no first pipe", "|Name|Type|\n|--|--|\na|b|", &["table Name,Type: a,b"], &["UG038"]),
            ("in a block quote", "> |Name|\n> |--|\n> |a|", &["table Name: a"], &[]),
            ("one row in a quote", "|Name|\n|--|\n> |a|", &["table Name: a"], &["UG038"]),
            ("an empty line", "|Name|\n|--|\n|a|\n\n|b|", &["table Name: a/b"], &["UG038"]),
            ("a commented row", "|Name|\n|--|\n<!-- |a| -->\n|b|", &["table Name: b"], &["UG009"]),
            ("a comment over lines", "|Name|\n|--|\n<!--\n|a|\n-->\n|b|", &["table Name: b"], &["UG009"]),
            ("a row in HTML", "|Name|\n|--|\n<tr><td>a</td></tr>\n|b|", &["table Name: a/b"], &["UG038"]),
            (
                "a table in HTML",
                "<table>\n<tr><th>Name</th></tr>\n<tr><td>a</td></tr>\n</table>",
                &["table Name: a"],
                &[],
            ),
            ("no separator", "|**Name**|\n|a|", &["table Name: a"], &["UG037"]),
            ("equals signs", "|Name|\n|====|\n|a|", &["table Name: a"], &["UG037"]),
            ("bare equals signs", "|Name|\n=====\n|a|", &["table Name: a"], &["UG037"]),
            ("no heading row", "|--|\n|a|", &["table : a"], &[]),
            (
                "glued tables",
                "|Item|\n|--|\n|a|\n|Status|\n|--|\n|200|",
                &["table Item: a", "table Status: 200"],
                &["UG038"],
            ),
            ("dashes among rows", "|Name|\n|--|\n|a|\n|--|\n|b|", &["table Name: a/b"], &["UG051"]),
            (
                "a conflict",
                "|Name|\n|--|\n<<<<<<< ours\n|a|\n||||||| base\n|b|\n=======\n|c|\n>>>>>>> theirs",
                &["table Name: a/b/c"],
                &["UG036", "UG036", "UG036", "UG036"],
            ),
            ("closing signs", "## Links ##", &["h2 Links"], &[]),
            ("an identifier", "## Links {#links}", &["h2 Links"], &[]),
            ("attributes", "## Links ## { .a #b }", &["h2 Links"], &[]),
            ("braces", "## Links {x}", &["h2 Links {x}"], &[]),
            ("braces alone", "## {#x}", &["h2 {#x}"], &[]),
            (
                "a row over two lines",
                "|Name|Type|\n|--|--|\n|a|b\nc|\n|d|e|",
                &["table Name,Type: a,b c/d,e"],
                &["UG038"],
            ),
            (
                "cut between cells",
                "|Name|Type|\n|--|--|\n|a\n|b|\n|d|e|",
                &["table Name,Type: a,b/d,e"],
                &["UG038"],
            ),
            (
                "a row over three lines",
                "|Name|Type|\n|--|--|\n|a\n|b\nc|\n|d|e|",
                &["table Name,Type: a,b c/d,e"],
                &["UG038"],
            ),
            (
                "a row that lacks a cell",
                "|Name|Type|\n|--|--|\n|a\n|b|c|",
                &["table Name,Type: a/b,c"],
                &["UG038"],
            ),
            (
                "two rows that lack their last pipe",
                "|Name|Type|\n|--|--|\n|a|b\n|c|d",
                &["table Name,Type: a,b/c,d"],
                &["UG038", "UG038"],
            ),
            ("signs in the words", "# C#", &["h1 C#"], &[]),
            ("a heading by a line below", "Links\n---\nx", &["h2 Links", "p x"], &[]),
            ("a heading without words", "##", &["h2 "], &[]),
            ("an indented heading", "    ## Links", &["h2 Links"], &[]),
            ("a deep heading", "####### Links", &["h7 Links"], &[]),
            ("a rule", "a\n\n***\n\nb", &["p a", "p b"], &[]),
            ("a fence of tildes", "~~~\na\n~~~", &["code a"], &[]),
            ("a fence that nothing closes", "```\na\nb", &["code a\nb"], &["UG088"]),
            ("a fence at the end", "a\n\n```", &["p a", "code "], &["UG088"]),
            ("a fence that opens nothing", "```\n# a\nb", &["h1 a", "p b"], &["lost opening"]),
            ("a sample without a fence", "{\n}\n\nb", &["code {\n}", "p b"], &["lost both"]),
            ("a quoted text", "> a\n> b", &["p a b"], &[]),
            ("an anchor", "<a name=\"x\"> </a>\na", &["p a"], &[]),
            ("a link in HTML", "<a href=\"x\">y</a>", &["p y"], &[]),
            ("front matter", "---\ntitle: a\n---\n# a", &["h1 a"], &[]),
            ("open front matter", "---\ntitle: a\n# a\n\n---\n\nb", &["h1 a", "p b"], &["UG007"]),
            ("late front matter", "\n---\ntitle: a\n---\n# a", &["h1 a"], &["UG007"]),
            ("no key", "---\ntitle a\n---\n# a", &["h1 a"], &["UG007"]),
        ];
        for (what, text, blocks, codes) in cases {
            let (found, found_codes) = outline(text);
            assert_eq!(
                (found, found_codes),
                (
                    blocks.iter().map(|it| (*it).to_owned()).collect(),
                    codes.iter().map(|it| (*it).to_owned()).collect()
                ),
                "{what}"
            );
        }
    }

    /// Each line that is not blank is in a block, or is markup, front matter or named in a finding.
    #[test]
    fn no_line_gets_lost() {
        let text = "---\ntitle: x\nodd\n---\n# x\n\n<a name=\"y\"></a>\ntext\n\n|Name|\n|--|\n|a|\n<!-- b -->\n\n```\nc\n```\n***\n<table>\n<tr><td>d</td></tr>\ne\n</table>\n- f\n";
        let (document, _) = document(&SourceFile::new("a_ref.md", text));
        let mut lines: Vec<u32> = Vec::new();
        let front = document.front_matter.iter().map(|line| &line.span);
        let spans = document.blocks.iter().map(Block::span).chain(front);
        for span in spans.chain(&document.markup).chain(&document.unread) {
            lines.extend(span.lines());
        }
        for (at, line) in (1..).zip(text.lines()) {
            assert!(line.is_empty() || lines.contains(&at), "{at}: {line}");
        }
    }
}
