//! The enum over all resources.

use std::collections::{BTreeMap, BTreeSet};

use super::docs::Doc;
use super::file::File;
use super::format::{COMMENT, INDENT, line, literal};
use super::plan::{Plan, ResourcePlan};
use super::runtime;
use crate::schema::{Resource, ResourceKind};

/// Writes down the enum, with a variant for each rel that has a representation of its own.
pub(crate) fn emit(file: &mut File<'_>, plan: &Plan<'_>) {
    let variants = variants(plan);
    let derive = file.runtime(runtime::ANY_RESOURCE);
    let value = file.runtime(runtime::VALUE);
    let attribute = file.runtime_attribute().map(|attribute| format!("#[ucwa({attribute})]"));
    let attribute = line("", attribute.as_deref());
    let declared: String = variants
        .values()
        .map(|variant| {
            let docs = Doc::new().markdown(format!("[`{}`].", variant.ty)).comment(COMMENT);
            let ty = file.ty(variant.ty);
            let also: Vec<String> = variant.also.iter().copied().map(literal).collect();
            let also = (!also.is_empty()).then(|| format!("#[ucwa(also({}))]", also.join(", ")));
            let feature = plan.features.attribute([variant.resource]);
            let attributes = [feature, also].map(|attribute| line(INDENT, attribute.as_deref())).concat();
            format!("{docs}{attributes}{INDENT}{ty}(Box<{ty}>),\n")
        })
        .collect();
    let name = file.declare(runtime::ANY_RESOURCE.name);
    let docs = Doc::new().markdown("Any resource, told by its rel.").markdown(
        "Of several revisions of a rel the lowest is here: a representation does not name its revision, and what a \
         higher one adds is kept as unknown.",
    );
    let docs = docs.comment("///");
    file.push(format!(
        "{docs}#[derive(Clone, Debug, PartialEq, {derive})]
{attribute}#[non_exhaustive]
pub enum {name} {{
{declared}    /// Anything else, as it came.
    #[ucwa(unknown)]
    Unknown({value}),
}}
"
    ));
}

/// A variant before it is written down.
pub(crate) struct Variant<'p> {
    pub(crate) ty: &'p str,
    /// The resource that it holds.
    pub(crate) resource: &'p str,
    also: BTreeSet<&'p str>,
}

/// The variants by all rels that are decoded into them.
pub(crate) fn by_any_rel<'v, 'p>(
    variants: &'v BTreeMap<&'p str, Variant<'p>>,
) -> BTreeMap<&'p str, &'v Variant<'p>> {
    let also = variants.values().flat_map(|variant| variant.also.iter().map(move |rel| (*rel, variant)));
    also.chain(variants.iter().map(|(rel, variant)| (*rel, variant))).collect()
}

/// The variants by rel. Who has a rel does not depend on any order: a resource before a role, a role before an alias.
pub(crate) fn variants<'p>(plan: &'p Plan<'_>) -> BTreeMap<&'p str, Variant<'p>> {
    let mut own: BTreeMap<&str, &ResourcePlan<'_>> = BTreeMap::new();
    for candidate in plan.resources().filter(|candidate| candidate.resource.kind != ResourceKind::Role) {
        let key = |plan: &ResourcePlan<'_>| (plan.resource.revision, plan.resource.name.clone());
        own.entry(&candidate.resource.rel)
            .and_modify(|known| {
                if key(candidate) < key(known) {
                    *known = candidate;
                }
            })
            .or_insert(candidate);
    }
    let mut variants: BTreeMap<&str, Variant<'_>> = own
        .iter()
        .map(|(rel, plan)| {
            (*rel, Variant { ty: &plan.ty, resource: &plan.resource.name, also: BTreeSet::new() })
        })
        .collect();
    let resources = &plan.schema.resources;
    // Those that are not selected have a rel too.
    let others = resources.iter().filter(|resource| resource.kind != ResourceKind::Role);
    let mut taken: BTreeSet<&str> = others.map(|resource| resource.rel.as_str()).collect();
    let roles = resources.iter().filter(|resource| resource.kind == ResourceKind::Role);
    let roles = roles.map(|role| (role.rel.as_str(), role));
    let aliases = resources
        .iter()
        .flat_map(|resource| resource.aliases.iter().map(move |alias| (alias.as_str(), resource)));
    for (rel, resource) in roles.chain(aliases) {
        if let Some(variant) = variant_rel(plan, resource).and_then(|rel| variants.get_mut(rel))
            && taken.insert(rel)
        {
            variant.also.insert(rel);
        }
    }
    variants
}

/// The rel of the representation that a resource has or borrows.
fn variant_rel<'p>(plan: &'p Plan<'_>, resource: &Resource) -> Option<&'p str> {
    plan.resource(resource.representation()).map(|representation| representation.rel.as_str())
}
