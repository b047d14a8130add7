//! Errors: those that an operation has in effect, and those that nearly every operation has.
//!
//! A schema keeps the errors of nearly every operation once. An operation that has them all has a flag, and one that lacks one of them lists
//! the others itself. So the lists are compared as what they amount to, and the flag itself means nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::list::{Entry, List, first, growing};
use super::value::{Values, another_case, other_meaning};
use crate::diff::change::Effect;
use crate::diff::found::{Changes, Path, Places, Told, told};
use crate::diff::index::Index;
use crate::emit::error_path;
use crate::schema::{GENERIC_ERROR, Location, Operation, OperationError, Schema};

/// An error that an operation has in effect.
struct InEffect<'s> {
    error: &'s OperationError,
    /// Whether the operation has it because nearly every one has.
    is_generic: bool,
    /// Whether its error kind can come or go with it: it does so anyway if it does with nearly every operation.
    decides: bool,
    /// Its row on the page of the operation, if it keeps no evidence itself.
    row: Option<Location>,
}

impl Entry for InEffect<'_> {
    fn key(&self) -> String {
        self.error.key()
    }

    fn loose_key(&self) -> Option<String> {
        self.error.loose_key()
    }

    fn place(&self) -> Option<Location> {
        self.error.place().or_else(|| self.row.clone())
    }
}

/// The errors of nearly every operation, on both sides.
pub(super) struct Generic<'s> {
    schemas: [&'s Schema; 2],
    keys: [BTreeSet<String>; 2],
    /// Those that are gone from, and those that came to, all operations that have all of them: one change, and none of each operation.
    everywhere: [BTreeSet<String>; 2],
}

impl<'s> Generic<'s> {
    pub(super) fn new(sides: &[Index<'s>; 2]) -> Self {
        let schemas = sides.each_ref().map(|side| side.schema);
        let keys = schemas.map(|schema| known(&schema.errors.generic));
        let own: Vec<[BTreeSet<String>; 2]> = having(schemas[0])
            .filter_map(|(page, was)| {
                let mut now = sides[1].resource(page)?.operations.iter();
                let now = now.find(|it| it.method == was.method && it.generic_errors)?;
                Some([known(&was.errors), known(&now.errors)])
            })
            .collect();
        let everywhere = [[0, 1], [1, 0]].map(|[here, there]| {
            let is_everywhere =
                |key: &&String| !own.is_empty() && own.iter().all(|own| !own[there].contains(*key));
            keys[here].difference(&keys[there]).filter(is_everywhere).cloned().collect()
        });
        Self { schemas, keys, everywhere }
    }

    fn list(&self, side: usize) -> &'s [OperationError] {
        &self.schemas[side].errors.generic
    }

    /// The errors of an operation on one side, without those that are the same or one change for nearly every operation.
    fn in_effect<'e>(&'e self, operations: [&'e Operation; 2], side: usize) -> Vec<InEffect<'e>> {
        let [own, other] = [operations[side], operations[1 - side]];
        let listed =
            own.errors.iter().map(|error| InEffect { error, is_generic: false, decides: true, row: None });
        let mut all: Vec<InEffect<'e>> = listed.collect();
        if !own.generic_errors {
            return all;
        }
        let keys: BTreeSet<String> = own.errors.iter().map(Entry::key).collect();
        let generic = self.list(side);
        for (error, row) in generic.iter().zip(rows(own, generic.len())) {
            let loose = error.loose_key().unwrap_or_default();
            let is_everywhere = self.everywhere[side].contains(&loose);
            let is_of_all = other.generic_errors && (self.keys[1 - side].contains(&loose) || is_everywhere);
            let is_own = keys.contains(&error.key());
            if !is_own && !is_of_all {
                all.push(InEffect { error, is_generic: true, decides: !is_everywhere, row });
            }
        }
        all
    }

    /// The errors of nearly every operation, each with its row on the first page that has them all.
    fn all(&self, side: usize) -> Vec<InEffect<'s>> {
        let generic = self.list(side);
        let first = having(self.schemas[side]).next();
        let rows = first.map_or_else(|| vec![None; generic.len()], |(_, it)| rows(it, generic.len()));
        let entry = |(error, row)| InEffect { error, is_generic: true, decides: true, row };
        generic.iter().zip(rows).map(entry).collect()
    }
}

/// The operations that have all generic errors, each with the name of its page.
fn having(schema: &Schema) -> impl Iterator<Item = (&str, &Operation)> {
    let pages = schema.resources.iter();
    let operations = pages.flat_map(|page| page.operations.iter().map(|it| (page.name.as_str(), it)));
    operations.filter(|(_, operation)| operation.generic_errors)
}

