//! Bodies without anything that the schema does not have.

use std::collections::BTreeSet;
use std::fmt::Write;

use quick_xml::escape::escape;
use serde_json::{Map, Value as Plain};

use super::media_type::{boundary, content_type};
use super::values::Values;
use crate::sample::{Body, Element, Message, Node, StartLine, Value};

/// The namespace of all XML of the API.
const NAMESPACE: &str = "http://schemas.microsoft.com/rtc/2012/03/ucwa";

/// Whether an object in a document has two members of one name, which a value of JSON cannot have.
pub(super) fn has_repeated(node: &Node) -> bool {
    match &node.value {
        Value::Array(elements) => elements.iter().any(has_repeated),
        Value::Object(members) => {
            let mut names = BTreeSet::new();
            members.iter().any(|(name, node)| !names.insert(name.as_str()) || has_repeated(node))
        }
        _ => false,
    }
}

/// Headers of how a body is written, which is in another way now.
const OF_CODING: [&str; 3] = ["content-length", "content-encoding", "transfer-encoding"];

impl Values {
    /// A JSON document. `name` is that of the member whose value it is.
    pub(super) fn json(&self, name: &str, node: &Node) -> Plain {
        match &node.value {
            Value::Null => Plain::Null,
            Value::Bool(value) => Plain::Bool(*value),
            Value::Number(number) => Plain::Number(self.json_number(number)),
            Value::String(text) => Plain::String(self.string(name, text)),
            Value::Array(elements) => elements.iter().map(|element| self.json(name, element)).collect(),
            Value::Object(members) => {
                let member = |(name, node): &(String, Node)| (self.name(name), self.json(name, node));
                Plain::Object(members.iter().map(member).collect::<Map<_, _>>())
            }
        }
    }

    /// A JSON document as text. A member that it has twice is in it twice.
    pub(super) fn json_text(&self, node: &Node) -> String {
        let mut text = String::new();
        self.write_json("", node, &mut text);
        text
    }

    fn write_json(&self, name: &str, node: &Node, to: &mut String) {
        match &node.value {
            Value::Array(elements) => {
                to.push('[');
                for (at, element) in elements.iter().enumerate() {
                    to.push_str(if at == 0 { "" } else { "," });
                    self.write_json(name, element, to);
                }
                to.push(']');
            }
            Value::Object(members) => {
                to.push('{');
                for (at, (name, node)) in members.iter().enumerate() {
                    let comma = if at == 0 { "" } else { "," };
                    let _ = write!(to, "{comma}{}:", Plain::from(self.name(name)));
                    self.write_json(name, node, to);
                }
                to.push('}');
            }
            _ => {
                let _ = write!(to, "{}", self.json(name, node));
            }
        }
    }

    /// An XML document.
    pub(super) fn xml(&self, element: &Element) -> String {
        let mut text = String::new();
        self.element(element, "", true, &mut text);
        text
    }

    /// `within` is the name of the list that the element is an item of.
    fn element(&self, element: &Element, within: &str, is_root: bool, to: &mut String) {
        let tag = self.name(&element.name);
        let _ = write!(to, "<{tag}");
        for (name, value) in &element.attributes {
            // The name of a property, a link or an embedded resource is the value of an attribute.
            let is_held = element.name == "link" || (element.name == "resource" && !is_root);
            let is_name = name == "name" || (name == "rel" && is_held);
            let value = if is_name { self.name(value) } else { self.string(name, value) };
            let _ = write!(to, " {}=\"{}\"", self.name(name), escape(value.as_str()));
        }
        if is_root {
            let _ = write!(to, " xmlns=\"{NAMESPACE}\"");
        }
        to.push('>');
        let own = element.attribute("name").unwrap_or(match element.name.as_str() {
            "item" => within,
            other => other,
        });
        let text = self.string(own, &element.text);
        to.push_str(&escape(text.as_str()));
        for child in &element.children {
            self.element(child, own, false, to);
        }
        let _ = write!(to, "</{tag}>");
    }

    /// The headers of a message that is in so many multipart bodies.
    pub(super) fn headers(&self, message: &Message, depth: usize) -> Vec<(String, String)> {
        let kept = message.headers.iter().filter(|(name, _)| !OF_CODING.contains(&name.as_str()));
        kept.map(|(name, value)| {
            let replaced = match name.as_str() {
                "content-type" => content_type(message, value, depth),
                "location" | "content-location" => self.address(value),
                "host" => self.host(value),
                "x-ms-requiresminresourceversion" if value.len() <= 2 => self.string("revision", value),
                _ => self.field(value),
            };
            let name = if self.vocabulary.has_header(name) { name.clone() } else { self.word(name) };
            (name, replaced)
        })
        .collect()
    }

    /// The method of a request.
    pub(super) fn method(method: &str) -> String {
        let known = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "CONNECT"];
        known.iter().find(|known| **known == method).map_or("UNKNOWN", |known| known).to_owned()
    }

    /// What a request is for: an address, or the host that a tunnel leads to.
    pub(super) fn target(&self, method: &str, target: &str) -> String {
        if method == "CONNECT" { self.host(target) } else { self.address(target) }
    }

    /// The body of a message that is in so many multipart bodies, as text; `None` where there is none.
    pub(super) fn text_body(&self, message: &Message, depth: usize) -> Option<String> {
        Some(match &message.body {
            Body::Empty => return None,
            Body::Json(node) => self.json_text(node),
            Body::Xml(element, _) => self.xml(element),
            Body::Multipart(inner) if message.media_type().as_deref() == Some("application/http") => {
                inner.iter().map(|message| self.whole(message, depth)).collect()
            }
            Body::Multipart(parts) => self.multipart(parts, depth),
            Body::Other { text, .. } if text.is_empty() => return None,
            Body::Other { text, .. } => self.word(text),
            // It is no more readable than it was.
            Body::Unreadable(error) => self.word(error),
        })
    }

    fn multipart(&self, parts: &[Message], depth: usize) -> String {
        let boundary = boundary(depth);
        let mut text = String::new();
        for part in parts {
            let _ = write!(text, "--{boundary}\r\n{}\r\n", self.whole(part, depth + 1));
        }
        let _ = write!(text, "--{boundary}--\r\n");
        text
    }

    /// A message with its head.
    fn whole(&self, message: &Message, depth: usize) -> String {
        let mut text = String::new();
        self.start(message, &mut text);
        self.head(message, depth, &mut text);
        text.push_str(&self.text_body(message, depth).unwrap_or_default());
        text
    }

    fn start(&self, message: &Message, to: &mut String) {
        let _ = match &message.start {
            Some(StartLine::Request { method, target }) => {
                write!(to, "{} {} HTTP/1.1\r\n", Self::method(method), self.target(method, target))
            }
            Some(StartLine::Response { status }) => write!(to, "HTTP/1.1 {status} Status\r\n"),
            None => Ok(()),
        };
    }

    /// The headers, and the blank line after them.
    fn head(&self, message: &Message, depth: usize, to: &mut String) {
        for (name, value) in self.headers(message, depth) {
            let _ = write!(to, "{name}: {value}\r\n");
        }
        to.push_str("\r\n");
    }
}
