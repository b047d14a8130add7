//! Tables that are written in HTML.

use std::ops::Range;

use super::document::Row;
use super::draft::Draft;
use super::inline::Text;
use crate::diagnostic::Code;
use crate::source::Span;

/// Whether the line begins a table, or a part of one.
pub(super) fn begins(line: &str) -> bool {
    ["table", "thead", "tbody", "tr", "td", "th"].iter().any(|name| begins_with(line, name))
}

/// Whether the line begins with the tag of this name.
pub(super) fn begins_with(line: &str, name: &str) -> bool {
    let line = line.trim_start();
    // A tag further on in a long line is not looked for.
    line.starts_with('<') && tags(line).next().is_some_and(|tag| tag.range.start == 0 && tag.is(name))
}

/// Whether a tag of this name closes in the line.
pub(super) fn closes(line: &str, name: &str) -> bool {
    tags(line).any(|tag| tag.closes && tag.name.eq_ignore_ascii_case(name))
}

/// A tag, or a comment, which has no name.
struct Tag<'t> {
    name: &'t str,
    closes: bool,
    range: Range<usize>,
}

impl Tag<'_> {
    fn is(&self, name: &str) -> bool {
        !self.closes && self.name.eq_ignore_ascii_case(name)
    }
}

/// The tags in a text, in order.
fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    // Behind the last of these no tag ends, and none is looked for: not by each of many that do not end.
    let last = text.rfind('>');
    std::iter::from_fn(move || {
        loop {
            let start = at + text.get(at..)?.find('<')?;
            let rest = &text[start + 1..];
            if rest.starts_with("!--") {
                let end = rest.find("-->").map_or(text.len(), |end| start + 1 + end + 3);
                at = end;
                return Some(Tag { name: "", closes: false, range: start..end });
            }
            let (closes, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
            let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let name = &rest[..length];
            let from = text.len() - rest.len() + length;
            let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic());
            if is_name && last.is_some_and(|last| from <= last) {
                let end = text[from..].find('>').map_or(text.len(), |end| from + end + 1);
                at = end;
                return Some(Tag { name, closes, range: start..end });
            }
            at = start + 1;
        }
    })
}

/// What the lines of an HTML table hold.
#[derive(Default)]
pub(super) struct Rows {
    /// The row of `<th>` cells, if the first row is one.
    pub(super) header: Option<Row>,
    pub(super) rows: Vec<Row>,
}

/// A row while it is read: where it begins, its cells, and whether all are heading cells.
struct Open {
    start: usize,
    cells: Vec<Range<usize>>,
    is_heading: bool,
}

/// Reads the rows in a text. Lines that are neither in a row nor of tags alone are refused.
pub(super) fn rows(span: &Span, draft: &mut Draft) -> Rows {
    let text = span.text();
    let mut found = Rows::default();
    let mut covered: Vec<Range<usize>> = Vec::new();
    let mut open: Option<Open> = None;
    let mut cell: Option<usize> = None;
    for tag in tags(text) {
        let is_cell = ["td", "th"].iter().any(|name| tag.name.eq_ignore_ascii_case(name));
        let is_part = is_cell
            || ["tr", "thead", "tbody", "tfoot", "table"]
                .iter()
                .any(|name| tag.name.eq_ignore_ascii_case(name));
        if tag.name.is_empty() {
            let at = span.slice(tag.range.clone());
            draft.refuse(Code::Comment, at, "a comment hides what stands in it");
            covered.push(tag.range.clone());
        }
        if !is_part {
            continue;
        }
        // Each tag of a table ends the cell before it, closed or not, and each but those of cells the row.
        if let (Some(start), Some(row)) = (cell.take(), open.as_mut()) {
            row.cells.push(start..tag.range.start);
        }
        if !is_cell && let Some(row) = open.take() {
            let end = if tag.closes { tag.range.end } else { tag.range.start };
            covered.extend(add(span, row, end, &mut found, draft));
        }
        if tag.is("tr") {
            open = Some(Open { start: tag.range.start, cells: Vec::new(), is_heading: true });
        }
        if is_cell && !tag.closes {
            let start = tag.range.start;
            let row = open.get_or_insert_with(|| Open { start, cells: Vec::new(), is_heading: true });
            row.is_heading &= tag.is("th");
            cell = Some(tag.range.end);
        }
    }
    if let Some(mut row) = open {
        row.cells.extend(cell.map(|start| start..text.len()));
        covered.extend(add(span, row, text.len(), &mut found, draft));
    }
    covered.sort_by_key(|range| range.start);
    others(span, &covered, draft);
    found
}

