//! The bodies of samples, before they are JSON or XML.

use std::collections::{BTreeMap, BTreeSet};

use super::super::lookup::Lookup;
use super::value::{self, Made, Value};
use crate::schema::{Event, Link, Property, Resource};

/// Below it are all resources of an application.
pub(super) const APPLICATION: &str = "/ucwa/v1/applications/1";

/// A representation, or the fields of another body.
#[derive(Debug, Default)]
pub(super) struct Body<'a> {
    pub(super) rel: Option<&'a str>,
    /// The outermost XML element.
    pub(super) element: &'a str,
    /// Where it links to itself.
    pub(super) href: Option<String>,
    pub(super) links: Vec<(&'a str, Many<String>)>,
    pub(super) properties: Vec<(&'a str, Value)>,
    pub(super) embedded: Vec<(&'a str, Many<Body<'a>>)>,
}

/// One, or a list.
#[derive(Debug)]
pub(super) enum Many<T> {
    One(T),
    List(Vec<T>),
}

impl<T> Many<T> {
    pub(super) fn as_slice(&self) -> &[T] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::List(list) => list,
        }
    }
}

/// An answer of the event channel with one event.
#[derive(Debug)]
pub(super) struct EventBody<'a> {
    pub(super) event: &'a Event,
    pub(super) sender_href: String,
    pub(super) href: String,
    /// The rel of the resource in which the event happens, and where that is.
    pub(super) scope: Option<(&'a str, String)>,
    pub(super) resource: Option<Body<'a>>,
}

impl<'a> Body<'a> {
    /// The representation that a resource has or, as a role, borrows, with all that it can hold.
    pub(super) fn representation(lookup: &Lookup<'a>, resource: &'a Resource) -> Self {
        let mut body = Self::brief(lookup, resource);
        let shape = shape(lookup, resource);
        let mut rels: BTreeSet<&str> = body.links.iter().map(|(rel, _)| *rel).collect();
        for link in shape.links.iter().filter(|link| link.rel != SELF) {
            if rels.insert(&link.rel) {
                let href = format!("{}/{}", href(&resource.name), segment(&link.rel));
                body.links.push((&link.rel, many(link, |at| at_place(&href, link, at))));
            }
        }
        rels.clear();
        for link in &shape.embedded {
            let target = link.target.as_deref().and_then(|name| lookup.resource(name));
            if let Some(target) = target
                && rels.insert(&link.rel)
            {
                let embedded = |at| {
                    let mut body = Self::brief(lookup, target);
                    body.href = body.href.map(|href| at_place(&href, link, at));
                    body
                };
                body.embedded.push((&link.rel, many(link, embedded)));
            }
        }
        body
    }

    /// A representation without links to other resources, and with none in it.
    fn brief(lookup: &Lookup<'a>, resource: &'a Resource) -> Self {
        let shape = shape(lookup, resource);
        let mut body = Self { rel: Some(&shape.rel), element: "resource", ..Self::default() };
        let links_to_itself = shape.links.iter().any(|link| link.rel == SELF);
        body.href = links_to_itself.then(|| href(&resource.name));
        body.fill(lookup, &shape.properties);
        body
    }

    /// A body of these fields.
    pub(super) fn fields(lookup: &Lookup<'a>, element: &'a str, fields: &'a [Property]) -> Self {
        let mut body = Self { element, ..Self::default() };
        body.fill(lookup, fields);
        body
    }

    /// What a PUT sends back: the properties.
    pub(super) fn put(lookup: &Lookup<'a>, resource: &'a Resource) -> Self {
        Self::fields(lookup, "input", &shape(lookup, resource).properties)
    }

    fn fill(&mut self, lookup: &Lookup<'a>, properties: &'a [Property]) {
        for property in properties.iter().filter(|property| !RESERVED.contains(&property.name.as_str())) {
            match value::of(lookup, property) {
                Some(Made::Value(value)) => self.properties.push((&property.name, value)),
                Some(Made::Content(href)) => {
                    self.links.push((&property.name, Many::One(href.to_owned())));
                }
                None => {}
            }
        }
    }

    /// Whether it says nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.rel.is_none() && self.properties.is_empty() && self.links.is_empty()
    }

    /// A property that is a text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.properties.iter().find_map(|(found, value)| match value {
            Value::Text(text) if *found == name => Some(text.as_str()),
            _ => None,
        })
    }
}

/// The rels in which events happen, by their type and the rel that they are about.
pub(in crate::render) struct Scopes<'a>(BTreeMap<(&'a str, &'a str), BTreeSet<&'a str>>);

impl<'a> Scopes<'a> {
    pub(in crate::render) fn new(events: &'a [Event]) -> Self {
        let mut all = BTreeMap::new();
        for event in events {
            // Rows that differ in the sender are one event to the reader of samples, which is the first.
            all.entry((event.ty.as_str(), event.resource.as_str()))
                .or_insert_with(|| event.scope.iter().map(String::as_str).collect());
        }
        Self(all)
    }
}

impl<'a> EventBody<'a> {
    pub(super) fn new(lookup: &Lookup<'a>, scopes: &Scopes<'a>, event: &'a Event) -> Self {
        let target = event.target.as_deref().and_then(|name| lookup.resource(name));
        let is_embedded = event.embedded.unwrap_or(event.ty != "deleted");
        let resource = target.filter(|_| is_embedded).map(|target| Body::brief(lookup, target));
        let scopes = scopes.0.get(&(event.ty.as_str(), event.resource.as_str()));
        let scope = event.scope.iter().find(|rel| scopes.is_some_and(|scopes| scopes.contains(rel.as_str())));
        Self {
            event,
            sender_href: href(&event.sender),
            href: href(&event.resource),
            scope: scope.map(|rel| (rel.as_str(), href(rel))),
            resource,
        }
    }
}

/// The rel under which a resource links to itself.
const SELF: &str = "self";
/// What a body holds under these names is no property.
const RESERVED: [&str; 3] = ["rel", "_links", "_embedded"];

/// The resource whose representation it is.
fn shape<'a>(lookup: &Lookup<'a>, resource: &'a Resource) -> &'a Resource {
    lookup.resource(resource.representation()).unwrap_or(resource)
}

fn many<T>(link: &Link, mut make: impl FnMut(usize) -> T) -> Many<T> {
    if link.many { Many::List((1..=2).map(make).collect()) } else { Many::One(make(1)) }
}

fn at_place(href: &str, link: &Link, at: usize) -> String {
    if link.many { format!("{href}/{at}") } else { href.to_owned() }
}

/// Where the resource of this name is.
pub(super) fn href(name: &str) -> String {
    format!("{APPLICATION}/{}", segment(name))
}

/// A name as a part of a path.
pub(super) fn segment(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect()
}
