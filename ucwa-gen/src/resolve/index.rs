//! Finding pages by name, whatever the case they are written in.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::Hyperlink;
use crate::page::{FieldRow, PageFacts, PageKind};
use crate::schema::Scalar;

/// The pages by name.
pub(super) struct Index<'a> {
    resources: Names<'a>,
    enumerations: Names<'a>,
    listed: BTreeMap<&'a str, Listed<'a>>,
    /// The names of the resource pages and the rels that they document, in lower case.
    rels: BTreeSet<String>,
    /// Whether most fields of request bodies have their type at the end of their description.
    fields_have_types: bool,
}

/// The names that the tables of a page list.
#[derive(Default)]
pub(super) struct Listed<'a> {
    pub(super) properties: BTreeSet<&'a str>,
    /// The properties that are declared as content.
    pub(super) content: BTreeSet<&'a str>,
    pub(super) links: BTreeSet<&'a str>,
}

/// Pages of one kind by name: as it is written, or else in any case; those that are elsewhere come last.
struct Names<'a> {
    exact: BTreeMap<&'a str, &'a PageFacts>,
    any_case: BTreeMap<String, &'a PageFacts>,
    /// Those that are elsewhere.
    external: BTreeMap<&'a str, &'a PageFacts>,
}

impl<'a> Names<'a> {
    fn new(pages: &'a [PageFacts], external: &'a [PageFacts], kind: PageKind) -> Self {
        let by_name = |pages: &'a [PageFacts]| {
            let pages = pages.iter().filter(|page| page.kind == kind);
            pages.map(|page| (page.name.as_str(), page)).collect()
        };
        let any_case = pages.iter().chain(external).rev().filter(|page| page.kind == kind);
        let any_case = any_case.map(|page| (page.name.to_lowercase(), page)).collect();
        Self { exact: by_name(pages), any_case, external: by_name(external) }
    }

    fn get(&self, name: &str) -> Option<&'a PageFacts> {
        self.exact
            .get(name)
            .or_else(|| self.external.get(name))
            .or_else(|| self.any_case.get(&name.to_lowercase()))
            .copied()
    }
}

impl<'a> Index<'a> {
    pub(super) fn new(pages: &'a [PageFacts], external: &'a [PageFacts]) -> Self {
        let resources = Names::new(pages, external, PageKind::Resource);
        let listed = resources.exact.values().map(|page| {
            let properties = page.properties.iter().map(|row| row.name.as_str()).collect();
            let links = page.links.iter().map(|row| row.rel.as_str()).collect();
            let is_content = |row: &&FieldRow| {
                row.declared.as_ref().is_some_and(|it| *it.ty.scalar() == Scalar::ExternalResource)
            };
            let content = page.properties.iter().filter(is_content).map(|row| row.name.as_str()).collect();
            (page.name.as_str(), Listed { properties, content, links })
        });
        let listed = listed.collect();
        let known = resources.exact.values().chain(resources.external.values());
        let rels = known.flat_map(|page| rels(page)).map(str::to_lowercase).collect();
        let enumerations = Names::new(pages, external, PageKind::Enumeration);
        let operations = resources.exact.values().flat_map(|page| &page.operations);
        let fields = operations.flat_map(|operation| &operation.input).filter(|row| row.required.is_some());
        let (declared, all) = fields
            .fold((0, 0), |(declared, all), row| (declared + usize::from(row.declared.is_some()), all + 1));
        let fields_have_types = 2 * declared > all;
        Self { resources, enumerations, listed, rels, fields_have_types }
    }

    /// Whether most fields of request bodies have their type at the end of their description.
    pub(super) fn fields_have_types(&self) -> bool {
        self.fields_have_types
    }

    /// The resource pages, sorted by name.
    pub(super) fn resources(&self) -> impl Iterator<Item = &'a PageFacts> {
        self.resources.exact.values().copied()
    }

    /// The names of the resource pages, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.resources.exact.keys().copied()
    }

    /// The name of the resource page that is called exactly so.
    pub(super) fn exact(&self, name: &str) -> Option<&'a str> {
        let Names { exact, external, .. } = &self.resources;
        exact.get_key_value(name).or_else(|| external.get_key_value(name)).map(|(name, _)| *name)
    }

    /// The names of the enumeration pages that are elsewhere, sorted.
    pub(super) fn external_enumerations(&self) -> impl Iterator<Item = &'a str> {
        self.enumerations.external.keys().copied()
    }

    /// The enumeration pages, sorted by name.
    pub(super) fn enumerations(&self) -> impl Iterator<Item = &'a PageFacts> {
        self.enumerations.exact.values().copied()
    }

    /// The resource page of a name or rel.
    pub(super) fn resource(&self, name: &str) -> Option<&'a PageFacts> {
        self.resources.get(name)
    }

    /// The enumeration page of a name.
    pub(super) fn enumeration(&self, name: &str) -> Option<&'a PageFacts> {
        self.enumerations.get(name)
    }

    /// The resource page that a link leads to.
    pub(super) fn linked_resource(&self, link: &Hyperlink) -> Option<&'a PageFacts> {
        self.resource(link.page())
    }

    /// The enumeration page that a link leads to.
    pub(super) fn linked_enumeration(&self, link: &Hyperlink) -> Option<&'a PageFacts> {
        self.enumeration(link.page())
    }

    /// Whether a page documents the rel, or is called so.
    pub(super) fn knows(&self, rel: &str) -> bool {
        self.rels.contains(&rel.to_lowercase())
    }

    /// What the tables of a resource page list.
    pub(super) fn listed(&self, page: &PageFacts) -> Option<&Listed<'a>> {
        self.listed.get(page.name.as_str())
    }
}

/// What a page is called: its name, and the rels that it documents.
pub(super) fn rels(page: &PageFacts) -> impl Iterator<Item = &str> {
    let (own, _) = rel(page);
    [page.name.as_str(), own].into_iter().chain(page.explicit.aliases.iter().map(String::as_str))
}

/// The rel and the revision that a page documents: what its front matter states, or else its name.
pub(super) fn rel(page: &PageFacts) -> (&str, u32) {
    let (rel, number) = revision(&page.name);
    (page.explicit.rel.as_deref().unwrap_or(rel), page.explicit.revision.unwrap_or(number))
}

/// The rel of a page and the revision that the page documents, by its name: `group2` is revision 2 of `group`.
pub(super) fn revision(name: &str) -> (&str, u32) {
    let rel = name.trim_end_matches(|c: char| c.is_ascii_digit());
    match name[rel.len()..].parse() {
        Ok(revision) if revision >= 2 && !rel.is_empty() => (rel, revision),
        _ => (name, 1),
    }
}
