//! A page as an edit sees it: its lines, and which of them are headings, tables, list entries and fences.
//!
//! Written without the reader of the crate under test: an edit must not be blind to what that reader is blind to.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::random::Random;

/// The names that a set of pages gives a meaning: pages and rels, in lower case. A misspelt name is not among them.
pub type Names = BTreeSet<String>;

/// The headings with a meaning of their own, in lower case. Those of reason codes are free, and not among them.
pub(super) const HEADINGS: &[&str] = &[
    "web link",
    "resource description",
    "properties",
    "links",
    "embedded resources",
    "azure active directory scopes for online applications",
    "events",
    "operations",
    "query parameters",
    "request body",
    "response body",
    "synchronous errors",
    "examples",
    "json request",
    "json response",
    "xml request",
    "xml response",
    "asynchronous reason codes",
    "members",
    "remarks",
    "added",
    "updated",
    "deleted",
    "started",
    "completed",
    "get",
    "post",
    "put",
    "delete",
    "options",
    "patch",
    "head",
];

/// The names of columns, in lower case.
pub(super) const COLUMNS: &[&str] = &[
    "name",
    "description",
    "required?",
    "required",
    "type",
    "link",
    "embedded resource",
    "leads to",
    "holds",
    "cardinality",
    "item",
    "element",
    "error",
    "code",
    "status",
    "subcode",
    "reason",
    "resource",
    "priority",
    "sender",
    "in",
    "scope",
    "permission",
    "media type",
];

/// The heading rows of tables without any pipes, as whole lines.
const FLAT: &[&str] = &[
    "Name Description",
    "Name Description Required?",
    "Link Description",
    "Scope Permission Description",
    "Resource Priority Sender Reason",
    "Item Description",
    "Error Code Subcode Description",
    "Subcode Reason",
];

/// A heading marked by `#`.
#[derive(Clone, Copy, Debug)]
pub struct Heading<'a> {
    /// Its line, from 0.
    pub line: usize,
    /// From 1 to 6.
    pub level: usize,
    /// Its words.
    pub text: &'a str,
}

impl Heading<'_> {
    /// Whether the reference has such a section.
    #[must_use]
    pub fn is_known(&self) -> bool {
        HEADINGS.contains(&self.text.to_lowercase().as_str())
    }
}

/// A table with its heading row and the line below it.
#[derive(Clone, Debug)]
pub struct Table {
    /// The line of the heading row, from 0.
    pub head: usize,
    /// The lines of the body's rows.
    pub rows: Range<usize>,
    /// The names of the columns, in lower case and without markup.
    pub columns: Vec<String>,
}

impl Table {
    /// The line between the heading row and the body.
    #[must_use]
    pub fn separator(&self) -> usize {
        self.head + 1
    }
}

/// The text of a page and what its lines are.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// The lines without their line breaks.
    pub lines: Vec<&'a str>,
    /// The lines of the front matter, those with dashes included.
    pub front: Option<Range<usize>>,
    /// The headings.
    pub headings: Vec<Heading<'a>>,
    /// The tables.
    pub tables: Vec<Table>,
    /// The lines of each table without any pipes, its heading row included.
    pub flat: Vec<Range<usize>>,
    /// The lines `- [NAME](FILE)`.
    pub entries: Vec<usize>,
    /// The lines of each fenced block, those with backticks included.
    pub fences: Vec<Range<usize>>,
    /// What is the name of something.
    pub names: &'a Names,
}

impl<'a> Page<'a> {
    /// Looks at a text.
    #[must_use]
    pub fn new(text: &'a str, names: &'a Names) -> Self {
        let lines: Vec<&str> = text.split('\n').collect();
        let front = front_matter(&lines);
        let mut page = Self {
            lines,
            front,
            headings: vec![],
            tables: vec![],
            flat: vec![],
            entries: vec![],
            fences: vec![],
            names,
        };
        let mut at = page.front.as_ref().map_or(0, |front| front.end);
        while at < page.lines.len() {
            at = page.block(at);
        }
        page
    }

