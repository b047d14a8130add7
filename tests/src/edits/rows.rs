//! Edits of one row of a table, or one entry of a list.
//!
//! None of them takes words away or adds some that mean something: what the row says is still on the page, in a place or a
//! form that it should not have.

use super::page::{COLUMNS, Page, cells, choose, pipes};
use super::title::is_explicit;
use super::typo::misspell;
use crate::random::Random;

/// The row keeps all cells. The first pipe is gone.
pub(super) fn without_first_pipe(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (_, line) = page.row(random)?;
    Some(page.with_line(line, page.lines[line].trim_start().strip_prefix('|')?))
}

/// The row keeps all cells. The last pipe is gone.
pub(super) fn without_last_pipe(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (_, line) = page.row(random)?;
    Some(page.with_line(line, page.lines[line].trim_end().strip_suffix('|')?))
}

/// The row keeps all cells, and the pipes between them.
pub(super) fn without_outer_pipes(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (_, line) = page.row(random)?;
    let row = page.lines[line].trim();
    Some(page.with_line(line, row.strip_prefix('|').unwrap_or(row).strip_suffix('|')?))
}

/// The row keeps all cells. Blanks alone separate them.
pub(super) fn without_pipes(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (_, line) = page.row(random)?;
    let row = page.lines[line];
    (pipes(row).len() > 1).then_some(())?;
    let parts: Vec<&str> = cells(row).into_iter().map(|cell| row[cell].trim()).collect();
    Some(page.with_line(line, parts.join(" ").trim()))
}

/// A line break stands behind a pipe that two cells share.
pub(super) fn split_between_cells(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (_, line) = page.row(random)?;
    let row = page.lines[line].trim();
    let inner: Vec<usize> = pipes(row).into_iter().filter(|at| *at > 0 && at + 1 < row.len()).collect();
    let at = *choose(random, &inner)?;
    let after = random.below(2);
    Some(page.with(line..line + 1, [&row[..at + after], &row[at + after..]]))
}

/// A line break stands in the place of a blank within a cell.
pub(super) fn split_within_cell(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, _, text| text.contains(' '))?;
    let blanks: Vec<usize> = cell.text().match_indices(' ').map(|(at, _)| at).collect();
    let at = *choose(random, &blanks)?;
    let (before, after) = cell.text().split_at(at);
    Some(page.with_cell(&cell, &format!("{before}\n{}", after.trim_start())))
}

/// The row, or the entry, stands in a block quote.
pub(super) fn quoted(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = page.listed(random)?;
    let mark = random.pick(&["> ", ">", "> > "]);
    Some(page.with_line(line, &format!("{mark}{}", page.lines[line])))
}

/// The row, or the entry, stands in an HTML comment of one line: its author wants it back one day, or forgot it.
pub(super) fn commented_out(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = page.listed(random)?;
    Some(page.with_line(line, &format!("<!-- {} -->", page.lines[line])))
}

/// The row, or the entry, and up to two more lines of its kind stand between the lines `<!--` and `-->`.
pub(super) fn commented_out_over_lines(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = page.listed(random)?;
    let kind = |line: &str| if line.contains('|') { 1 } else { usize::from(line.starts_with("- [")) * 2 };
    let end = line + 1 + random.below(3);
    let end = (line + 1..end)
        .find(|at| page.lines.get(*at).is_none_or(|other| kind(other) != kind(page.lines[line])))
        .unwrap_or(end);
    let commented = &page.lines[line..end];
    Some(page.with(line..end, ["<!--"].iter().chain(commented).chain(&["-->"])))
}

/// The row is one of an HTML table.
pub(super) fn as_tr(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (_, line) = page.row(random)?;
    Some(page.with_line(line, &html_row(page.lines[line], "td")))
}

/// A row as HTML, links, code and escapes included.
pub(super) fn html_row(row: &str, element: &str) -> String {
    let cells =
        cells(row).into_iter().map(|cell| format!("<{element}>{}</{element}>", html(row[cell].trim())));
    format!("<tr>{}</tr>", cells.collect::<String>())
}

