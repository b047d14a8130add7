//! The entries of a file, found by what they are about.

use std::collections::BTreeMap;
use std::path::Path;

use super::entry::{Correction, Override};
use super::parse;
use crate::diagnostic::{Diagnostic, sort};
use crate::files::text_file;
use crate::source::SourceFile;

/// The corrections of a set of pages.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    source: Option<SourceFile>,
    entries: Vec<Override>,
    /// The positions of the entries by what they are about, in the order of the file.
    places: BTreeMap<String, Vec<usize>>,
}

impl Overrides {
    /// Reads a file of overrides. What cannot be read in it is a diagnostic with its place, and corrects nothing.
    #[must_use]
    pub fn read(path: &Path) -> (Self, Vec<Diagnostic>) {
        match text_file(path) {
            Ok(source) => Self::parse(&source),
            Err(diagnostic) => (Self::default(), vec![*diagnostic]),
        }
    }

    /// Reads overrides from memory.
    #[must_use]
    pub fn parse(source: &SourceFile) -> (Self, Vec<Diagnostic>) {
        let (entries, mut diagnostics) = parse::entries(source);
        sort(&mut diagnostics);
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, entry) in entries.iter().enumerate() {
            places.entry(entry.of.clone()).or_default().push(at);
        }
        (Self { source: Some(source.clone()), entries, places }, diagnostics)
    }

    /// The file; `None` where nothing is corrected.
    #[must_use]
    pub fn source(&self) -> Option<&SourceFile> {
        self.source.as_ref()
    }

    /// The entries, in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[Override] {
        &self.entries
    }

    /// The entries about one thing.
    pub(crate) fn about(&self, of: &str) -> impl Iterator<Item = &Override> {
        self.places.get(of).into_iter().flatten().map(|at| &self.entries[*at])
    }

    /// The entries about what belongs to one thing (`LampColour.members.`), in the order of the file.
    pub(crate) fn below<'s>(&'s self, prefix: &str) -> impl Iterator<Item = &'s Override> + use<'s> {
        let things = self.places.range(prefix.to_owned()..);
        let own = things.take_while(|(of, _)| of.starts_with(prefix));
        let mut places: Vec<usize> = own.flat_map(|(_, places)| places).copied().collect();
        places.sort_unstable();
        places.into_iter().map(|at| &self.entries[at])
    }

    /// The entry about one thing that is of the kind wanted, and what it says.
    pub(crate) fn find<'s, T>(
        &'s self,
        of: &str,
        pick: impl Fn(&'s Correction) -> Option<T>,
    ) -> Option<(&'s Override, T)> {
        self.about(of).find_map(|entry| Some((entry, pick(&entry.correction)?)))
    }
}
