//! The representations at the top of the samples, by the operation whose samples they are.

use std::collections::BTreeMap;

use super::event_samples;
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
    /// Whether it is a part of a multipart body: what that is of, nothing says.
    pub(super) is_part: bool,
    pub(super) span: &'a Span,
}

/// Every instance at the top of every sample of an operation, in the order of the pages; parts of multipart bodies
/// included.
#[derive(Debug, Default)]
pub(super) struct Bodies<'a> {
    all: Vec<SampleBody<'a>>,
    /// The positions by page, method and role.
    places: BTreeMap<(&'a str, &'a str, Role), Vec<usize>>,
    /// What comes with the events in samples, by the name it is embedded under.
    with_events: Vec<(&'a str, Instance)>,
}

impl<'a> Bodies<'a> {
    pub(super) fn new(index: &Index<'a>) -> Self {
        let mut bodies = Self::default();
        for page in index.resources() {
            for operation in &page.operations {
                for sample in &operation.samples {
                    collect(&sample.message, false, &mut |instance, is_part| {
                        bodies.push(SampleBody {
                            page: &page.name,
                            method: &operation.method,
                            role: sample.role,
                            instance,
                            is_part,
                            span: &sample.span,
                        });
                    });
                }
            }
            for (_, sample) in &page.event_samples {
                let events = event_samples::json(sample).into_iter().chain(event_samples::xml(sample));
                bodies.with_events.extend(events.flat_map(|event| event.held));
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

    /// What comes with the events in samples, by the name it is embedded under.
    pub(super) fn with_events(&self) -> &[(&'a str, Instance)] {
        &self.with_events
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

fn collect(message: &Message, is_part: bool, push: &mut dyn FnMut(Instance, bool)) {
    if let Body::Multipart(parts) = &message.body {
        for part in parts {
            collect(part, true, push);
        }
    } else if let Some(instance) = Instance::read(message) {
        push(instance, is_part);
    }
}
