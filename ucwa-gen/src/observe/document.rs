//! What a body says, whether it is JSON or XML.

use super::form::{Malformed, is_alike, malformed, unlike_link, unlike_resource};
use crate::sample::{Body, Element, Message, Node, Value as Json};
use crate::source::Span;

/// A body.
#[derive(Debug)]
pub(super) enum Document<'m> {
    /// An answer of the event channel.
    Events(Events<'m>),
    /// An error.
    Error(Error<'m>),
    /// A representation, an input, or any other structure.
    Structure(Structure<'m>),
    /// Representations under the names that they are embedded under.
    Embedded(Vec<Embedded<'m>>),
    /// A form that the API does not have.
    Other,
}

/// A structure with members: a representation, an input, fields of an answer.
#[derive(Debug)]
pub(super) struct Structure<'m> {
    pub(super) rel: Option<&'m str>,
    /// The outermost XML element, unless it is `resource`.
    pub(super) element: Option<&'m str>,
    pub(super) properties: Vec<Property<'m>>,
    pub(super) links: Vec<Link<'m>>,
    pub(super) embedded: Vec<Embedded<'m>>,
    pub(super) malformed: Vec<Malformed<'m>>,
    pub(super) at: &'m Span,
}

#[derive(Debug)]
pub(super) struct Property<'m> {
    pub(super) name: &'m str,
    pub(super) value: Value<'m>,
    pub(super) at: &'m Span,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'m> {
    Null,
    Boolean,
    /// A whole number, and whether it has 32 bits.
    Integer {
        fits: bool,
    },
    Fraction,
    Text(&'m str),
    /// A text in XML, where every value is one.
    Untyped(&'m str),
    List(Vec<Value<'m>>),
    Structure,
}

/// One, or a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    One,
    List,
    /// A single one in XML, which a list of one is, too.
    Either,
}

#[derive(Debug)]
pub(super) struct Link<'m> {
    pub(super) rel: &'m str,
    pub(super) shape: Shape,
    pub(super) targets: Vec<Target<'m>>,
    pub(super) at: &'m Span,
}

#[derive(Debug)]
pub(super) struct Target<'m> {
    pub(super) href: &'m str,
    pub(super) revision: u32,
}

#[derive(Debug)]
pub(super) struct Embedded<'m> {
    pub(super) rel: &'m str,
    pub(super) shape: Shape,
    pub(super) all: Vec<Structure<'m>>,
    pub(super) at: &'m Span,
}

#[derive(Debug)]
pub(super) struct Error<'m> {
    pub(super) code: Option<&'m str>,
    pub(super) subcode: Option<&'m str>,
    pub(super) at: &'m Span,
}

#[derive(Debug)]
pub(super) struct Events<'m> {
    pub(super) links: Vec<Link<'m>>,
    pub(super) malformed: Vec<Malformed<'m>>,
    pub(super) senders: Vec<Sender<'m>>,
}

#[derive(Debug)]
pub(super) struct Sender<'m> {
    pub(super) rel: Option<&'m str>,
    pub(super) href: Option<&'m str>,
    pub(super) events: Vec<Event<'m>>,
}

#[derive(Debug)]
pub(super) struct Event<'m> {
    pub(super) ty: Option<&'m str>,
    pub(super) rel: Option<&'m str>,
    pub(super) href: Option<&'m str>,
    /// What it happens in: its rel and its address.
    pub(super) scope: Option<(&'m str, &'m str)>,
    pub(super) reason: Option<Error<'m>>,
    pub(super) embedded: Vec<Embedded<'m>>,
    pub(super) malformed: Vec<Malformed<'m>>,
    pub(super) at: &'m Span,
}

/// The members of an error.
const OF_ERRORS: [&str; 6] = ["code", "subcode", "message", "link", "parameters", "debugInfo"];

