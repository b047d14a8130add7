//! The entries that accept changes, to be pasted.

use super::request::{Report, does_in_words, is_whole};
use super::text::line;
use crate::diff::accept::UNWRITTEN;
use crate::diff::change::{Axis, Change, Effect};

/// An entry of a file of accepted changes for each change that breaks something on a denied axis, or on any if none is denied, and is not
/// accepted. The reason is to be written: an entry without one is an error.
#[must_use]
pub fn proposals(report: &Report<'_>) -> String {
    let axes = if report.denied.is_empty() { &Axis::ALL[..] } else { &report.denied };
    let breaks = |change: &&Change| axes.iter().any(|axis| change.effects.on(*axis) == Effect::Breaks);
    let entries = report.diff.changes.iter().filter(breaks).map(entry);
    let mut text = entries.collect::<Vec<_>>().join("\n");
    for sentence in report.incomplete().into_iter().chain(report.misread()) {
        text.push_str(&format!("# {sentence}\n"));
    }
    text
}

fn entry(change: &Change) -> String {
    let ends = match (&change.old, &change.new) {
        _ if is_whole(change) => String::new(),
        (Some(old), Some(new)) => format!(" ({} → {})", line(old), line(new)),
        (Some(one), None) | (None, Some(one)) => format!(" ({})", line(one)),
        (None, None) => String::new(),
    };
    format!(
        "[[accept]]\n# {}: {}{ends}\nchange = {}\ndigest = {}\nreason = {}\n",
        does_in_words(change),
        line(&change.reason),
        quoted(&change.name),
        quoted(&change.digest),
        quoted(UNWRITTEN)
    )
}

/// A string of JSON, which is one of TOML as well.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
