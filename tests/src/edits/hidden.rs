//! Edits that put words where a reader of the page does not see them: into links and tags.

use super::characters::is_prose;
use super::page::{Page, choose};
use crate::random::Random;

/// A link to a page: its place in the line, the words and the name of the page.
type Link<'a> = (usize, &'a str, &'a str);

/// A line with a link under the name of its page, and the link.
fn link<'a>(page: &Page<'a>, random: &mut Random, lines: &[usize]) -> Option<(usize, Link<'a>)> {
    let found = lines.iter().flat_map(|line| links(page.lines[*line]).map(move |link| (*line, link)));
    let found: Vec<(usize, Link<'a>)> = found.collect();
    choose(random, &found).copied()
}

fn links(line: &str) -> impl Iterator<Item = Link<'_>> {
    line.match_indices('[').filter_map(move |(at, _)| {
        let (words, rest) = line[at + 1..].split_once("](")?;
        let (file, _) = rest.split_once(')')?;
        let name = file.strip_suffix("_ref.md")?;
        (name == words).then_some((at, words, name))
    })
}

/// The lines of rows and of entries.
fn listed(page: &Page<'_>) -> Vec<usize> {
    page.tables.iter().flat_map(|table| table.rows.clone()).chain(page.entries.iter().copied()).collect()
}

/// A link with a title, or to a place on its page.
pub(super) fn link_with_more(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (line, (at, words, name)) = link(page, random, &listed(page))?;
    let more = random.pick(&[" \"see there\"", " 'see RFC 5545/2'", "#there", "?there", "#sec-7/b"]);
    let text = page.lines[line];
    let end = at + format!("[{words}]({name}_ref.md").len();
    Some(page.with_line(line, &format!("{}{more}{}", &text[..end], &text[end..])))
}

/// A link in a text whose words are the name of one page, and whose target is another one.
pub(super) fn link_of_prose_to_another(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (line, (at, words, name)) = link(page, random, &listed(page))?;
    let other = random.pick(&["me", "people", "communication", "photo", "contact"]);
    let text = page.lines[line];
    let end = at + format!("[{words}]({name}_ref.md)").len();
    // `myOnlineMeeting` may lead to `onlineMeeting`.
    let lower = words.to_lowercase();
    let is_other = !lower.contains(other) && !other.contains(lower.as_str());
    is_other
        .then(|| page.with_line(line, &format!("{}[{words}]({other}_ref.md){}", &text[..at], &text[end..])))
}

/// A link that leads out of the reference, under the name of a page.
pub(super) fn link_to_elsewhere(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let is_explicit =
        page.front.is_some() && page.tables.iter().any(|it| it.columns.iter().any(|it| it == "type"));
    let cell = page.cell(random, |_, column, text| is_explicit && is_prose(column) && text.contains(' '))?;
    let by = random.pick(&["[a](http://example.com/there)", "[contact](there.html)", "[it](contact_ref.md)"]);
    Some(page.with_cell(&cell, &format!("{} {by}", cell.text())))
}

/// A tag or an image with words of its own, at the end of a text.
pub(super) fn words_in_a_tag(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, text| is_prose(column) && text.contains(' '))?;
    let by = random.pick(&[
        "<br there>",
        "<img alt=\"there\">",
        "![](there.png)",
        "[](there)",
        "[](contact_ref.md)",
        "<span title='there'></span>",
    ]);
    // A type at the end of a description stays there.
    Some(page.with_cell(&cell, &format!("{by} {}", cell.text())))
}

/// An entry of a list of pages that is struck out, or has words behind it.
pub(super) fn entry_struck_out(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = *choose(random, &page.entries)?;
    let entry = page.lines[line].strip_prefix("- ")?;
    let text = if random.once_in(2) { format!("- ~~{entry}~~") } else { format!("- {entry} (*)") };
    Some(page.with_line(line, &text))
}
