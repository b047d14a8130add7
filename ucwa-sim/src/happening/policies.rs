//! Policies.

/// Something that happened to policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PolicyHappening {}
