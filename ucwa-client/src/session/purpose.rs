//! What each request of a session is for.

use http::Request;
use ucwa_types::channel::Timer;

use crate::session::outcome::CallId;

/// What a request is for.
pub(super) enum Purpose {
    Discovery,
    Creation,
    Poll,
    /// The application, after a loss of state.
    Refetch,
    /// The application, for links that it has now.
    Links,
    Call(CallId, &'static str, Box<Request<Vec<u8>>>),
    Renewal(Timer),
    Leave,
    /// A lost application is deleted, in case that it is there, before the next one is created.
    Farewell,
}

impl Purpose {
    /// The rel of what is asked for.
    pub(super) const fn rel(&self) -> &'static str {
        match self {
            Self::Discovery => "root",
            Self::Creation => "applications",
            Self::Poll => "events",
            Self::Refetch | Self::Links | Self::Leave | Self::Farewell => "application",
            Self::Call(_, rel, _) => rel,
            Self::Renewal(Timer::Subscription(_)) => "presenceSubscription",
            Self::Renewal(_) => "reportMyActivity",
        }
    }
}
