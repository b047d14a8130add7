//! The errors that nearly every operation lists.

use std::collections::{BTreeMap, BTreeSet};

use super::index::Index;
use crate::page::{ErrorRow, OperationFacts};
use crate::schema::{OperationError, Provenance};

/// What distinguishes two errors: code, status, subcode.
pub(super) type Key<'a> = (&'a str, Option<u16>, Option<&'a str>);

pub(super) fn key(row: &ErrorRow) -> Key<'_> {
    (&row.code, row.status, row.subcode.as_deref())
}

/// The errors that nearly every operation lists, sorted, each with the description that most pages give.
#[derive(Debug, Default)]
pub(super) struct Generic<'a> {
    pub(super) errors: BTreeMap<Key<'a>, &'a str>,
}

/// Nearly every operation or page: four of five.
pub(super) fn nearly_every(count: usize, of: usize) -> bool {
    count * 5 >= of * 4
}

/// The fewest operations or pages that can show that something is generic.
pub(super) const ENOUGH: usize = 5;

impl<'a> Generic<'a> {
    /// Finds the errors that nearly every operation that lists any repeats. There has to be one that lists them all.
    pub(super) fn new(index: &Index<'a>) -> Self {
        let operations = || index.resources().flat_map(|page| &page.operations);
        // A row with a mark of another source is the operation's own.
        let listed =
            |operation: &'a OperationFacts| operation.errors.iter().filter(|row| row.provenance.is_page());
        let listing = operations().filter(|operation| listed(operation).next().is_some()).count();
        if listing < ENOUGH {
            return Self::default();
        }
        let mut counts: BTreeMap<Key<'_>, usize> = BTreeMap::new();
        let mut texts: BTreeMap<Key<'_>, BTreeMap<&str, usize>> = BTreeMap::new();
        for operation in operations() {
            for key in listed(operation).map(key).collect::<BTreeSet<_>>() {
                *counts.entry(key).or_default() += 1;
            }
            for row in listed(operation) {
                *texts.entry(key(row)).or_default().entry(&row.description).or_default() += 1;
            }
        }
        let generic: BTreeSet<Key<'_>> = counts
            .into_iter()
            .filter(|(_, count)| nearly_every(*count, listing))
            .map(|(key, _)| key)
            .collect();
        let lists_all = operations().any(|operation| {
            let keys: BTreeSet<Key<'_>> = listed(operation).map(key).collect();
            generic.is_subset(&keys)
        });
        if !lists_all {
            return Self::default();
        }
        let most = |key: &Key<'_>| {
            let texts = texts.get(key)?;
            texts.iter().max_by_key(|(_, count)| **count).map(|(text, _)| *text)
        };
        Self { errors: generic.into_iter().map(|key| (key, most(&key).unwrap_or_default())).collect() }
    }

    /// As the schema has them.
    pub(super) fn to_errors(&self) -> Vec<OperationError> {
        let errors = self.errors.iter();
        let error = |((code, status, subcode), description): (&Key<'_>, &&str)| OperationError {
            code: (*code).to_owned(),
            status: *status,
            subcode: subcode.map(str::to_owned),
            provenance: Provenance::Page,
            description: (*description).to_owned(),
            evidence: Vec::new(),
        };
        errors.map(error).collect()
    }
}
