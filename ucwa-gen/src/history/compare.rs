//! Revisions, compared.

use std::collections::BTreeMap;

use super::model::{Entry, History, Kind, Period};
use super::paths;
use crate::schema::Schema;

/// Compares revisions of the documentation, the oldest first, each with its name.
///
/// Things are matched by their paths: what was renamed is gone, and new under its new name.
#[must_use]
pub fn history(revisions: &[(String, &Schema)]) -> History {
    let mut found: BTreeMap<(String, Kind), Vec<usize>> = BTreeMap::new();
    for (index, (_, schema)) in revisions.iter().enumerate() {
        for documented in paths::documented(schema) {
            found.entry(documented).or_default().push(index);
        }
    }
    let name = |index: usize| revisions.get(index).map(|(name, _)| name.clone());
    let last = revisions.len().saturating_sub(1);
    let entry = |((of, kind), indices): ((String, Kind), Vec<usize>)| {
        let runs = runs(&indices);
        let period = |(first, end): (usize, usize)| Period {
            since: name(first).filter(|_| first > 0),
            until: name(end).filter(|_| end < last),
        };
        Entry { of, kind, periods: runs.into_iter().map(period).collect() }
    };
    History {
        revisions: revisions.iter().map(|(name, _)| name.clone()).collect(),
        errors: BTreeMap::new(),
        entries: found.into_iter().map(entry).collect(),
    }
}

/// The first and the last of each run of numbers that follow each other.
fn runs(indices: &[usize]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &index in indices {
        match runs.last_mut() {
            Some((_, end)) if index <= *end + 1 => *end = index,
            _ => runs.push((index, index)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::{Entry, Period, history, runs};
    use crate::schema::{Schema, from_json};

    fn schema(properties: &[&str]) -> Schema {
        let properties: Vec<_> = properties
            .iter()
            .map(|name| serde_json::json!({"name": name, "type": "String", "required": false}))
            .collect();
        let schema = serde_json::json!({
            "irVersion": 2, "digest": "", "enumerations": [],
            "resources": [{"name": "lamp", "rel": "lamp", "revision": 1, "kind": "resource",
                "page": {"file": "", "digest": ""}, "properties": properties}],
            "errors": {"codes": [], "subcodes": [], "generic": []},
        });
        from_json(&schema.to_string()).unwrap()
    }

    #[test]
    fn each_entry_has_the_periods_in_which_it_is_documented() {
        let schemas = [&["a", "b", "e"][..], &["a", "c"], &["a", "c", "b", "d"]].map(schema);
        let names = ["1", "2", "3"].map(str::to_owned);
        let revisions: Vec<_> = names.into_iter().zip(&schemas).collect();
        let found = history(&revisions);
        let shown: Vec<String> = found
            .entries
            .iter()
            .map(|entry| {
                let period = |period: &Period| {
                    let end = |end: &Option<String>| end.clone().unwrap_or_default();
                    format!("{}-{}", end(&period.since), end(&period.until))
                };
                let periods: Vec<String> = entry.periods.iter().map(period).collect();
                format!("{} {} {:?}", entry.of, periods.join(" "), entry.since())
            })
            .collect();
        let expected = [
            "lamp - None",
            "lamp.properties.a - None",
            "lamp.properties.b -1 3- Some(\"3\")",
            "lamp.properties.c 2- Some(\"2\")",
            "lamp.properties.d 3- Some(\"3\")",
            "lamp.properties.e -1 None",
        ];
        assert_eq!(shown, expected);
        assert_eq!(history(&[]).entries, []);
        assert!(history(&revisions[..1]).entries.iter().all(Entry::is_unchanged));
    }

    #[test]
    fn runs_are_of_numbers_that_follow_each_other() {
        for (indices, expected) in [
            (&[][..], &[][..]),
            (&[0], &[(0, 0)]),
            (&[0, 0, 1, 2], &[(0, 2)]),
            (&[1, 3, 4, 7], &[(1, 1), (3, 4), (7, 7)]),
        ] {
            assert_eq!(runs(indices), expected);
        }
    }
}
