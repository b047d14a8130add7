//! What the samples show, by the resource whose representation they are of.

use std::collections::BTreeMap;

use super::index::Index;
use super::roles::Roles;
use crate::page::PageFacts;
use crate::sample::{Body, Element, Message, Node, Role, Value};
use crate::source::Span;

/// A value in a sample.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Observed {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// Another number.
    Float,
    /// A text in JSON.
    Text(String),
    /// A text in XML, where every value is one.
    Untyped(String),
    /// A list.
    List(Vec<Observed>),
    /// A structure.
    Object,
}

/// One representation, or the body of one message.
#[derive(Debug, Default)]
pub(super) struct Instance {
    pub(super) rel: Option<String>,
    pub(super) properties: Vec<(String, Observed, Span)>,
    pub(super) links: Vec<LinkSeen>,
    pub(super) embedded: Vec<EmbeddedSeen>,
}

/// A link of an instance.
#[derive(Debug)]
pub(super) struct LinkSeen {
    pub(super) rel: String,
    pub(super) many: bool,
    /// Where it leads, the first of many.
    pub(super) href: String,
    pub(super) span: Span,
}

/// The resources that an instance holds under one name.
#[derive(Debug)]
pub(super) struct EmbeddedSeen {
    pub(super) rel: String,
    pub(super) many: bool,
    pub(super) instances: Vec<Instance>,
    pub(super) span: Span,
}

impl LinkSeen {
    /// Whether the link is content: a `data:` URI.
    pub(super) fn is_data(&self) -> bool {
        self.href.starts_with("data:")
    }
}

impl Instance {
    /// Reads the representation in a message; none when its body is neither JSON nor XML of one.
    pub(super) fn read(message: &Message) -> Option<Self> {
        match &message.body {
            Body::Json(node) if matches!(node.value, Value::Object(_)) => Some(json(node)),
            Body::Xml(element, _) if matches!(element.name.as_str(), "resource" | "input") => {
                Some(xml(element))
            }
            _ => None,
        }
    }
}

fn json(node: &Node) -> Instance {
    let mut instance = Instance::default();
    for (name, member) in node.members() {
        match name.as_str() {
            "rel" => instance.rel = member.as_str().map(str::to_owned),
            "_links" => {
                for (rel, link) in member.members() {
                    let href = link.elements().iter().find_map(|link| link.get("href")?.as_str());
                    instance.links.push(LinkSeen {
                        rel: rel.clone(),
                        many: link.is_array(),
                        href: href.unwrap_or_default().to_owned(),
                        span: link.span.clone(),
                    });
                }
            }
            "_embedded" => {
                for (rel, resource) in member.members() {
                    instance.embedded.push(EmbeddedSeen {
                        rel: rel.clone(),
                        many: resource.is_array(),
                        instances: resource.elements().iter().map(json).collect(),
                        span: resource.span.clone(),
                    });
                }
            }
            _ => instance.properties.push((name.clone(), observed(member), member.span.clone())),
        }
    }
    instance
}

fn observed(node: &Node) -> Observed {
    match &node.value {
        Value::Null => Observed::Null,
        Value::Bool(_) => Observed::Boolean,
        Value::Number(number) if number.is_i64() || number.is_u64() => Observed::Integer,
        Value::Number(_) => Observed::Float,
        Value::String(text) => Observed::Text(text.clone()),
        Value::Array(elements) => Observed::List(elements.iter().map(observed).collect()),
        Value::Object(_) => Observed::Object,
    }
}

fn xml(element: &Element) -> Instance {
    let mut instance = Instance { rel: element.attribute("rel").map(str::to_owned), ..Instance::default() };
    for child in &element.children {
        let Some(name) = child.attribute("name").or_else(|| child.attribute("rel")) else { continue };
        let name = name.to_owned();
        let span = child.span.clone();
        match child.name.as_str() {
            "property" if name != "rel" => {
                let value = if child.children.is_empty() {
                    Observed::Untyped(child.text.clone())
                } else {
                    Observed::Object
                };
                instance.properties.push((name, value, span));
            }
            "propertyList" => {
                let items = child.children.iter().map(|item| Observed::Untyped(item.text.clone()));
                instance.properties.push((name, Observed::List(items.collect()), span));
            }
            "link" => {
                let href = child.attribute("href").unwrap_or_default().to_owned();
                match instance.links.iter_mut().find(|link| link.rel == name) {
                    // A link that comes again is one of many; a single one leaves the question open.
                    Some(link) => link.many = true,
                    None => instance.links.push(LinkSeen { rel: name, many: false, href, span }),
                }
            }
            "resource" => match instance.embedded.iter_mut().find(|seen| seen.rel == name) {
                Some(seen) => {
                    seen.many = true;
                    seen.instances.push(xml(child));
                }
                None => {
                    let instances = vec![xml(child)];
                    instance.embedded.push(EmbeddedSeen { rel: name, many: false, instances, span });
                }
            },
            _ => {}
        }
    }
    instance
}

/// All that is seen of one resource's representation.
#[derive(Debug, Default)]
pub(super) struct Seen<'a> {
    /// The properties, by name, in the order in which they are first seen.
    pub(super) properties: Vec<(&'a str, Vec<(&'a Observed, &'a Span)>)>,
    /// The links, by rel.
    pub(super) links: Vec<(&'a str, Vec<&'a LinkSeen>)>,
    /// The embedded resources, by rel.
    pub(super) embedded: Vec<(&'a str, Vec<&'a EmbeddedSeen>)>,
}

