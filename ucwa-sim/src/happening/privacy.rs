//! Privacy relationships.

/// Something that happened to privacy relationships.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PrivacyHappening {}
