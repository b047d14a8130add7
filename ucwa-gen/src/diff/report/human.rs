//! A diff for a terminal.

use std::cmp::Reverse;
use std::fmt::Write;

use super::request::{Report, Words, does_in_words, is_shown, is_whole};
use super::text::{counted, line};
use crate::diff::change::Change;

/// A report with more lines than this begins with the summary, too.
const SCREEN: usize = 40;

/// The changes, those that break something first, then by subject, with the items and the places of each; those that are accepted; and a
/// summary in the last lines, and in the first ones of a long report.
#[must_use]
pub fn human(report: &Report<'_>) -> String {
    let mut text = changes(report);
    let summary = format!("{}\n{}\n", report.summary(), report.asks_for(""));
    if text.lines().count() > SCREEN {
        text.insert_str(0, &format!("{summary}\n"));
    }
    text.push_str(&summary);
    report.problems.iter().for_each(|problem| push(&mut text, &line(&problem.to_string())));
    report.denials().iter().for_each(|sentence| push(&mut text, sentence));
    text
}

fn changes(report: &Report<'_>) -> String {
    let mut text = String::new();
    let mut shown: Vec<&Change> = report.shown().collect();
    shown.sort_by_key(|change| Reverse(change.effects.worst()));
    let mut part = None;
    for change in shown {
        let of = Some((change.effects.worst(), &change.subject));
        if part != of {
            part = of;
            push(&mut text, &heading(change));
        }
        entry(&mut text, change, report.words);
    }
    let accepted: Vec<_> =
        report.diff.accepted.iter().filter(|it| is_shown(&it.change, report.words)).collect();
    if !accepted.is_empty() {
        push(&mut text, "accepted");
    }
    for it in accepted {
        entry(&mut text, &it.change, report.words);
        let until = it.until.as_ref().map_or_else(String::new, |until| format!(" (until {until})"));
        push(&mut text, &format!("    accepted{until}: {}", line(&it.accepted)));
    }
    let hidden = report.hidden();
    if hidden > 0 && report.words == Words::Count {
        push(&mut text, &format!("{} of words alone not shown", counted(hidden, "change")));
    }
    report.incomplete().into_iter().chain(report.misread()).for_each(|sentence| push(&mut text, &sentence));
    text
}

fn heading(change: &Change) -> String {
    if change.subject.is_empty() { "the whole API".to_owned() } else { line(&change.subject) }
}

/// How many items and references of a change are named where only what does something is shown; the others are counted.
const NAMED: usize = 8;

fn entry(text: &mut String, change: &Change, words: Words) {
    push(
        text,
        &format!(
            "  {}: {}: {}{}",
            does_in_words(change),
            line(&change.name),
            line(&change.reason),
            ends(change)
        ),
    );
    let items: Vec<String> = change.items.iter().map(|item| line(&item.what)).collect();
    named(text, "", &items, "item", words);
    let references: Vec<String> = change.references.iter().map(|path| line(path)).collect();
    named(text, "with ", &references, "reference", words);
    for (side, at) in [("old", &change.old_at), ("new", &change.new_at)] {
        if let Some(at) = at {
            push(text, &format!("    {side} {at}"));
        }
    }
}

/// The lines of a list; those for which there is no room are counted.
fn named(text: &mut String, before: &str, lines: &[String], noun: &str, words: Words) {
    let room = if words == Words::Show { lines.len() } else { NAMED };
    lines.iter().take(room).for_each(|line| push(text, &format!("    {before}{line}")));
    if let Some(more) = lines.len().checked_sub(room).filter(|more| *more > 0) {
        push(text, &format!("    and {}: --verbose names all", counted(more, &format!("more {noun}"))));
    }
}

fn ends(change: &Change) -> String {
    match (&change.old, &change.new) {
        _ if is_whole(change) => String::new(),
        (Some(old), Some(new)) => format!(" ({} → {})", line(old), line(new)),
        (Some(one), None) | (None, Some(one)) => format!(" ({})", line(one)),
        (None, None) => String::new(),
    }
}

fn push(text: &mut String, line: &str) {
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{line}");
}
