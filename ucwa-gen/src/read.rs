//! Sources become page facts: one page after the other, each on its own.

use crate::diagnostic::Diagnostic;
use crate::extract;
use crate::page::{self, PageFacts};
use crate::source::Sources;

/// What the pages say, in the order of the sources. A page that is broken does not stop the others.
#[must_use]
pub fn facts(sources: &Sources) -> (Vec<PageFacts>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
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
    (pages, diagnostics)
}
