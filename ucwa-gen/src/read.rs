//! Sources become page facts: one page after the other, each on its own.

use crate::diagnostic::{Code, Diagnostic};
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
    let mut pages: Vec<PageFacts> = Vec::new();
    for source in &sources.pages {
        let (document, found) = extract::document(source);
        diagnostics.extend(found);
        let (facts, found) = page::facts(&document);
        diagnostics.extend(found);
        // Two files of one name are told apart before they are read; two pages of one title only here.
        if let Some(first) = pages.iter().find(|page| page.name == facts.name) {
            let message = format!(
                "`{}` and `{}` are both the page `{}`",
                source.file(),
                first.source.file(),
                facts.name
            );
            diagnostics.push(
                Diagnostic::new(Code::DuplicatePage, source.span(0..0), message)
                    .related(first.source.span(0..0), "this one is read"),
            );
            continue;
        }
        pages.push(facts);
    }
    (Facts { pages, groups }, diagnostics)
}
