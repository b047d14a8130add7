//! A diff for a terminal.

use std::fmt::Write;

use super::request::{Report, Words, does_in_words, is_shown};
use super::text::{counted, line};
use crate::diff::change::Change;

/// The changes by subject, with the items and the places of each; those that are accepted; and a summary in the last lines.
#[must_use]
pub fn human(report: &Report<'_>) -> String {
    let mut text = String::new();
    let mut subject = None;
    for change in report.shown() {
        if subject != Some(&change.subject) {
            subject = Some(&change.subject);
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
    if let Some(sentence) = report.incomplete() {
        push(&mut text, &sentence);
    }
    push(&mut text, &report.summary());
    push(&mut text, &format!("asks for the version: {}", report.version()));
    report.denials().iter().for_each(|sentence| push(&mut text, sentence));
    text
}

fn heading(change: &Change) -> String {
    if change.subject.is_empty() { "the whole API".to_owned() } else { line(&change.subject) }
}

/// How many items of a change are named where only what does something is shown; the others are counted.
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
    let named = if words == Words::Show { change.items.len() } else { NAMED };
    for item in change.items.iter().take(named) {
        push(text, &format!("    {}", line(&item.what)));
    }
    if let Some(more) = change.items.len().checked_sub(named).filter(|more| *more > 0) {
        push(text, &format!("    and {}: --verbose names all", counted(more, "more item")));
    }
    if !change.references.is_empty() {
        push(text, &format!("    with {}", counted(change.references.len(), "reference")));
    }
    for (side, at) in [("old", &change.old_at), ("new", &change.new_at)] {
        if let Some(at) = at {
            push(text, &format!("    {side} {at}"));
        }
    }
}

fn ends(change: &Change) -> String {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!(" ({} → {})", line(old), line(new)),
        (Some(one), None) | (None, Some(one)) => format!(" ({})", line(one)),
        (None, None) => String::new(),
    }
}

fn push(text: &mut String, line: &str) {
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{line}");
}