/// A text as HTML: links as `<a>`, code as `<code>`, no emphasis, and no escapes but those of HTML.
fn html(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let next = &rest[char.len_utf8()..];
        rest = next;
        match char {
            '\\' => {
                let escaped = next.chars().next().filter(char::is_ascii_punctuation);
                out.push_str(&escaped.map_or_else(|| "\\".to_owned(), entity));
                rest = &next[escaped.map_or(0, char::len_utf8)..];
            }
            '*' => {}
            '[' => {
                match next.split_once("](").and_then(|(words, after)| Some((words, after.split_once(')')?))) {
                    Some((words, (file, after))) if !words.contains('[') => {
                        out.push_str(&format!("<a href=\"{file}\">{}</a>", html(words)));
                        rest = after;
                    }
                    _ => out.push('['),
                }
            }
            '`' => match next.split_once('`') {
                Some((code, after)) => {
                    out.push_str(&format!("<code>{code}</code>"));
                    rest = after;
                }
                None => out.push('`'),
            },
            _ => out.push(char),
        }
    }
    out
}

fn entity(char: char) -> String {
    match char {
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '&' => "&amp;".to_owned(),
        _ => char.to_string(),
    }
}

/// One more cell, empty or with a word, anywhere in the row. At its end an empty one changes nothing that anybody reads:
/// there it has a word.
pub(super) fn one_cell_more(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (_, line) = page.row(random)?;
    let row = page.lines[line].trim();
    let pipes = pipes(row);
    let at = *choose(random, &pipes)?;
    let word = if at + 1 < row.len() { random.pick(&["", "see above", "String"]) } else { "see above" };
    Some(page.with_line(line, &format!("{}|{word}{}", &row[..at], &row[at..])))
}

/// The pipe between two cells is gone, or a blank, a comma or a backslash before it makes text of it.
pub(super) fn two_cells_joined(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (_, line) = page.row(random)?;
    let row = page.lines[line].trim();
    let inner: Vec<usize> = pipes(row).into_iter().filter(|at| *at > 0 && at + 1 < row.len()).collect();
    let at = *choose(random, &inner)?;
    let by = random.pick(&["", " ", ", ", "\\|"]);
    Some(page.with_line(line, &format!("{}{by}{}", &row[..at], &row[at + 1..])))
}

/// Two rows stand in one line, with or without a blank between them.
pub(super) fn two_rows_on_a_line(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (table, line) = page.row(random)?;
    table.rows.contains(&(line + 1)).then_some(())?;
    let between = random.pick(&["", " "]);
    let both = format!("{}{between}{}", page.lines[line].trim_end(), page.lines[line + 1]);
    Some(page.with(line..line + 2, [both]))
}

/// An empty line, or one of blanks, stands above a row.
pub(super) fn empty_line_above(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (_, line) = page.row(random)?;
    let empty = random.pick(&["", "  ", "\t"]);
    Some(page.with(line..line, [empty]))
}

/// A merge that nobody finished: the row, or the entry, twice, with another word in the second. In the style `diff3` the
/// common ancestor stands between the two.
pub(super) fn conflict_markers(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = page.listed(random)?;
    let row = page.lines[line];
    let other = row.replacen("The ", "This ", 1);
    let other = if other == row { format!("{} ", row.trim_end()) } else { other };
    let mut lines = vec!["<<<<<<< HEAD", row];
    if random.once_in(2) {
        lines.extend(["||||||| 8a1f3c2", row]);
    }
    lines.extend(["=======", &other, ">>>>>>> wording"]);
    Some(page.with(line..line + 1, lines))
}

/// Only one marker of a merge is left, above a row or an entry.
pub(super) fn conflict_marker_left(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = page.listed(random)?;
    let marker = random.pick(&["<<<<<<< HEAD", "=======", ">>>>>>> wording", "||||||| 8a1f3c2"]);
    Some(page.with(line..line, [marker]))
}

/// The row is an item of a list.
pub(super) fn list_marker(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (_, line) = page.row(random)?;
    let marker = random.pick(&["- ", "* ", "+ ", "1. "]);
    Some(page.with_line(line, &format!("{marker}{}", page.lines[line])))
}

/// The row, or the entry, is indented so far that it can be code.
pub(super) fn indented(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = page.listed(random)?;
    let blanks = random.pick(&["    ", "\t", "        "]);
    Some(page.with_line(line, &format!("{blanks}{}", page.lines[line])))
}