    /// Notes what begins at a line; where it ends.
    fn block(&mut self, at: usize) -> usize {
        let line = self.lines[at];
        if line.starts_with("```") {
            let end = (at + 1..self.lines.len()).find(|line| self.lines[*line].trim_end() == "```");
            let end = end.map_or(self.lines.len(), |end| end + 1);
            self.fences.push(at..end);
            return end;
        }
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        if (1..=6).contains(&level) && line[level..].starts_with(' ') {
            self.headings.push(Heading { line: at, level, text: line[level..].trim() });
            return at + 1;
        }
        if line.starts_with("- [") && line.trim_end().ends_with(')') {
            self.entries.push(at);
            return at + 1;
        }
        let below = self.lines.get(at + 1).copied().unwrap_or_default();
        if line.contains('|') && is_separator(below) {
            let end = (at + 2..self.lines.len()).find(|line| !self.lines[*line].contains('|'));
            let end = end.unwrap_or(self.lines.len());
            let columns = cells(line).into_iter().map(|cell| column(&line[cell])).collect();
            self.tables.push(Table { head: at, rows: at + 2..end, columns });
            return end;
        }
        if FLAT.contains(&line) {
            let end = (at + 1..self.lines.len()).find(|line| self.lines[*line].trim().is_empty());
            let end = end.unwrap_or(self.lines.len());
            self.flat.push(at..end);
            return end;
        }
        at + 1
    }

    /// The text with other lines in the place of some.
    #[must_use]
    pub fn with<S: AsRef<str>>(&self, place: Range<usize>, by: impl IntoIterator<Item = S>) -> String {
        let mut lines: Vec<String> =
            self.lines[..place.start].iter().map(|line| (*line).to_owned()).collect();
        lines.extend(by.into_iter().map(|line| line.as_ref().to_owned()));
        lines.extend(self.lines[place.end..].iter().map(|line| (*line).to_owned()));
        lines.join("\n")
    }

    /// The text with another line in the place of one.
    #[must_use]
    pub fn with_line(&self, line: usize, by: &str) -> String {
        self.with(line..line + 1, [by])
    }

    /// The samples: fences without a heading in them. What stands between two samples, where one of them has lost a fence, is
    /// none.
    pub(super) fn samples(&self) -> impl Iterator<Item = &Range<usize>> {
        self.fences
            .iter()
            .filter(|fence| !self.lines[(*fence).clone()].iter().any(|line| line.starts_with('#')))
    }

    /// A table.
    pub(super) fn table(&self, random: &mut Random) -> Option<&Table> {
        choose(random, &self.tables)
    }

    /// A row of a table, by its line.
    pub(super) fn row(&self, random: &mut Random) -> Option<(&Table, usize)> {
        let rows: Vec<_> =
            self.tables.iter().flat_map(|table| table.rows.clone().map(move |line| (table, line))).collect();
        choose(random, &rows).copied()
    }

    /// A row of a table, or an entry of a list where the page has no table: the line of something that is listed.
    pub(super) fn listed(&self, random: &mut Random) -> Option<usize> {
        self.row(random).map(|(_, line)| line).or_else(|| choose(random, &self.entries).copied())
    }

    /// A section heading that the reference knows.
    pub(super) fn heading(&self, random: &mut Random) -> Option<Heading<'a>> {
        let known: Vec<_> = self.headings.iter().filter(|heading| heading.is_known()).collect();
        choose(random, &known).map(|heading| **heading)
    }

    /// A cell that a rule accepts, given the table, the name of the column and the trimmed text.
    pub(super) fn cell(
        &self,
        random: &mut Random,
        accepts: impl Fn(&Table, &str, &str) -> bool,
    ) -> Option<Cell<'a>> {
        let mut found = Vec::new();
        for table in &self.tables {
            for line in table.rows.clone() {
                let text = self.lines[line];
                for (index, range) in cells(text).into_iter().enumerate() {
                    let Some(column) = table.columns.get(index) else { continue };
                    let range = trimmed(text, range);
                    if accepts(table, column, &text[range.clone()]) {
                        found.push((line, range, column.clone()));
                    }
                }
            }
        }
        let (line, range, column) = choose(random, &found)?.clone();
        Some(Cell { line, row: self.lines[line], range, column })
    }

    /// The text with another text in the place of a cell's.
    pub(super) fn with_cell(&self, cell: &Cell<'_>, by: &str) -> String {
        let row = cell.row;
        self.with_line(cell.line, &format!("{}{by}{}", &row[..cell.range.start], &row[cell.range.end..]))
    }
}

