//! What changed between two schemas, and whom it concerns.
//!
//! The two are compared as what they say, not as text: entries are matched by name, and each difference is classified
//! by what it does to the emitted Rust and to what goes over the wire.

mod change;
mod compare;
mod mentions;
mod rename;
mod report;

use crate::schema::Schema;

pub use self::change::{Change, Class, Diff};
pub use self::report::{human, markdown};

/// Compares two schemas.
#[must_use]
pub fn diff(old: &Schema, new: &Schema) -> Diff {
    let mut changes = compare::schemas(old, new);
    changes.sort_by(|a, b| (&a.subject, &a.path, a.class).cmp(&(&b.subject, &b.path, b.class)));
    Diff { changes }
}
