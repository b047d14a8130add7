//! The enumerations that pages document.

use std::collections::{BTreeMap, BTreeSet};

use super::named::{Named, named};
use super::types::Types;
use crate::emit::names::fixed::UNRECOGNIZED;
use crate::emit::names::{Kind, Names};
use crate::schema::{Enumeration, Member, Schema};

/// One page about an enumeration: one file.
#[derive(Debug)]
pub(crate) struct EnumerationPlan<'a> {
    pub(crate) enumeration: &'a Enumeration,
    pub(crate) module: String,
    pub(crate) ty: String,
    pub(crate) members: Vec<Named<'a, Member>>,
    /// The resources whose code names it.
    pub(crate) used_by: BTreeSet<&'a str>,
}

/// All of them, selected or not.
pub(super) fn enumerations<'a>(
    schema: &'a Schema,
    types: &Types<'a>,
    names: &mut Names,
) -> Vec<EnumerationPlan<'a>> {
    let words: Vec<&str> = schema.enumerations.iter().map(|enumeration| enumeration.name.as_str()).collect();
    let modules = names.modules(Kind::Page, "enumerations.modules", &words, &[]);
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for resource in &schema.resources {
        for enumeration in resource.enumerations() {
            users.entry(enumeration).or_default().insert(&resource.name);
        }
    }
    schema
        .enumerations
        .iter()
        .zip(modules)
        .filter_map(|(enumeration, module)| {
            let ty = types.enumeration(&enumeration.name)?.to_owned();
            let scope = format!("{}.members", enumeration.name);
            let members =
                named(names, Kind::Member, &scope, &[UNRECOGNIZED], &enumeration.members, |member| {
                    &member.name
                });
            let used_by = users.remove(enumeration.name.as_str()).unwrap_or_default();
            Some(EnumerationPlan { enumeration, module, ty, members, used_by })
        })
        .collect()
}
