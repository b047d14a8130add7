//! The comparison, entry by entry, and what each change does to the wire and to what names mean. What it does to code is
//! found out elsewhere, from the code.
//!
//! Each function takes the newer entry apart, all of it, so that a field that is added to the schema does not compile until
//! it is compared, or named among those that are not: what matched the two entries, evidence, digests and files.

mod list;
mod mentions;
mod operation;
mod property;
mod resource;
mod types;
mod value;
mod whole;

use self::list::{Pair, pairs};
use super::change::Effect;
use super::found::{Changes, Found, What, told};
use super::index::Index;
use super::moves::Moves;
use crate::schema::{Enumeration, Location, Resource, Schema};

/// All changes, in no particular order. The old schema has the names that moved already.
pub(super) fn schemas(sides: &[Index<'_>; 2], moves: &Moves) -> Vec<Found> {
    let [old, new] = sides.each_ref().map(|side| side.schema);
    let Schema { ir_version: _, digest: _, link_attributes, resources, enumerations, errors, scopes, names } =
        new;
    let mut changes = Changes::default();
    for (name, pair) in pairs(&old.resources, resources, |it: &Resource| it.name.clone()) {
        match pair {
            Pair::Both(a, b) => {
                changes.resource(&name, b.group.as_ref());
                resource::resource(a, b, sides, &mut changes);
            }
            Pair::Gone(it) => {
                changes.resource(&name, it.group.as_ref());
                page("page", [Some(&it.page.file), None], &mut changes).touches = resource::touches(it);
            }
            Pair::New(it) => {
                changes.resource(&name, it.group.as_ref());
                page("page", [None, Some(&it.page.file)], &mut changes).touches = resource::touches(it);
            }
        }
    }
    for (name, pair) in pairs(&old.enumerations, enumerations, |it: &Enumeration| it.name.clone()) {
        changes.enumeration(&name);
        resource::enumeration(&pair, &mut changes);
    }
    changes.whole_api();
    let lists = whole::Lists { link_attributes, errors, scopes, names };
    whole::whole(old, &lists, [old, new], &mut changes);
    moves.announce(&sides[1], &mut changes);
    changes.found
}

/// The top of a page.
fn top(file: &str) -> Option<Location> {
    (!file.is_empty()).then(|| Location { file: file.to_owned(), line: 1, column: 1 })
}

/// A whole page that came or went; an enumeration without one is declared where it is used.
fn page<'c>(of: &'static str, files: [Option<&String>; 2], changes: &'c mut Changes) -> &'c mut Found {
    let word = |file: &String| if file.is_empty() { "declaration" } else { "page" };
    let ends = files.map(|file| file.map(|file| word(file).to_owned()));
    let is_gone = files[0].is_some();
    let (what, state) = if is_gone { (What::Gone, "gone") } else { (What::New, "new") };
    let wire = match (of, is_gone) {
        // Where it is used, the property has another type, and that is a change of its own.
        ("enumeration", _) => Effect::None,
        (_, true) => Effect::Breaks,
        (_, false) => Effect::Extends,
    };
    let noun = if files.into_iter().flatten().all(String::is_empty) { of } else { "page" };
    let told = told(wire, Effect::None, format!("the {noun} is {state}"));
    changes.push(of, &[], what, told, ends, files.map(|file| file.and_then(|file| top(file))))
}
