//! Edits that put a character where it does not belong.

use super::page::{Page, cells, choose, pipes};
use crate::random::Random;

/// The columns that name what a row is about.
const NAMES: &[&str] =
    &["name", "link", "embedded resource", "scope", "error", "subcode", "resource", "sender", "element"];

/// Characters that nobody sees, or that turn the text around.
const INVISIBLE: &[&str] =
    &["\u{200b}", "\u{200c}", "\u{200d}", "\u{feff}", "\u{ad}", "\u{202e}", "\u{2066}", "\u{200f}"];

/// A text with an invisible character in it.
pub(super) fn with_invisible(random: &mut Random, text: &str) -> String {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let at = choose(random, &places).copied().unwrap_or(0);
    format!("{}{}{}", &text[..at], random.pick(INVISIBLE), &text[at..])
}

/// An invisible or bidirectional character in a name.
pub(super) fn invisible_in_a_name(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, text| NAMES.contains(&column) && !text.is_empty())?;
    Some(page.with_cell(&cell, &with_invisible(random, cell.text())))
}

/// A character that is no text, in a cell.
pub(super) fn control(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, _, text| !text.is_empty())?;
    let text = cell.text();
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let at = *choose(random, &places)?;
    let char = random.pick(&["\0", "\u{7}", "\u{1b}", "\u{7f}", "\u{85}"]);
    Some(page.with_cell(&cell, &format!("{}{char}{}", &text[..at], &text[at..])))
}

/// A backtick or an asterisk without its other half, in a name or in another cell that is no prose.
pub(super) fn half_of_a_pair(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, text| !is_prose(column) && !text.is_empty())?;
    let half = random.pick(&["`", "**", "\"", "("]);
    let text = cell.text();
    let by = if random.once_in(2) { format!("{half}{text}") } else { format!("{text}{half}") };
    Some(page.with_cell(&cell, &by))
}

/// Other blanks around a cell that is no prose, around a column's name, or before the row.
pub(super) fn other_blanks(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let blank = random.pick(&["\t", "\u{a0}", "\u{2003}", "\u{3000}", "&nbsp;", "\u{2009}"]);
    let line = if random.once_in(3) { page.table(random)?.head } else { page.row(random)?.1 };
    let text = page.lines[line];
    if random.once_in(3) {
        return Some(page.with_line(line, &format!("{blank}{text}")));
    }
    let cells = cells(text);
    let cell = cells.first()?.clone();
    let by = if random.once_in(2) {
        format!("{blank}{}", &text[cell.clone()])
    } else {
        format!("{}{blank}", &text[cell.clone()])
    };
    Some(page.with_line(line, &format!("{}{by}{}", &text[..cell.start], &text[cell.end..])))
}

/// Words of a text in angle brackets, which HTML has no element for.
pub(super) fn words_in_brackets(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, text| is_prose(column) && text.contains(' '))?;
    let text = cell.text();
    let blanks: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    let at = *choose(random, &blanks)?;
    // Within code, a link or another tag it would be something else.
    if text.contains(['`', '[', '<', '\\']) {
        return None;
    }
    let by = random.pick(&["<string>", "<number of>", "<b and c>", "<meetingId>", "<x>", "</value>"]);
    Some(page.with_cell(&cell, &format!("{} {by}{}", &text[..at], &text[at..])))
}

/// Curved quotation marks in a sample, or in the place of the straight ones of the whole fence.
pub(super) fn smart_quotes(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let fences: Vec<_> = page
        .fences
        .iter()
        .filter(|fence| page.lines[(*fence).clone()].iter().any(|line| line.contains('"')))
        .collect();
    let fence = (*choose(random, &fences)?).clone();
    let quoted: Vec<usize> = fence.clone().filter(|line| page.lines[*line].contains('"')).collect();
    let only = if random.once_in(2) { Some(*choose(random, &quoted)?) } else { None };
    let lines = fence.clone().map(|line| {
        let text = page.lines[line];
        if only.is_some_and(|only| only != line) {
            return text.to_owned();
        }
        text.split('"').enumerate().fold(String::new(), |mut out, (at, part)| {
            out.push_str(["", "\u{201c}", "\u{201d}"][if at == 0 { 0 } else { 2 - at % 2 }]);
            out.push_str(part);
            out
        })
    });
    Some(page.with(fence.clone(), lines.collect::<Vec<_>>()))
}

/// The end of a fence is gone.
pub(super) fn fence_not_closed(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let fence = choose(random, &page.fences)?.clone();
    let last = fence.end.checked_sub(1)?;
    (page.lines.get(last)?.trim_end() == "```" && last > fence.start).then_some(())?;
    Some(page.with::<&str>(last..last + 1, []))
}

/// The row stands in one of its own cells, pipes included: somebody pasted it there.
pub(super) fn row_in_a_cell(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (_, line) = page.row(random)?;
    let row = page.lines[line];
    let places = pipes(row);
    let at = *choose(random, &places)?;
    Some(page.with_line(line, &format!("{}{}{}", &row[..at], row.trim(), &row[at..])))
}

/// Whether a column holds prose, which any words are.
pub(super) fn is_prose(column: &str) -> bool {
    matches!(column, "description" | "reason" | "permission")
}