impl<'a> Seen<'a> {
    fn add(&mut self, instance: &'a Instance) {
        for (name, value, span) in &instance.properties {
            entry(&mut self.properties, name).push((value, span));
        }
        for link in &instance.links {
            entry(&mut self.links, &link.rel).push(link);
        }
        for seen in &instance.embedded {
            entry(&mut self.embedded, &seen.rel).push(seen);
        }
    }

    pub(super) fn property(&self, name: &str) -> &[(&'a Observed, &'a Span)] {
        find(&self.properties, name)
    }

    pub(super) fn link(&self, rel: &str) -> &[&'a LinkSeen] {
        find(&self.links, rel)
    }

    pub(super) fn embedded(&self, rel: &str) -> &[&'a EmbeddedSeen] {
        find(&self.embedded, rel)
    }
}

fn entry<'v, 'a, T>(list: &'v mut Vec<(&'a str, Vec<T>)>, name: &'a str) -> &'v mut Vec<T> {
    let at = match list.iter().position(|(found, _)| *found == name) {
        Some(at) => at,
        None => {
            list.push((name, Vec::new()));
            list.len() - 1
        }
    };
    &mut list[at].1
}

fn find<'v, T>(list: &'v [(&str, Vec<T>)], name: &str) -> &'v [T] {
    list.iter().find(|(found, _)| *found == name).map_or(&[], |(_, values)| values)
}

/// An instance at the top of a sample, and where the sample stands.
#[derive(Debug)]
pub(super) struct SampleBody {
    pub(super) page: String,
    pub(super) method: String,
    pub(super) role: Role,
    pub(super) instance: Instance,
    pub(super) span: Span,
}

/// Every instance at the top of every sample, in the order of the pages; parts of multipart bodies included.
#[derive(Debug)]
pub(super) struct Bodies(Vec<SampleBody>);

impl Bodies {
    pub(super) fn all(&self) -> &[SampleBody] {
        &self.0
    }

    /// Those on the page of a name.
    pub(super) fn of(&self, page: &str) -> &[SampleBody] {
        let start = self.0.partition_point(|body| body.page.as_str() < page);
        let rest = &self.0[start..];
        &rest[..rest.partition_point(|body| body.page == page)]
    }
}

/// Finds the bodies.
pub(super) fn bodies(index: &Index<'_>) -> Bodies {
    let mut bodies = Vec::new();
    for page in index.resources() {
        for operation in &page.operations {
            for sample in &operation.samples {
                collect(&sample.message, &mut |instance| {
                    bodies.push(SampleBody {
                        page: page.name.clone(),
                        method: operation.method.clone(),
                        role: sample.role,
                        instance,
                        span: sample.span.clone(),
                    });
                });
            }
        }
    }
    Bodies(bodies)
}

fn collect(message: &Message, push: &mut dyn FnMut(Instance)) {
    if let Body::Multipart(parts) = &message.body {
        for part in parts {
            collect(part, push);
        }
    } else if let Some(instance) = Instance::read(message) {
        push(instance);
    }
}

/// What is seen of each resource, by the name of its page. Instances count for the resource whose representation they
/// are: that of their rel, or for an instance without one that of the operation's output.
pub(super) fn by_resource<'a>(
    bodies: &'a Bodies,
    index: &Index<'_>,
    roles: &Roles,
    output: &dyn Fn(&str, &str) -> Option<String>,
) -> BTreeMap<String, Seen<'a>> {
    let mut seen = BTreeMap::new();
    for body in bodies.all() {
        let own = match body.role {
            // A request carries a representation only when it puts one back.
            Role::Request if body.method != "PUT" || body.instance.rel.is_none() => continue,
            Role::Request => Some(body.page.clone()),
            _ => output(&body.page, &body.method),
        };
        file(&body.instance, own.as_deref(), index, roles, &mut seen);
    }
    seen
}

fn file<'a>(
    instance: &'a Instance,
    expected: Option<&str>,
    index: &Index<'_>,
    roles: &Roles,
    seen: &mut BTreeMap<String, Seen<'a>>,
) {
    let expected = expected.map(|name| roles.representation(name));
    let named = instance.rel.as_deref().and_then(|rel| index.resource(rel)).map(|page| page.name.as_str());
    let named = named.map(|name| roles.representation(name));
    let name = match (expected, named) {
        // The sample of a later revision carries the rel of the first.
        (Some(expected), Some(named)) if super::index::revision(expected).0 == named => Some(expected),
        (_, Some(named)) => Some(named),
        (expected, None) => expected,
    };
    if let Some(name) = name {
        seen.entry(name.to_owned()).or_default().add(instance);
    }
    for embedded in &instance.embedded {
        for inner in &embedded.instances {
            let page = index.resource(&embedded.rel).map(|page| page.name.as_str());
            file(inner, page, index, roles, seen);
        }
    }
}

/// The rel of the representation in the page's own GET sample.
pub(super) fn own_rel<'a>(page: &PageFacts, bodies: &'a Bodies) -> Option<(&'a str, &'a Span)> {
    bodies
        .of(&page.name)
        .iter()
        .filter(|body| body.method == "GET" && body.role == Role::Response)
        .find_map(|body| Some((body.instance.rel.as_deref()?, &body.span)))
}
