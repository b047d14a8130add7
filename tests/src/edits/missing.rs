//! Edits that take away what a table or an operation has to have, or say it so that it cannot be.

use super::page::{Page, Table, cells, choose};
use super::title::is_explicit;
use crate::random::Random;

/// A column is gone: its name, its dashes, and its cell in each row.
pub(super) fn column(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let table = tables(page, random)?;
    let count = table.columns.len();
    let places: Vec<usize> = (0..count).filter(|at| is_demanded(page, table, *at)).collect();
    let at = *choose(random, &places)?;
    let lines = (table.head..table.rows.end).map(|line| {
        let line = page.lines[line];
        let cells = cells(line);
        let cell = cells.get(at).filter(|_| cells.len() == count && count > 1)?;
        // With the pipe behind it, or at the end of a line without one with the pipe before it.
        Some(if line[cell.end..].starts_with('|') {
            format!("{}{}", &line[..cell.start], &line[cell.end + 1..])
        } else {
            line[..cell.start - 1].to_owned()
        })
    });
    let lines = lines.collect::<Option<Vec<String>>>()?;
    Some(page.with(table.head..table.rows.end, lines))
}

/// Whether a table of that kind must have the column. That of properties need not have `Required?`.
fn is_demanded(page: &Page<'_>, table: &Table, at: usize) -> bool {
    let above = page.headings.iter().rfind(|heading| heading.line < table.head);
    let is_properties = above.is_some_and(|heading| heading.text.eq_ignore_ascii_case("properties"));
    !(is_properties && table.columns[at].starts_with("required"))
}

/// Every row of a table is gone. Its heading row is still there.
pub(super) fn rows(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let table = tables(page, random)?;
    Some(page.with::<&str>(table.rows.clone(), []))
}

/// An empty line is gone. Between two paragraphs it makes them one, which says the same.
pub(super) fn empty_line(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let is_prose = |line: Option<&&str>| {
        line.is_some_and(|line| line.trim_start().starts_with(char::is_alphabetic) && !line.contains('|'))
    };
    let is_between =
        |at: usize| is_prose(page.lines.get(at.wrapping_sub(1))) && is_prose(page.lines.get(at + 1));
    let lines = page.lines.iter().enumerate().filter(|(_, line)| line.trim().is_empty());
    let lines: Vec<usize> =
        lines.map(|(at, _)| at).filter(|at| !is_between(*at) && *at + 1 < page.lines.len()).collect();
    let line = *choose(random, &lines)?;
    has_words(page).then(|| page.with::<&str>(line..line + 1, []))
}

/// Every empty line of the page is gone.
pub(super) fn empty_lines(page: &Page<'_>, _: &mut Random) -> Option<String> {
    // What stands behind the last line break is no line.
    let (last, lines) = page.lines.split_last()?;
    let lines: Vec<&str> = lines.iter().copied().filter(|line| !line.trim().is_empty()).collect();
    has_words(page).then(|| page.with(0..page.lines.len(), lines.into_iter().chain([*last])))
}

fn has_words(page: &Page<'_>) -> bool {
    page.lines.iter().any(|line| !line.trim().is_empty())
}

/// A table below a heading that the reference knows.
fn tables<'p>(page: &'p Page<'_>, random: &mut Random) -> Option<&'p Table> {
    let is_below = |table: &&Table| {
        let above = page.headings.iter().rfind(|heading| heading.line < table.head);
        above.is_some_and(|heading| heading.level > 1)
    };
    let tables: Vec<&Table> = page.tables.iter().filter(is_below).collect();
    choose(random, &tables).copied()
}

