//! The links in texts: whether there is a page where they lead.

use super::index::Index;
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::Hyperlink;
use crate::page::{ExplicitTarget, PageFacts};
use crate::source::{Span, reference_name};

/// Looks at every link of a page.
pub(super) fn check(page: &PageFacts, index: &Index<'_>) -> Vec<Diagnostic> {
    hyperlinks(page).into_iter().filter_map(|(link, span)| finding(link, &span, index)).collect()
}

fn hyperlinks(page: &PageFacts) -> Vec<(&Hyperlink, Span)> {
    let mut found: Vec<_> = page.mentions.iter().map(|link| (link, page.source.span(0..0))).collect();
    let fields = page.operations.iter().flat_map(|operation| operation.query.iter().chain(&operation.input));
    for row in page.properties.iter().chain(fields) {
        found.extend(row.mentions.iter().map(|link| (link, row.span.clone())));
    }
    for row in page.links.iter().chain(&page.embedded) {
        let target = match &row.target {
            Some(ExplicitTarget::Page(link)) => Some(link),
            Some(ExplicitTarget::Unknown) | None => None,
        };
        found.extend(target.into_iter().chain(&row.mentions).map(|link| (link, row.span.clone())));
    }
    for row in &page.events {
        found.extend(row.target.iter().map(|link| (link, row.span.clone())));
    }
    for row in page.operations.iter().flat_map(|operation| &operation.items) {
        found.extend(row.target.iter().map(|link| (link, row.span.clone())));
    }
    found
}

fn finding(link: &Hyperlink, span: &Span, index: &Index<'_>) -> Option<Diagnostic> {
    // Anything else leads out of the reference.
    let name = reference_name(link.file())?;
    let path = link.path();
    let pages = [index.resource(name), index.enumeration(name)];
    let found: Vec<&str> = pages.iter().flatten().map(|page| page.name.as_str()).collect();
    match found[..] {
        [] => {
            let message = format!("there is no page `{path}`");
            Some(Diagnostic::new(Code::DanglingPage, span.clone(), message))
        }
        [found] if found != name => {
            let message = format!("`{path}` is the page `{found}`");
            Some(Diagnostic::new(Code::TargetCase, span.clone(), message))
        }
        _ => None,
    }
}
