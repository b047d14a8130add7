//! What a client does about a failure.

use http::StatusCode;

/// What a client does about a failure, if that is known: [`ResponseError::advice`](crate::rest::ResponseError::advice).
///
/// The caller limits the number of attempts. After [`Self::Retry`] do not repeat a POST that must not be done twice, unless the
/// error says that nothing was done (`CallbackChannelError`). On the event channel
/// [`PollOutcome::next_step`](crate::channel::PollOutcome::next_step) decides instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Advice {
    /// Get a new token from the token service of the host that answered, and send the request again with it. If that fails
    /// the same way, give up.
    RenewToken,
    /// Another host is in charge of the user. Start from discovery.
    Discover,
    /// The server has lost the application, or ended it. Create it again; its old links are invalid.
    CreateApplication,
    /// The resource has changed. Fetch it again, and repeat the change.
    Refetch,
    /// The failure may be temporary. Wait for as long as [`ResponseError::retry_after`](crate::rest::ResponseError::retry_after) says, or a
    /// little longer each time.
    Retry,
    /// The client can do nothing by itself: the user or the administrator of the server has to change something.
    GiveUp,
}

/// Codes and subcodes of the service after which it is known what to do. The subcode is looked at first.
const CODES: [(&str, Advice); 9] = [
    ("ApplicationNotFound", Advice::CreateApplication),
    ("InactiveApplicationExpired", Advice::CreateApplication),
    ("CannotRedirect", Advice::Discover),
    ("PreconditionFailed", Advice::Refetch),
    ("PreconditionRequired", Advice::Refetch),
    ("CallbackChannelError", Advice::Retry),
    ("MigrationInProgress", Advice::Retry),
    ("InvalidExchangeServerVersion", Advice::GiveUp),
    ("TooManyRequests", Advice::Retry),
];

/// What to do after an error of the service.
pub(crate) fn of_service(code: Option<&str>, subcode: Option<&str>) -> Option<Advice> {
    let known = |name: &str| CODES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    subcode.and_then(known).or_else(|| code.and_then(known)).map(|(_, advice)| *advice)
}

/// What to do after a status, if nothing else is known.
pub(crate) fn of_status(status: StatusCode, has_challenges: bool) -> Option<Advice> {
    match status {
        StatusCode::UNAUTHORIZED => Some(Advice::RenewToken),
        // Servers ask for a token with this status, too.
        StatusCode::FORBIDDEN if has_challenges => Some(Advice::RenewToken),
        StatusCode::PRECONDITION_FAILED | StatusCode::PRECONDITION_REQUIRED => Some(Advice::Refetch),
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS => {
            Some(Advice::Retry)
        }
        // The HTTP client left off the length of an empty body, and will the next time.
        StatusCode::LENGTH_REQUIRED => Some(Advice::GiveUp),
        status if status.is_server_error() => Some(Advice::Retry),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subcode_says_more_than_the_code() {
        for (code, subcode, expected) in [
            ("NotFound", Some("ApplicationNotFound"), Some(Advice::CreateApplication)),
            ("Gone", Some("CannotRedirect"), Some(Advice::Discover)),
            ("Gone", Some("InactiveApplicationExpired"), Some(Advice::CreateApplication)),
            ("PreconditionFailed", Some("New"), Some(Advice::Refetch)),
            ("preconditionrequired", None, Some(Advice::Refetch)),
            ("ServiceFailure", Some("CallbackChannelError"), Some(Advice::Retry)),
            // A 500 that does not pass.
            ("ServiceFailure", Some("InvalidExchangeServerVersion"), Some(Advice::GiveUp)),
            ("NotFound", Some("ResourceNotFound"), None),
            ("NotFound", None, None),
        ] {
            assert_eq!(of_service(Some(code), subcode), expected, "{code}/{subcode:?}");
        }
        assert_eq!(of_service(None, None), None);
    }

    #[test]
    fn a_status_says_little() {
        for (status, has_challenges, expected) in [
            (401, false, Some(Advice::RenewToken)),
            (403, true, Some(Advice::RenewToken)),
            (403, false, None),
            (404, false, None),
            (409, false, None),
            (411, false, Some(Advice::GiveUp)),
            (412, false, Some(Advice::Refetch)),
            (429, false, Some(Advice::Retry)),
            (500, false, Some(Advice::Retry)),
            (503, false, Some(Advice::Retry)),
            (200, false, None),
        ] {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(of_status(status, has_challenges), expected, "{status}");
        }
    }
}