/// The table of the statuses is gone, or has a status that the answer cannot have alone.
pub(super) fn status(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let tables: Vec<&Table> = page.tables.iter().filter(|table| table.columns == ["status"]).collect();
    let table = *choose(random, &tables)?;
    // What stands above it, up to the heading.
    let heading = page.headings.iter().rfind(|heading| heading.line < table.head)?;
    let above = &page.lines[heading.line..table.head];
    let has_body = !above.iter().any(|line| line.trim() == "None");
    match random.below(3) {
        0 => Some(page.with::<&str>(table.head..table.rows.end, [])),
        1 if has_body => Some(page.with(table.rows.clone(), ["|204|"])),
        _ => Some(page.with(table.rows.clone(), ["|404|"])),
    }
}

/// A GET answers with `None` in place of what it answered with.
pub(super) fn body(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let is_answer = |table: &&Table| {
        let mut above = page.headings.iter().rev().filter(|heading| heading.line < table.head);
        table.columns == ["item"]
            && above.next().is_some_and(|heading| heading.text == "Response body")
            && above.find(|heading| heading.level == 3).is_some_and(|heading| heading.text == "GET")
    };
    let tables: Vec<&Table> = page.tables.iter().filter(is_answer).collect();
    let table = *choose(random, &tables)?;
    // Its media type is a body, too.
    let end = page.tables.iter().find(|other| other.head > table.head && other.columns == ["media type"]);
    let end = end.map_or(table.rows.end, |other| other.rows.end);
    Some(page.with(table.head..end, ["None"]))
}

/// The heading of a type of events stands in the place of another one, so that the page has it twice. In the original form
/// some pages have.
pub(super) fn event(page: &Page<'_>, random: &mut Random) -> Option<String> {
    is_explicit(page).then_some(())?;
    let types = ["Added", "Updated", "Deleted", "Started", "Completed"];
    let events: Vec<_> = page.headings.iter().filter(|heading| types.contains(&heading.text)).collect();
    let heading = *choose(random, &events)?;
    let others: Vec<_> = events.iter().filter(|other| other.text != heading.text).collect();
    let other = choose(random, &others)?;
    Some(page.with_line(heading.line, &format!("### {}", other.text)))
}

/// A link leads to the page of an enumeration.
pub(super) fn resource(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let names = ["NoteType", "ErrorCode", "Role", "CallState"];
    let name = random.pick(&names);
    page.names.contains(&name.to_lowercase()).then_some(())?;
    let cell = page.cell(random, |_, column, text| {
        matches!(column, "leads to" | "holds" | "item") && text.contains('[')
    })?;
    Some(page.with_cell(&cell, &format!("[{name}]({name}_ref.md)")))
}

/// An error stands without its status, which it has everywhere else.
pub(super) fn code(page: &Page<'_>, random: &mut Random) -> Option<String> {
    // All of them stand in more than three rows.
    let often = ["Conflict", "NotFound", "Forbidden", "ServiceFailure", "BadRequest", "Unauthorized"];
    let cell = page.cell(random, |_, column, text| column == "code" && text.parse::<u16>().is_ok())?;
    let row = page.lines[cell.line];
    let first = cells(row).into_iter().next()?;
    often.contains(&row[first].trim()).then(|| page.with_cell(&cell, "None"))
}

/// A word in the place of an error or a subcode that names none.
pub(super) fn error(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, _| matches!(column, "error" | "subcode"))?;
    let by = random.pick(&["TODO", "Any", "Other", "Errors", "Nothing"]);
    let by = if cell.column == "error" && random.once_in(3) { "None" } else { by };
    Some(page.with_cell(&cell, by))
}

/// The page ends within a line.
pub(super) fn end(page: &Page<'_>, random: &mut Random) -> Option<String> {
    is_explicit(page).then_some(())?;
    let lines: Vec<usize> = (0..page.lines.len()).filter(|line| page.lines[*line].len() > 1).collect();
    let line = *choose(random, &lines)?;
    let text = page.lines[line];
    let ends: Vec<usize> = (1..=text.len()).filter(|end| text.is_char_boundary(*end)).collect();
    let end = *choose(random, &ends)?;
    Some(page.with(line..page.lines.len(), [&text[..end]]))
}
