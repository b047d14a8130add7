//! Finding pages by name, whatever the case they are written in.

use std::collections::BTreeMap;

use crate::extract::Hyperlink;
use crate::page::{PageFacts, PageKind};
use crate::source::page_name;

/// The pages by name.
pub(super) struct Index<'a> {
    resources: BTreeMap<String, &'a PageFacts>,
    enumerations: BTreeMap<String, &'a PageFacts>,
}

impl<'a> Index<'a> {
    pub(super) fn new(pages: &'a [PageFacts]) -> Self {
        let of = |kind: PageKind| {
            pages
                .iter()
                .filter(|page| page.kind == kind)
                .map(|page| (page.name.to_lowercase(), page))
                .collect()
        };
        Self { resources: of(PageKind::Resource), enumerations: of(PageKind::Enumeration) }
    }

    /// The resource pages, sorted by name without regard to case.
    pub(super) fn resources(&self) -> impl Iterator<Item = &'a PageFacts> {
        self.resources.values().copied()
    }

    /// The enumeration pages, sorted by name without regard to case.
    pub(super) fn enumerations(&self) -> impl Iterator<Item = &'a PageFacts> {
        self.enumerations.values().copied()
    }

    /// The resource page of a name or rel.
    pub(super) fn resource(&self, name: &str) -> Option<&'a PageFacts> {
        self.resources.get(&name.to_lowercase()).copied()
    }

    /// The enumeration page of a name.
    pub(super) fn enumeration(&self, name: &str) -> Option<&'a PageFacts> {
        self.enumerations.get(&name.to_lowercase()).copied()
    }

    /// The resource page that a link leads to.
    pub(super) fn linked_resource(&self, link: &Hyperlink) -> Option<&'a PageFacts> {
        self.resource(target_name(link))
    }

    /// The enumeration page that a link leads to.
    pub(super) fn linked_enumeration(&self, link: &Hyperlink) -> Option<&'a PageFacts> {
        self.enumeration(target_name(link))
    }
}

/// The page name in a link's target: its last component without anchor and extension.
pub(super) fn target_name(link: &Hyperlink) -> &str {
    let path = link.target.split(['#', '?']).next().unwrap_or_default();
    page_name(path.rsplit('/').next().unwrap_or(path))
}

/// The rel of a page and the revision that the page documents: `group2` is revision 2 of `group`.
pub(super) fn revision(name: &str) -> (&str, u32) {
    let rel = name.trim_end_matches(|c: char| c.is_ascii_digit());
    match name[rel.len()..].parse() {
        Ok(revision) if revision >= 2 && !rel.is_empty() => (rel, revision),
        _ => (name, 1),
    }
}