/// What errors are known by, whatever their statuses.
fn known(errors: &[OperationError]) -> BTreeSet<String> {
    errors.iter().filter_map(Entry::loose_key).collect()
}

/// The rows of the generic errors on the page of an operation that has them all. If overrides add some of them, it is not known which row is
/// whose, and each has the first one.
fn rows(operation: &Operation, count: usize) -> Vec<Option<Location>> {
    let rows = operation.evidence.iter().filter(|why| why.detail == GENERIC_ERROR);
    let rows: Vec<Location> = rows.filter_map(|why| why.at.clone()).collect();
    if rows.len() == count {
        return rows.into_iter().map(Some).collect();
    }
    vec![rows.into_iter().next().or_else(|| first(&operation.evidence)); count]
}

/// Compares the errors of an operation.
pub(super) fn of_operation(
    path: &[&str],
    operations: [&Operation; 2],
    generic: &Generic<'_>,
    changes: &mut Changes,
) {
    let lists = [0, 1].map(|side| generic.in_effect(operations, side));
    let [gone, new] = growing(false, "error");
    compare("error", path, &lists, [&gone, &new], changes);
}

/// Compares the errors of nearly every operation. One that some operations still have is no longer, or was not, one of these, and what that
/// means is a change of each operation.
pub(super) fn of_nearly_all(path: &[&str], generic: &Generic<'_>, changes: &mut Changes) {
    let is_everywhere = |side: usize, it: &InEffect<'_>| {
        it.loose_key().is_some_and(|key| generic.everywhere[side].contains(&key))
    };
    let lists = [generic.all(0), generic.all(1)];
    let gone = |it: &InEffect<'_>| match is_everywhere(0, it) {
        true => told(Effect::None, Effect::Breaks, "the error is gone"),
        false => told(Effect::None, Effect::None, "each page that has the error lists it now"),
    };
    let new = |it: &InEffect<'_>| match is_everywhere(1, it) {
        true => told(Effect::None, Effect::Extends, "the error is new"),
        false => told(Effect::None, Effect::None, "nearly every page has the error now"),
    };
    compare("generic_error", path, &lists, [&gone, &new], changes);
}

fn compare<'e>(
    of: &'static str,
    path: &[&str],
    [old, new]: &[Vec<InEffect<'e>>; 2],
    [gone, came]: [&dyn Fn(&InEffect<'e>) -> Told; 2],
    changes: &mut Changes,
) {
    let list = List { of, gone, new: came, touches: &touches };
    let none = |_: &str| None;
    list.compare(path, [old, new], &both(of), &[&none, &none], changes);
}

fn touches(it: &InEffect<'_>) -> Vec<Path> {
    it.decides.then(|| error_path(&it.error.code, it.error.subcode.as_deref())).into_iter().collect()
}

fn both(of: &'static str) -> impl Fn(&[&str], &InEffect<'_>, &InEffect<'_>, &Places, &mut Changes) {
    move |path, before, after, places, changes| {
        let old = before.error;
        let OperationError { code, status, subcode: _, provenance, description, evidence: _ } = after.error;
        let mut values = Values { of, path: path.to_vec(), places: places.clone(), changes };
        let text = |status: Option<u16>| status.map_or_else(|| "none".to_owned(), |it| it.to_string());
        values.value("code", [old.code.clone(), code.clone()], another_case);
        values.value("status", [old.status, *status].map(text), || other_meaning("it has another status"));
        values.provenance(&old.provenance, provenance);
        // A generic error is described as on most pages, whatever the words of this one.
        if before.is_generic == after.is_generic {
            values.text("description", &old.description, description);
        }
    }
}

/// Where operations have errors with a status, by the code in any case and the status.
pub(super) type Statuses = BTreeMap<(String, u16), Location>;

pub(super) fn statuses(schema: &Schema) -> Statuses {
    let mut places = Statuses::new();
    for operation in schema.resources.iter().flat_map(|resource| &resource.operations) {
        let own = operation.errors.iter().map(|error| (error, error.place()));
        let generic = &schema.errors.generic[..];
        let generic = if operation.generic_errors { generic } else { &[] };
        let generic = generic.iter().zip(rows(operation, generic.len()));
        for (error, place) in own.chain(generic) {
            if let (Some(status), Some(place)) = (error.status, place) {
                places.entry((error.code.to_ascii_lowercase(), status)).or_insert(place);
            }
        }
    }
    places
}