impl<'m> Document<'m> {
    /// Reads a body; `None` where there is none.
    pub(super) fn of(message: &'m Message) -> Option<Self> {
        Some(match &message.body {
            Body::Empty => return None,
            Body::Json(node) if matches!(node.value, Json::Object(_)) => Self::of_json(node),
            Body::Xml(element, _) => Self::of_xml(element),
            _ => Self::Other,
        })
    }

    fn of_json(node: &'m Node) -> Self {
        if node.get("sender").is_some_and(Node::is_array) || is_without_events(node) {
            return Self::Events(Events::of_json(node));
        }
        let is_error = |(name, _): &(String, Node)| OF_ERRORS.contains(&name.as_str());
        if text(node, "code").is_some() && node.members().iter().all(is_error) {
            return Self::Error(Error::of_json(node));
        }
        let is_resource = |node: &Node| node.get("_links").is_some() || node.get("rel").is_some();
        // How a resource that came with an event is often kept by itself.
        let holds = |(name, node): &(String, Node)| {
            !name.starts_with('_') && !node.elements().is_empty() && node.elements().iter().all(is_resource)
        };
        if !node.members().is_empty() && node.members().iter().all(holds) {
            return Self::Embedded(embedded(node));
        }
        Self::Structure(Structure::of_json(node))
    }

    fn of_xml(element: &'m Element) -> Self {
        match element.name.as_str() {
            "events" => Self::Events(Events::of_xml(element)),
            "reason" => Self::Error(Error::of_xml(element)),
            _ => Self::Structure(Structure::of_xml(element)),
        }
    }
}

/// The links of the event channel.
const OF_CHANNEL: [&str; 4] = ["self", "next", "resync", "resume"];

/// Whether it is an answer of the event channel without events: it has its links, and nothing else.
fn is_without_events(node: &Node) -> bool {
    let mut rels = members(node, "_links").iter().map(|(rel, _)| rel.as_str());
    let is_own = rels.clone().all(|rel| OF_CHANNEL.contains(&rel));
    // Anything can have a `self`.
    is_own && rels.any(|rel| rel != "self") && node.members().iter().all(|(name, _)| name == "_links")
}

fn text<'m>(node: &'m Node, name: &str) -> Option<&'m str> {
    node.get(name)?.as_str()
}

fn shape(node: &Node) -> Shape {
    if node.is_array() { Shape::List } else { Shape::One }
}

fn members<'m>(node: &'m Node, name: &str) -> &'m [(String, Node)] {
    node.get(name).map(Node::members).unwrap_or_default()
}

/// The links of an object, without those that are malformed.
fn links(of: &Node) -> Vec<Link<'_>> {
    members(of, "_links").iter().filter(|(_, node)| is_alike(node, unlike_link)).map(link).collect()
}

fn link((rel, node): &(String, Node)) -> Link<'_> {
    let target = |link| {
        let revision = text(link, "revision").and_then(|revision| revision.parse().ok());
        Some(Target { href: text(link, "href")?, revision: revision.unwrap_or(1) })
    };
    let targets = node.elements().iter().filter_map(target).collect();
    Link { rel, shape: shape(node), targets, at: &node.span }
}

fn embedded(node: &Node) -> Vec<Embedded<'_>> {
    node.members().iter().filter(|(_, node)| is_alike(node, unlike_resource)).map(held).collect()
}

fn held((rel, node): &(String, Node)) -> Embedded<'_> {
    let all = node.elements().iter().filter(|node| node.is_object()).map(Structure::of_json).collect();
    Embedded { rel, shape: shape(node), all, at: &node.span }
}

impl<'m> Structure<'m> {
    fn of_json(node: &'m Node) -> Self {
        let is_property =
            |(name, _): &&(String, Node)| !matches!(name.as_str(), "rel" | "_links" | "_embedded");
        let property =
            |(name, node): &'m (String, Node)| Property { name, value: value(node), at: &node.span };
        Self {
            rel: text(node, "rel"),
            element: None,
            properties: node.members().iter().filter(is_property).map(property).collect(),
            links: links(node),
            embedded: node.get("_embedded").map(embedded).unwrap_or_default(),
            malformed: malformed(node),
            at: &node.span,
        }
    }

