//! What moved, by its old names.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::change::Effect;
use crate::diff::found::{Changes, Found, Path, What, told};
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
    /// What the old schema has where something that was renamed stands, by the path of the value or entry.
    originals: BTreeMap<Path, String>,
    /// The entries with other names, by whose representation they are in, the kind of list and the two names.
    entered: BTreeMap<EntryKey, Vec<Entered>>,
}

/// By what the moves of entries are one change.
pub(super) type EntryKey = (String, &'static str, [String; 2]);

/// An entry with another name, on one page.
#[derive(Debug)]
pub(super) struct Entered {
    pub(super) from: Path,
    pub(super) to: Path,
    pub(super) places: [Option<Location>; 2],
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

    /// Notes what the old schema has at a path of the new one.
    pub(super) fn original(&mut self, path: Path, text: String) {
        self.originals.insert(path, text);
    }

    /// Notes that an entry of a list has another name.
    pub(super) fn enter(&mut self, key: EntryKey, entered: Entered) {
        self.paths.insert(entered.from.clone(), entered.to.clone());
        self.entered.entry(key).or_default().push(entered);
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

    /// Puts back what the old side of each change is: the comparison saw the new names in it.
    pub(in crate::diff) fn restore(&self, found: &mut [Found]) {
        let originals: BTreeMap<Path, &String> =
            self.originals.iter().map(|(path, text)| (self.path(path), text)).collect();
        for change in found.iter_mut().filter(|change| matches!(change.what, What::Value(_) | What::Gone)) {
            if let Some(text) = originals.get(&change.whole_path()) {
                change.ends[0] = Some((*text).clone());
            }
        }
    }

    /// Adds a change for everything that has another name. What changed otherwise at a reference is a change of its own.
    pub(in crate::diff) fn announce(&self, new: &Index<'_>, changes: &mut Changes) {
        let changed: BTreeSet<Path> = changes.found.iter().map(Found::whole_path).collect();
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
            let references = renamed.references.iter().map(|path| self.path(path));
            change.references = references.filter(|path| !changed.contains(path)).collect();
            change.has_rel = renamed.rels.is_some();
        }
        for ((of_whom, of, ends), entered) in &self.entered {
            let is_first = |it: &&Entered| it.to.first() == Some(of_whom);
            let Some(first) = entered.iter().find(is_first).or(entered.first()) else { continue };
            let Some((subject, path)) = first.to.split_first() else { continue };
            match new.resource(subject) {
                Some(resource) => changes.resource(subject, resource.group.as_ref()),
                None => changes.enumeration(subject),
            }
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            let told = match has_place(new, first, of) {
                true => told(Effect::Breaks, Effect::None, "it has another name"),
                false => told(Effect::None, Effect::Breaks, "it has another name"),
            };
            let ends = ends.each_ref().map(|name| Some(name.clone()));
            let change = changes.push(of, &path, What::Renamed, told, ends, first.places.clone());
            let others = entered.iter().filter(|it| it.to != first.to);
            change.references = others.map(|it| it.to.clone()).collect();
        }
    }
}

/// Whether an entry has a place of its own in the types: what is embedded has none without a documented type.
fn has_place(new: &Index<'_>, entered: &Entered, of: &str) -> bool {
    let [resource, .., rel] = &entered.to[..] else { return true };
    let embedded = new.resource(resource).into_iter().flat_map(|it| &it.embedded);
    of != "embedded" || embedded.into_iter().any(|it| it.rel == *rel && it.target.is_some())
}

fn top(file: &str) -> Option<Location> {
    (!file.is_empty()).then(|| Location { file: file.to_owned(), line: 1, column: 1 })
}
