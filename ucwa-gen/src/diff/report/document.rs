//! A diff for programs: one JSON document.

use serde::Serialize;

use super::request::{Errors, Report};
use crate::diff::change::{Accepted, Change, Effects};
use crate::diff::version::Bump;

/// The version of the document. It grows by one whenever a reader of the previous version could misread it.
pub const FORMAT: u32 = 1;

/// All differences between two schemas, and the version that they ask for.
#[derive(Serialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "json-schema", schemars(rename = "Diff"))]
struct Document<'d> {
    /// The version of this format: 1.
    format: u32,
    /// How many errors the pages have, if they have any: what they are about is not compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Errors>,
    /// What all changes together do, accepted ones included.
    effects: &'d Effects,
    /// The part of the version that has to grow: `major`, `minor` or `patch`. Before 1.0 the first number that is not 0
    /// counts as `major`, and the numbers after it as `minor` and `patch`.
    bump: &'static str,
    /// The next version, if the present one is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// The changes that are not accepted, by subject and path.
    changes: &'d [Change],
    /// Those that are.
    accepted: &'d [Accepted],
}

/// The whole diff as one JSON document, in the form of `docs/diff.schema.json`.
#[must_use]
pub fn json(report: &Report<'_>) -> String {
    let diff = report.diff;
    let bump = Bump::of(diff.effects);
    let document = Document {
        format: FORMAT,
        errors: Some(report.errors).filter(|errors| !errors.is_empty()),
        effects: &diff.effects,
        bump: bump.as_str(),
        next: report.current.map(|current| bump.after(current).to_string()),
        changes: &diff.changes,
        accepted: &diff.accepted,
    };
    // Plain data with string keys cannot fail; were it to, an empty text is what a reader would notice.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// The JSON Schema (2020-12) of the document.
#[cfg(feature = "json-schema")]
#[must_use]
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(Document<'_>).to_value()
}
