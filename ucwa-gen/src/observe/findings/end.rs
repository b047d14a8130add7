//! What ends a finding.

use serde::Serialize;

use crate::schema::{Evidence, EvidenceKind, Location};

/// A key of an entry of overrides, and the value that it needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// Where the entry says what it is about.
    pub at: Location,
    /// The key and its value, in TOML.
    pub line: String,
}

/// What ends a finding.
#[derive(Clone)]
pub(super) enum End {
    /// One entry more.
    Entry(String),
    /// Another value in an entry that is there.
    Change(Change),
    /// What a person can do, because no entry ends it, and why none does.
    ByHand(String),
}

impl End {
    /// What only a person can end.
    pub(super) fn by_hand(why: impl Into<String>) -> Self {
        Self::ByHand(why.into())
    }

    /// A change of the entry that decided, by what is the strongest evidence, or else an entry of its own.
    pub(super) fn of(
        strongest: Option<&Evidence>,
        key: &str,
        value: &str,
        entry: impl FnOnce() -> String,
    ) -> Self {
        Self::change(strongest, key, value).unwrap_or_else(|| Self::Entry(entry()))
    }

    /// A change of the entry that decided, if one did.
    pub(super) fn change(strongest: Option<&Evidence>, key: &str, value: &str) -> Option<Self> {
        let at = strongest.filter(|why| why.kind == EvidenceKind::Override)?.at.clone()?;
        Some(Self::Change(Change { at, line: format!("{key} = {value}") }))
    }
}
