//! The bodies in the samples of a corpus, each with the types it is of.

use std::path::Path;

use ucwa_gen::sample::{Body, Message, Node, Role, Value};
use ucwa_gen::{analyse, facts, files};

use crate::registry::{Entry, entry};

/// All bodies that every contender can decode.
#[derive(Default)]
pub struct Bodies {
    /// JSON, compact, members in the order of the sample.
    pub json: Vec<(Entry, Vec<u8>)>,
    /// XML, as it stands in the sample.
    pub xml: Vec<(Entry, Vec<u8>)>,
    /// How many JSON bodies the baselines cannot decode, and so are left out.
    pub refused: usize,
}

/// Collects the bodies of the samples of all pages.
#[must_use]
pub fn bodies(folder: &Path) -> Bodies {
    let (sources, _) = files::read(&[folder.to_owned()]);
    let schema = analyse(&sources).schema;
    let (facts, _) = facts(&sources);
    let mut bodies = Bodies::default();
    for page in &facts.pages {
        let Some(resource) = schema.resource(&page.name) else { continue };
        for (facts, operation) in page.operations.iter().zip(&resource.operations) {
            for sample in &facts.samples {
                let part = |side| {
                    let of = |page: &str| entry(&format!("{page} {} {side}", operation.method));
                    of(&page.name).or_else(|| of(resource.representation()))
                };
                let of = match (sample.role, operation.method.as_str(), &operation.output) {
                    (Role::Request, "PUT", _) => entry(&page.name),
                    (Role::Request, ..) => part("Input"),
                    (_, _, Some(output)) => entry(output),
                    (_, _, None) => part("Output"),
                };
                bodies.add(&sample.message, of);
            }
        }
    }
    bodies
}

impl Bodies {
    fn add(&mut self, message: &Message, of: Option<Entry>) {
        match (&message.body, of) {
            (Body::Multipart(parts), _) => {
                for part in parts {
                    let rel = match &part.body {
                        Body::Json(node) => node.get("rel").and_then(Node::as_str),
                        Body::Xml(element, _) => element.attribute("rel"),
                        _ => None,
                    };
                    self.add(part, rel.and_then(entry));
                }
            }
            (Body::Json(node), Some(entry)) => {
                let mut text = String::new();
                write(node, &mut text);
                let body = text.into_bytes();
                if [entry.ours.json, entry.baseline.naive, entry.baseline.flatten]
                    .iter()
                    .all(|codec| codec.decode(&body))
                {
                    self.json.push((entry, body));
                } else {
                    self.refused += 1;
                }
            }
            (Body::Xml(_, text), Some(entry)) => self.xml.push((entry, text.clone().into_bytes())),
            _ => {}
        }
    }
}

/// Writes JSON without sorting the members.
fn write(node: &Node, out: &mut String) {
    match &node.value {
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (name, member)) in members.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                out.push_str(&serde_json::Value::from(name.as_str()).to_string());
                out.push(':');
                write(member, out);
            }
            out.push('}');
        }
        _ => out.push_str(&node.to_json().to_string()),
    }
}
