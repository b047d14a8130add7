//! What `docs/reference` documents, as tables: the build script reads the pages.

use ucwa_types::api::ErrorKind;
use ucwa_types::operation::ErrorSet;

include!(concat!(env!("OUT_DIR"), "/schema.rs"));

/// The page of a resource, a role or an operation, of one revision.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) name: &'static str,
    pub(crate) rel: &'static str,
    pub(crate) revision: u32,
    pub(crate) kind: Kind,
    /// The page of the resource that a role has.
    pub(crate) role_of: Option<&'static str>,
    pub(crate) properties: &'static [Property],
    pub(crate) links: &'static [Link],
    pub(crate) embedded: &'static [Link],
    pub(crate) operations: &'static [Operation],
    pub(crate) events: &'static [Event],
}

/// What a page describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Resource,
    Role,
    Operation,
}

/// A property.
#[derive(Debug)]
pub(crate) struct Property {
    pub(crate) name: &'static str,
    pub(crate) kind: Value,
    pub(crate) is_list: bool,
    pub(crate) max_length: Option<u32>,
    pub(crate) minimum: Option<i64>,
    pub(crate) maximum: Option<i64>,
}

/// The type of one value.
#[derive(Debug)]
pub(crate) enum Value {
    String,
    Boolean,
    Int32,
    DateTime,
    Uri,
    /// Content by reference, in a `data:` URI.
    Content,
    /// One of these.
    Enumeration(&'static [&'static str]),
}

/// A link, or an embedded resource.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) rel: &'static str,
    /// The page of the target; `None` if the target has no page.
    pub(crate) target: Option<&'static str>,
    pub(crate) many: bool,
}

/// An operation.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) method: &'static str,
    /// The page of the representation in the answer.
    pub(crate) output: Option<&'static str>,
    pub(crate) statuses: &'static [u16],
    /// Codes and subcodes.
    pub(crate) errors: &'static [(&'static str, Option<&'static str>)],
    pub(crate) generic_errors: bool,
}

/// An event.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) ty: &'static str,
    pub(crate) resource: &'static str,
    /// The page of the resource.
    pub(crate) target: Option<&'static str>,
    pub(crate) priority: &'static str,
    pub(crate) sender: &'static str,
    /// The rels of `in`.
    pub(crate) within: &'static [&'static str],
}

/// The pages of a rel, in any case, of all revisions.
pub(crate) fn pages_of(rel: &str) -> impl Iterator<Item = &'static Page> {
    PAGES.iter().filter(move |page| page.rel.eq_ignore_ascii_case(rel))
}

/// The methods of a rel, in any case, of all revisions; `None` if there is no page.
pub(crate) fn methods_of(rel: &str) -> Option<&'static [&'static str]> {
    METHODS.iter().find(|(known, _)| known.eq_ignore_ascii_case(rel)).map(|(_, methods)| *methods)
}

/// The latest revision of a rel, if there are several.
pub(crate) fn latest_revision(rel: &str) -> Option<u32> {
    pages_of(rel).map(|page| page.revision).max().filter(|latest| *latest > 1)
}

/// The errors that an operation documents, of all revisions, and the generic ones. The rel and the method can be in any case.
pub(crate) fn errors_of(rel: &str, method: &str) -> Vec<ErrorKind> {
    let operations = pages_of(rel).flat_map(|page| page.operations);
    let mut errors: Vec<ErrorKind> = Vec::new();
    for operation in operations.filter(|operation| operation.method.eq_ignore_ascii_case(method)) {
        let generic = if operation.generic_errors { ErrorKind::GENERIC } else { &[] };
        let own = operation.errors.iter().map(|(code, subcode)| ErrorKind::from_code(code, *subcode));
        for error in own.chain(generic.iter().cloned()) {
            if !errors.contains(&error) {
                errors.push(error);
            }
        }
    }
    errors
}

/// The page with this name.
pub(crate) fn page(name: &str) -> Option<&'static Page> {
    PAGES.binary_search_by(|page| page.name.cmp(name)).ok().map(|index| &PAGES[index])
}

impl Page {
    /// The page of the representation: of a role that of its resource.
    pub(crate) fn representation(&'static self) -> &'static Self {
        self.role_of.and_then(page).unwrap_or(self)
    }

    /// The operation with this method: of a role that of its resource.
    pub(crate) fn operation(&'static self, method: &str) -> Option<&'static Operation> {
        let operations = self.representation().operations.iter().chain(self.operations);
        operations.into_iter().find(|operation| operation.method == method)
    }
}
