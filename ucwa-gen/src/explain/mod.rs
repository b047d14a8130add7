//! What the schema holds under a name, and why.

mod entry;

use std::fmt;

use self::entry::{Entry, of_enumeration, of_resource};
use crate::schema::{Resource, ResourceKind, Schema};
use crate::suggest::{ask, nearest};

/// What the schema holds under a name: printed, one entry in a line, each with its evidence in the lines below it.
#[derive(Clone, Debug)]
pub struct Explanation {
    entries: Vec<Entry>,
}

/// The schema holds nothing under the name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Unknown {
    /// What was asked for.
    pub name: String,
    /// The resource or enumeration in which it was looked for; `None` if that is unknown itself.
    pub within: Option<String>,
    /// The names most like it, the likest first.
    pub near: Vec<String>,
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.within {
            Some(within) => write!(f, "`{within}` has nothing named `{}`", self.name)?,
            None => write!(f, "there is no resource and no enumeration named `{}`", self.name)?,
        }
        ask(f, &self.near)
    }
}

/// Explains a resource or an enumeration (`contact`), or one of the things it has: by its name (`contact.name`, `contact.GET`), or
/// by the path that overrides and findings have (`contact.properties.name`, `contact.events`, `ErrorCode.members.Gone`). The path of
/// a list (`applications.POST.input`) is that of everything in it.
///
/// What a role does not have itself is looked for in the resource whose representation it carries.
///
/// # Errors
/// When the schema holds nothing under the name.
pub fn explain(schema: &Schema, query: &str) -> Result<Explanation, Unknown> {
    let (subject, name) = match query.split_once('.') {
        Some((subject, name)) => (subject, Some(name)),
        None => (query, None),
    };
    let (found, representation) = if let Some(resource) = schema.resource(subject) {
        (of_resource(schema, resource), representation(schema, resource))
    } else if let Some(enumeration) = schema.enumeration(subject) {
        (of_enumeration(schema, enumeration), None)
    } else {
        let resources = schema.resources.iter().map(|resource| resource.name.as_str());
        let names = resources.chain(schema.enumerations.iter().map(|it| it.name.as_str()));
        return Err(Unknown { name: subject.to_owned(), within: None, near: nearest(subject, names) });
    };
    let found = dated(found, schema, subject);
    let Some(name) = name else { return Ok(Explanation { entries: found }) };

    let inherited = representation
        .into_iter()
        .flat_map(|resource| dated(of_resource(schema, resource), schema, &resource.name));
    let all: Vec<Entry> = found.into_iter().chain(inherited).collect();
    let (entries, others): (Vec<Entry>, Vec<Entry>) = all.into_iter().partition(|entry| entry.is_named(name));
    if entries.is_empty() {
        let near = near(name, &others);
        return Err(Unknown { name: name.to_owned(), within: Some(subject.to_owned()), near });
    }
    Ok(Explanation { entries })
}

/// The entries of a page with what the schema has of their history.
fn dated(mut entries: Vec<Entry>, schema: &Schema, page: &str) -> Vec<Entry> {
    let since = schema.since(page).collect();
    entries.iter_mut().for_each(|entry| entry.since(&since));
    entries
}

/// Suggestions for a name: for a path another entry of its list, or else another path.
fn near(name: &str, others: &[Entry]) -> Vec<String> {
    let Some((list, last)) = name.rsplit_once('.') else {
        return nearest(name, others.iter().filter_map(Entry::name));
    };
    let paths = || others.iter().map(Entry::path);
    let own = paths().filter_map(|path| path.strip_prefix(list)?.strip_prefix('.'));
    let own: Vec<String> = nearest(last, own).iter().map(|name| format!("{list}.{name}")).collect();
    if own.is_empty() { nearest(name, paths()) } else { own }
}

fn representation<'a>(schema: &'a Schema, resource: &Resource) -> Option<&'a Resource> {
    match resource.kind {
        ResourceKind::Role => schema.resource(resource.representation()),
        ResourceKind::Resource | ResourceKind::Operation => None,
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entries.iter().try_for_each(|entry| entry.fmt(f))
    }
}
