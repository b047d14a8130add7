//! What is generated in full, what only as a stub, and what not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::emit::externs::Externs;
use crate::schema::{Resource, Schema};
use crate::suggest::{ask, nearest};

/// The title of the group of pages that no group lists.
pub(super) const OTHER: &str = "Other";

/// A name that neither a group nor a resource has.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownName {
    /// The name.
    pub name: String,
    /// The names most like it, the likest first.
    pub near: Vec<String>,
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no group and no resource named `{}`", self.name)?;
        ask(f, &self.near)
    }
}

/// The parts of a schema that code is generated for, by name.
#[derive(Debug)]
pub(crate) struct Selection<'a> {
    /// The resources that are generated in full.
    pub(crate) resources: BTreeSet<&'a str>,
    /// The other resources that these mention.
    pub(crate) stubs: BTreeSet<&'a str>,
    /// The enumerations that these use, and those that no resource at all uses: they belong to no group.
    pub(crate) enumerations: BTreeSet<&'a str>,
}

impl<'a> Selection<'a> {
    /// Everything, or the groups and resources of these names; in either case without what is elsewhere.
    pub(crate) fn new(
        schema: &'a Schema,
        only: Option<&[String]>,
        externs: &Externs,
    ) -> Result<Self, Vec<UnknownName>> {
        let by_name: BTreeMap<&str, &Resource> =
            schema.resources.iter().map(|resource| (resource.name.as_str(), resource)).collect();
        let mut selected = match only {
            Some(names) => select(schema, &by_name, names)?,
            None => schema.resources.iter().collect(),
        };
        selected.retain(|resource| !externs.contains(&resource.name));
        let resources: BTreeSet<&str> = selected.iter().map(|resource| resource.name.as_str()).collect();
        let mut stubs = BTreeSet::new();
        for mentioned in selected.iter().flat_map(|resource| resource.mentions()) {
            stubs.insert(mentioned);
            // A stub of a role is an alias of another one.
            stubs.extend(by_name.get(mentioned).map(|resource| resource.representation()));
        }
        stubs.retain(|name| !resources.contains(name) && !externs.contains(name));
        let foreign = schema.resources.iter().filter(|resource| !resources.contains(resource.name.as_str()));
        let used: BTreeSet<&str> = selected.iter().flat_map(|resource| resource.enumerations()).collect();
        let elsewhere: BTreeSet<&str> = foreign.flat_map(Resource::enumerations).collect();
        let enumerations = schema.enumerations.iter().map(|enumeration| enumeration.name.as_str());
        let is_wanted = |name: &&str| used.contains(name) || !elsewhere.contains(name);
        let enumerations = enumerations.filter(is_wanted).filter(|name| !externs.contains(name)).collect();
        Ok(Self { resources, stubs, enumerations })
    }
}

/// The resources of these names, and of the groups of these names.
fn select<'a>(
    schema: &'a Schema,
    by_name: &BTreeMap<&str, &'a Resource>,
    names: &[String],
) -> Result<Vec<&'a Resource>, Vec<UnknownName>> {
    let titles: BTreeSet<&str> = schema.resources.iter().map(group_title).collect();
    let mut unknown = Vec::new();
    let (mut wanted, mut groups) = (BTreeSet::new(), BTreeSet::new());
    for name in names.iter().map(String::as_str) {
        if let Some(resource) = by_name.get(name) {
            wanted.extend([name, resource.representation()]);
        }
        if titles.contains(name) {
            groups.insert(name);
        }
        if !by_name.contains_key(name) && !titles.contains(name) {
            let near = nearest(name, by_name.keys().chain(&titles).copied());
            unknown.push(UnknownName { name: name.to_owned(), near });
        }
    }
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let is_selected = |resource: &&Resource| {
        wanted.contains(resource.name.as_str()) || groups.contains(group_title(resource))
    };
    Ok(schema.resources.iter().filter(is_selected).collect())
}

/// The title of the group that a resource belongs to.
fn group_title(resource: &Resource) -> &str {
    resource.group.as_deref().unwrap_or(OTHER)
}
