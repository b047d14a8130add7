//! Sources become page facts: one page after the other, each on its own.

use crate::diagnostic::Diagnostic;
use crate::extract;
use crate::page::{self, Groups, PageFacts};
use crate::source::Sources;

/// What a set of pages says.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// What each page says, in the order of the sources.
    pub pages: Vec<PageFacts>,
    /// The groups that the index page lists.
    pub groups: Groups,
}

/// Reads what the pages say. A page that is broken does not stop the others.
#[must_use]
pub fn facts(sources: &Sources) -> (Facts, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut groups = Groups::default();
    for source in &sources.indexes {
        let (document, found) = extract::document(source);
        diagnostics.extend(found);
        groups.extend(page::groups(&document));
    }
    let pages = sources
        .pages
        .iter()
        .map(|source| {
            let (document, found) = extract::document(source);
            diagnostics.extend(found);
            let (facts, found) = page::facts(&document);
            diagnostics.extend(found);
            facts
        })
        .collect();
    (Facts { pages, groups }, diagnostics)
}
