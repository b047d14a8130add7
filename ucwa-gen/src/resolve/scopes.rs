//! The scopes of online applications, and the attributes of web links: the same on many pages, kept once.

use std::collections::BTreeMap;

use super::evidence::row as listed;
use super::index::Index;
use super::repeats::repeated;
use crate::decision::Findings;
use crate::diagnostic::{Code, Diagnostic};
use crate::page::{NamedRow, PageFacts, ScopeRow};
use crate::schema::{Evidence, LinkAttribute, Scope, ScopeRef};

/// The scopes that a page names, in its order.
pub(super) fn refs(page: &PageFacts, findings: &mut Findings) -> Vec<ScopeRef> {
    let mut refs: Vec<ScopeRef> = Vec::new();
    let mut places: BTreeMap<&str, (usize, &ScopeRow)> = BTreeMap::new();
    for row in &page.scopes {
        let why = listed(&row.span);
        let (at, first) = *places.entry(&row.name).or_insert((refs.len(), row));
        match refs.get_mut(at) {
            Some(scope) => {
                scope.evidence.push(why);
                // That they are described in two ways is found among the scopes of all pages.
                findings.add(repeated(&row.name, &first.span, &row.span, []));
            }
            None => refs.push(ScopeRef { name: row.name.clone(), evidence: vec![why] }),
        }
    }
    refs
}

/// All scopes, sorted.
pub(super) fn all(index: &Index<'_>, findings: &mut Findings) -> Vec<Scope> {
    let mut scopes: BTreeMap<&str, &ScopeRow> = BTreeMap::new();
    for row in index.resources().flat_map(|page| &page.scopes) {
        let first = scopes.entry(&row.name).or_insert(row);
        if (&first.permission, &first.description) != (&row.permission, &row.description) {
            let message = format!("the scope `{}` is described in another way elsewhere", row.name);
            findings.add(
                Diagnostic::new(Code::ScopeDiffers, row.span.clone(), message)
                    .related(first.span.clone(), "described first here"),
            );
        }
    }
    let scope = |row: &ScopeRow| Scope {
        name: row.name.clone(),
        permission: row.permission.clone(),
        description: row.description.clone(),
    };
    scopes.into_values().map(scope).collect()
}

/// The attributes of links in HAL, and those that UCWA has besides.
const ATTRIBUTES: [&str; 10] =
    ["deprecation", "href", "hreflang", "name", "profile", "rel", "revision", "templated", "title", "type"];

/// With fewer pages than these nothing is unusual.
const FEW: usize = 3;

/// The attributes that every web link has, sorted.
pub(super) fn link_attributes(index: &Index<'_>, findings: &mut Findings) -> Vec<LinkAttribute> {
    let mut attributes: BTreeMap<&str, (&NamedRow, Vec<Evidence>)> = BTreeMap::new();
    for page in index.resources() {
        let mut own: BTreeMap<&str, &NamedRow> = BTreeMap::new();
        for row in &page.web_link {
            let (_, evidence) = attributes.entry(&row.name).or_insert_with(|| (row, Vec::new()));
            evidence.push(listed(&row.span));
            // Each page may describe an attribute in its own words, once.
            let first = *own.entry(&row.name).or_insert(row);
            if first.span != row.span {
                let differs = first.description != row.description;
                findings.add(repeated(&row.name, &first.span, &row.span, [("description", differs)]));
            }
        }
    }
    // Every page has the same table: what most of them lack is no attribute, but a word that a damaged page has for one.
    let pages = index.resources().filter(|page| !page.web_link.is_empty()).count();
    for (name, (row, evidence)) in &attributes {
        if pages >= FEW && evidence.len() * 2 < pages && !ATTRIBUTES.contains(name) {
            let message =
                format!("`{name}` is an attribute of web links on {} of {pages} pages", evidence.len());
            findings.add(Diagnostic::new(Code::AttributeUnusual, row.span.clone(), message));
        }
    }
    let attribute = |(row, evidence): (&NamedRow, Vec<Evidence>)| LinkAttribute {
        name: row.name.clone(),
        description: row.description.clone(),
        evidence,
    };
    attributes.into_values().map(attribute).collect()
}
