//! The links in texts: whether there is a page where they lead.

use std::collections::BTreeSet;

use super::index::{Index, revision};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::extract::Hyperlink;
use crate::page::{ExplicitTarget, PageFacts};
use crate::source::{Span, reference_name};

/// Looks at every link of a page.
pub(super) fn check(page: &PageFacts, index: &Index<'_>) -> Vec<Diagnostic> {
    // Those of the columns that say where something leads are decided, and compared with their words, elsewhere.
    let decided: BTreeSet<(&Span, &str)> = decided(page).collect();
    let is_decided = |link: &Hyperlink, span: &Span| decided.contains(&(span, link.target.as_str()));
    let links = page.hyperlinks.iter();
    links.filter_map(|(link, span)| finding(link, span, is_decided(link, span), index)).collect()
}

/// The rows with a column that says where something leads, and where.
fn decided(page: &PageFacts) -> impl Iterator<Item = (&Span, &str)> {
    let links = page.links.iter().chain(&page.embedded).filter_map(|row| match &row.target {
        Some(ExplicitTarget::Page(link)) => Some((&row.span, link)),
        _ => None,
    });
    let events = page.events.iter().filter_map(|row| Some((&row.span, row.target.as_ref()?)));
    let items = page.operations.iter().flat_map(|operation| &operation.items);
    let items = items.filter_map(|row| Some((&row.span, row.target.as_ref()?)));
    links.chain(events).chain(items).map(|(span, link)| (span, link.target.as_str()))
}

fn finding(link: &Hyperlink, span: &Span, is_decided: bool, index: &Index<'_>) -> Option<Diagnostic> {
    // Anything else leads out of the reference.
    let name = reference_name(link.file())?;
    let path = link.path();
    let pages = [index.resource(name), index.enumeration(name)];
    let found: Vec<&PageFacts> = pages.into_iter().flatten().collect();
    match found[..] {
        [] => {
            let message = format!("there is no page `{path}`");
            Some(Diagnostic::new(Code::DanglingPage, span.clone(), message))
        }
        [page] if page.name != name => {
            let message = format!("`{path}` is the page `{}`", page.name);
            let found = Diagnostic::new(Code::TargetCase, span.clone(), message);
            // A page that its title names, and not its file, has nothing but the links to say in which case.
            let is_titled = reference_name(page.source.file()).is_none();
            let severity = if is_titled { Severity::Warning } else { found.severity };
            Some(found.with_severity(severity))
        }
        // A rel leads to the page of one of its revisions.
        [page]
            if !is_decided
                && revision(&page.name).0 != revision(&link.text).0
                && names_other(&link.text, page, index) =>
        {
            let message = format!("`{}` leads to the page `{}`", link.text, page.name);
            Some(
                Diagnostic::new(Code::LinkTextDiffers, span.clone(), message)
                    .with_severity(Severity::Warning),
            )
        }
        _ => None,
    }
}

/// Whether words are the name of another page.
fn names_other(words: &str, page: &PageFacts, index: &Index<'_>) -> bool {
    let (lower, name) = (words.to_lowercase(), page.name.to_lowercase());
    // The documentation leads from `myOnlineMeeting` to `onlineMeeting`.
    if lower.contains(&name) || name.contains(&lower) {
        return false;
    }
    let named = [index.resource(words), index.enumeration(words)];
    named.into_iter().flatten().any(|named| named.name != page.name)
}