/// Adds a row, and says where it stands; one without a cell is none.
fn add(span: &Span, row: Open, end: usize, found: &mut Rows, draft: &mut Draft) -> Option<Range<usize>> {
    if row.cells.is_empty() {
        return None;
    }
    let text = span.text();
    let start = row.start;
    let trimmed = text[start..end].trim_end().len();
    let at = span.slice(start..start + trimmed);
    let cells = row.cells.into_iter().map(|cell| Text::cell(&span.slice(cell), &mut draft.diagnostics));
    let cells = cells.collect();
    let is_first = found.rows.is_empty() && found.header.is_none();
    let row_found = Row { cells, span: at };
    if row.is_heading && is_first {
        found.header = Some(row_found);
    } else {
        found.rows.push(row_found);
    }
    Some(start..end)
}

/// The lines outside of rows.
fn others(span: &Span, covered: &[Range<usize>], draft: &mut Draft) {
    let text = span.text();
    let mut start = 0;
    let mut next = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.trim_end().len();
        start += line.len();
        while covered.get(next).is_some_and(|row| row.end <= range.start) {
            next += 1;
        }
        let is_covered = covered.get(next).is_some_and(|row| row.start < range.end);
        if is_covered || range.is_empty() || line.trim().is_empty() {
            continue;
        }
        let mut words = line.to_owned();
        let tags: Vec<Range<usize>> = tags(line).map(|tag| tag.range).collect();
        for tag in tags.into_iter().rev() {
            words.replace_range(tag, "");
        }
        if words.trim().is_empty() {
            draft.markup.push(span.slice(range));
        } else {
            draft.refuse(Code::Unread, span.slice(range), "a text stands outside of the cells of a table");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::draft::Draft;
    use super::{begins, rows, tags};
    use crate::source::SourceFile;

    fn read(text: &str) -> (Option<Vec<String>>, Vec<Vec<String>>, usize) {
        let file = SourceFile::new("a_ref.md", text);
        let mut draft = Draft::default();
        let found = rows(&file.span(0..text.len()), &mut draft);
        let cells = |row: &super::Row| row.cells.iter().map(|cell| cell.plain.clone()).collect::<Vec<_>>();
        (found.header.as_ref().map(cells), found.rows.iter().map(cells).collect(), draft.diagnostics.len())
    }

    #[test]
    fn rows_are_read_however_their_tags_are_closed() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        for (text, header, expected, findings) in [
            ("<tr><td>a</td><td>b</td></tr>", None, vec![row(&["a", "b"])], 0),
            ("<tr>\n<td>a\n<td>b\n", None, vec![row(&["a", "b"])], 0),
            (
                "<table>\n<tr><th>Name</th></tr>\n<tr><td>a</td></tr>\n</table>",
                Some(row(&["Name"])),
                vec![row(&["a"])],
                0,
            ),
            ("<table><tr><td>a<tr><td>b</table>", None, vec![row(&["a"]), row(&["b"])], 0),
            ("<td>a</td>", None, vec![row(&["a"])], 0),
            ("<table>\nlost\n<tr><td>a</td></tr></table>", None, vec![row(&["a"])], 1),
            ("<table>\n<!-- <tr><td>a</td></tr> -->\n</table>", None, vec![], 1),
            ("<table>\n<tr><th\n", None, vec![], 1),
            ("<table>\n<tr></tr>\n</table>", None, vec![], 0),
            ("a < b", None, vec![], 1),
        ] {
            assert_eq!(read(text), (header, expected, findings), "{text}");
        }
    }

    #[test]
    fn tags_end_or_are_none() {
        let cases: &[(&str, &[&str])] = &[
            ("<a", &[]),
            ("<a <b", &[]),
            ("<a <b>", &["a"]),
            ("<a> <b", &["a"]),
            ("> <a", &[]),
            ("<? <a>", &["a"]),
            ("</a> <a", &["a"]),
        ];
        for (text, expected) in cases {
            assert_eq!(tags(text).map(|tag| tag.name).collect::<Vec<_>>(), *expected, "{text}");
        }
    }

    #[test]
    fn parts_of_tables_are_told_from_other_tags() {
        for (line, expected) in
            [("<table>", true), ("  <TR >", true), ("<td", false), ("<track>", false), ("a <td>", false)]
        {
            assert_eq!(begins(line), expected, "{line}");
        }
    }
}
