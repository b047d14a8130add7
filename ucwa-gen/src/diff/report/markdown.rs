//! A diff for a pull request.

use std::collections::BTreeMap;

use super::request::{Rank, Report, Words, does, is_shown, is_whole, rank};
use super::text::{code, counted, html, plain, sentence};
use crate::diff::change::{Accepted, Axis, Change, Effect};

/// How long a comment on GitHub may be, in characters. A text has at least as many bytes.
const LIMIT: usize = 65_536;
/// Room for the last lines, the command aside.
const LAST: usize = 400;
/// How many changes share an entry. What is longer might find no room, and is left out as a whole.
const TOGETHER: usize = 50;
/// How many items and references of a change are named; the others are counted.
const NAMED: usize = 8;

/// How much of the room the headers of groups may take, and the acceptances that do not hold.
const HEADERS: usize = LIMIT / 4;
const PROBLEMS: usize = LIMIT / 16;

/// The changes as Markdown: a summary, then a folded list for each group, what breaks first. It fits into a comment of
/// GitHub: where that has no room for all changes, the least serious of all groups are left out, counted in the header of their group and
/// in all, and the command that prints them is named. No change is cut. Changes of one page that differ in their names alone share an entry.
#[must_use]
pub fn markdown(report: &Report<'_>) -> String {
    let head = head(report);
    let rows = rows(report);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    // Among equally serious changes, those that are not accepted come first.
    order.sort_by_key(|index| (rows[*index].rank, rows[*index].section == Section::Accepted));
    let totals = totals(&rows);
    let last = last(report);
    let mut room = LIMIT.saturating_sub(head.len() + last.len() + LAST + report.command.len());
    let mut fitting: BTreeMap<&Section, Vec<usize>> = BTreeMap::new();
    // The headers come first, so that each group states what is left out of it.
    let mut headers = HEADERS.min(room);
    for index in &order {
        let section = &rows[*index].section;
        let all = totals.get(section).copied().unwrap_or_default();
        let longest = opening(section, all, all).len() + CLOSING.len();
        if !fitting.contains_key(section) && longest <= headers {
            headers -= longest;
            room -= longest;
            fitting.insert(section, Vec::new());
        }
    }
    let mut left_out: BTreeMap<&Section, Counts> = BTreeMap::new();
    let mut least = None;
    for index in order {
        let row = &rows[index];
        // Nothing that is less serious takes the room of what has none.
        let is_next = least.is_none_or(|least| row.rank <= least);
        let rest = room.checked_sub(row.text.len()).filter(|_| is_next);
        match (rest, fitting.get_mut(&row.section)) {
            (Some(rest), Some(indices)) => {
                room = rest;
                indices.push(index);
            }
            (rest, _) => {
                left_out.entry(&row.section).or_default().add(row);
                least = if rest.is_none() { least.or(Some(row.rank)) } else { least };
            }
        }
    }
    let mut text = head;
    for (section, mut indices) in fitting {
        let [all, missing] =
            [totals.get(section), left_out.get(section)].map(|it| it.copied().unwrap_or_default());
        text.push_str(&opening(section, all, missing));
        indices.sort_by_key(|index| (rows[*index].rank, *index));
        indices.iter().for_each(|index| text.push_str(&rows[*index].text));
        text.push_str(CLOSING);
    }
    let all = left_out.into_values().fold(Counts::default(), |all, counts| Counts {
        all: all.all + counts.all,
        breaking: all.breaking + counts.breaking,
    });
    text.push_str(&all.line(report));
    text.push_str(&last);
    text
}

/// A group, or what is accepted, which is last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Group(String),
    Accepted,
}

/// An entry of a list: a change, or several that differ in their names alone.
struct Row {
    section: Section,
    rank: Rank,
    breaks: bool,
    /// How many changes it has.
    count: usize,
    text: String,
}

/// How many changes there are, and how many of them break something.
#[derive(Clone, Copy, Default)]
struct Counts {
    all: usize,
    breaking: usize,
}

