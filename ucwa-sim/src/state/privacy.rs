//! The state of privacy relationships: the levels that users have set by hand.

use std::collections::BTreeMap;

use ucwa_types::api::PrivacyRelationshipLevel;

use crate::ids::UserId;

/// The levels that users have set, by the user and by the URI of the contact.
#[derive(Debug, Default)]
pub(crate) struct Privacy {
    levels: BTreeMap<UserId, BTreeMap<String, PrivacyRelationshipLevel>>,
}

impl Privacy {
    /// The level that a user has set for a contact.
    pub(crate) fn level(&self, user: UserId, uri: &str) -> Option<&PrivacyRelationshipLevel> {
        self.levels.get(&user)?.get(uri)
    }

    /// The contacts for whom a user has set a level.
    pub(crate) fn contacts(&self, user: UserId) -> impl Iterator<Item = &String> {
        self.levels.get(&user).into_iter().flat_map(BTreeMap::keys)
    }

    /// Sets the level of a contact; `None` for the automatic one.
    pub(crate) fn set(&mut self, user: UserId, uri: &str, level: Option<PrivacyRelationshipLevel>) {
        let levels = self.levels.entry(user).or_default();
        match level {
            Some(level) => drop(levels.insert(uri.to_owned(), level)),
            None => drop(levels.remove(uri)),
        }
    }
}
