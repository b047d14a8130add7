//! Since when the documentation has what.

use std::collections::BTreeMap;

use crate::schema::Schema;

/// By page, then by path in the page: the page itself, whose path is empty, first.
pub(super) fn since(schema: &Schema) -> BTreeMap<&str, Vec<(&str, &str)>> {
    let mut pages: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for it in &schema.since {
        let (page, path) = it.of.split_once('.').unwrap_or((&it.of, ""));
        pages.entry(page).or_default().push((path, &it.since));
    }
    pages
}
