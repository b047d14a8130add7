//! The comparison, entry by entry, and what each change does to the wire and to what names mean. What it does to code is
//! found out elsewhere, from the code.
//!
//! Each function takes the newer entry apart, all of it, so that a field that is added to the schema does not compile until
//! it is compared, or named among those that are not: what matched the two entries, evidence, digests and files.

mod errors;
mod exchanged;
mod list;
mod mentions;
mod operation;
mod pages;
mod property;
mod resource;
mod roles;
mod twice;
mod types;
mod value;
mod whole;

use self::errors::Generic;
pub(super) use self::list::{Entry, link_facts};
use self::list::{Pair, pairs};
use self::pages::page;
pub(super) use self::pages::top;
use super::found::{Changes, Found};
use super::index::Index;
use crate::schema::{Enumeration, Resource, Schema};

/// All changes, in no particular order. The old schema has the names that moved already.
pub(super) fn schemas(sides: &[Index<'_>; 2]) -> Vec<Found> {
    let [old, new] = sides.each_ref().map(|side| side.schema);
    let Schema {
        ir_version: _,
        digest: _,
        link_attributes,
        resources,
        enumerations,
        errors,
        scopes,
        names,
        since: _,
    } = new;
    let generic = Generic::new(sides);
    let mut changes = Changes::default();
    for (name, pair) in pairs(&old.resources, resources, |it: &Resource| it.name.clone()) {
        match pair {
            Pair::Both(a, b) => {
                changes.resource(&name, b.group.as_ref());
                resource::resource(a, b, sides, &generic, &mut changes);
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
    whole::whole(old, &lists, [old, new], &generic, &mut changes);
    exchanged::mark(&mut changes.found);
    twice::fold(roles::fold(changes.found, sides))
}
