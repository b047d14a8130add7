//! What the samples show, by the resource whose representation they are of.

use std::collections::BTreeMap;

use super::bodies::{Bodies, SampleBody};
use super::index::{Index, revision};
use super::instance::{EmbeddedSeen, Instance, LinkSeen, Observed};
use super::outputs::Outputs;
use super::roles::Roles;
use crate::page::{Form, Forms};
use crate::sample::Role;
use crate::source::Span;

/// Values of one property, with their places.
pub(super) type Values<'a> = [(&'a Observed, &'a Span)];

/// All that is seen of one resource's representation, or of one operation's bodies.
#[derive(Debug, Default)]
pub(super) struct Seen<'a> {
    /// The values of the properties.
    pub(super) properties: ByName<'a, (&'a Observed, &'a Span)>,
    /// The links, by rel.
    pub(super) links: ByName<'a, &'a LinkSeen>,
    /// The embedded resources, by rel.
    pub(super) embedded: ByName<'a, &'a EmbeddedSeen>,
}

impl<'a> Seen<'a> {
    /// What some bodies show together.
    pub(super) fn of<'s>(bodies: impl Iterator<Item = &'s SampleBody<'a>>) -> Seen<'s>
    where
        'a: 's,
    {
        let mut seen = Seen::default();
        for body in bodies {
            seen.add(&body.instance);
        }
        seen
    }

    fn add(&mut self, instance: &'a Instance) {
        for (name, value, span) in &instance.properties {
            self.properties.push(name, (value, span));
        }
        for link in &instance.links {
            self.links.push(&link.rel, link);
        }
        for seen in &instance.embedded {
            self.embedded.push(&seen.rel, seen);
        }
    }
}

/// What is seen under each name, in the order in which the names are first seen.
#[derive(Debug)]
pub(super) struct ByName<'a, T> {
    all: Vec<(&'a str, Vec<T>)>,
    places: BTreeMap<&'a str, usize>,
}

impl<'a, T> ByName<'a, T> {
    fn push(&mut self, name: &'a str, value: T) {
        let at = *self.places.entry(name).or_insert(self.all.len());
        match self.all.get_mut(at) {
            Some((_, values)) => values.push(value),
            None => self.all.push((name, vec![value])),
        }
    }

    pub(super) fn get(&self, name: &str) -> &[T] {
        self.places.get(name).map_or(&[], |at| self.all[*at].1.as_slice())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &[T])> {
        self.all.iter().map(|(name, values)| (*name, values.as_slice()))
    }
}

impl<T> Default for ByName<'_, T> {
    fn default() -> Self {
        Self { all: Vec::new(), places: BTreeMap::new() }
    }
}

/// Where an instance stands.
#[derive(Clone, Copy)]
enum Kind {
    /// In the body of a request or a response.
    Body,
    /// With an event. That is no evidence, but what is compared with the columns of the explicit form.
    WithEvent,
}

impl Kind {
    fn counts(self, name: &str, index: &Index<'_>) -> bool {
        let is_explicit = |forms: &Forms| {
            [forms.properties(), forms.links(), forms.embedded()].iter().all(|form| *form == Form::Explicit)
        };
        match self {
            Self::Body => true,
            Self::WithEvent => index.resource(name).is_some_and(|page| is_explicit(&page.forms)),
        }
    }
}

/// What is seen of each resource, by the name of its page.
#[derive(Debug, Default)]
pub(super) struct SeenByResource<'a>(BTreeMap<&'a str, Seen<'a>>);

impl<'a> SeenByResource<'a> {
    /// Instances count for the resource whose representation they are: that of their rel, or for an instance without
    /// one that of the operation's output.
    pub(super) fn new(
        bodies: &'a Bodies<'a>,
        index: &Index<'a>,
        roles: &Roles<'a>,
        outputs: &Outputs<'a>,
    ) -> Self {
        let mut seen = Self::default();
        for body in bodies.all() {
            let own = match body.role {
                // A request carries a representation only when it puts one back.
                Role::Request if body.method != "PUT" || body.instance.rel.is_none() => continue,
                Role::Request => Some(body.page),
                _ => outputs.representation(body.page, body.method),
            };
            seen.file(&body.instance, own, Kind::Body, index, roles);
        }
        for (name, instance) in bodies.with_events() {
            let named = index.resource(name).map(|page| page.name.as_str());
            seen.file(instance, named, Kind::WithEvent, index, roles);
        }
        seen
    }

    pub(super) fn of(&self, resource: &str) -> Option<&Seen<'a>> {
        self.0.get(resource)
    }

    fn file(
        &mut self,
        instance: &'a Instance,
        expected: Option<&'a str>,
        kind: Kind,
        index: &Index<'a>,
        roles: &Roles<'a>,
    ) {
        let expected = expected.map(|name| roles.representation(name));
        let named = instance.rel.as_deref().and_then(|rel| index.resource(rel));
        let named = named.map(|page| roles.representation(&page.name));
        let name = match (expected, named) {
            // The sample of a later revision carries the rel of the first.
            (Some(expected), Some(named)) if revision(expected).0 == named => Some(expected),
            (_, Some(named)) => Some(named),
            (expected, None) => expected,
        };
        if let Some(name) = name.filter(|name| kind.counts(name, index)) {
            self.0.entry(name).or_default().add(instance);
        }
        for embedded in &instance.embedded {
            let page = index.resource(&embedded.rel).map(|page| page.name.as_str());
            for inner in &embedded.instances {
                self.file(inner, page, kind, index, roles);
            }
        }
    }
}
