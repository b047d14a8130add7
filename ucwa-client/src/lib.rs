//! A client of UCWA 2.0, the REST protocol of Skype for Business Server.
//!
//! The types are those of [`ucwa_types`]; this crate sends them. It finds the server of a user, gets a token for each host,
//! creates the application, follows the event channel, renews what ends, and sends each operation once.
//!
//! ```no_run
//! # #[cfg(feature = "ureq")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use ucwa_client::Credentials;
//! use ucwa_client::blocking::Client;
//! use ucwa_client::session::Step;
//! use ucwa_types::api::{AnyEvent, ApplicationsInput};
//!
//! let client = Client::builder("https://lyncdiscover.example.com/".parse()?)
//!     .credentials(Credentials::password("ann@example.com", "secret"))
//!     .build();
//! let application = client.sign_in(ApplicationsInput::new("en-US", "first-1", "first/1.0"))?;
//! println!("{:?}", application.embedded.me.and_then(|me| me.name));
//! for step in client.steps() {
//!     if let Step::Events(events) = step {
//!         for event in events.iter().map(AnyEvent::from) {
//!             println!("{event:?}");
//!         }
//!     }
//! }
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "ureq"))]
//! # fn main() {}
//! ```
//!
//! The asynchronous client is the same with `.await`. A bot, a presence logger and an archiver are in `examples/`, each in both forms.
//!
//! | module | what it is |
//! |:-------|:-----------|
//! | `asynchronous`, `blocking` | the clients; each documents who drives the event channel, and when |
//! | [`session`] | the session without I/O: which request is next, and what its answer means |
//! | [`tree`](mod@tree) | the tree of generated types that a program uses: `ucwa_types::api`, or one of its own |
//! | [`credentials`] | a password, or tokens that the program gets by itself |
//! | [`error`] | why an operation has no result |
//!
//! # What a program can rely on
//! - **An operation is sent once.** A POST is sent again only if the server says that it was not done: it refused the token, asked for
//!   patience (429), or could not reach the event channel. If the answer is lost, `operation` waits for the event with the
//!   `operationId` of the request; if there is none, the outcome is [`Error::OutcomeUnknown`]. The program decides what that means.
//!   A request that did not leave the machine is [`Error::Transport`] at once. Each operation needs an `operationId` of its own; without
//!   one the answer has to come, since only its `Location` says which events are of it.
//!   Two exceptions do no harm: requests for a token, and the creation of an application, of which the one that nobody listens to
//!   ends by itself.
//! - **Each call ends**, with an answer, an event or an error, if the session is driven: times and numbers of attempts are in
//!   [`Settings`](session::Settings).
//! - **No event is lost in silence.** If events are lost, a [`Step::StateLoss`](session::Step::StateLoss) reports it, with the application fetched anew,
//!   or without it if the session ends before.
//!   What else the program holds, it fetches again itself. After `Reset`, and after [`Step::Recreated`](session::Step::Recreated), it begins anew
//!   what has ended: it becomes available, and subscribes to presence.
//! - **Steps wait to be taken**, as many as [`Settings::backlog`](session::Settings::backlog) says. Beyond it the server is not asked for events, which
//!   it keeps for some minutes. If an operation waits for its event they are asked for all the same: then the events that wait are
//!   forgotten, and a `StateLoss` takes their place.
//! - **A token goes to the host that it was issued for** and to no other, and the password only to the token service that such a host names.
//!   Hosts are those of the settings and those that discovery leads to; [`Settings::trusted_hosts`](session::Settings::trusted_hosts) narrows that
//!   down. Discovery that starts with HTTPS does not go on without, and no redirect of HTTP is followed. Links to any other host are
//!   followed without a token. No token and no password is in a log or a `Debug`.
//! - **No event comes twice.** An answer with the same events and the same link `next` as the one before is the same answer.
//! - **Outages are waited out** while there is an application, for as long as they last: [`Step::Unreachable`](session::Step::Unreachable)
//!   reports one, and [`Step::Reachable`](session::Step::Reachable) its end. An application that was lost is created again with a
//!   back-off, [`Settings::recreations`](session::Settings::recreations) times in a row; attempts that fail count. Then, and if sign-in fails, the session
//!   ends.
//! - **What ends is renewed**: activity every few minutes once the user is available, presence subscriptions before their time is over. One
//!   that the server does not extend is reported: [`Step::SubscriptionEnded`](session::Step::SubscriptionEnded).
//! - **A client signs in once.** To sign in again, make another one.
//!
//! # Features
//! None is on by default.
//!
//! - `reqwest`: the asynchronous client, on tokio and `reqwest`; `tokio`: the same for any other HTTP client. In the module
//!   `asynchronous`.
//! - `ureq`: the blocking client, on `ureq`; `blocking`: the same for any other HTTP client. In the module `blocking`.
//! - `tracing`: spans and events for logs, with rels, methods and statuses, without personal data.
//! - `xml`: representations in XML ([`Settings::format`](session::Settings::format)).
//!
//! TLS, proxies and connection pools are those of the HTTP client, whose builder `Reqwest::new` and `Ureq::new` take. A blocking client
//! without TLS is 27 packages, this one, those of the workspace and proc macros included, as
//! `cargo tree -p ucwa-client --features ureq -e normal --prefix none --no-dedupe | sort -u | wc -l` counts them.

#![forbid(unsafe_code)]

#[cfg(feature = "tokio")]
pub mod asynchronous;
#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(any(feature = "blocking", feature = "tokio"))]
mod builder;
pub mod credentials;
pub mod error;
#[cfg(any(feature = "blocking", feature = "tokio"))]
mod outcome;
pub mod session;
pub mod tree;

#[cfg(any(feature = "blocking", feature = "tokio"))]
pub use self::builder::Builder;
pub use self::credentials::Credentials;
pub use self::error::{Error, ErrorKind};
#[cfg(any(feature = "blocking", feature = "tokio"))]
pub use self::outcome::Completion;
pub use self::tree::{Official, Tree};

/// The example of the crate's own README, compiled.
#[cfg(all(doctest, feature = "ureq"))]
#[doc = include_str!("../README.md")]
mod own_readme {}

/// The examples of the README, compiled.
#[cfg(all(doctest, feature = "reqwest"))]
#[doc = include_str!("../../README.md")]
mod readme {}
