//! The evidence for the entries of the schema.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A place in a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Location {
    /// The file name without its folder.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One reason for an entry of the schema, its type, its target or its cardinality.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Evidence {
    /// The kind of reason.
    pub kind: EvidenceKind,
    /// What was found there, in a few words (`String`, `InvitationState`, `true`).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// Where it was found; `None` for a rule that applies to no place in particular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Location>,
}

/// The detail of the rows of generic errors, which are evidence of the operation that has them.
pub(crate) const GENERIC_ERROR: &str = "generic error";

/// The kinds of evidence, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum EvidenceKind {
    /// A correction of the documentation.
    Override,
    /// The type, target or cardinality is declared in a table.
    Declared,
    /// The table row that lists the entry.
    Row,
    /// Recorded traffic shows it, in so many of so many bodies or events.
    Traffic,
    /// A source outside of the pages has it.
    Outside,
    /// The description links to the page of an enumeration or a resource, or names it.
    Linked,
    /// The description states it (`The maximum value is 30`).
    Prose,
    /// A value or a link in a sample.
    Sample,
    /// The same name, decided elsewhere: on the same representation, in its request table, on its siblings.
    Elsewhere,
    /// The representation that a role carries.
    Role,
    /// The name, or the name and the members of an enumeration, decide.
    Name,
    /// Nothing else decides.
    Default,
}

impl EvidenceKind {
    /// The kind in a few words, as `explain` prints it.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::Override => "override",
            Self::Declared => "declared in a table",
            Self::Row => "listed in a table",
            Self::Traffic => "seen in traffic",
            Self::Outside => "stated elsewhere",
            Self::Linked => "named by the description",
            Self::Prose => "stated by the description",
            Self::Sample => "observed in a sample",
            Self::Elsewhere => "same name elsewhere",
            Self::Role => "role of a resource",
            Self::Name => "by its name",
            Self::Default => "no other evidence",
        }
    }
}
