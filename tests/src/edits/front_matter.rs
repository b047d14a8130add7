//! Edits of the front matter, where a page has one.

use super::page::{Page, choose};
use super::title::is_explicit;
use super::typo::misspell;
use crate::random::Random;

/// The keys that mean something.
const KEYS: &[&str] = &["title", "role_of", "kind", "aliases", "rel", "revision"];

/// The line of dashes below it is gone, or has a dash too few.
pub(super) fn not_closed(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let last = page.front.as_ref()?.end - 1;
    if random.once_in(2) {
        Some(page.with::<&str>(last..last + 1, []))
    } else {
        Some(page.with_line(last, "--"))
    }
}

/// The line of dashes above it is gone, or has a dash too few.
pub(super) fn not_opened(page: &Page<'_>, random: &mut Random) -> Option<String> {
    page.front.as_ref()?;
    if random.once_in(2) { Some(page.with::<&str>(0..1, [])) } else { Some(page.with_line(0, "--")) }
}

/// Something stands before it: an empty line, blanks, a comment.
pub(super) fn not_first(page: &Page<'_>, random: &mut Random) -> Option<String> {
    page.front.as_ref()?;
    Some(match random.below(4) {
        0 => page.with(0..0, [""]),
        1 => page.with(0..0, ["<!-- checked -->"]),
        2 => page.with_line(0, " ---"),
        _ => page.with(0..0, ["", ""]),
    })
}

/// A line without its colon, or with another sign.
pub(super) fn without_colon(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = line(page, random)?;
    let (key, value) = page.lines[line].split_once(':')?;
    let sign = random.pick(&["", " =", ";", "\u{ff1a}"]);
    Some(page.with_line(line, &format!("{key}{sign}{value}")))
}

/// A key that means something, misspelt once: it is no other key.
pub(super) fn key_misspelt(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = line(page, random)?;
    let (key, value) = page.lines[line].split_once(':')?;
    KEYS.contains(&key).then_some(())?;
    let other = misspell(random, key, |key| KEYS.contains(&key))?;
    Some(page.with_line(line, &format!("{other}:{value}")))
}

/// A value outside of what its key allows: no kind, no page, no number.
pub(super) fn value_misspelt(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = line(page, random)?;
    let (key, value) = page.lines[line].split_once(':')?;
    let value = value.trim();
    let other = match key {
        "kind" => misspell(random, value, |_| false)?,
        "role_of" => misspell(random, value, |name| page.names.contains(&name.to_lowercase()))?,
        "revision" => random.pick(&["two", "", "2.0", "-1"]).to_owned(),
        "aliases" => format!("{value}; other"),
        "rel" => format!("{value} or so"),
        _ => return None,
    };
    Some(page.with_line(line, &format!("{key}: {other}")))
}

/// A key twice, the second time with another value.
pub(super) fn key_repeated(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let line = line(page, random)?;
    let (key, value) = page.lines[line].split_once(':')?;
    (KEYS.contains(&key) && key != "title").then_some(())?;
    Some(page.with(line + 1..line + 1, [format!("{key}:{value}x")]))
}

/// The title twice, the second time perhaps another one.
pub(super) fn title_repeated(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let front = page.front.clone()?;
    let line = front.clone().find(|line| page.lines[*line].starts_with("title:"))?;
    let by = if random.once_in(2) { page.lines[line] } else { "title: me" };
    let at = line + 1 + random.below(front.end - 1 - line);
    Some(page.with(at..at, [by]))
}

/// A line more, which contradicts the page or another one: the rel of another page, its own in another case or as an alias, a
/// page with a GET that is an operation only, a revision below the first.
pub(super) fn contradiction(page: &Page<'_>, random: &mut Random) -> Option<String> {
    is_explicit(page).then_some(())?;
    let front = page.front.clone()?;
    let says = |key: &str| page.lines[front.clone()].iter().any(|line| line.starts_with(key));
    if says("rel:") || says("revision:") || says("aliases:") || says("kind:") {
        return None;
    }
    let is_resource = page.headings.iter().any(|heading| heading.text == "Properties");
    let name = page.headings.first().filter(|heading| heading.level == 1 && is_resource)?.text;
    let rel = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let others: Vec<&str> = page
        .lines
        .iter()
        .flat_map(|line| line.split("](").skip(1))
        .filter_map(|rest| rest.split_once("_ref.md)").map(|(name, _)| name))
        .filter(|other| {
            *other != name && other.starts_with(char::is_lowercase) && !other.ends_with(char::is_numeric)
        })
        .collect();
    let has_get = page.headings.iter().any(|heading| heading.text == "GET");
    let line = match random.below(6) {
        0 => format!("rel: {}", rel.to_uppercase()),
        1 => format!("aliases: {rel}"),
        2 => "revision: 0".to_owned(),
        3 if rel == name => format!("rel: {}", choose(random, &others)?),
        4 => format!("aliases: {}", choose(random, &others)?),
        5 if has_get => "kind: operation".to_owned(),
        _ => return None,
    };
    Some(page.with(front.end - 1..front.end - 1, [line]))
}

/// A line that says something.
fn line(page: &Page<'_>, random: &mut Random) -> Option<usize> {
    let front = page.front.as_ref()?;
    let lines: Vec<usize> =
        (front.start + 1..front.end - 1).filter(|line| page.lines[*line].contains(':')).collect();
    // Every page has a title, and only some have more.
    let other: Vec<usize> =
        lines.iter().copied().filter(|line| !page.lines[*line].starts_with("title")).collect();
    choose(random, if other.is_empty() { &lines } else { &other }).copied()
}
