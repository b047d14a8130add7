//! What moved: pages, enumerations and properties with another name, and enumerations that were split. Each is one change,
//! and what refers to it is none.

mod apply;
mod enumerations;
mod pages;
mod properties;
mod split;

use std::collections::{BTreeMap, BTreeSet};

use super::change::Effect;
use super::found::{Changes, Found, Path, What, told};
use super::index::Index;
use crate::schema::{Location, Schema};

/// What moved between two schemas.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// By the old names.
    renamed: BTreeMap<String, Renamed>,
    /// The new names of pages and enumerations.
    names: BTreeMap<String, String>,
    /// The new rels, each with the old name of its page, by the old ones.
    rels: BTreeMap<String, (String, String)>,
    /// The new paths of links and properties, by the old ones, whose first segment is a new name.
    paths: BTreeMap<Path, Path>,
}

/// A page or an enumeration with another name.
#[derive(Debug)]
struct Renamed {
    of: &'static str,
    is: String,
    /// The rels, if they differ.
    rels: Option<[String; 2]>,
    files: [String; 2],
    /// Where it is referred to, in the new schema.
    references: BTreeSet<Path>,
}

impl Moves {
    /// Finds pages and enumerations with other names, and returns the old schema with the new names as well.
    pub(super) fn find(old: &Index<'_>, new: &Index<'_>) -> (Schema, Self) {
        let mut moves = Self::default();
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
        for [was, is] in enumerations::renames(&gone, &added) {
            let file = |it: &crate::schema::Enumeration| {
                it.page.as_ref().map_or_else(String::new, |page| page.file.clone())
            };
            moves.rename("enumeration", [&was.name, &is.name], None, [file(was), file(is)]);
        }
        if moves.renamed.is_empty() {
            return (old.schema.clone(), moves);
        }
        let old = apply::apply(old.schema, new, &mut moves);
        (old, moves)
    }

    fn rename(
        &mut self,
        of: &'static str,
        [was, is]: [&str; 2],
        rels: Option<[String; 2]>,
        files: [String; 2],
    ) {
        self.names.insert(was.to_owned(), is.to_owned());
        let references = BTreeSet::new();
        let renamed = Renamed { of, is: is.to_owned(), rels, files, references };
        self.renamed.insert(was.to_owned(), renamed);
    }

    /// Notes that a name stands at a path of the new schema.
    fn refer(&mut self, name: &str, path: Path) {
        if let Some(renamed) = self.renamed.get_mut(name) {
            renamed.references.insert(path);
        }
    }

    /// The path in the new schema of what was at a path of the old one.
    pub(super) fn path(&self, path: &[String]) -> Path {
        let mut moved: Path = path.to_vec();
        if let Some(first) = moved.first_mut()
            && let Some(name) = self.names.get(first)
        {
            first.clone_from(name);
        }
        if moved.first().is_some_and(|first| first == "AnyEvent")
            && let Some(rel) = moved.get_mut(1)
            && let Some((now, _)) = self.rels.get(rel)
        {
            rel.clone_from(now);
        }
        for length in (1..=moved.len()).rev() {
            if let Some(now) = moved.get(..length).and_then(|path| self.paths.get(path)) {
                let rest = moved.get(length..).unwrap_or_default();
                return now.iter().chain(rest).cloned().collect();
            }
        }
        moved
    }

    /// Adds a change for each page and enumeration with another name.
    pub(super) fn announce(&self, new: &Index<'_>, changes: &mut Changes) {
        for (was, renamed) in &self.renamed {
            match new.resource(&renamed.is).filter(|_| renamed.of == "page") {
                Some(resource) => changes.resource(&renamed.is, resource.group.as_ref()),
                None => changes.enumeration(&renamed.is),
            }
            let told = match &renamed.rels {
                Some([was, is]) => told(
                    Effect::Breaks,
                    Effect::None,
                    format!("it is renamed, and its rel `{was}` is `{is}`"),
                ),
                None => told(Effect::None, Effect::None, "it is renamed"),
            };
            let ends = [Some(was.clone()), Some(renamed.is.clone())];
            let places = renamed.files.each_ref().map(|file| top(file));
            let change = changes.push(renamed.of, &[], What::Renamed, told, ends, places);
            change.references.clone_from(&renamed.references);
        }
    }

    /// Finds what moved among the changes: properties with another name, and enumerations that were split.
    pub(super) fn fold(&mut self, found: Vec<Found>, sides: &[Index<'_>; 2]) -> Vec<Found> {
        let found = split::fold(found, sides);
        properties::fold(found, sides, &mut self.paths)
    }
}

fn top(file: &str) -> Option<Location> {
    (!file.is_empty()).then(|| Location { file: file.to_owned(), line: 1, column: 1 })
}
