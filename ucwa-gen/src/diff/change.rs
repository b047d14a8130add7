//! What a difference between two schemas is.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::schema::Location;

/// What a change does on one axis. The greatest counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Effect {
    /// Nothing.
    #[default]
    None,
    /// There is more than before; what was there is as it was.
    Extends,
    /// Something that users rely on is gone, or has changed.
    Breaks,
}

impl Effect {
    /// All effects, most serious first.
    pub const ALL: [Self; 3] = [Self::Breaks, Self::Extends, Self::None];

    /// The effect in a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Extends => "extends",
            Self::Breaks => "breaks",
        }
    }
}

/// Whom a change concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Axis {
    /// Code that is written against the types: whether it compiles.
    Source,
    /// What is sent and received: whether requests that were right are right, and answers land in the same places.
    Wire,
    /// What the same names mean: an error, a default, a limit, a sender.
    Behaviour,
}

impl Axis {
    /// All axes.
    pub const ALL: [Self; 3] = [Self::Source, Self::Wire, Self::Behaviour];

    /// The axis in a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Wire => "wire",
            Self::Behaviour => "behaviour",
        }
    }
}

/// What a change does, on each axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Effects {
    /// What it does to code that is written against the types.
    pub source: Effect,
    /// What it does to what is sent and received.
    pub wire: Effect,
    /// What it does to what the same names mean.
    pub behaviour: Effect,
}

impl Effects {
    /// The effect on an axis.
    #[must_use]
    pub fn on(self, axis: Axis) -> Effect {
        match axis {
            Axis::Source => self.source,
            Axis::Wire => self.wire,
            Axis::Behaviour => self.behaviour,
        }
    }

    /// The most serious of them.
    #[must_use]
    pub fn worst(self) -> Effect {
        self.source.max(self.wire).max(self.behaviour)
    }

    /// The axes on which the effect is this one.
    pub fn axes(self, effect: Effect) -> impl Iterator<Item = Axis> {
        Axis::ALL.into_iter().filter(move |axis| self.on(*axis) == effect)
    }

    /// The more serious on each axis.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            source: self.source.max(other.source),
            wire: self.wire.max(other.wire),
            behaviour: self.behaviour.max(other.behaviour),
        }
    }
}

/// What happened to a public item of the generated code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ItemChange {
    /// The item, by its path below the tree (`Contact.name`, `StartMessagingInput::new`).
    pub item: String,
    /// What that does to code that names it.
    pub source: Effect,
    /// What happened, in words.
    pub what: String,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Change {
    /// Its name, which is the same as long as the same thing happens to the same entry: the path and what happened
    /// (`contact.properties.name.gone`), or of a value that changed its path alone (`contact.properties.type.type`).
    pub name: String,
    /// A digest of what it does: its name, its effects, what was there and what is there, its items and what moved along. Not of words or
    /// places. Whoever accepts the change accepts this digest.
    pub digest: String,
    /// The kind of change: of what, and what (`property.gone`, `input.required`).
    pub kind: String,
    /// What it does.
    pub effects: Effects,
    /// The reason for that, in words.
    pub reason: String,
    /// The group of resources that it belongs to; of enumerations `Enumerations`, of what belongs to none `The whole API`.
    pub group: String,
    /// The resource or enumeration that it belongs to; empty for the errors and scopes of the whole API.
    pub subject: String,
    /// What changed, from the subject on (`contact.properties.type.type`).
    pub path: String,
    /// What was there; `None` if it is new.
    pub old: Option<String>,
    /// What is there; `None` if it is gone.
    pub new: Option<String>,
    /// Where the old schema has it from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_at: Option<Location>,
    /// Where the new schema has it from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_at: Option<Location>,
    /// The public items that it adds, changes or removes. What follows from one of them is not listed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemChange>,
    /// What moved along, by path: references to a page that was renamed, properties whose enumeration was split.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
}

/// A change that was seen and accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Accepted {
    /// The change.
    #[serde(flatten)]
    pub change: Change,
    /// Why it was accepted.
    pub accepted: String,
    /// The last day on which it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// All differences between two schemas.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Diff {
    /// What all changes together do, accepted ones included.
    pub effects: Effects,
    /// The differences that are not accepted, by subject and path.
    pub changes: Vec<Change>,
    /// Those that are.
    pub accepted: Vec<Accepted>,
    /// The names of the changes that were [left out](Diff::leave_out), because pages with errors are not compared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
    /// The resources and enumerations of those pages.
    #[serde(skip)]
    pub(super) not_compared: BTreeSet<String>,
}

impl Diff {
    /// Whether nothing changed, so that no release is needed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.accepted.is_empty()
    }

    /// How many changes that are not accepted have this effect on an axis.
    #[must_use]
    pub fn count(&self, axis: Axis, effect: Effect) -> usize {
        self.changes.iter().filter(|change| change.effects.on(axis) == effect).count()
    }

    /// Whether a change that is not accepted breaks something on one of these axes.
    #[must_use]
    pub fn breaks(&self, axes: &[Axis]) -> bool {
        axes.iter().any(|axis| self.count(*axis, Effect::Breaks) > 0)
    }
}
