//! What changed between two schemas, and whom it concerns.
//!
//! The two are compared as what they say, not as text: entries are matched by name, and what moved is recognised. What each
//! difference does is reported on three [axes](Axis). What it does to source is found by comparing the public items of the code
//! that is generated from both; what it does to the wire and to behaviour follows from what changed.

mod accept;
mod attribute;
mod change;
mod compare;
mod faulty;
mod found;
mod index;
mod items;
mod lists;
mod moves;
mod report;
mod version;

use self::found::{Changes, Found};
use self::index::Index;
use crate::emit::{self, Inconsistency, Options};
use crate::schema::Schema;

pub use self::accept::{Acceptances, Date, ParseDateError, Problem};
pub use self::change::{Accepted, Axis, Change, Diff, Effect, Effects, ItemChange};
pub use self::faulty::Faulty;
#[cfg(feature = "json-schema")]
pub use self::report::json_schema;
pub use self::report::{
    FORMAT, Folders, PerSide, Report, Words, github, human, json, markdown, proposals, sarif,
};
pub use self::version::{Bump, ParseVersionError, Version};

/// No code can be generated from one of the schemas, so that it cannot be said what a change does to code.
#[derive(Debug, thiserror::Error)]
#[error("no code can be generated from the {side} schema:{}", .problems.iter().map(|it| format!("\n  {it}")).collect::<String>())]
#[non_exhaustive]
pub struct Error {
    /// `old` or `new`.
    pub side: &'static str,
    /// What is wrong with it.
    pub problems: Vec<Inconsistency>,
}

/// Compares two schemas.
///
/// # Errors
/// If no code can be generated from one of them.
pub fn diff(old: &Schema, new: &Schema) -> Result<Diff, Error> {
    let [before, after] = [public_items("old", old)?, public_items("new", new)?];
    let (old, moves) = moves::find(&Index::new(old), &Index::new(new));
    let sides = [Index::new(&old), Index::new(new)];
    let mut changes = Changes { found: compare::schemas(&sides), ..Changes::default() };
    moves.restore(&mut changes.found);
    moves.announce(&sides[1], &mut changes);
    let found = moves::fold(changes.found, &sides);
    let differences = items::differences(&before, &after, &moves);
    let found = attribute::attribute(found, differences, &sides);
    let mut changes: Vec<Change> = found.into_iter().map(Found::into_change).collect();
    changes.sort_by(|a, b| (&a.subject, &a.path, &a.kind).cmp(&(&b.subject, &b.path, &b.kind)));
    let effects = changes.iter().fold(Effects::default(), |all, change| all.and(change.effects));
    Ok(Diff { effects, changes, ..Diff::default() })
}

fn public_items(side: &'static str, schema: &Schema) -> Result<items::Items, Error> {
    match emit::items(schema, &Options::new()) {
        Ok(items) => Ok(items),
        Err(emit::Error::Inconsistent(problems)) => Err(Error { side, problems }),
        // Nothing else can be wrong without options.
        Err(_) => Err(Error { side, problems: Vec::new() }),
    }
}
