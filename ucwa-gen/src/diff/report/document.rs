//! A diff for programs: one JSON document.

use serde::Serialize;

use super::request::{PerSide, Report};
use crate::diff::accept::Problem;
use crate::diff::change::{Accepted, Axis, Change, Effects};
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
    /// How many errors the pages have, if they have any: pages with errors are not compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<PerSide>,
    /// How many warnings the pages have, if they have any: what was read wrongly may look like a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    warnings: Option<PerSide>,
    /// The acceptances that do not hold.
    problems: &'d [Problem],
    /// What all changes together do, accepted ones included.
    effects: &'d Effects,
    /// The part of the version that has to grow: `major`, `minor` or `patch`; `none` if nothing changed, so that no release is needed. Before
    /// 1.0 the first number that is not 0 counts as `major`, and the numbers after it as `minor` and `patch`.
    bump: &'static str,
    /// The next version, if the present one is known and a release is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// The axes that are denied: where a change that is not accepted breaks one of them, the command fails.
    denied: &'d [Axis],
    /// The changes that are not accepted, by subject and path.
    changes: &'d [Change],
    /// Those that are.
    accepted: &'d [Accepted],
    /// The names of the changes of pages with errors, which are left out.
    left_out: &'d [String],
}

/// The whole diff as one JSON document, in the form of `docs/diff.schema.json`.
#[must_use]
pub fn json(report: &Report<'_>) -> String {
    let diff = report.diff;
    let bump = (!diff.is_empty()).then(|| Bump::of(diff.effects));
    let document = Document {
        format: FORMAT,
        errors: Some(report.errors).filter(|errors| !errors.is_empty()),
        warnings: Some(report.warnings).filter(|warnings| !warnings.is_empty()),
        problems: &report.problems,
        effects: &diff.effects,
        bump: bump.map_or("none", Bump::as_str),
        next: report.current.zip(bump).map(|(current, bump)| bump.after(current).to_string()),
        denied: &report.denied,
        changes: &diff.changes,
        accepted: &diff.accepted,
        left_out: &diff.left_out,
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
    // Of what is written, not of what could be read: a field that is left out when it is empty is not required.
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Document<'_>>().to_value()
}
