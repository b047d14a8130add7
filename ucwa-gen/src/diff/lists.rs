//! The lists of a page that items exist by: a struct of links exists if there is any link.

use std::collections::BTreeSet;

use super::compare::Entry;
use super::index::Index;
use crate::schema::Operation;

/// The keys of the entries of a list that generated code has something for.
pub(super) fn entries(side: &Index<'_>, list: &[String]) -> BTreeSet<String> {
    let segments: Vec<&str> = list.iter().map(String::as_str).collect();
    let [resource, list @ ..] = &segments[..] else { return BTreeSet::new() };
    let Some(resource) = side.resource(resource) else { return BTreeSet::new() };
    match list {
        ["links"] => resource.links.iter().map(Entry::key).collect(),
        // What is embedded without a documented type has no field.
        ["embedded"] => {
            let typed = resource.embedded.iter().filter(|it| it.target.is_some());
            typed.map(Entry::key).collect()
        }
        ["events"] => resource.events.iter().map(Entry::key).collect(),
        ["reasons"] => resource.reasons.iter().map(Entry::key).collect(),
        ["operations", method, list] => {
            let operation = resource.operations.iter().find(|it| it.method == *method);
            operation.map(|operation| of_operation(operation, list)).unwrap_or_default()
        }
        _ => BTreeSet::new(),
    }
}

fn of_operation(operation: &Operation, list: &str) -> BTreeSet<String> {
    match list {
        "query" => operation.query.iter().map(Entry::key).collect(),
        "input" => operation.input.iter().map(Entry::key).collect(),
        "output_fields" => operation.output_fields.iter().map(Entry::key).collect(),
        "consumes" => operation.consumes.iter().cloned().collect(),
        "produces" => operation.produces.iter().cloned().collect(),
        _ => BTreeSet::new(),
    }
}
