//! What moved, by its old names.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::change::Effect;
use crate::diff::found::{Changes, Path, What, told};
use crate::diff::index::Index;
use crate::schema::Location;

/// What moved between two schemas.
#[derive(Debug, Default)]
pub(in crate::diff) struct Moves {
    /// By the old names.
    pub(super) renamed: BTreeMap<String, Renamed>,
    /// The new names of pages and enumerations.
    pub(super) names: BTreeMap<String, String>,
    /// The new rels, each with the old name of its page, by the old ones.
    pub(super) rels: BTreeMap<String, (String, String)>,
    /// The new paths of links and properties, by the old ones, whose first segment is a new name.
    pub(super) paths: BTreeMap<Path, Path>,
}

/// A page or an enumeration with another name.
#[derive(Debug)]
pub(super) struct Renamed {
    of: &'static str,
    is: String,
    /// The rels, if they differ.
    pub(super) rels: Option<[String; 2]>,
    files: [String; 2],
    /// Where it is referred to, in the new schema.
    references: BTreeSet<Path>,
}

impl Moves {
    /// Notes that something of the old schema has another name.
    pub(super) fn rename(
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
    pub(super) fn refer(&mut self, name: &str, path: Path) {
        if let Some(renamed) = self.renamed.get_mut(name) {
            renamed.references.insert(path);
        }
    }

    /// The path in the new schema of what was at a path of the old one.
    pub(in crate::diff) fn path(&self, path: &[String]) -> Path {
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
    pub(in crate::diff) fn announce(&self, new: &Index<'_>, changes: &mut Changes) {
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
}

fn top(file: &str) -> Option<Location> {
    (!file.is_empty()).then(|| Location { file: file.to_owned(), line: 1, column: 1 })
}
