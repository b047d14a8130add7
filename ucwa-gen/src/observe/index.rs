//! The schema, found by what is on the wire.

use std::collections::{BTreeMap, BTreeSet};

use super::document::Structure;
use crate::schema::{Event, Operation, Property, Resource, Scalar, Schema};

/// The position of a page among the resources of the schema.
pub(super) type Page = usize;

/// The schema, and where things are in it.
pub(super) struct Index<'s> {
    pub(super) schema: &'s Schema,
    names: BTreeMap<&'s str, Page>,
    /// The pages of a rel, those of the first revision first, then those that have it as another name.
    rels: BTreeMap<&'s str, Vec<Page>>,
    /// The representation of each page: its own, or for a role the other's.
    representations: Vec<Page>,
    /// By rel, type and sender.
    events: BTreeMap<(&'s str, &'s str, &'s str), &'s Event>,
    members: BTreeMap<&'s str, BTreeSet<&'s str>>,
    /// The names of the members of each representation, for those that have any.
    shapes: Vec<(Page, BTreeSet<&'s str>)>,
}

impl<'s> Index<'s> {
    pub(super) fn new(schema: &'s Schema) -> Self {
        let pages = || schema.resources.iter().enumerate();
        let names: BTreeMap<&str, Page> =
            pages().map(|(page, resource)| (resource.name.as_str(), page)).collect();
        let mut rels: BTreeMap<&str, Vec<Page>> = BTreeMap::new();
        for (page, resource) in pages() {
            rels.entry(&resource.rel).or_default().push(page);
        }
        rels.values_mut().for_each(|pages| pages.sort_by_key(|page| schema.resources[*page].revision));
        for (page, resource) in pages() {
            for alias in &resource.aliases {
                rels.entry(alias).or_default().push(page);
            }
        }
        let representation = |(page, resource): (Page, &Resource)| {
            names.get(resource.representation()).copied().unwrap_or(page)
        };
        let representations: Vec<Page> = pages().map(representation).collect();
        let mut events: BTreeMap<_, &Event> = BTreeMap::new();
        for event in schema.resources.iter().flat_map(|resource| &resource.events) {
            let known = events.entry(key(event)).or_insert(event);
            // One event on two pages: one of them can say more.
            if known.embedded.is_none() {
                *known = event;
            }
        }
        let enumerations = schema.enumerations.iter();
        let members = enumerations.map(|enumeration| {
            let members = enumeration.members.iter().map(|member| member.name.as_str()).collect();
            (enumeration.name.as_str(), members)
        });
        let shapes = pages().filter(|(page, _)| representations[*page] == *page);
        let shapes =
            shapes.map(|(page, resource)| (page, shape(resource))).filter(|(_, names)| !names.is_empty());
        Self {
            schema,
            events,
            members: members.collect(),
            shapes: shapes.collect(),
            names,
            rels,
            representations,
        }
    }

    pub(super) fn resource(&self, page: Page) -> &'s Resource {
        &self.schema.resources[page]
    }

    pub(super) fn page(&self, name: &str) -> Option<Page> {
        self.names.get(name).copied()
    }

    /// The rels that pages document.
    pub(super) fn rels(&self) -> impl Iterator<Item = &str> {
        self.rels.keys().copied()
    }

    /// The pages of a rel, those of the first revision first.
    pub(super) fn of_rel(&self, rel: &str) -> &[Page] {
        self.rels.get(rel).map_or(&[], Vec::as_slice)
    }

    /// The pages of a rel up to a revision, the latest first.
    pub(super) fn revisions(&self, rel: &str, revision: u32) -> impl Iterator<Item = Page> + use<'_, 's> {
        let pages = self.of_rel(rel).iter().rev().copied();
        pages.filter(move |page| self.resource(*page).revision <= revision.max(1))
    }

    /// The page whose representation this rel carries.
    pub(super) fn representation(&self, page: Page) -> Page {
        self.representations[page]
    }

    pub(super) fn operation(&self, page: Page, method: &str) -> Option<&'s Operation> {
        self.resource(page).operations.iter().find(|operation| operation.method == method)
    }

    pub(super) fn event(&self, rel: &str, ty: &str, sender: &str) -> Option<&'s Event> {
        self.events.get(&(rel, ty, sender)).copied()
    }

    /// The members of an enumeration; `None` if it does not exist.
    pub(super) fn members(&self, enumeration: &str) -> Option<&BTreeSet<&'s str>> {
        self.members.get(enumeration)
    }

    /// The representation that a structure without a rel is, by the names of what it has; `None` unless one alone fits best.
    pub(super) fn likest(&self, structure: &Structure<'_>) -> Option<Page> {
        let names: BTreeSet<&str> = structure.names().collect();
        let shared = |shape: &BTreeSet<&str>| shape.intersection(&names).count();
        let best = self.shapes.iter().map(|(_, shape)| shared(shape)).max()?;
        // Two thirds of the names: the rest can be what the schema lacks.
        if best == 0 || best * 3 < names.len() * 2 {
            return None;
        }
        let fitting: Vec<Page> =
            self.shapes.iter().filter(|(_, shape)| shared(shape) == best).map(|(page, _)| *page).collect();
        // An address often ends in the rel: `…/AutodiscoverService.svc/root`.
        let last = structure.href().and_then(|href| href.split('?').next()?.rsplit('/').next());
        let named =
            |page: &&Page| last.is_some_and(|last| self.resource(**page).rel.eq_ignore_ascii_case(last));
        match fitting.as_slice() {
            [page] => Some(*page),
            several => several.iter().find(named).copied(),
        }
    }

    /// The operation that an input without a request is of, by the names of its members; `None` unless one alone fits best.
    pub(super) fn likest_input(&self, structure: &Structure<'_>) -> Option<(Page, &'s Operation)> {
        let shared = |operation: &Operation| {
            let is_known =
                |name: &str| operation.input.iter().any(|field| field.name.eq_ignore_ascii_case(name));
            structure.names().filter(|name| is_known(name)).count()
        };
        let mut all: Vec<(usize, Page, &Operation)> = Vec::new();
        for (page, resource) in self.schema.resources.iter().enumerate() {
            all.extend(resource.operations.iter().map(|operation| (shared(operation), page, operation)));
        }
        let best = all.iter().map(|(shared, ..)| *shared).max()?;
        if best == 0 || best * 3 < structure.names().count() * 2 {
            return None;
        }
        let mut fitting = all.into_iter().filter(|(shared, ..)| *shared == best);
        let (_, page, operation) = fitting.next()?;
        // A later revision of the same rel is the same to who sends it.
        let rel = &self.resource(page).rel;
        fitting.all(|(_, other, _)| self.resource(other).rel == *rel).then_some((page, operation))
    }
}

fn key(event: &Event) -> (&str, &str, &str) {
    (&event.resource, &event.ty, &event.sender)
}

fn shape(resource: &Resource) -> BTreeSet<&str> {
    let properties = resource.properties.iter().map(|property| property.name.as_str());
    let links = resource.links.iter().chain(&resource.embedded).map(|link| link.rel.as_str());
    properties.chain(links).filter(|name| *name != "self").collect()
}

/// Whether a property is content, which travels as a link.
pub(super) fn is_content(property: &Property) -> bool {
    matches!(property.ty.scalar(), Scalar::ExternalResource | Scalar::Byte)
}
