//! What moved: pages, enumerations, entries of lists and groups with another name, and enumerations that were split. Each is
//! one change, and what refers to it is none.

mod apply;
mod entries;
mod enumerations;
mod groups;
mod moved;
mod pages;
mod split;

pub(super) use self::moved::Moves;
use super::found::Found;
use super::index::Index;
use crate::schema::{Enumeration, Schema};

/// Finds pages, enumerations and entries with other names, and returns the old schema with the new names as well.
pub(super) fn find(old: &Index<'_>, new: &Index<'_>) -> (Schema, Moves) {
    let mut moves = Moves::default();
    let gone: Vec<_> = old.schema.resources.iter().filter(|it| !new.has(&it.name)).collect();
    let added: Vec<_> = new.schema.resources.iter().filter(|it| !old.has(&it.name)).collect();
    for (is, was) in pages::renames(&gone, &added) {
        let Some(now) = new.resource(is) else { continue };
        let rels = (was.rel != now.rel).then(|| [was.rel.clone(), now.rel.clone()]);
        let files = [was.page.file.clone(), now.page.file.clone()];
        moves.rename("page", [&was.name, is], rels, files);
    }
    let gone: Vec<_> = old.schema.enumerations.iter().filter(|it| !new.has(&it.name)).collect();
    let added: Vec<_> = new.schema.enumerations.iter().filter(|it| !old.has(&it.name)).collect();
    let file = |it: &Enumeration| it.page.as_ref().map_or_else(String::new, |page| page.file.clone());
    for [was, is] in enumerations::renames(&gone, &added) {
        moves.rename("enumeration", [&was.name, &is.name], None, [file(was), file(is)]);
    }
    let mut schema = apply::apply(old.schema, new, &mut moves);
    entries::find(&mut schema, new, &mut moves);
    (schema, moves)
}

/// Finds what moved among the changes: groups with another name, and enumerations that were split.
pub(super) fn fold(found: Vec<Found>, sides: &[Index<'_>; 2]) -> Vec<Found> {
    groups::fold(split::fold(found, sides), sides)
}
