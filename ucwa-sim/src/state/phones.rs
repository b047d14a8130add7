//! The state of phones: the numbers that users have stored.

use std::collections::BTreeMap;

use crate::ids::UserId;
use crate::keys::PhoneType;

/// A phone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Phone {
    /// The number, as a `tel:` URI.
    pub(crate) number: Option<String>,
    /// Whether contacts see the number.
    pub(crate) is_shown: bool,
}

/// The phones that users have stored.
#[derive(Debug, Default)]
pub(crate) struct Phones {
    stored: BTreeMap<(UserId, PhoneType), Phone>,
}

impl Phones {
    /// A phone of a user.
    pub(crate) fn get(&self, user: UserId, kind: PhoneType) -> Phone {
        self.stored.get(&(user, kind)).cloned().unwrap_or_default()
    }

    /// Stores a phone of a user.
    pub(crate) fn set(&mut self, user: UserId, kind: PhoneType, phone: Phone) {
        self.stored.insert((user, kind), phone);
    }
}
