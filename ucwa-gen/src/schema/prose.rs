//! The schema without its prose: what is left when descriptions, evidence and digests are taken away. Two revisions of
//! the documentation that describe one API have one such schema.

use super::model::{Event, Link, Member, Operation, OperationError, Page, Property, Resource, Schema};

impl Schema {
    /// The schema without descriptions, remarks, evidence, digests and history.
    #[must_use]
    pub fn without_prose(mut self) -> Self {
        self.digest.clear();
        for attribute in &mut self.link_attributes {
            attribute.description.clear();
            attribute.evidence.clear();
        }
        self.resources.iter_mut().for_each(resource);
        for enumeration in &mut self.enumerations {
            enumeration.description.clear();
            enumeration.remarks.clear();
            enumeration.evidence.clear();
            enumeration.page.iter_mut().for_each(page);
            enumeration.members.iter_mut().for_each(member);
        }
        self.errors.generic.iter_mut().for_each(error);
        for scope in &mut self.scopes {
            scope.permission.clear();
            scope.description.clear();
        }
        self.names.iter_mut().for_each(|name| name.evidence.clear());
        self.since.clear();
        self
    }
}

/// The file of a page is no part of the API; that there is a page is.
fn page(page: &mut Page) {
    *page = Page::default();
}

fn resource(resource: &mut Resource) {
    resource.description.clear();
    resource.remarks.clear();
    resource.evidence.clear();
    page(&mut resource.page);
    resource.properties.iter_mut().for_each(property);
    resource.links.iter_mut().chain(&mut resource.embedded).for_each(link);
    resource.operations.iter_mut().for_each(operation);
    resource.events.iter_mut().for_each(event);
    for reason in &mut resource.reasons {
        reason.description.clear();
        reason.evidence.clear();
    }
    for scope in &mut resource.scopes {
        scope.evidence.clear();
    }
}

fn operation(operation: &mut Operation) {
    operation.description.clear();
    operation.evidence.clear();
    let fields = operation.query.iter_mut().chain(&mut operation.input).chain(&mut operation.output_fields);
    fields.for_each(property);
    operation.statuses.iter_mut().for_each(|status| status.evidence.clear());
    operation.errors.iter_mut().for_each(error);
}

fn property(property: &mut Property) {
    property.description.clear();
    property.evidence.clear();
}

fn link(link: &mut Link) {
    link.description.clear();
    link.evidence.clear();
}

fn event(event: &mut Event) {
    event.reason.clear();
    event.evidence.clear();
}

fn error(error: &mut OperationError) {
    error.description.clear();
    error.evidence.clear();
}

fn member(member: &mut Member) {
    member.description.clear();
    member.evidence.clear();
}
