//! Whose representation a rel carries.
//!
//! `organizer`, `to` and `acceptedByContact` are rels whose representation is a `contact`. The pages never say so in so
//! many words; their samples do, by the `rel` in the body, or by what is embedded under the name elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::index::{Index, revision};
use super::observe::{Bodies, Instance, own_rel};
use super::{Notes, evidence};
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Override, Overrides};
use crate::page::PageFacts;
use crate::schema::{Evidence, EvidenceKind};

/// The roles found: for each page that is one, whose representation it carries, and why.
#[derive(Debug, Default)]
pub(super) struct Roles {
    of: BTreeMap<String, (String, Evidence)>,
    /// Rels in a page's own sample that no page documents.
    aliases: BTreeMap<String, (String, Evidence)>,
    /// Pages that are said to carry their own representation, though it looks otherwise.
    own: BTreeMap<String, Evidence>,
}

impl Roles {
    /// The name of the page whose representation the rel of a page carries: its own, unless it is a role.
    pub(super) fn representation<'a>(&'a self, name: &'a str) -> &'a str {
        self.of.get(name).map_or(name, |(base, _)| base.as_str())
    }

    pub(super) fn get(&self, name: &str) -> Option<&(String, Evidence)> {
        self.of.get(name)
    }

    pub(super) fn own(&self, name: &str) -> Option<&Evidence> {
        self.own.get(name)
    }

    pub(super) fn alias(&self, name: &str) -> Option<&(String, Evidence)> {
        self.aliases.get(name)
    }
}

/// Finds the roles.
pub(super) fn find(index: &Index<'_>, bodies: &Bodies, overrides: &Overrides, notes: &mut Notes) -> Roles {
    let held = held(bodies);
    let mut roles = Roles::default();
    for page in index.resources() {
        if let Some(explicit) = page.explicit.role_of.as_ref().filter(|name| index.resource(name).is_none()) {
            let message = format!(
                "no page documents `{explicit}`, whose representation `{}` is said to carry",
                page.name
            );
            notes.push(Diagnostic::new(Code::DanglingPage, page.source.span(0..0), message));
        }
        let found = role(page, index, bodies, &held);
        let found = match corrected(page, found.as_ref(), index, overrides, notes) {
            Some((entry, base)) if base == page.name => {
                roles.own.insert(page.name.clone(), entry.evidence());
                continue;
            }
            Some((entry, base)) => Some((base.to_owned(), entry.evidence())),
            None => found,
        };
        if let Some(found) = found {
            roles.of.insert(page.name.clone(), found);
        } else if let Some((rel, span)) = own_rel(page, bodies)
            && index.resource(rel).is_none()
            && !is_own(page, rel)
        {
            let why = evidence(EvidenceKind::Sample, format!("\"rel\": \"{rel}\""), span);
            roles.aliases.insert(page.name.clone(), (rel.to_owned(), why));
        }
    }
    // A role of a role is a role of the last one.
    let resolved = roles.of.iter().map(|(name, (base, why))| {
        let mut base = base.clone();
        let mut passed = BTreeSet::from([name.clone()]);
        while let Some((next, _)) = roles.of.get(&base).filter(|_| passed.insert(base.clone())) {
            base.clone_from(next);
        }
        (name.clone(), (base, why.clone()))
    });
    roles.of = resolved.filter(|(name, (base, _))| name != base).collect();
    roles
}

/// The page whose representation the rel carries by an override that says more than the pages.
fn corrected<'o>(
    page: &PageFacts,
    found: Option<&(String, Evidence)>,
    index: &Index<'_>,
    overrides: &'o Overrides,
    notes: &mut Notes,
) -> Option<(&'o Override, &'o str)> {
    let (entry, base) = overrides.find(&page.name, |it| match it {
        Correction::Role { representation } => Some(representation.as_str()),
        _ => None,
    })?;
    if !index.resources().any(|page| page.name == base) {
        notes.push(entry.unknown("resource", base, index.resources().map(|page| page.name.as_str())));
        return None;
    }
    if found.map_or(page.name.as_str(), |(base, _)| base) == base {
        notes.push(entry.agrees(format!("`{}` carries the representation of `{base}` anyway", page.name)));
        return None;
    }
    Some((entry, base))
}

fn is_own(page: &PageFacts, rel: &str) -> bool {
    rel.eq_ignore_ascii_case(&page.name) || rel.eq_ignore_ascii_case(revision(&page.name).0)
}

fn role(
    page: &PageFacts,
    index: &Index<'_>,
    bodies: &Bodies,
    held: &BTreeMap<String, BTreeMap<String, Evidence>>,
) -> Option<(String, Evidence)> {
    if let Some(explicit) = &page.explicit.role_of {
        let base = index.resource(explicit)?;
        let why = evidence(EvidenceKind::Declared, "role_of", &page.source.span(0..0));
        return Some((base.name.clone(), why));
    }
    // The page's own sample is of another page's resource.
    if let Some((rel, span)) = own_rel(page, bodies)
        && !is_own(page, rel)
        && let Some(base) = index.resource(rel)
    {
        let why = evidence(EvidenceKind::Sample, format!("\"rel\": \"{rel}\""), span);
        return Some((base.name.clone(), why));
    }
    if page.properties.is_empty() {
        return None;
    }
    // What is embedded under the page's name elsewhere is, every time, one other page's resource.
    if let Some(rels) = held.get(&page.name.to_lowercase())
        && let [(rel, why)] = rels.iter().collect::<Vec<_>>()[..]
        && !is_own(page, rel)
        && let Some(base) = index.resource(rel)
        && covers(base, page)
    {
        return Some((base.name.clone(), why.clone()));
    }
    // The first paragraph names a resource that has every property and every link of this page.
    let mentioned = page.mentions.iter().filter_map(|link| index.linked_resource(link));
    let base = mentioned
        .filter(|base| base.name != page.name && !base.name.eq_ignore_ascii_case(revision(&page.name).0))
        .find(|base| page.properties.len() >= 3 && covers(base, page))?;
    let why = evidence(EvidenceKind::Linked, base.name.clone(), &page.source.span(0..0));
    Some((base.name.clone(), why))
}

/// Whether the base documents every property and every link of the page.
fn covers(base: &PageFacts, page: &PageFacts) -> bool {
    page.properties.iter().all(|row| base.properties.iter().any(|other| other.name == row.name))
        && page.links.iter().all(|row| base.links.iter().any(|other| other.rel == row.rel))
}

/// For each name under `_embedded` the rels of what it holds.
fn held(bodies: &Bodies) -> BTreeMap<String, BTreeMap<String, Evidence>> {
    let mut held = BTreeMap::new();
    for body in bodies.all() {
        walk(&body.instance, &mut held);
    }
    held
}

fn walk(instance: &Instance, held: &mut BTreeMap<String, BTreeMap<String, Evidence>>) {
    for embedded in &instance.embedded {
        for inner in &embedded.instances {
            // In XML the rel of what is embedded is the name it is embedded under, and says nothing more.
            if let Some(rel) = inner.rel.as_ref().filter(|rel| **rel != embedded.rel) {
                held.entry(embedded.rel.to_lowercase()).or_default().entry(rel.clone()).or_insert_with(
                    || {
                        let detail = format!("`{}` holds \"rel\": \"{rel}\"", embedded.rel);
                        evidence(EvidenceKind::Sample, detail, &embedded.span)
                    },
                );
            }
            walk(inner, held);
        }
    }
}