    fn of_xml(element: &'m Element) -> Self {
        let mut found = Self {
            rel: element.attribute("rel"),
            element: Some(element.name.as_str()).filter(|name| *name != "resource"),
            properties: Vec::new(),
            links: Vec::new(),
            embedded: Vec::new(),
            malformed: Vec::new(),
            at: &element.span,
        };
        if let Some(href) = element.attribute("href") {
            found.links.push(Link {
                rel: "self",
                shape: Shape::One,
                targets: vec![Target { href, revision: 1 }],
                at: &element.span,
            });
        }
        for child in &element.children {
            let Some(name) = child.attribute("name").or_else(|| child.attribute("rel")) else {
                let (part, message) = match child.name.as_str() {
                    "link" => ("links", "a link has no `rel`"),
                    "resource" => ("embedded", "an embedded resource has no `rel`"),
                    "property" | "propertyList" => ("properties", "a property has no `name`"),
                    _ => continue,
                };
                found.malformed.push(Malformed { part, rel: None, message, at: &child.span });
                continue;
            };
            match child.name.as_str() {
                "property" if name == "rel" => found.rel = Some(&child.text),
                "property" => {
                    let value = if child.children.is_empty() {
                        Value::Untyped(&child.text)
                    } else {
                        Value::Structure
                    };
                    found.properties.push(Property { name, value, at: &child.span });
                }
                "propertyList" => {
                    let item = |item: &'m Element| match item.children.as_slice() {
                        [] => Value::Untyped(&item.text),
                        _ => Value::Structure,
                    };
                    let value = Value::List(child.children.iter().map(item).collect());
                    found.properties.push(Property { name, value, at: &child.span });
                }
                "link" => found.add_link(name, child),
                "resource" => add(&mut found.embedded, name, child),
                _ => {}
            }
        }
        found
    }

    /// Links of one rel are one list.
    fn add_link(&mut self, rel: &'m str, element: &'m Element) {
        let revision = element.attribute("revision").and_then(|revision| revision.parse().ok());
        let Some(href) = element.attribute("href") else {
            let message = "a link has no `href`";
            return self.malformed.push(Malformed {
                part: "links",
                rel: Some(rel),
                message,
                at: &element.span,
            });
        };
        let target = Target { href, revision: revision.unwrap_or(1) };
        match self.links.iter_mut().find(|link| link.rel == rel) {
            Some(link) => {
                link.targets.push(target);
                // The element's own address can be repeated as a link: both are one link.
                link.shape = if link.shape == Shape::One { Shape::Either } else { Shape::List };
            }
            None => {
                self.links.push(Link { rel, shape: Shape::Either, targets: vec![target], at: &element.span });
            }
        }
    }

    /// Where it is.
    pub(super) fn href(&self) -> Option<&'m str> {
        let own = self.links.iter().find(|link| link.rel == "self")?;
        own.targets.first().map(|target| target.href)
    }

    /// The names of what it has.
    pub(super) fn names(&self) -> impl Iterator<Item = &'m str> {
        let properties = self.properties.iter().map(|property| property.name);
        let links = self.links.iter().map(|link| link.rel).filter(|rel| *rel != "self");
        properties.chain(links).chain(self.embedded.iter().map(|embedded| embedded.rel))
    }
}

fn add<'m>(all: &mut Vec<Embedded<'m>>, rel: &'m str, element: &'m Element) {
    match all.iter_mut().find(|embedded| embedded.rel == rel) {
        Some(embedded) => {
            embedded.all.push(Structure::of_xml(element));
            embedded.shape = Shape::List;
        }
        None => all.push(Embedded {
            rel,
            shape: Shape::Either,
            all: vec![Structure::of_xml(element)],
            at: &element.span,
        }),
    }
}

