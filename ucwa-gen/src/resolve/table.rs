//! The rows of a table of properties, parameters or fields, by name.

use std::collections::{BTreeMap, BTreeSet};

use super::repeats::{MARK, repeated};
use crate::diagnostic::Diagnostic;
use crate::page::FieldRow;

pub(super) struct Table<'a> {
    /// In the order of the first row of each name.
    names: Vec<(&'a str, Vec<&'a FieldRow>)>,
    places: BTreeMap<&'a str, usize>,
    /// The names that overrides add.
    added: BTreeSet<&'a str>,
    /// Rows that repeat a name.
    pub(super) repeated: Vec<Diagnostic>,
}

impl<'a> Table<'a> {
    pub(super) fn new(rows: &'a [FieldRow]) -> Self {
        let mut table =
            Self { names: Vec::new(), places: BTreeMap::new(), added: BTreeSet::new(), repeated: Vec::new() };
        for row in rows {
            let at = *table.places.entry(&row.name).or_insert(table.names.len());
            match table.names.get_mut(at) {
                Some((_, rows)) => {
                    table.repeated.extend(rows.first().map(|first| again(first, row)));
                    rows.push(row);
                }
                None => table.names.push((&row.name, vec![row])),
            }
        }
        table
    }

    pub(super) fn rows(&self, name: &str) -> &[&'a FieldRow] {
        self.places.get(name).map_or(&[], |at| self.names[*at].1.as_slice())
    }

    pub(super) fn lists(&self, name: &str) -> bool {
        self.places.contains_key(name) || self.added.contains(name)
    }

    /// The names that the rows decide about, each with its rows.
    pub(super) fn names(&self) -> impl Iterator<Item = (&'a str, &Vec<&'a FieldRow>)> + Clone {
        let own = self.names.iter().filter(|(name, _)| !self.added.contains(name));
        own.map(|(name, rows)| (*name, rows))
    }

    /// Takes in a name that an override adds. It decides, where a row lists what only samples show.
    pub(super) fn add(&mut self, name: &'a str) {
        self.added.insert(name);
    }
}

/// Compares what two rows of one name say. That they declare two types is for whoever decides the type.
fn again(first: &FieldRow, row: &FieldRow) -> Diagnostic {
    let nullable = |row: &FieldRow| row.declared.as_ref().is_some_and(|declared| declared.nullable);
    let members = |row: &FieldRow| row.declared.as_ref().map(|declared| declared.members.clone());
    let differing = [
        ("nullability", nullable(first) != nullable(row)),
        ("list of members", members(first) != members(row)),
        ("requirement", first.required != row.required),
        ("maximum length", first.limits.max_length != row.limits.max_length),
        ("minimum", first.limits.minimum != row.limits.minimum),
        ("maximum", first.limits.maximum != row.limits.maximum),
        ("default", first.limits.default != row.limits.default),
        (
            MARK,
            first.provenance != row.provenance
                || first.limits.default_provenance != row.limits.default_provenance,
        ),
        ("description", first.description != row.description),
    ];
    repeated(&row.name, &first.span, &row.span, differing)
}
