//! The history as a table.

use super::model::{Entry, History, Kind};

/// The longest path that the other columns are moved for.
const WIDTH: usize = 72;

/// The history as a table, a line for each period of an entry: what came or went between the oldest revision and the newest, and
/// with `all` the rest too. What came and went with its page is counted with it, except with `all`.
#[must_use]
pub fn human(history: &History, all: bool) -> String {
    let shown: Vec<&Entry> = history
        .entries
        .iter()
        .filter(|entry| all || !entry.is_unchanged() && !is_of_page(history, entry))
        .collect();
    let width = shown.iter().map(|entry| entry.of.chars().count()).max().unwrap_or(0).min(WIDTH);
    let since =
        history.revisions.iter().map(|name| name.chars().count()).max().unwrap_or(0).max("SINCE".len());
    let mut text = String::new();
    let mut line = |columns: [&str; 3]| {
        let [of, first, last] = columns;
        text.push_str(format!("{of:width$}  {first:since$}  {last}").trim_end());
        text.push('\n');
    };
    if !shown.is_empty() {
        line(["ENTRY", "SINCE", "UNTIL"]);
    }
    for entry in &shown {
        for period in &entry.periods {
            let end = |end: &Option<String>| end.clone().unwrap_or_default();
            line([&entry.of, &end(&period.since), &end(&period.until)]);
        }
    }
    if !shown.is_empty() {
        text.push('\n');
    }
    text.push_str(&summary(history));
    for (revision, count) in &history.errors {
        let noun = if *count == 1 { "error" } else { "errors" };
        text.push_str(&format!(
            "The pages of {revision} have {count} {noun}: what is missing there may be documented all the same.\n"
        ));
    }
    text
}

/// Whether it came and went with its page.
fn is_of_page(history: &History, entry: &Entry) -> bool {
    let Some((page, _)) = entry.of.split_once('.') else { return false };
    let pages = [Kind::Resource, Kind::Enumeration];
    pages.iter().any(|kind| {
        let found = history.entries.binary_search_by(|it| (it.of.as_str(), it.kind).cmp(&(page, *kind)));
        found
            .ok()
            .and_then(|index| history.entries.get(index))
            .is_some_and(|page| page.periods == entry.periods)
    })
}

fn summary(history: &History) -> String {
    let (mut current, mut new, mut gone) = (0, 0, 0);
    for entry in &history.entries {
        let is_current = entry.periods.last().is_some_and(|last| last.until.is_none());
        current += usize::from(is_current);
        gone += usize::from(!is_current);
        new += usize::from(entry.since().is_some());
    }
    let name = |name: Option<&String>| name.cloned().unwrap_or_default();
    let (oldest, newest) = (name(history.revisions.first()), name(history.revisions.last()));
    format!(
        "{newest} documents {current} entries, {new} of which came after {oldest}. Gone: {gone}.\n\
         SINCE is empty for what {oldest} has already, UNTIL for what {newest} still has.\n\
         This is the history of the documentation, not of servers.\n"
    )
}
