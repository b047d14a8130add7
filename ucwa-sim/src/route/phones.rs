//! Places of the user's phones.

use super::table::places;
use crate::hrefs::Hrefs;
use crate::keys::PhoneType;

places! {
    /// Places of the user's phones.
    PhonePlace {
        Phones = "phones";
        Phone(PhoneType) = "phone";
        ChangeNumber(PhoneType) = "changeNumber";
        ChangeVisibility(PhoneType) = "changeVisibility";
    }
    |segments| Some(match segments {
        ["me", "phones"] => Self::Phones,
        ["me", "phones", kind] => Self::Phone(PhoneType::of(kind)?),
        ["me", "phones", kind, "number"] => Self::ChangeNumber(PhoneType::of(kind)?),
        ["me", "phones", kind, "visibility"] => Self::ChangeVisibility(PhoneType::of(kind)?),
        _ => return None,
    })
}

impl Hrefs {
    /// A phone of the user.
    pub(crate) fn phone(&self, kind: PhoneType) -> String {
        self.to(&format!("me/phones/{}", kind.name().to_lowercase()))
    }
}
