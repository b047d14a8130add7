//! What a difference between two schemas is.

use serde::Serialize;

use crate::schema::Location;

/// What a change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Class {
    /// Code that compiled no longer does, or a request that was right no longer is.
    Breaking,
    /// There is more than before; what was there is as it was.
    Additive,
    /// Only words, evidence or order changed.
    Documentation,
}

impl Class {
    /// All classes, most serious first.
    pub const ALL: [Self; 3] = [Self::Breaking, Self::Additive, Self::Documentation];

    /// The class in a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Additive => "additive",
            Self::Documentation => "documentation",
        }
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// What it does.
    pub class: Class,
    /// The resource or enumeration that it belongs to; empty for the errors and scopes of the whole API.
    pub subject: String,
    /// What changed, from the subject on (`contact.properties.type.type`).
    pub path: String,
    /// What was there; none when it is new.
    pub old: Option<String>,
    /// What is there; none when it is gone.
    pub new: Option<String>,
    /// Where the old schema has it from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_at: Option<Location>,
    /// Where the new schema has it from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_at: Option<Location>,
}

/// All differences between two schemas, grouped by subject, in the order of their paths.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Diff {
    /// The differences.
    pub changes: Vec<Change>,
}

impl Diff {
    /// How many changes there are of a class.
    #[must_use]
    pub fn count(&self, class: Class) -> usize {
        self.changes.iter().filter(|change| change.class == class).count()
    }
}
