//! Edits of a whole table.

use super::page::{COLUMNS, Page, cells, choose, pipes};
use super::rows::html_row;
use super::typo::misspell;
use crate::random::Random;

/// The line below the heading row is gone.
pub(super) fn separator_gone(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let separator = page.table(random)?.separator();
    Some(page.with::<&str>(separator..separator + 1, []))
}

/// The line below the heading row is of `=` or another character, or an empty line.
pub(super) fn separator_of_another_character(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let separator = page.table(random)?.separator();
    let by = random.pick(&["=", "=", "_", "\u{2014}", "\u{2013}", "~"]);
    let mut line = page.lines[separator].replace('-', by);
    if random.once_in(2) {
        line = line.replace(':', "");
    }
    if random.once_in(4) {
        line = line.replace('|', by);
    }
    Some(page.with_line(separator, &line))
}

/// The line below the heading row has a cell less or more than that row: to GitHub it is no table.
pub(super) fn separator_of_another_width(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let separator = page.table(random)?.separator();
    let line = page.lines[separator];
    let places = pipes(line);
    let by = if places.len() > 2 && random.once_in(2) {
        format!("{}{}", &line[..places[0]], &line[places[1]..])
    } else {
        format!("|:--{line}")
    };
    Some(page.with_line(separator, &by))
}

/// The line below the heading row stands above it.
pub(super) fn separator_above(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let head = page.table(random)?.head;
    Some(page.with(head..head + 2, [page.lines[head + 1], page.lines[head]]))
}

/// The name of one column is misspelt. It is not the name of another column.
pub(super) fn heading_row_misspelt(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let table = page.table(random)?;
    let line = page.lines[table.head];
    let names: Vec<_> =
        cells(line).into_iter().filter(|cell| !line[cell.clone()].trim().is_empty()).collect();
    let cell = choose(random, &names)?.clone();
    let name = &line[cell.clone()];
    let bare = |name: &str| name.replace('*', "").trim().to_lowercase();
    let other =
        misspell(random, name, |other| COLUMNS.contains(&bare(other).as_str()) || bare(other) == bare(name))?;
    Some(page.with_line(table.head, &format!("{}{other}{}", &line[..cell.start], &line[cell.end..])))
}

/// The name of one column is empty.
pub(super) fn column_without_name(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let table = page.table(random)?;
    let line = page.lines[table.head];
    let names = cells(line);
    let cell = choose(random, &names)?.clone();
    Some(page.with_line(table.head, &format!("{}{}", &line[..cell.start], &line[cell.end..])))
}

/// The heading row is gone: the line below it is the first.
pub(super) fn heading_row_gone(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let head = page.table(random)?.head;
    Some(page.with::<&str>(head..head + 1, []))
}

/// A heading row of other words in a language that the reference is not written in.
pub(super) fn heading_row_replaced(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let table = page.table(random)?;
    let width = table.columns.len();
    let words = ["Nom", "Texte", "Requis", "Genre", "Cible", "Motif", "Valeur"];
    let row = (0..width).map(|at| format!("|**{}**", words[at % words.len()])).collect::<String>();
    Some(page.with_line(table.head, &format!("{row}|")))
}

/// The table is an HTML table, each row in a line of its own. All that it said is there.
pub(super) fn as_html(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let table = page.table(random)?;
    let head = html_row(page.lines[table.head], "th");
    let rows = table.rows.clone().map(|line| html_row(page.lines[line], "td"));
    let lines = ["<table>".to_owned(), head].into_iter().chain(rows).chain(["</table>".to_owned()]);
    Some(page.with(table.head..table.rows.end, lines))
}

/// A line of words stands between two rows, with empty lines around it or without. It holds no name of the API.
pub(super) fn cut_in_two(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (table, line) = page.row(random)?;
    (line > table.rows.start).then_some(())?;
    let words = "These are rarely of use.";
    Some(match random.below(4) {
        0 => page.with(line..line, [words]),
        1 => page.with(line..line, [words, ""]),
        2 => page.with(line..line, ["", words]),
        _ => page.with(line..line, ["", words, ""]),
    })
}

/// The empty line below a table is gone, so that what follows touches it.
pub(super) fn no_line_below(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let end = page.table(random)?.rows.end;
    page.lines.get(end)?.trim().is_empty().then_some(())?;
    let next = (end..page.lines.len()).find(|line| !page.lines[*line].trim().is_empty())?;
    Some(page.with::<&str>(end..next, []))
}

/// A fence is opened above a table and never closed.
pub(super) fn fence_opened(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let head = page.table(random)?.head;
    let fence = random.pick(&["```", "```json", "~~~", "````"]);
    Some(page.with(head..head, [fence]))
}

/// A comment is opened above a table and never closed.
pub(super) fn comment_opened(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let head = page.table(random)?.head;
    Some(page.with(head..head, ["<!-- to be checked"]))
}

/// The whole table is in a block quote, is indented, or is an item of a list.
pub(super) fn moved_into_a_block(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let table = page.table(random)?;
    let place = table.head..table.rows.end;
    let (first, other) =
        random.pick(&[("> ", "> "), ("    ", "    "), ("- ", "  "), ("1. ", "   "), ("  ", "  ")]);
    let lines = place.clone().map(|line| {
        let mark = if line == place.start { first } else { other };
        format!("{mark}{}", page.lines[line])
    });
    Some(page.with(place.clone(), lines.collect::<Vec<_>>()))
}

/// A line of prose with a pipe in it stands in the section of the table, below or above it, by itself.
pub(super) fn stray_pipe(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let table = page.table(random)?;
    let at = if random.once_in(2) { table.head } else { table.rows.end };
    let words = random.pick(&["This holds for one | many.", "| See below.", "On | off, as the user likes |"]);
    Some(page.with(at..at, ["", words, ""]))
}
