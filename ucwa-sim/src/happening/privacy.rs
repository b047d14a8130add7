//! Privacy relationships.

/// Something that happened to privacy relationships.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PrivacyHappening {
    /// The level of a contact is another one.
    Updated(String),
}
