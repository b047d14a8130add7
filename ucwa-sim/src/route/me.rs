//! Places of the user.

use super::table::{places, uri};
use crate::hrefs::{Hrefs, segment};

places! {
    /// Places of the user.
    MePlace {
        Me = "me";
        MakeMeAvailable = "makeMeAvailable";
        ReportMyActivity = "reportMyActivity";
        Presence = "presence";
        Note = "note";
        Location = "location";
        Photo(String) = "photo" | "contactPhoto";
    }
    |segments| Some(match segments {
        ["me"] => Self::Me,
        ["me", "makemeavailable"] => Self::MakeMeAvailable,
        ["me", "reportmyactivity"] => Self::ReportMyActivity,
        ["me", "presence"] => Self::Presence,
        ["me", "note"] => Self::Note,
        ["me", "location"] => Self::Location,
        ["photos", who] => Self::Photo(uri(who)),
        _ => return None,
    })
}

impl Hrefs {
    /// A photo.
    pub(crate) fn photo(&self, uri: &str) -> String {
        self.to(&format!("photos/{}", segment(uri)))
    }
}
