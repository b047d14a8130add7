//! A diff for a pull request.

use std::collections::BTreeMap;

use super::request::{Report, Words, does, is_shown};
use super::text::{code, counted, html, plain, sentence};
use crate::diff::change::{Accepted, Axis, Change, Effect};

/// How long a comment on GitHub may be, in characters. A text has at least as many bytes.
const LIMIT: usize = 65_536;
/// Room for the last lines, the command aside.
const LAST: usize = 400;
/// How many items and references of a change are named; the others are counted.
const NAMED: usize = 8;

/// The changes as Markdown: a summary, then a folded list for each group, what breaks first. It fits into a comment of
/// GitHub: where that has no room for all changes, the least serious are left out, counted, and the command that prints
/// them is named. No change is cut.
#[must_use]
pub fn markdown(report: &Report<'_>) -> String {
    let head = head(report);
    let mut rows: Vec<Row> = report.shown().map(|change| row(change, None)).collect();
    let accepted = report.diff.accepted.iter().filter(|it| is_shown(&it.change, report.words));
    rows.extend(accepted.map(|it| row(&it.change, Some(it))));
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|index| rows[*index].rank);
    let totals = totals(&rows);
    let mut room = LIMIT.saturating_sub(head.len() + LAST + report.command.len());
    let mut fitting: BTreeMap<&Section, Vec<usize>> = BTreeMap::new();
    let (mut left_out, mut least) = (0, usize::MAX);
    for index in order {
        let row = &rows[index];
        let is_first = !fitting.contains_key(&row.section);
        let wrapping = if is_first { opening(&row.section, &totals).len() + CLOSING.len() } else { 0 };
        match room.checked_sub(row.text.len() + wrapping).filter(|_| row.rank <= least) {
            Some(rest) => {
                room = rest;
                fitting.entry(&row.section).or_default().push(index);
            }
            // Nothing that is less serious takes the room of what has none.
            None => {
                left_out += 1;
                least = least.min(row.rank);
            }
        }
    }
    let mut text = head;
    for (section, mut indices) in fitting {
        text.push_str(&opening(section, &totals));
        indices.sort_by_key(|index| (rows[*index].rank, *index));
        indices.iter().for_each(|index| text.push_str(&rows[*index].text));
        text.push_str(CLOSING);
    }
    text.push_str(&last(report, left_out));
    text
}

/// A group, or what is accepted, which is last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Group(String),
    Accepted,
}

struct Row {
    section: Section,
    /// The most serious first.
    rank: usize,
    breaks: bool,
    text: String,
}

fn row(change: &Change, accepted: Option<&Accepted>) -> Row {
    let worst = change.effects.worst();
    let rank = Effect::ALL.iter().position(|effect| *effect == worst).unwrap_or_default();
    let section = match accepted {
        Some(_) => Section::Accepted,
        None => Section::Group(change.group.clone()),
    };
    let does = match worst {
        Effect::Breaks => format!("**{}**", does(change)),
        _ => does(change),
    };
    let mut text = format!("- {does}: {}: {}", code(&change.name), sentence(&change.reason));
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => text.push_str(&format!(" ({} → {})", code(old), code(new))),
        (Some(one), None) | (None, Some(one)) => text.push_str(&format!(" ({})", code(one))),
        (None, None) => {}
    }
    let places: Vec<String> =
        [&change.old_at, &change.new_at].into_iter().flatten().map(|at| plain(&at.to_string())).collect();
    if !places.is_empty() {
        text.push_str(&format!(" <sub>{}</sub>", places.join(" → ")));
    }
    text.push('\n');
    let items = change.items.iter().take(NAMED).map(|item| sentence(&item.what));
    items.for_each(|item| text.push_str(&format!("  - {item}\n")));
    if change.items.len() > NAMED {
        text.push_str(&format!("  - and {}\n", counted(change.items.len() - NAMED, "more item")));
    }
    if !change.references.is_empty() {
        let named: Vec<String> = change.references.iter().take(NAMED).map(|path| code(path)).collect();
        let more = match change.references.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        text.push_str(&format!("  - moved along: {}{more}\n", named.join(", ")));
    }
    if let Some(accepted) = accepted {
        let until = accepted.until.as_ref().map_or_else(String::new, |until| format!(" until {until}"));
        text.push_str(&format!("  - accepted{until}: {}\n", plain(&accepted.accepted)));
    }
    Row { section, rank, breaks: worst == Effect::Breaks, text }
}

/// How many changes each section has, and how many of them break something.
fn totals(rows: &[Row]) -> BTreeMap<Section, [usize; 2]> {
    let mut totals: BTreeMap<Section, [usize; 2]> = BTreeMap::new();
    for row in rows {
        let [all, breaking] = totals.entry(row.section.clone()).or_default();
        *all += 1;
        *breaking += usize::from(row.breaks);
    }
    totals
}

fn opening(section: &Section, totals: &BTreeMap<Section, [usize; 2]>) -> String {
    let [all, breaking] = totals.get(section).copied().unwrap_or_default();
    let title = match section {
        Section::Group(title) => html(title),
        Section::Accepted => "Accepted".to_owned(),
    };
    let breaking = match breaking {
        0 => String::new(),
        1 => ", 1 breaks something".to_owned(),
        breaking => format!(", {breaking} break something"),
    };
    format!("\n<details><summary>{title}: {}{breaking}</summary>\n\n", counted(all, "change"))
}

const CLOSING: &str = "\n</details>\n";

fn head(report: &Report<'_>) -> String {
    let diff = report.diff;
    let accepted = match diff.accepted.len() {
        0 => String::new(),
        count => format!(" and {count} accepted"),
    };
    let mut text = format!(
        "**{}{accepted}**; asks for the version: **{}**\n\n| | breaks | extends |\n|:--|--:|--:|\n",
        counted(diff.changes.len(), "change"),
        report.version()
    );
    for (axis, what) in [
        (Axis::Source, "source: code written against the types"),
        (Axis::Wire, "wire: requests, and where answers land"),
        (Axis::Behaviour, "behaviour: what the same names mean"),
    ] {
        let [breaks, extends] = [Effect::Breaks, Effect::Extends].map(|effect| diff.count(axis, effect));
        text.push_str(&format!("| {what} | {breaks} | {extends} |\n"));
    }
    text
}

fn last(report: &Report<'_>, left_out: usize) -> String {
    let mut text = String::new();
    let hidden = report.hidden();
    if hidden > 0 && report.words == Words::Count {
        let command = code(&format!("{} --verbose", report.command));
        text.push_str(&format!(
            "\n{} of words alone not listed: {command} lists them.\n",
            counted(hidden, "change")
        ));
    }
    if left_out > 0 {
        let command = code(&report.command);
        text.push_str(&format!(
            "\n**{} left out** for want of room: {command} lists them.\n",
            counted(left_out, "change")
        ));
    }
    text
}
