//! The words that generated code uses in the place of the documentation's.

use std::collections::BTreeSet;

use heck::ToSnakeCase;

use crate::decision::{Decision, Findings};
use crate::overrides::{Correction, Overrides, things};
use crate::schema::{Name, Schema};

/// Keeps the renamings of what there is; those of anything else are found in the end.
pub(super) fn resolve(schema: &Schema, overrides: &Overrides, findings: &mut Findings) -> Vec<Name> {
    let entries = overrides.entries().iter();
    let mut entries =
        entries.filter(|entry| matches!(entry.correction, Correction::Rename { .. })).peekable();
    let known: BTreeSet<String> = match entries.peek() {
        Some(entry) => things(schema, &entry.correction).into_iter().collect(),
        None => BTreeSet::new(),
    };
    let mut names = Vec::new();
    for entry in entries.filter(|entry| known.contains(&entry.of)) {
        let Correction::Rename { name } = &entry.correction else { continue };
        let own = entry.of.rsplit('.').next().unwrap_or_default();
        let decision =
            Decision::new(own.to_snake_case(), Vec::new())
                .heed(entry, name.to_snake_case(), |_| format!("`{}` is called so anyway", entry.of));
        let is_renamed = decision.overridden_by().is_some();
        let (_, evidence) = findings.close(decision);
        if is_renamed {
            names.push(Name { of: entry.of.clone(), name: name.clone(), evidence });
        }
    }
    names.sort_by(|a, b| a.of.cmp(&b.of));
    names
}
