//! A diff as text: for a terminal, and for a pull request.

use std::fmt::Write;

use super::change::{Change, Class, Diff};
use crate::schema::Location;

/// The changes by subject, a line each, and a summary in the last line. With `words`, those of the documentation too.
#[must_use]
pub fn human(diff: &Diff, words: bool) -> String {
    let mut text = String::new();
    let mut subject = None;
    for change in shown(diff, words) {
        if subject != Some(&change.subject) {
            subject = Some(&change.subject);
            line(&mut text, if change.subject.is_empty() { "errors and scopes" } else { &change.subject });
        }
        line(&mut text, &format!("  {}: {}", change.class.as_str(), sentence(change)));
        for (side, at) in [("old", &change.old_at), ("new", &change.new_at)] {
            if let Some(at) = at {
                line(&mut text, &format!("    {side} {at}"));
            }
        }
    }
    line(&mut text, &summary(diff));
    text
}

/// The changes as Markdown, fit for a pull request: a summary, then a section for each class that has changes.
#[must_use]
pub fn markdown(diff: &Diff, words: bool) -> String {
    let mut text = format!("**{}**\n", summary(diff));
    for class in Class::ALL {
        let changes: Vec<&Change> = shown(diff, words).filter(|change| change.class == class).collect();
        if changes.is_empty() {
            continue;
        }
        line(&mut text, &format!("\n### {}\n", title(class)));
        line(&mut text, "| Where | Before | After | Pages |");
        line(&mut text, "|:------|:-------|:------|:------|");
        for change in changes {
            let side = |end: &Option<String>| {
                end.as_ref().map_or_else(String::new, |end| format!("`{}`", cell(end)))
            };
            let pages: Vec<String> =
                [&change.old_at, &change.new_at].into_iter().flatten().map(place).collect();
            let row = [
                format!("`{}`", cell(&change.path)),
                side(&change.old),
                side(&change.new),
                pages.join(" → "),
            ];
            line(&mut text, &format!("| {} |", row.join(" | ")));
        }
    }
    text
}

fn shown(diff: &Diff, words: bool) -> impl Iterator<Item = &Change> {
    diff.changes.iter().filter(move |change| words || change.class != Class::Documentation)
}

fn title(class: Class) -> &'static str {
    match class {
        Class::Breaking => "Breaking",
        Class::Additive => "Additive",
        Class::Documentation => "Documentation",
    }
}

/// How many changes there are of each class.
fn summary(diff: &Diff) -> String {
    let counts = Class::ALL.map(|class| format!("{} {}", diff.count(class), class.as_str()));
    format!("{} changes: {}", diff.changes.len(), counts.join(", "))
}

fn sentence(change: &Change) -> String {
    let path = &change.path;
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!("{path}: {} → {}", short(old), short(new)),
        (Some(old), None) => format!("{path} is gone ({})", short(old)),
        (None, Some(new)) => format!("{path} is new ({})", short(new)),
        (None, None) => path.clone(),
    }
}

/// The first words of a text that is too long for a line.
fn short(text: &str) -> String {
    const LENGTH: usize = 60;
    let line = text.replace('\n', " ");
    if line.chars().count() <= LENGTH { line } else { line.chars().take(LENGTH - 1).chain(['…']).collect() }
}

/// Where an entry is. The name of a page is Markdown only where it is not one of the documentation.
fn place(at: &Location) -> String {
    let place = at.to_string();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '-' | '/');
    if place.chars().all(is_plain) { place } else { format!("`{}`", cell(&place)) }
}

/// A text within a code span within a cell of a table.
fn cell(text: &str) -> String {
    short(text).replace('|', "\\|").replace('`', "'")
}

fn line(text: &mut String, line: &str) {
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{line}");
}
