//! Since when the documentation has what, as a section of a comment.

use super::docs::{Doc, Targets, code};

/// Adds the section, unless there is nothing to say.
pub(crate) fn section(docs: Doc, targets: &impl Targets, since: &[(&str, &str)]) -> Doc {
    let (page, parts) = match since {
        [] => return docs,
        [("", page), parts @ ..] => (Some(*page), parts),
        parts => (None, parts),
    };
    let docs = docs.markdown("# History of the documentation");
    let docs = match page {
        Some(since) => docs.markdown(format!("Documented since {}.", code(since))),
        None => docs,
    };
    let item = |docs: Doc, (path, since): &(&str, &str)| {
        docs.item(targets, &format!("{} since {}", code(path), code(since)), [])
    };
    parts.iter().fold(docs, item)
}
