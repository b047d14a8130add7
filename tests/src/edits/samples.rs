//! Edits of samples.

use super::page::{Page, choose};
use super::typo::misspell;
use crate::random::Random;

/// The lines of fenced samples that are a member of an object, by their places, and the keys of these.
fn members<'a>(page: &Page<'a>) -> Vec<(usize, &'a str)> {
    let lines = page.fences.iter().cloned().flatten();
    let member = |line: usize| {
        let (key, value) = page.lines[line].trim().strip_prefix('"')?.split_once('"')?;
        value.trim_start().starts_with(':').then_some((line, key))
    };
    lines.filter_map(member).collect()
}

/// The key of a property in a sample, misspelt: no table lists the name.
pub(super) fn key_misspelt(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let listed = |key: &str| page.lines.iter().any(|line| line.starts_with(&format!("|{key}|")));
    let members: Vec<_> = members(page).into_iter().filter(|(_, key)| key.len() > 3 && listed(key)).collect();
    let (line, key) = *choose(random, &members)?;
    let other = misspell(random, key, |other| listed(other) || page.names.contains(&other.to_lowercase()))?;
    // Another number at the end, or several of a thing, can be another thing.
    let is_plural = other.strip_suffix('s') == Some(key) || key.strip_suffix('s') == Some(&other);
    let stem = |name: &str| name.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    if is_plural || stem(&other) == stem(key) {
        return None;
    }
    Some(page.with_line(line, &page.lines[line].replacen(&format!("\"{key}\""), &format!("\"{other}\""), 1)))
}

/// The item of a response is another resource than the one of which the sample below it is.
pub(super) fn rel_of_another(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, text| column == "item" && text.contains("_ref.md)"))?;
    let own = cell.text().strip_prefix('[')?.split(']').next()?.to_owned();
    // The answer is in the next sample in JSON, before the next operation.
    let below = &page.lines[cell.line..];
    let end = below.iter().skip(1).position(|line| line.starts_with("### ")).unwrap_or(below.len() - 1);
    // The sample begins with it, so that it is no rel of something in it.
    let shows = format!("\"rel\":\"{own}\"");
    let bare = |line: &&str| line.replace([' ', ','], "");
    let first = below[..end].iter().map(bare).find(|line| line.starts_with("\"rel\":"));
    let is_shown = first.is_some_and(|line| line == shows);
    let other = random.pick(&["me", "people", "communication", "photo", "contact"]);
    (is_shown && other != own).then(|| page.with_cell(&cell, &format!("[{other}]({other}_ref.md)")))
}

/// The value of a property in a sample in brackets, though XML shows it alone; or a truth value in quotes.
pub(super) fn shape_differs(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let shown_in_xml = |key: &str| {
        let shows = format!("<property name=\"{key}\">");
        page.lines.iter().any(|line| line.contains(&shows) && !line.contains(&format!("{shows}<")))
    };
    let value = |line: usize| {
        let (before, rest) = page.lines[line].split_once(':')?;
        let value = rest.trim().trim_end_matches(',');
        let is_whole = value.starts_with('"') && value.ends_with('"') && value.len() > 2
            || ["true", "false"].contains(&value);
        is_whole.then_some((before, value))
    };
    let members = members(page).into_iter();
    let members = members
        .filter(|(line, key)| *key != "rel" && *key != "href" && shown_in_xml(key) && value(*line).is_some());
    let members: Vec<_> = members.collect();
    let (line, _) = *choose(random, &members)?;
    let (before, value) = value(line)?;
    let comma = if page.lines[line].trim_end().ends_with(',') { "," } else { "" };
    let is_truth = !value.starts_with('"');
    let by = if is_truth && random.once_in(2) { format!("\"{value}\"") } else { format!("[{value}]") };
    Some(page.with_line(line, &format!("{before}: {by}{comma}")))
}

/// The status above a body is one without a body, or that of an error.
pub(super) fn status_contradicts_body(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let fences = page.samples().filter_map(|fence| {
        let lines: Vec<usize> = fence.clone().collect();
        let status = *lines.iter().find(|line| page.lines[**line].starts_with("HTTP/1.1 20"))?;
        let has_body = lines.iter().any(|line| page.lines[*line].starts_with(['{', '<']));
        has_body.then_some(status)
    });
    let fences: Vec<usize> = fences.collect();
    let line = *choose(random, &fences)?;
    let by =
        random.pick(&["204 No Content", "304 Not Modified", "404 Not Found", "500 Internal Server Error"]);
    Some(page.with_line(line, &format!("HTTP/1.1 {by}")))
}
