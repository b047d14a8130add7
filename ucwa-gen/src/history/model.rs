//! What a history is.

use std::collections::BTreeMap;

use serde::Serialize;

/// What each entry is, in the words of the documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Kind {
    /// A resource: a page.
    Resource,
    /// A property of a representation.
    Property,
    /// A link of a representation.
    Link,
    /// A resource embedded in a representation.
    Embedded,
    /// An operation.
    Operation,
    /// A query parameter, or a field of a request or response body.
    Parameter,
    /// An error of an operation, or one that any operation can return.
    Error,
    /// An event.
    Event,
    /// An asynchronous reason code.
    Reason,
    /// An enumeration.
    Enumeration,
    /// A member of an enumeration.
    Member,
}

/// Revisions that follow each other, all of which document an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Period {
    /// The first of them; `None` if it is the oldest revision, of which it is unknown what preceded it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// The last of them; `None` if it is the newest revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// Something that a page documents, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Entry {
    /// Its path: `lamp`, `lamp.properties.colour`, `lamp.PUT.input.colour`, `lamp.GET.errors.NotFound.LampMissing`,
    /// `house.events.lamp.updated`, `LampState.members.On`, `errors.generic.Forbidden`.
    pub of: String,
    /// What it is.
    pub kind: Kind,
    /// When it is documented, the oldest period first; there is at least one.
    pub periods: Vec<Period>,
}

/// Since when everything is documented.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct History {
    /// The revisions that were compared, the oldest first.
    pub revisions: Vec<String>,
    /// How many errors the pages of a revision have, for each that has any: what they are about is missing from it.
    pub errors: BTreeMap<String, usize>,
    /// All that any of them documents, by path. What only samples, traffic or overrides have is not documented.
    pub entries: Vec<Entry>,
}

impl Entry {
    /// Since when the newest revision has it without a gap; `None` if the newest lacks it, or all revisions have it.
    #[must_use]
    pub fn since(&self) -> Option<&str> {
        self.periods.last().filter(|last| last.until.is_none())?.since.as_deref()
    }

    /// Whether all revisions have it.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        matches!(&self.periods[..], [Period { since: None, until: None }])
    }
}

/// The JSON Schema (2020-12) of a history.
#[cfg(feature = "json-schema")]
#[must_use]
pub fn json_schema() -> serde_json::Value {
    // Of what is written, not of what could be read: a field that is left out when it is empty is not required.
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<History>().to_value()
}
