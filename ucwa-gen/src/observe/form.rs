//! Whether links and embedded resources are well formed.

use crate::sample::Node;
use crate::source::Span;

/// Something in the place of a link, an embedded resource or a property that is not well formed.
#[derive(Debug)]
pub(super) struct Malformed<'m> {
    /// `links`, `embedded` or `properties`.
    pub(super) part: &'static str,
    /// The rel; `None` for the whole part.
    pub(super) rel: Option<&'m str>,
    pub(super) message: &'static str,
    pub(super) at: &'m Span,
}

/// What is wrong with the form of a value; `None` if it is well formed.
pub(super) type Unlike = fn(&Node) -> Option<&'static str>;

/// What is wrong with the links and the embedded resources of an object.
pub(super) fn malformed(of: &Node) -> Vec<Malformed<'_>> {
    let mut found = Vec::new();
    let parts: [(_, _, _, Unlike); 2] = [
        ("_links", "links", "`_links` is not an object", unlike_link),
        ("_embedded", "embedded", "`_embedded` is not an object", unlike_resource),
    ];
    for (member, part, message, unlike) in parts {
        let Some(node) = of.get(member) else { continue };
        if !node.is_object() {
            found.push(Malformed { part, rel: None, message, at: &node.span });
        }
        for (rel, node) in node.members() {
            let wrong = node.elements().iter().filter_map(|one| Some((unlike(one)?, &one.span)));
            found.extend(wrong.map(|(message, at)| Malformed { part, rel: Some(rel), message, at }));
        }
    }
    found
}

/// Whether a list is empty, or at least one of its elements is well formed.
pub(super) fn is_alike(node: &Node, unlike: Unlike) -> bool {
    node.elements().is_empty() || node.elements().iter().any(|one| unlike(one).is_none())
}

pub(super) fn unlike_link(node: &Node) -> Option<&'static str> {
    match node.get("href") {
        _ if !node.is_object() => Some("a link is not an object"),
        None => Some("a link has no `href`"),
        Some(href) => href.as_str().is_none().then_some("the `href` of a link is not a string"),
    }
}

pub(super) fn unlike_resource(node: &Node) -> Option<&'static str> {
    (!node.is_object()).then_some("an embedded resource is not an object")
}
