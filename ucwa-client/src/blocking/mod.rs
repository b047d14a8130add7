//! The blocking client.
//!
//! From `sign_in` until the session ends or the client is dropped it has a thread for what is due by time, and one for each request
//! that is open: the request for events is always one, since a blocking request cannot share its thread. So the event channel is
//! followed whatever the program does, as long as it takes steps, or there is room for them
//! ([`Settings::backlog`](crate::session::Settings::backlog)). Any number of threads can use one client.
//!
//! No request can be cancelled. The threads of a client that is dropped end with their requests; its application ends after some
//! minutes, or at once with [`Client::sign_out`].

mod client;
mod driver;
mod transport;
#[cfg(feature = "ureq")]
mod ureq;

pub use self::client::Client;
pub use self::transport::{TokenSource, Transport};
#[cfg(feature = "ureq")]
pub use self::ureq::Ureq;
