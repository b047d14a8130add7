//! What each request of a session is for.

use http::Request;
use ucwa_types::channel::Timer;

use crate::error::Asked;
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
    Call(CallId, Asked, Box<Request<Vec<u8>>>),
    Renewal(Timer),
    Leave,
    /// A lost application is deleted, in case that it is there, before the next one is created.
    Farewell,
}

impl Purpose {
    /// What is asked for.
    pub(super) const fn asked(&self) -> Asked {
        match self {
            Self::Discovery => Asked::new("GET", "root"),
            Self::Creation => Asked::new("POST", "applications"),
            Self::Poll => Asked::new("GET", "events"),
            Self::Refetch | Self::Links => Asked::new("GET", "application"),
            Self::Leave | Self::Farewell => Asked::new("DELETE", "application"),
            Self::Call(_, asked, _) => *asked,
            Self::Renewal(Timer::Subscription(_)) => Asked::new("POST", "presenceSubscription"),
            Self::Renewal(_) => Asked::new("POST", "reportMyActivity"),
        }
    }
}
