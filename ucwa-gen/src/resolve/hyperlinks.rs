//! The links in texts: whether there is a page where they lead.

use super::index::Index;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::extract::Hyperlink;
use crate::page::PageFacts;
use crate::source::{Span, reference_name};

/// Looks at every link of a page.
pub(super) fn check(page: &PageFacts, index: &Index<'_>) -> Vec<Diagnostic> {
    page.hyperlinks.iter().filter_map(|(link, span)| finding(link, span, index)).collect()
}

fn finding(link: &Hyperlink, span: &Span, index: &Index<'_>) -> Option<Diagnostic> {
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
        _ => None,
    }
}
