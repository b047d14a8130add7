//! Edits of the lists of pages that group the resources.

use super::characters::with_invisible;
use super::page::{Heading, Page, choose};
use super::typo::misspell;
use crate::random::Random;

/// The heading of a group, and the entries below it. The first group of a list is left out: what is in none is before it.
fn group<'a>(page: &Page<'a>, random: &mut Random) -> Option<(Heading<'a>, Vec<usize>)> {
    let groups: Vec<Heading<'a>> = page.headings.iter().filter(|it| it.level == 2).copied().collect();
    let end = |at: usize| groups.get(at + 1).map_or(page.lines.len(), |next| next.line);
    let entries = |start: usize, end: usize| {
        page.entries.iter().copied().filter(|line| (start..end).contains(line)).collect::<Vec<_>>()
    };
    let groups: Vec<(Heading<'a>, Vec<usize>)> =
        groups.iter().enumerate().map(|(at, heading)| (*heading, entries(heading.line, end(at)))).collect();
    let groups: Vec<_> = groups.into_iter().skip(1).filter(|(_, entries)| !entries.is_empty()).collect();
    choose(random, &groups).cloned()
}

/// The heading of a group is gone.
pub(super) fn group_gone(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (heading, _) = group(page, random)?;
    Some(page.with::<&str>(heading.line..heading.line + 1, []))
}

/// The heading of a group on another level, or without its words.
pub(super) fn group_level(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (heading, _) = group(page, random)?;
    let mark = random.pick(&["#", "###", "####"]);
    let text = if random.once_in(4) { "##".to_owned() } else { format!("{mark} {}", heading.text) };
    Some(page.with_line(heading.line, &text))
}

/// The name of a group misspelt, in another case, or with more around it. Groups of two letters can be anything.
pub(super) fn group_misspelt(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (heading, _) = group(page, random)?;
    let name = heading.text;
    let text = match random.below(5) {
        0 => name.to_uppercase(),
        1 => name.to_lowercase(),
        2 => format!("{name} resources"),
        3 => format!("{name} {{#{}}}", name.to_lowercase()),
        _ if name.len() > 3 => misspell(random, name, |_| false)?,
        _ => return None,
    };
    (text != name).then(|| page.with_line(heading.line, &format!("## {text}")))
}

/// The name of a group with a character nobody sees, with letters of another script, or among other words.
pub(super) fn group_in_disguise(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (heading, _) = group(page, random)?;
    let name = heading.text;
    let text = match random.below(5) {
        0 => {
            let once = with_invisible(random, name);
            with_invisible(random, &once)
        }
        1 => format!("1. {name}"),
        2 => format!("\u{1f465} {name}"),
        3 => format!("The {name}"),
        _ => name.replace('e', "\u{435}").replace('o', "\u{43e}"),
    };
    (text != name).then(|| page.with_line(heading.line, &format!("## {text}")))
}

/// An entry that leads to no page, or to another one than it names.
pub(super) fn entry_target(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (_, entries) = group(page, random)?;
    let line = *choose(random, &entries)?;
    let (words, name) = entry(page, line)?;
    let other = if random.once_in(2) {
        misspell(random, name, |name| page.names.contains(&name.to_lowercase()))?
    } else {
        let (_, other) = entry(page, *choose(random, &page.entries)?)?;
        other.to_owned()
    };
    (!other.eq_ignore_ascii_case(name)).then(|| page.with_line(line, &format!("- [{words}]({other}_ref.md)")))
}

/// An entry under another group as well.
pub(super) fn entry_in_two_groups(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (_, entries) = group(page, random)?;
    let (heading, others) = group(page, random)?;
    let line = *choose(random, &entries)?;
    if entries == others || entry(page, line).is_none() {
        return None;
    }
    let first = *others.first()?;
    debug_assert!(heading.line < first, "the entries of a group stand below its heading");
    Some(page.with(first..first, [page.lines[line]]))
}

/// All entries of a group as items of an HTML list.
pub(super) fn group_as_html(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (_, entries) = group(page, random)?;
    let (first, last) = (*entries.first()?, *entries.last()?);
    let items: Option<Vec<String>> = entries
        .iter()
        .map(|line| {
            let (words, name) = entry(page, *line)?;
            Some(format!("<li><a href=\"{name}_ref.md\">{words}</a></li>"))
        })
        .collect();
    let items = ["<ul>".to_owned()].into_iter().chain(items?).chain(["</ul>".to_owned()]);
    Some(page.with(first..last + 1, items))
}

/// The words of an entry, and the name of the page that it leads to.
fn entry<'a>(page: &Page<'a>, line: usize) -> Option<(&'a str, &'a str)> {
    let (words, file) =
        page.lines.get(line)?.trim_end().strip_prefix("- [")?.strip_suffix(')')?.split_once("](")?;
    Some((words, file.strip_suffix("_ref.md")?))
}
