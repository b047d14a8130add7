//! The bodies in the samples of the documentation, each with the generated type that it is of.

use std::fmt;

use ucwa_gen::files::Sources;
use ucwa_gen::sample::{Body, Message, Role, Sample};
use ucwa_gen::schema::{Operation, Schema};
use ucwa_gen::{analyse, facts};

use crate::registry::{Codec, Registry};

/// A JSON or XML body in a sample.
#[derive(Clone, Copy)]
pub struct Sampled<'a> {
    /// The page.
    pub page: &'a str,
    /// The method of the operation.
    pub method: &'a str,
    /// The sample.
    pub sample: &'a Sample,
    /// The sample's message, or a part of it.
    pub message: &'a Message,
    /// The type of the body.
    pub codec: &'static dyn Codec,
}

impl fmt::Display for Sampled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:?} {:?}", self.page, self.method, self.sample.role, self.sample.span)
    }
}

/// Shows every request and response sample that has a JSON or XML body, and every such part of a batch.
///
/// # Panics
/// When there is no type for a body.
pub fn each_body(sources: &Sources, registry: &Registry, mut visit: impl FnMut(Sampled<'_>)) {
    let schema = analyse(sources).schema;
    let types = Types { registry, schema: &schema };
    let (facts, _) = facts(sources);
    for page in &facts.pages {
        let Some(resource) = schema.resource(&page.name) else { continue };
        for (facts, operation) in page.operations.iter().zip(&resource.operations) {
            for sample in &facts.samples {
                let mut visit = |message: &Message, codec: Option<&'static dyn Codec>| {
                    assert!(codec.is_some(), "no type for {:?}", sample.span);
                    if let Some(codec) = codec {
                        visit(Sampled { page: &page.name, method: &facts.method, sample, message, codec });
                    }
                };
                match &sample.message.body {
                    Body::Multipart(parts) => {
                        parts.iter().for_each(|part| types.part_of_a_batch(part, &mut visit));
                    }
                    Body::Json(_) | Body::Xml(..) => {
                        visit(&sample.message, types.of_body(&page.name, operation, sample.role));
                    }
                    _ => {}
                }
            }
        }
    }
}

/// The types of bodies.
#[derive(Clone, Copy)]
struct Types<'a> {
    registry: &'a Registry,
    schema: &'a Schema,
}

impl Types<'_> {
    /// The type of the body of a sample: of what is sent, or of what comes back.
    fn of_body(self, page: &str, operation: &Operation, role: Role) -> Option<&'static dyn Codec> {
        let Self { registry, schema } = self;
        let method = operation.method.as_str();
        // An operation that a role only repeats is the representation's.
        let base = schema.resource(page)?.representation();
        match role {
            Role::Request if method == "PUT" => registry.representation(page),
            Role::Request => registry.input(page, method).or_else(|| registry.input(base, method)),
            _ => match &operation.output {
                Some(output) => registry.representation(output),
                None => registry.output(page, method).or_else(|| registry.output(base, method)),
            },
        }
    }

    /// The parts of a batch say by their rel what they are.
    fn part_of_a_batch(self, part: &Message, visit: &mut dyn FnMut(&Message, Option<&'static dyn Codec>)) {
        let rel = match &part.body {
            Body::Multipart(parts) => return parts.iter().for_each(|part| self.part_of_a_batch(part, visit)),
            Body::Json(node) => node.get("rel").and_then(|rel| rel.as_str()).map(str::to_owned),
            Body::Xml(element, _) => element.attribute("rel").map(str::to_owned),
            _ => return,
        };
        visit(part, rel.as_deref().and_then(|rel| self.registry.representation(rel)));
    }
}
