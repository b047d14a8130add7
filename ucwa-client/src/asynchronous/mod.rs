//! The asynchronous client, on tokio.
//!
//! Each request is a task; nothing else runs in the background. Whoever waits for something, a step or the answer to a call,
//! drives the session for all that wait: hands in what has come, and sends what is next. Who waits for nothing for minutes is away, as
//! far as the server knows: take steps in a loop, in a task of its own if need be. Whoever waits for an operation need not take
//! steps meanwhile.
//!
//! A call is cancelled by dropping its future. Whether it was done is not known then. A client that is dropped drops its requests;
//! its application ends after some minutes, or at once with [`Client::sign_out`].

mod client;
mod driver;
mod inbox;
#[cfg(feature = "reqwest")]
mod reqwest;
mod steps;
mod transport;

pub use self::client::Client;
#[cfg(feature = "reqwest")]
pub use self::reqwest::Reqwest;
pub use self::steps::Steps;
pub use self::transport::{Getting, Sending, TokenSource, Transport};
