//! Places of communication as a whole.

use super::table::places;

places! {
    /// Places of communication as a whole.
    CommunicationPlace {
        Communication = "communication";
        Conversations = "conversations";
        StartMessaging = "startMessaging";
    }
    |segments| Some(match segments {
        ["communication"] => Self::Communication,
        ["communication", "conversations"] => Self::Conversations,
        ["communication", "messaginginvitations"] => Self::StartMessaging,
        _ => return None,
    })
}