impl Counts {
    fn add(&mut self, row: &Row) {
        self.all += row.count;
        self.breaking += if row.breaks { row.count } else { 0 };
    }

    /// The line about what has no room.
    fn line(self, report: &Report<'_>) -> String {
        if self.all == 0 {
            return String::new();
        }
        let verbose = if report.words == Words::Show { VERBOSE } else { "" };
        format!(
            "\n**{} left out** for want of room{}: {} lists {}.\n",
            counted(self.all, "change"),
            breaking(self.breaking),
            code(&format!("{}{verbose}", report.command)),
            them(self.all)
        )
    }
}

/// The option that lists changes of words alone.
const VERBOSE: &str = " --verbose";

fn them(count: usize) -> &'static str {
    if count == 1 { "it" } else { "them" }
}

/// How many of some changes break something, after a comma.
fn breaking(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => ", 1 breaks something".to_owned(),
        count => format!(", {count} break something"),
    }
}

/// The entries: changes with the same words are one, in the place of the first.
fn rows(report: &Report<'_>) -> Vec<Row> {
    let accepted = report.diff.accepted.iter().filter(|it| is_shown(&it.change, report.words));
    let all = report.shown().map(|it| (it, None)).chain(accepted.map(|it| (&it.change, Some(it))));
    let mut entries: Vec<(Entry, Vec<&Change>)> = Vec::new();
    let mut open: BTreeMap<(Entry, &str), usize> = BTreeMap::new();
    for (change, accepted) in all {
        let words = Entry::new(change, accepted);
        let key = (words.clone(), change.subject.as_str());
        let at = open.get(&key).copied();
        match at.and_then(|at| entries.get_mut(at)).filter(|(_, changes)| changes.len() < TOGETHER) {
            Some((_, changes)) => changes.push(change),
            None => {
                open.insert(key, entries.len());
                entries.push((words, vec![change]));
            }
        }
    }
    entries.into_iter().map(|(words, changes)| words.row(&changes)).collect()
}

/// What an entry says, but for the names and the places of its changes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    section: Section,
    rank: Rank,
    does: String,
    breaks: bool,
    reason: String,
    /// What was there and what is there.
    ends: String,
    /// The lines below it.
    below: String,
    /// What happened to all items and what moved along: changes that differ there are not one entry, though the lines be the same.
    items: Vec<String>,
}

impl Entry {
    fn new(change: &Change, accepted: Option<&Accepted>) -> Self {
        let worst = change.effects.worst();
        let section = match accepted {
            Some(_) => Section::Accepted,
            None => Section::Group(change.group.clone()),
        };
        let parts = does(change).into_iter().enumerate();
        let parts = parts.map(|(at, part)| match (at, worst) {
            (0, Effect::Breaks) => format!("**{part}**"),
            _ => part,
        });
        let does = parts.collect::<Vec<_>>().join("; ");
        let items = change.items.iter().map(|item| &item.what).chain(&change.references);
        Self {
            section,
            rank: rank(change.effects),
            does,
            breaks: worst == Effect::Breaks,
            reason: sentence(&change.reason),
            ends: ends(change),
            below: below(change, accepted),
            items: items.cloned().collect(),
        }
    }

    fn row(self, changes: &[&Change]) -> Row {
        let names: Vec<String> = changes.iter().map(|it| code(&it.name)).collect();
        let mut text = format!("- {}: {}: {}{}", self.does, names.join(", "), self.reason, self.ends);
        let mut places: Vec<String> = Vec::new();
        for change in changes {
            let sides = [&change.old_at, &change.new_at].into_iter().flatten();
            let place = sides.map(|at| plain(&at.to_string())).collect::<Vec<_>>().join(" → ");
            if !place.is_empty() && !places.contains(&place) {
                places.push(place);
            }
        }
        if !places.is_empty() {
            text.push_str(&format!(" <sub>{}</sub>", places.join(", ")));
        }
        text.push('\n');
        text.push_str(&self.below);
        Row { section: self.section, rank: self.rank, breaks: self.breaks, count: changes.len(), text }
    }
}

