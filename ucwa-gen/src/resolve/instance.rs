//! The representations in samples, whether they are JSON or XML.

use std::collections::BTreeMap;

use crate::sample::{Body, Element, Message, Node, Value};
use crate::schema::is_plain_name;
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
    /// A string in JSON.
    Text(String),
    /// A string in XML, where every value is one.
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
    /// Reads the representation in a message; `None` when its body is neither JSON nor XML of one.
    pub(super) fn read(message: &Message) -> Option<Self> {
        match &message.body {
            Body::Json(node) if node.is_object() => Some(Self::of_json(node)),
            Body::Xml(element, _) if matches!(element.name.as_str(), "resource" | "input") => {
                Some(Self::of_xml(element))
            }
            _ => None,
        }
    }

    pub(super) fn of_json(node: &Node) -> Self {
        let mut instance = Self::default();
        for (name, member) in node.members() {
            match name.as_str() {
                "rel" => instance.rel = member.as_str().filter(|rel| is_plain_name(rel)).map(str::to_owned),
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
                            instances: resource.elements().iter().map(Self::of_json).collect(),
                            span: resource.span.clone(),
                        });
                    }
                }
                _ => instance.properties.push((name.clone(), observed(member), member.span.clone())),
            }
        }
        instance
    }

    pub(super) fn of_xml(element: &Element) -> Self {
        let mut instance = Self { rel: element.attribute("rel").map(str::to_owned), ..Self::default() };
        // A name that comes again is one of many; a single one leaves the question open.
        let mut links: BTreeMap<&str, usize> = BTreeMap::new();
        let mut embedded: BTreeMap<&str, usize> = BTreeMap::new();
        for child in &element.children {
            let Some(name) = child.attribute("name").or_else(|| child.attribute("rel")) else { continue };
            let span = child.span.clone();
            match child.name.as_str() {
                "property" if name != "rel" => {
                    let value = if child.children.is_empty() {
                        Observed::Untyped(child.text.clone())
                    } else {
                        Observed::Object
                    };
                    instance.properties.push((name.to_owned(), value, span));
                }
                "propertyList" => {
                    let items = child.children.iter().map(|item| Observed::Untyped(item.text.clone()));
                    instance.properties.push((name.to_owned(), Observed::List(items.collect()), span));
                }
                "link" => match links.get(name) {
                    Some(at) => instance.links[*at].many = true,
                    None => {
                        links.insert(name, instance.links.len());
                        let href = child.attribute("href").unwrap_or_default().to_owned();
                        instance.links.push(LinkSeen { rel: name.to_owned(), many: false, href, span });
                    }
                },
                "resource" => match embedded.get(name) {
                    Some(at) => {
                        let seen = &mut instance.embedded[*at];
                        seen.many = true;
                        seen.instances.push(Self::of_xml(child));
                    }
                    None => {
                        embedded.insert(name, instance.embedded.len());
                        let (rel, instances) = (name.to_owned(), vec![Self::of_xml(child)]);
                        instance.embedded.push(EmbeddedSeen { rel, many: false, instances, span });
                    }
                },
                _ => {}
            }
        }
        instance
    }
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
