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

/// A number as a `tel:` URI: its digits, with the leading `+` if it has one. `None` if it has other characters than those with
/// which numbers are written, or if it has fewer than 3 digits or more than 15.
pub(crate) fn normalized(number: &str) -> Option<String> {
    let number = number.trim();
    let number = number.strip_prefix("tel:").unwrap_or(number);
    let (plus, rest) = number.strip_prefix('+').map_or(("", number), |rest| ("+", rest));
    let digits: String = rest.chars().filter(|it| !" -./()".contains(*it)).collect();
    let is_number = (3..=15).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    is_number.then(|| format!("tel:{plus}{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_normalized() {
        for (given, expected) in [
            ("+1 (425) 555-0101", Some("tel:+14255550101")),
            ("tel:+14255550101", Some("tel:+14255550101")),
            ("0 30/12.34", Some("tel:0301234")),
            ("112", Some("tel:112")),
            ("12", None),
            ("+1234567890123456", None),
            ("1-800-FLOWERS", None),
            ("", None),
            ("++1425", None),
        ] {
            assert_eq!(normalized(given).as_deref(), expected, "{given}");
        }
    }
}
