//! The representations at the top of the samples, by the operation whose samples they are.

use std::collections::BTreeMap;

use super::index::Index;
use super::instance::Instance;
use crate::page::PageFacts;
use crate::sample::{Body, Message, Role};
use crate::source::Span;

/// An instance at the top of a sample, and where the sample stands.
#[derive(Debug)]
pub(super) struct SampleBody<'a> {
    pub(super) page: &'a str,
    pub(super) method: &'a str,
    pub(super) role: Role,
    pub(super) instance: Instance,
    pub(super) span: &'a Span,
}

/// Every instance at the top of every sample of an operation, in the order of the pages; parts of multipart bodies
/// included.
#[derive(Debug, Default)]
pub(super) struct Bodies<'a> {
    all: Vec<SampleBody<'a>>,
    /// The positions by page, method and role.
    places: BTreeMap<(&'a str, &'a str, Role), Vec<usize>>,
}

impl<'a> Bodies<'a> {
    pub(super) fn new(index: &Index<'a>) -> Self {
        let mut bodies = Self::default();
        for page in index.resources() {
            for operation in &page.operations {
                for sample in &operation.samples {
                    collect(&sample.message, &mut |instance| {
                        bodies.push(SampleBody {
                            page: &page.name,
                            method: &operation.method,
                            role: sample.role,
                            instance,
                            span: &sample.span,
                        });
                    });
                }
            }
        }
        bodies
    }

    fn push(&mut self, body: SampleBody<'a>) {
        let places = self.places.entry((body.page, body.method, body.role)).or_default();
        places.push(self.all.len());
        self.all.push(body);
    }

    pub(super) fn all(&self) -> &[SampleBody<'a>] {
        &self.all
    }

    /// The requests or the responses of a method of a page.
    pub(super) fn of<'s>(
        &'s self,
        page: &'s str,
        method: &'s str,
        role: Role,
    ) -> impl Iterator<Item = &'s SampleBody<'a>> + Clone + use<'s, 'a> {
        let places = self.places.get(&(page, method, role)).map_or(&[][..], Vec::as_slice);
        places.iter().map(|at| &self.all[*at])
    }

    /// The rel of the representation in the page's own GET sample.
    pub(super) fn own_rel<'s>(&'s self, page: &'s PageFacts) -> Option<(&'s str, &'a Span)> {
        self.of(&page.name, "GET", Role::Response)
            .find_map(|body| Some((body.instance.rel.as_deref()?, body.span)))
    }
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
