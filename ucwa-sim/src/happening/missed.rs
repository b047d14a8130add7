//! Missed items.

/// Something that happened to missed items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MissedHappening {
    /// One of the counts is another one.
    Updated,
}
