//! Places of emergency calls.

use super::table::places;

places! {
    /// Places of emergency calls.
    EmergencyPlace {
        ReportMyNetwork = "reportMyNetwork";
    }
    |segments| Some(match segments {
        ["reportmynetwork"] => Self::ReportMyNetwork,
        _ => return None,
    })
}
