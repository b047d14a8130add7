//! Files become page facts: each page on its own, several at a time.

mod samples;
mod unasked;

use std::collections::{BTreeMap, BTreeSet};

use crate::decision::{Decision, Findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::extract;
use crate::files::{ENUMERATIONS, Sources};
use crate::overrides::{Correction, Overrides};
use crate::page::{self, Groups, NamedRow, PageFacts, PageKind};
use crate::parallel;
use crate::source::{SourceFile, page_name};

/// What a set of pages says.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Facts {
    /// What each page says, in the order of the sources.
    pub pages: Vec<PageFacts>,
    /// The groups that the index page lists.
    pub groups: Groups,
    /// The errors of any resource that the page of them lists, codes and subcodes.
    pub errors: Vec<NamedRow>,
    /// For each page that need not be there, and is not, one that says nothing.
    pub external: Vec<PageFacts>,
}

/// Reads what the pages say. A page that is broken does not stop the others.
#[must_use]
pub fn facts(sources: &Sources) -> (Facts, Vec<Diagnostic>) {
    corrected(sources, &Overrides::default())
}

/// Reads what the pages say, those that are excluded left out and samples that are replaced in their place.
pub(crate) fn corrected(sources: &Sources, overrides: &Overrides) -> (Facts, Vec<Diagnostic>) {
    let mut findings = Findings::default();
    let mut groups = Groups::default();
    for source in &sources.indexes {
        let (document, found) = extract::document(source);
        findings.extend(found);
        let (listed, unread) = page::groups(&document);
        findings.extend(unread);
        findings.extend(groups.extend(listed));
    }
    findings.extend(groups.twice());
    let mut errors = Vec::new();
    for source in &sources.errors {
        let (document, found) = extract::document(source);
        findings.extend(found);
        let (listed, unread) = page::errors(&document);
        findings.extend(unread);
        errors.extend(listed);
    }
    let mut pages: Vec<PageFacts> = Vec::new();
    let mut known: BTreeMap<String, SourceFile> = BTreeMap::new();
    for (facts, found) in parallel::map(&sources.pages, |source| page(source, overrides)) {
        findings.merge(found);
        let Some(facts) = facts else { continue };
        // Two files of one name are reported before they are read; two pages of one title only here.
        if let Some(first) = known.get(&facts.name) {
            let message = format!(
                "`{}` and `{}` are both the page `{}`",
                facts.source.file(),
                first.file(),
                facts.name
            );
            findings.add(
                Diagnostic::new(Code::DuplicatePage, facts.source.span(0..0), message)
                    .related(first.span(0..0), "this one is read"),
            );
            continue;
        }
        known.insert(facts.name.clone(), facts.source.clone());
        pages.push(facts);
    }
    let (mut diagnostics, asked) = findings.into_parts();
    diagnostics.extend(unasked::account(&pages, overrides, &asked));
    // A list may have pages that are excluded, and those that are elsewhere.
    let files = sources.pages.iter().map(|file| page_name(file.file()));
    let listable = files.chain(sources.external.iter().map(String::as_str));
    let listable: BTreeSet<String> =
        listable.chain(pages.iter().map(|page| page.name.as_str())).map(str::to_lowercase).collect();
    if !pages.is_empty() {
        diagnostics.extend(groups.strangers(&listable));
        diagnostics.extend(without_list(sources, &groups, &pages));
    }
    let names: BTreeSet<String> = pages.iter().map(|page| page.name.to_lowercase()).collect();
    let missing = sources.external.iter().filter(|name| !names.contains(&name.to_lowercase()));
    let external = missing.map(|name| external(name)).collect();
    (Facts { pages, groups, errors, external }, diagnostics)
}

/// The finding that no list has the resources, though there are lists: the one that has them is empty or not there. Pages
/// without any list are a part of the documentation, or have no groups.
fn without_list(sources: &Sources, groups: &Groups, pages: &[PageFacts]) -> Option<Diagnostic> {
    let is_of_enumerations = |file: &&SourceFile| file.file().eq_ignore_ascii_case(ENUMERATIONS);
    let index = sources.indexes.iter().find(|file| !is_of_enumerations(file));
    let has_resources = pages.iter().any(|page| page.kind == PageKind::Resource);
    let (at, message) = match (index, sources.indexes.first()) {
        (Some(index), _) if groups.list_nothing() => {
            let why = page::not_lines(index.text()).map_or_else(String::new, |why| format!(": {why}"));
            (index, format!("`{}` lists no page{why}", index.file()))
        }
        (None, Some(other)) => (other, format!("`{}` is there, and no list of the resources", other.file())),
        _ => return None,
    };
    has_resources.then(|| Diagnostic::new(Code::ListDamaged, at.span(0..0), message))
}

/// What a page says that is elsewhere: what it documents, by its name.
fn external(name: &str) -> PageFacts {
    let is_enumeration = name.starts_with(char::is_uppercase);
    let kind = if is_enumeration { PageKind::Enumeration } else { PageKind::Resource };
    PageFacts { kind, ..PageFacts::new(SourceFile::new(format!("{name}_ref.md"), "")) }
}

/// Reads one page, whatever the others are; `None` if it is excluded.
fn page(source: &SourceFile, overrides: &Overrides) -> (Option<PageFacts>, Findings) {
    let mut findings = Findings::default();
    let (document, mut found) = extract::document(source);
    let (mut facts, of_facts) = page::facts(&document);
    found.extend(of_facts);
    let is_read = Decision::new(true, Vec::new()).against(found);
    let exclusion = overrides.find(&facts.name, |it| matches!(it, Correction::Exclude).then_some(()));
    let is_read = match exclusion {
        Some((entry, ())) => is_read.heed(entry, false, |_| "it is read anyway".to_owned()),
        None => is_read,
    };
    let (is_read, _) = findings.close(is_read);
    if is_read {
        samples::decide(&mut facts, overrides, &mut findings);
    }
    (is_read.then_some(facts), findings)
}
