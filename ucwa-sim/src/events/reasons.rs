//! Why operations fail, in words.

use ucwa_types::api::ErrorSubcode;

/// Why an operation has failed, in a sentence.
pub(super) fn explained(subcode: &ErrorSubcode) -> &'static str {
    match subcode {
        ErrorSubcode::DestinationNotFound => "There is no user with this URI.",
        ErrorSubcode::TemporarilyUnavailable => "The user is not available for messages in any application.",
        ErrorSubcode::DoNotDisturb => "The user is not to be disturbed.",
        ErrorSubcode::Unavailable => "The other user has left the conversation.",
        ErrorSubcode::ConnectedElsewhere => "Another application of the user has accepted the invitation.",
        ErrorSubcode::Declined => "The invitation was declined.",
        ErrorSubcode::Canceled => "The invitation was cancelled.",
        ErrorSubcode::Missed => "The invitation was not accepted in time.",
        ErrorSubcode::Timeout => "Nobody has accepted the invitation in time.",
        ErrorSubcode::Expired => "The message was not fetched in time.",
        ErrorSubcode::Unreachable => "The message has not reached the other user.",
        _ => "The operation has failed.",
    }
}
