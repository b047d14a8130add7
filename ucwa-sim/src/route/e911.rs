//! Places of emergency calls.

use super::table::places;

places! {
    /// Places of emergency calls.
    EmergencyPlace {
        ReportMyNetwork = "reportMyNetwork";
        StartEmergencyCall = "startEmergencyCall";
    }
    |segments| Some(match segments {
        ["reportmynetwork"] => Self::ReportMyNetwork,
        ["communication", "emergencycalls"] => Self::StartEmergencyCall,
        _ => return None,
    })
}