fn ends(change: &Change) -> String {
    // The name of an entry that has nothing else is there already. A type is not, even if it is called like its property.
    let is_typed =
        matches!(change.kind.split('.').next(), Some("property" | "query" | "input" | "output_field"));
    let is_name = |one: &str| !is_typed && change.path.ends_with(&format!(".{one}"));
    match (&change.old, &change.new) {
        _ if is_whole(change) => String::new(),
        (Some(old), Some(new)) => format!(" ({} → {})", code(old), code(new)),
        (Some(one), None) | (None, Some(one)) if is_name(one) => String::new(),
        (Some(one), None) | (None, Some(one)) => format!(" ({})", code(one)),
        (None, None) => String::new(),
    }
}

fn below(change: &Change, accepted: Option<&Accepted>) -> String {
    let mut text = String::new();
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
    text
}

/// How many changes each section has.
fn totals(rows: &[Row]) -> BTreeMap<Section, Counts> {
    let mut totals: BTreeMap<Section, Counts> = BTreeMap::new();
    rows.iter().for_each(|row| totals.entry(row.section.clone()).or_default().add(row));
    totals
}

/// The header of a group: how many changes it has, and how many of them have no room.
fn opening(section: &Section, all: Counts, missing: Counts) -> String {
    let title = match section {
        Section::Group(title) => html(title),
        Section::Accepted => "Accepted".to_owned(),
    };
    let left_out = match missing.all {
        0 => String::new(),
        count => format!("; {count} left out{}", breaking(missing.breaking)),
    };
    let counts = format!("{}{}", counted(all.all, "change"), breaking(all.breaking));
    format!("\n<details><summary>{title}: {counts}{left_out}</summary>\n\n")
}

const CLOSING: &str = "\n</details>\n";

fn head(report: &Report<'_>) -> String {
    let diff = report.diff;
    let mut text = format!(
        "**{}**; {}\n\n| | breaks | extends |\n|:--|--:|--:|\n",
        report.count(),
        report.asks_for("**")
    );
    for (axis, what) in [
        (Axis::Source, "source: code written against the types"),
        (Axis::Wire, "wire: requests, and where answers land"),
        (Axis::Behaviour, "behaviour: what the same names mean"),
    ] {
        let [breaks, extends] = [Effect::Breaks, Effect::Extends].map(|effect| diff.count(axis, effect));
        text.push_str(&format!("| {what} | {breaks} | {extends} |\n"));
    }
    for found in report.incomplete().into_iter().chain(report.misread()) {
        text.push_str(&format!("\n**{}.**\n", sentence(&found)));
    }
    text
}

/// Returns the last lines: how many changes affect only words and are not listed, which acceptances do not hold, and which changes are denied.
fn last(report: &Report<'_>) -> String {
    let mut text = String::new();
    let hidden = report.hidden();
    if hidden > 0 && report.words == Words::Count {
        let command = code(&format!("{}{VERBOSE}", report.command));
        text.push_str(&format!(
            "\n{} of words alone not listed: {command} lists {}.\n",
            counted(hidden, "change"),
            them(hidden)
        ));
    }
    let mut room = PROBLEMS;
    let mut more = 0;
    for problem in &report.problems {
        let line = format!("\n**{}**\n", sentence(&problem.to_string()));
        match room.checked_sub(line.len()) {
            Some(rest) => {
                room = rest;
                text.push_str(&line);
            }
            None => more += 1,
        }
    }
    if more > 0 {
        text.push_str(&format!(
            "\n**{} of acceptances: standard error lists all.**\n",
            counted(more, "more error")
        ));
    }
    for sentence in report.denials() {
        text.push_str(&format!("\n**{sentence}.**\n"));
    }
    text
}
