//! Distribution groups.

use serde::Deserialize;

/// A group of the directory, which users can find, expand and put on their contact lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[non_exhaustive]
pub struct DistributionGroup {
    /// The URI, such as `sip:staff@example.com`. Without its scheme it is the address to which mail goes.
    pub uri: String,
    /// The name that users see.
    pub name: String,
    /// The URIs of the users and of the other groups in it.
    #[serde(default)]
    pub members: Vec<String>,
}

impl DistributionGroup {
    /// An empty group with this URI and name.
    #[must_use]
    pub fn new(uri: impl Into<String>, name: impl Into<String>) -> Self {
        Self { uri: uri.into(), name: name.into(), members: Vec::new() }
    }

    /// Sets the URIs of the members.
    #[must_use]
    pub fn with_members(mut self, uris: impl IntoIterator<Item: Into<String>>) -> Self {
        self.members = uris.into_iter().map(Into::into).collect();
        self
    }
}
