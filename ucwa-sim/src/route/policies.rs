//! Places of policies.

use super::table::places;

places! {
    /// Places of policies.
    PolicyPlace {
        Policies = "policies";
    }
    |segments| Some(match segments {
        ["policies"] => Self::Policies,
        _ => return None,
    })
}
