//! Places of the application itself.

use super::table::places;

places! {
    /// Places of the application itself.
    ApplicationPlace {
        Application = "application";
        Events = "events";
        Batch = "batch";
    }
    |segments| Some(match segments {
        [] => Self::Application,
        ["events"] => Self::Events,
        ["batch"] => Self::Batch,
        _ => return None,
    })
}
