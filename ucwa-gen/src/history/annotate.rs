//! The history as a part of the schema.

use std::collections::BTreeMap;

use super::model::{History, Kind};
use crate::schema::{Schema, Since};

/// Puts into a schema, the newest of those that were compared, since when it has what the oldest lacks. Code that is generated from it
/// documents that, and [`explain`](crate::explain) prints it.
///
/// What a new page holds is as new as the page, and is not repeated.
pub fn annotate(schema: &mut Schema, history: &History) {
    let pages: BTreeMap<&str, Option<&str>> = history
        .entries
        .iter()
        .filter(|entry| matches!(entry.kind, Kind::Resource | Kind::Enumeration))
        .map(|entry| (entry.of.as_str(), entry.since()))
        .collect();
    let since = history.entries.iter().filter_map(|entry| {
        let since = entry.since()?;
        let page = entry.of.split_once('.').and_then(|(page, _)| pages.get(page).copied().flatten());
        (page != Some(since)).then(|| Since { of: entry.of.clone(), since: since.to_owned() })
    });
    schema.since = since.collect();
    schema.since.dedup();
}
