//! The words that generated code uses in the place of the documentation's.

use heck::ToSnakeCase;

use super::Notes;
use crate::overrides::{Correction, Overrides, things};
use crate::schema::{Name, Schema};

/// Keeps the renamings of what there is; those of anything else are found in the end.
pub(super) fn resolve(schema: &mut Schema, overrides: &Overrides, notes: &mut Notes) {
    for entry in overrides.entries() {
        let Correction::Rename { name } = &entry.correction else { continue };
        if !things(schema, &entry.correction).contains(&entry.of) {
            continue;
        }
        let word = entry.of.rsplit('.').next().unwrap_or_default();
        if word.to_snake_case() == name.to_snake_case() {
            notes.push(entry.agrees(format!("`{}` is called so anyway", entry.of)));
            continue;
        }
        let evidence = vec![entry.evidence()];
        schema.names.push(Name { of: entry.of.clone(), name: name.clone(), evidence });
    }
    schema.names.sort_by(|a, b| a.of.cmp(&b.of));
}
