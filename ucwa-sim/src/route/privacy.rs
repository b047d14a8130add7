//! Places of privacy relationships.

use ucwa_types::Enumeration;
use ucwa_types::api::PrivacyRelationshipLevel;

use super::table::{places, uri};
use crate::hrefs::Hrefs;

places! {
    /// Places of privacy relationships.
    PrivacyPlace {
        MyPrivacyRelationships = "myPrivacyRelationships";
        MyPrivacyRelationship(PrivacyRelationshipLevel) = "myPrivacyRelationship";
        ContactPrivacyRelationship(String) = "contactPrivacyRelationship";
        ResetContactPrivacyRelationship(String) = "resetContactPrivacyRelationship";
    }
    |segments| Some(match segments {
        ["people", "privacyrelationships"] => Self::MyPrivacyRelationships,
        ["people", "privacyrelationships", level] => Self::MyPrivacyRelationship(level_of(level)?),
        ["people", who, "privacyrelationship"] => Self::ContactPrivacyRelationship(uri(who)),
        ["people", who, "privacyrelationship", "reset"] => Self::ResetContactPrivacyRelationship(uri(who)),
        _ => return None,
    })
}

/// The documented level of this name, in any case.
fn level_of(name: &str) -> Option<PrivacyRelationshipLevel> {
    let member = PrivacyRelationshipLevel::MEMBERS.iter().find(|member| member.eq_ignore_ascii_case(name))?;
    Some(PrivacyRelationshipLevel::from_text(member))
}

impl Hrefs {
    /// The contacts of one level.
    pub(crate) fn privacy_level(&self, level: &PrivacyRelationshipLevel) -> String {
        self.to(&format!("people/privacyRelationships/{}", level.as_str()))
    }
}