fn value(node: &Node) -> Value<'_> {
    match &node.value {
        Json::Null => Value::Null,
        Json::Bool(_) => Value::Boolean,
        Json::Number(number) if number.is_i64() || number.is_u64() => {
            Value::Integer { fits: number.as_i64().is_some_and(|number| i32::try_from(number).is_ok()) }
        }
        // `-0` is read as a floating-point number.
        Json::Number(number) if number.as_f64().is_some_and(|it| it == 0.0 && it.is_sign_negative()) => {
            Value::Integer { fits: true }
        }
        // A whole number that 64 bits cannot hold is a floating-point number.
        Json::Number(number) if number.as_f64().is_some_and(|it| it.fract() == 0.0 && it.abs() > 2e9) => {
            Value::Integer { fits: false }
        }
        Json::Number(_) => Value::Fraction,
        Json::String(text) => Value::Text(text),
        Json::Array(elements) => Value::List(elements.iter().map(value).collect()),
        Json::Object(_) => Value::Structure,
    }
}

impl<'m> Error<'m> {
    fn of_json(node: &'m Node) -> Self {
        Self { code: text(node, "code"), subcode: text(node, "subcode"), at: &node.span }
    }

    fn of_xml(element: &'m Element) -> Self {
        let text = |name| {
            let property =
                |child: &&'m Element| child.name == "property" && child.attribute("name") == Some(name);
            let child = element.child(name).or_else(|| element.children.iter().find(property))?;
            Some(child.text.as_str()).filter(|text| !text.is_empty())
        };
        Self { code: text("code"), subcode: text("subcode"), at: &element.span }
    }
}

impl<'m> Events<'m> {
    fn of_json(node: &'m Node) -> Self {
        let senders = node.get("sender").map(Node::elements).unwrap_or_default().iter();
        let sender = |node: &'m Node| Sender {
            rel: text(node, "rel"),
            href: text(node, "href"),
            events: node
                .get("events")
                .map(Node::elements)
                .unwrap_or_default()
                .iter()
                .map(Event::of_json)
                .collect(),
        };
        Self { links: links(node), malformed: malformed(node), senders: senders.map(sender).collect() }
    }

    fn of_xml(element: &'m Element) -> Self {
        let senders = element.children.iter().filter(|child| child.name == "sender");
        let sender = |element: &'m Element| Sender {
            rel: element.attribute("rel"),
            href: element.attribute("href"),
            events: element.children.iter().map(Event::of_xml).collect(),
        };
        let Structure { links, malformed, .. } = Structure::of_xml(element);
        Self { links, malformed, senders: senders.map(sender).collect() }
    }
}

impl<'m> Event<'m> {
    fn of_json(node: &'m Node) -> Self {
        let of_link = |name| node.get("link").and_then(|link| text(link, name));
        let scope = node.get("in");
        Self {
            ty: text(node, "type"),
            rel: of_link("rel"),
            href: of_link("href"),
            scope: scope.and_then(|scope| Some((text(scope, "rel")?, text(scope, "href")?))),
            reason: node.get("reason").map(Error::of_json),
            embedded: node.get("_embedded").map(embedded).unwrap_or_default(),
            malformed: malformed(node),
            at: &node.span,
        }
    }

    /// An event is named by its type: `<updated rel="contact" href="…">`.
    fn of_xml(element: &'m Element) -> Self {
        let scope = element.child("in");
        let mut held = Vec::new();
        for child in element.children.iter().filter(|child| child.name == "resource") {
            if let Some(rel) = child.attribute("rel") {
                add(&mut held, rel, child);
            }
        }
        Self {
            ty: Some(&element.name),
            rel: element.attribute("rel"),
            href: element.attribute("href"),
            scope: scope.and_then(|scope| Some((scope.attribute("rel")?, scope.attribute("href")?))),
            reason: element.child("reason").map(Error::of_xml),
            embedded: held,
            malformed: Vec::new(),
            at: &element.span,
        }
    }
}

#[cfg(test)]
mod tests;
