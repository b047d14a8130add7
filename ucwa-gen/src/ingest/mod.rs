//! Files become page facts: each page on its own, several at a time.

mod samples;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::extract;
use crate::files::Sources;
use crate::overrides::{Correction, Override, Overrides, Proposal};
use crate::page::{self, Groups, PageFacts};
use crate::parallel;
use crate::source::SourceFile;

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
    corrected(sources, &Overrides::default())
}

/// Reads what the pages say, those that are excluded left out and samples that are replaced in their place.
pub(crate) fn corrected(sources: &Sources, overrides: &Overrides) -> (Facts, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut groups = Groups::default();
    for source in &sources.indexes {
        let (document, found) = extract::document(source);
        diagnostics.extend(found);
        let (listed, unread) = page::groups(&document);
        diagnostics.extend(unread);
        groups.extend(listed);
    }
    let mut pages: Vec<PageFacts> = Vec::new();
    let mut excluded = BTreeSet::new();
    let mut known: BTreeMap<String, SourceFile> = BTreeMap::new();
    for read in parallel::map(&sources.pages, |source| page(source, overrides)) {
        let (facts, found) = match read {
            Read::Page(facts, found) => (*facts, found),
            Read::Excluded(entry) => {
                excluded.insert(entry.of.as_str());
                continue;
            }
        };
        diagnostics.extend(found);
        // Two files of one name are told apart before they are read; two pages of one title only here.
        if let Some(first) = known.get(&facts.name) {
            let message = format!(
                "`{}` and `{}` are both the page `{}`",
                facts.source.file(),
                first.file(),
                facts.name
            );
            diagnostics.push(
                Diagnostic::new(Code::DuplicatePage, facts.source.span(0..0), message)
                    .related(first.span(0..0), "this one is read"),
            );
            continue;
        }
        known.insert(facts.name.clone(), facts.source.clone());
        pages.push(facts);
    }
    diagnostics.extend(samples::unread(&mut pages, &excluded, overrides));
    (Facts { pages, groups }, diagnostics)
}

/// What reading a page gave.
enum Read<'o> {
    Page(Box<PageFacts>, Vec<Diagnostic>),
    /// Nothing, because of this entry.
    Excluded(&'o Override),
}

/// Reads one page, whatever the others are.
fn page<'o>(source: &SourceFile, overrides: &'o Overrides) -> Read<'o> {
    let (document, mut diagnostics) = extract::document(source);
    let (mut facts, found) = page::facts(&document);
    let exclusion = overrides.find(&facts.name, |it| matches!(it, Correction::Exclude).then_some(()));
    if let Some((entry, ())) = exclusion {
        return Read::Excluded(entry);
    }
    diagnostics.extend(found);
    samples::replace(&mut facts, overrides, &mut diagnostics);
    samples::propose(&mut facts, &mut diagnostics);
    for found in diagnostics.iter_mut().filter(|found| found.code == Code::NotAReference) {
        found.proposal = Some(Proposal::new(facts.name.clone(), Correction::Exclude).to_string());
    }
    Read::Page(Box::new(facts), diagnostics)
}