/// One pipe of the row, or each, is the full-width one of another keyboard, or a letter that looks like one.
pub(super) fn other_pipe(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (_, line) = page.row(random)?;
    let row = page.lines[line];
    let other = random.pick(&["\u{ff5c}", "\u{2502}", "\u{a6}", "&#124;", "\u{2223}"]);
    let places = pipes(row);
    let only = if random.once_in(2) { Some(*choose(random, &places)?) } else { None };
    let text = row.char_indices().map(|(at, char)| {
        if places.contains(&at) && only.is_none_or(|only| only == at) {
            other.to_owned()
        } else {
            char.to_string()
        }
    });
    Some(page.with_line(line, &text.collect::<String>()))
}

/// One pipe of the row has a backslash before it, and is text.
pub(super) fn pipe_escaped(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (_, line) = page.row(random)?;
    let row = page.lines[line];
    let places = pipes(row);
    let at = *choose(random, &places)?;
    Some(page.with_line(line, &format!("{}\\{}", &row[..at], &row[at..])))
}

/// Code with a pipe that is not escaped stands at the end of a cell. GitHub ends the cell there.
pub(super) fn pipe_in_code(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, _, text| !text.is_empty())?;
    let code = random.pick(&["`a|b`", "`|`", "`on|off`"]);
    Some(page.with_cell(&cell, &format!("{} {code}", cell.text())))
}

/// The row, or the entry, is struck out.
pub(super) fn struck_out(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = page.listed(random)?;
    Some(page.with_line(line, &format!("~~{}~~", page.lines[line])))
}

/// A line break stands in the place of a blank within a row of a table without any pipes.
pub(super) fn flat_row_split(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = flat_row(page, random)?;
    let row = page.lines[line];
    let blanks: Vec<usize> = row.match_indices(' ').map(|(at, _)| at).collect();
    let at = *choose(random, &blanks)?;
    Some(page.with(line..line + 1, [&row[..at], &row[at + 1..]]))
}

/// An empty line stands above a row of a table without any pipes.
pub(super) fn empty_line_above_flat(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = flat_row(page, random)?;
    Some(page.with(line..line, [""]))
}

/// The subcode of an error in a table without any pipes is gone, so that the first word of its text stands there.
pub(super) fn flat_subcode_gone(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = error_row(page, random)?;
    let words: Vec<&str> = page.lines[line].split(' ').collect();
    // A text of one word, or one whose second word has a capital, could be meant so.
    let (subcode, text) = (words.get(2)?, words.get(4)?);
    let is_clear = !subcode.contains('.') && text.starts_with(|c: char| c.is_ascii_lowercase());
    is_clear.then(|| page.with_line(line, &[&words[..2], &words[3..]].concat().join(" ")))
}

/// A row of errors in a table without any pipes stands on the line of the one above it.
pub(super) fn flat_rows_joined(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = error_row(page, random)?;
    let above = page.lines[line - 1];
    is_error_row(above).then(|| page.with(line - 1..line + 1, [format!("{above} {}", page.lines[line])]))
}

fn error_row(page: &Page<'_>, random: &mut Random) -> Option<usize> {
    let rows: Vec<usize> = page.flat.iter().flat_map(|table| table.start + 1..table.end).collect();
    let rows: Vec<usize> = rows.into_iter().filter(|line| is_error_row(page.lines[*line])).collect();
    choose(random, &rows).copied()
}

