//! What the schema has that traffic never showed.

use serde::Serialize;

use super::compare::Comparison;
use crate::schema::ResourceKind;

/// How much of the schema traffic showed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Coverage {
    /// The representations.
    pub resources: Part,
    /// The operations, as `PAGE.METHOD`.
    pub operations: Part,
    /// The events, as `REL TYPE` and the sender.
    pub events: Part,
}

/// How much of one part of the schema traffic showed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Part {
    /// How many were seen.
    pub seen: usize,
    /// Of how many.
    pub total: usize,
    /// Those that were never seen, in the order of the schema.
    pub never: Vec<String>,
}

impl Part {
    fn add(&mut self, name: String, is_seen: bool) {
        self.total += 1;
        if is_seen {
            self.seen += 1;
        } else {
            self.never.push(name);
        }
    }
}

impl Coverage {
    pub(super) fn of(comparison: &Comparison<'_>) -> Self {
        let ledger = &comparison.ledger;
        let mut coverage = Self::default();
        for (page, resource) in comparison.index.schema.resources.iter().enumerate() {
            if resource.kind == ResourceKind::Resource {
                coverage.resources.add(resource.name.clone(), ledger.representations.contains_key(&page));
            }
            for operation in &resource.operations {
                let seen = ledger.operations.get(&page).and_then(|seen| seen.get(operation.method.as_str()));
                coverage.operations.add(format!("{}.{}", resource.name, operation.method), seen.is_some());
            }
            for event in &resource.events {
                let key = (event.resource.clone(), event.ty.clone(), event.sender.clone());
                let name = format!("{} {} of {}", event.resource, event.ty, event.sender);
                coverage.events.add(name, ledger.events.get(&key).is_some());
            }
        }
        coverage
    }
}
