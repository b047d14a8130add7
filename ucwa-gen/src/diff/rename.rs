//! Pages that were renamed: gone under one name, there under another, and otherwise the same.

use std::collections::BTreeSet;

use crate::schema::Resource;

/// The renamed pages among those that are gone and those that are new: old name and new name. Each page is renamed at
/// most once, the most alike first.
pub(super) fn renames<'a>(gone: &[&'a Resource], new: &[&'a Resource]) -> Vec<(&'a str, &'a str)> {
    let mut candidates: Vec<(usize, &Resource, &Resource)> = Vec::new();
    for old in gone {
        for new in new {
            let alike = likeness(&content(old), &content(new));
            if alike >= ALIKE {
                candidates.push((alike, old, new));
            }
        }
    }
    candidates
        .sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (&a.1.name, &a.2.name).cmp(&(&b.1.name, &b.2.name))));
    let mut renamed: Vec<(&str, &str)> = Vec::new();
    for (_, old, new) in candidates {
        if !renamed.iter().any(|(from, to)| *from == old.name || *to == new.name) {
            renamed.push((&old.name, &new.name));
        }
    }
    renamed
}

/// Four fifths of the content, in percent.
const ALIKE: usize = 80;
/// Pages with less content than this are alike by chance.
const ENOUGH: usize = 3;

/// What a page says, without the names that a renaming changes.
fn content(resource: &Resource) -> BTreeSet<String> {
    let mut content = BTreeSet::new();
    for property in &resource.properties {
        content.insert(format!("property {} {}", property.name, property.ty));
    }
    for link in resource.links.iter().filter(|link| link.rel != "self") {
        content.insert(format!("link {}", link.rel));
    }
    for link in &resource.embedded {
        content.insert(format!("embedded {}", link.rel));
    }
    for operation in &resource.operations {
        for field in operation.query.iter().chain(&operation.input) {
            content.insert(format!("{} {} {}", operation.method, field.name, field.ty));
        }
        for error in &operation.errors {
            content.insert(format!("{} {} {:?}", operation.method, error.code, error.subcode));
        }
    }
    if !resource.description.is_empty() {
        content.insert(resource.description.clone());
    }
    content
}

fn likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> usize {
    let all = a.union(b).count();
    if a.len() < ENOUGH || all == 0 { 0 } else { a.intersection(b).count() * 100 / all }
}
