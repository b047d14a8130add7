//! Corrections of the documentation, kept beside it: `ucwa.toml`.
//!
//! `docs/guide/overrides.md` shows every key. An entry is one fact about one thing, and says why. Where a step of the
//! reading decides something it asks for the entry about it and compares the two; what never was asked for is found in
//! the end. So an entry that no longer applies, or that the pages agree with, cannot stay unnoticed.

mod account;
mod entry;
mod parse;
mod proposal;

use std::path::Path;

use crate::diagnostic::{Diagnostic, sort};
use crate::files::text_file;
use crate::source::SourceFile;

pub(crate) use self::account::{account, stale, things};
pub use self::entry::{Correction, Heading, Override, Target};
pub use self::parse::TABLES;
pub(crate) use self::proposal::Proposal;

/// The name under which the command looks for overrides beside a folder of pages.
pub const FILE: &str = "ucwa.toml";

/// The corrections of a set of pages.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    source: Option<SourceFile>,
    entries: Vec<Override>,
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
        (Self { source: Some(source.clone()), entries }, diagnostics)
    }

    /// The file; none where nothing is corrected.
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
        self.entries.iter().filter(move |entry| entry.of == of)
    }

    /// The entry about one thing that is of the kind wanted, and what it says.
    pub(crate) fn find<'s, T>(
        &'s self,
        of: &str,
        pick: impl Fn(&'s Correction) -> Option<T>,
    ) -> Option<(&'s Override, T)> {
        self.entries.iter().filter(|entry| entry.of == of).find_map(|it| Some((it, pick(&it.correction)?)))
    }
}