fn is_error_row(line: &str) -> bool {
    let status = line.split(' ').nth(1);
    status.is_some_and(|word| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A word in the heading row of a table without any pipes is misspelt: it is the name of no column.
pub(super) fn flat_heading_row(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let head = choose(random, &page.flat)?.start;
    let words: Vec<&str> = page.lines[head].split(' ').collect();
    let at = random.below(words.len());
    let other = misspell(random, words[at], |word| COLUMNS.contains(&word.to_lowercase().as_str()))?;
    let words = words.iter().enumerate().map(|(index, word)| if index == at { other.as_str() } else { word });
    Some(page.with_line(head, &words.collect::<Vec<_>>().join(" ")))
}

/// A blank within the name or the subcode of a row in which only blanks separate the columns, or none behind the name; or the
/// name in another case.
pub(super) fn flat_words_torn(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let heads = page.flat.iter().filter(|table| {
        ["Name Description Required?", "Error Code Subcode Description"].contains(&page.lines[table.start])
    });
    let rows: Vec<usize> = heads.flat_map(|table| table.start + 1..table.end).collect();
    let line = *choose(random, &rows)?;
    let words: Vec<&str> = page.lines[line].split(' ').collect();
    let at = if words.get(1)?.len() == 3 && words[1].parse::<u16>().is_ok() { 2 } else { 0 };
    // What follows has to be a sentence.
    let begins = ["The", "A", "An", "This", "Whether"].contains(words.get(at + 1)?);
    let word = *words.get(at)?;
    let capital = word.char_indices().skip(1).find(|(_, c)| c.is_ascii_uppercase())?.0;
    let mut torn: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    match random.below(3) {
        0 if at == 0 => torn[0] = format!("{}{}", word[..1].to_uppercase(), &word[1..]),
        1 if at == 0 => torn[0] = format!("{word}{}", torn.remove(1)),
        _ => torn[at] = format!("{} {}", &word[..capital], &word[capital..]),
    }
    begins.then(|| page.with_line(line, &torn.join(" ")))
}

/// Two rows of fields on one line, where only blanks separate the columns; or no column for their last word.
pub(super) fn flat_fields_joined(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let fields = page.flat.iter().filter(|it| page.lines[it.start] == "Name Description Required?");
    let fields: Vec<_> = fields.cloned().collect();
    let table = choose(random, &fields)?.clone();
    if random.once_in(3) {
        return Some(page.with_line(table.start, "Name Description"));
    }
    let rows: Vec<usize> = (table.start + 2..table.end).collect();
    let line = *choose(random, &rows)?;
    Some(page.with(line - 1..line + 1, [format!("{} {}", page.lines[line - 1], page.lines[line])]))
}

fn flat_row(page: &Page<'_>, random: &mut Random) -> Option<usize> {
    let rows: Vec<usize> = page.flat.iter().flat_map(|table| table.start + 1..table.end).collect();
    choose(random, &rows).copied()
}

/// An entry of a list without a bracket or parenthesis of its link, or without the link.
pub(super) fn entry_link_broken(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = *choose(random, &page.entries)?;
    let entry = page.lines[line].trim_end();
    let (words, file) = entry.strip_prefix("- [")?.strip_suffix(')')?.split_once("](")?;
    let by = match random.below(6) {
        0 => format!("- {words}]({file})"),
        1 => format!("- [{words}({file})"),
        2 => format!("- [{words}] ({file})"),
        3 => format!("- [{words}]({file}"),
        4 => format!("- {words}"),
        _ => format!("- [{words}]"),
    };
    Some(page.with_line(line, &by))
}

/// An entry of a list without its marker, or with its marker glued to the link.
pub(super) fn entry_marker_gone(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = *choose(random, &page.entries)?;
    let entry = page.lines[line].strip_prefix("- ")?;
    let mark = random.pick(&["", "-", "\u{2022} ", "\u{2013} "]);
    Some(page.with_line(line, &format!("{mark}{entry}")))
}

/// An entry of a list as an item of an HTML list.
pub(super) fn entry_as_li(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = *choose(random, &page.entries)?;
    let entry = page.lines[line].trim_end().strip_prefix("- ")?;
    Some(page.with_line(line, &format!("<li>{}</li>", html(entry))))
}

/// A row that is the same on every page of the explicit form has another text, or is gone: one of the attributes of web links.
pub(super) fn shared_row(page: &Page<'_>, random: &mut Random) -> Option<String> {
    is_explicit(page).then_some(())?;
    let heading = page.headings.iter().find(|heading| heading.text == "Web Link")?;
    let table = page.tables.iter().find(|table| table.head > heading.line)?;
    let lines: Vec<usize> = table.rows.clone().collect();
    let line = *choose(random, &lines)?;
    if lines.len() > 1 && random.once_in(2) {
        return Some(page.with::<&str>(line..line + 1, []));
    }
    let (row, _) = page.lines[line].trim_end().strip_suffix('|')?.rsplit_once(' ')?;
    Some(page.with_line(line, &format!("{row}|")))
}
