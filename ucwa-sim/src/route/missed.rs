//! Places of missed items.

use super::table::places;

places! {
    /// Places of missed items.
    MissedPlace {
        MissedItems = "missedItems";
    }
    |segments| Some(match segments {
        ["communication", "misseditems"] => Self::MissedItems,
        _ => return None,
    })
}