/// A cell of the body of a table.
#[derive(Clone, Debug)]
pub struct Cell<'a> {
    /// The line it stands in.
    pub line: usize,
    row: &'a str,
    range: Range<usize>,
    /// The name of its column.
    pub column: String,
}

impl Cell<'_> {
    /// Its text, without the blanks around it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.row[self.range.clone()]
    }
}

fn front_matter(lines: &[&str]) -> Option<Range<usize>> {
    (lines.first()?.trim_end() == "---").then_some(())?;
    let end = (1..lines.len()).find(|line| lines[*line].trim_end() == "---")?;
    Some(0..end + 1)
}

fn is_separator(line: &str) -> bool {
    line.contains('|') && line.contains("---") && line.trim().chars().all(|char| "|:- ".contains(char))
}

/// The name of a column: no emphasis, no blanks around it, in lower case.
fn column(cell: &str) -> String {
    cell.replace('*', "").trim().to_lowercase()
}

/// Where the cells of a row stand, between the pipes that are not escaped. A pipe at either end is none between cells.
pub(super) fn cells(line: &str) -> Vec<Range<usize>> {
    let pipes = pipes(line);
    let mut starts: Vec<usize> = pipes.iter().map(|at| at + 1).collect();
    let mut ends = pipes;
    if !line.trim_start().starts_with('|') {
        starts.insert(0, 0);
    } else if !ends.is_empty() {
        ends.remove(0);
    }
    if line.trim_end().ends_with('|') && ends.last().is_some_and(|at| line[at + 1..].trim().is_empty()) {
        starts.pop();
    } else {
        ends.push(line.len());
    }
    starts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
}

/// The pipes in a line that no backslash escapes.
pub(super) fn pipes(line: &str) -> Vec<usize> {
    let mut escaped = false;
    let mut found = Vec::new();
    for (at, char) in line.char_indices() {
        if char == '|' && !escaped {
            found.push(at);
        }
        escaped = char == '\\' && !escaped;
    }
    found
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let cell = &text[range.clone()];
    let start = range.start + cell.len() - cell.trim_start().len();
    start..start + cell.trim().len()
}

/// One of some; `None` where there is none.
pub(super) fn choose<'t, T>(random: &mut Random, from: &'t [T]) -> Option<&'t T> {
    from.get(random.below(from.len()))
}

#[cfg(test)]
mod tests {
    use super::{Names, Page, cells};

    #[test]
    fn the_cells_of_a_row() {
        for (line, expected) in [
            ("|a|b|", vec!["a", "b"]),
            ("| a | b |", vec![" a ", " b "]),
            ("a|b", vec!["a", "b"]),
            ("a | b |", vec!["a ", " b "]),
            ("|a||", vec!["a", ""]),
            ("|a|b\\|c|", vec!["a", "b\\|c"]),
            ("|a", vec!["a"]),
            ("||", vec![""]),
        ] {
            let found: Vec<&str> = cells(line).into_iter().map(|cell| &line[cell]).collect();
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn what_the_lines_of_a_page_are() {
        let text = "---\ntitle: door\n---\n# door\n\n## Links\n\n|**Link**|**Leads to**|\n|:---|:---|\n|a|b|\n|c|d|\n\n```\n# no heading\n```\n- [a](b.md)\n";
        let names = Names::new();
        let page = Page::new(text, &names);
        assert_eq!(page.front, Some(0..3));
        assert_eq!(
            page.headings.iter().map(|it| (it.line, it.level, it.text)).collect::<Vec<_>>(),
            [(3, 1, "door"), (5, 2, "Links")]
        );
        assert_eq!(page.tables.len(), 1);
        assert_eq!((page.tables[0].head, page.tables[0].rows.clone()), (7, 9..11));
        assert_eq!(page.tables[0].columns, ["link", "leads to"]);
        assert!(matches!(&page.fences[..], [fence] if *fence == (12..15)));
        assert_eq!(page.entries, [15]);
        assert_eq!(page.with(0..0, [""; 0]), text);
    }
}
