//! The events in samples of the event channel.

use super::instance::Instance;
use crate::sample::{Body, Element, Node, Sample};
use crate::schema::is_plain_name;
use crate::source::Span;

/// One event in a sample.
pub(super) struct EventSeen<'a> {
    pub(super) sender: &'a str,
    /// The rel of what it is about.
    pub(super) rel: &'a str,
    pub(super) ty: &'a str,
    /// The rel of what it happens in.
    pub(super) scope: Option<&'a str>,
    pub(super) span: &'a Span,
    /// The representations that come with it, by the names they are embedded under.
    pub(super) held: Vec<(&'a str, Instance)>,
}

/// The events of a sample in JSON.
pub(super) fn json(sample: &Sample) -> Vec<EventSeen<'_>> {
    let Body::Json(document) = &sample.message.body else { return Vec::new() };
    let senders = document.get("sender").map(Node::elements).unwrap_or_default().iter();
    let events = senders.flat_map(|sender| {
        let events = sender.get("events").map(Node::elements).unwrap_or_default();
        events.iter().filter_map(move |event| json_event(sender, event))
    });
    events.collect()
}

/// What a sample in JSON does not say of an event that it shows, and where.
pub(super) fn unsaid(sample: &Sample) -> Vec<(String, &Span)> {
    let Body::Json(document) = &sample.message.body else { return Vec::new() };
    let senders = document.get("sender").map(Node::elements).unwrap_or_default();
    let mut unsaid = Vec::new();
    let mut has_any = false;
    for sender in senders {
        let is_text = |node: Option<&Node>| node.is_some_and(|node| node.as_str().is_some());
        let has_rel = is_text(sender.get("rel"));
        unsaid.extend((!has_rel).then(|| ("the sender in the sample has no `rel`".to_owned(), &sender.span)));
        for event in sender.get("events").map(Node::elements).unwrap_or_default() {
            has_any = true;
            let link = event.get("link");
            let lacks = [
                (link.is_none(), "`link`"),
                (link.is_some_and(|link| !is_text(link.get("rel"))), "`rel` in its link"),
                (!is_text(event.get("type")), "`type`"),
            ];
            let lacks = lacks.into_iter().filter(|(lacks, _)| *lacks);
            unsaid.extend(
                lacks.map(|(_, what)| (format!("the event in the sample has no {what}"), &event.span)),
            );
        }
    }
    if !has_any {
        unsaid.push(("the sample shows no event".to_owned(), &sample.span));
    }
    unsaid
}

fn json_event<'a>(sender: &'a Node, event: &'a Node) -> Option<EventSeen<'a>> {
    let embedded = event.get("_embedded").map(Node::members).unwrap_or_default().iter();
    let held = embedded.flat_map(|(name, held)| {
        held.elements().iter().map(move |held| (name.as_str(), Instance::of_json(held)))
    });
    Some(EventSeen {
        sender: rel(sender)?,
        rel: rel(event.get("link")?)?,
        ty: event.get("type")?.as_str()?,
        scope: event.get("in").and_then(rel),
        span: &event.span,
        held: held.collect(),
    })
}

/// The rel of an object, if it is a name.
fn rel(object: &Node) -> Option<&str> {
    object.get("rel")?.as_str().filter(|rel| is_plain_name(rel))
}

/// The events of a sample in XML: `<sender rel="me"><added rel="note">…`.
pub(super) fn xml(sample: &Sample) -> Vec<EventSeen<'_>> {
    let Body::Xml(document, _) = &sample.message.body else { return Vec::new() };
    let senders = document.children.iter().filter(|child| child.name == "sender");
    let events =
        senders.flat_map(|sender| sender.children.iter().filter_map(move |event| xml_event(sender, event)));
    events.collect()
}

fn xml_event<'a>(sender: &'a Element, event: &'a Element) -> Option<EventSeen<'a>> {
    let resources = event.children.iter().filter(|child| child.name == "resource");
    let held = resources.filter_map(|held| Some((held.attribute("rel")?, Instance::of_xml(held))));
    Some(EventSeen {
        sender: sender.attribute("rel")?,
        rel: event.attribute("rel")?,
        ty: &event.name,
        scope: event.child("in").and_then(|scope| scope.attribute("rel")),
        span: &event.span,
        held: held.collect(),
    })
}
