//! The session without I/O: which request is next, and what its answer means.
//!
//! A [`Session`] sends nothing, waits for nothing, and has no clock and no randomness: its driver does the I/O, hands in the
//! time with each call, and the seed at the start. So a test runs it against a simulated server in virtual time.
//!
//! # What goes in
//! | input | when |
//! |:------|:-----|
//! | [`Session::sign_in`], [`Session::sign_out`] | the program says so |
//! | [`Session::start`], [`Session::cancel`] | the program does an operation, or waits for it no longer |
//! | [`Session::answer`] | an [`Action::Send`] was answered, or lost, or takes longer than [`Outgoing::patience`]: the driver sees to that |
//! | [`Session::token`] | an [`Action::GetToken`] was done, or was not |
//!
//! # What comes out
//! After each input, and when [`Session::wait`] is over, take all of each:
//!
//! | output | what it is |
//! |:-------|:-----------|
//! | [`Session::next_action`] | what to do: requests to send, in the order in which to send them |
//! | [`Session::next_outcome`] | what came of a call of the program |
//! | [`Session::next_step`] | what has happened: taken when the program wants it |
//!
//! ```
//! use std::time::Duration;
//!
//! use http::{Request, Response};
//! use ucwa_client::session::{Action, Session, Settings, Step};
//! use ucwa_client::{Credentials, Official};
//! use ucwa_types::api::ApplicationsInput;
//!
//! /// Does what there is to do, one request after the other; a driver sends them beside each other.
//! fn turn(
//!     session: &mut Session<Official>,
//!     send: impl Fn(Request<Vec<u8>>) -> Option<Response<Vec<u8>>>,
//!     now: Duration,
//! ) -> Vec<Step<Official>> {
//!     while let Some(action) = session.next_action(now) {
//!         if let Action::Send(outgoing) = action {
//!             let answer = send(outgoing.request).ok_or_else(|| "no answer".into());
//!             session.answer(outgoing.exchange, answer, now);
//!         }
//!     }
//!     std::iter::from_fn(|| session.next_step(now)).collect()
//! }
//!
//! let settings = Settings::new("https://lyncdiscover.example.com/".parse()?);
//! let mut session = Session::new(settings, Credentials::password("ann@example.com", "secret"), 7);
//! session.sign_in(ApplicationsInput::new("en-US", "first-1", "first/1.0"), Duration::ZERO)?;
//! // Nobody answers: the request is sent again after a while.
//! assert!(turn(&mut session, |_| None, Duration::ZERO).is_empty());
//! assert!(session.wait(Duration::ZERO).is_some_and(|wait| wait > Duration::ZERO));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The states
//! ```text
//! Idle ──sign_in──▶ Discovering ──place──▶ Creating ──application──▶ Online ──sign_out──▶ Leaving ──▶ Over
//!                        ▲                    ▲                         │
//!                        └─── Discover ───────┴── CreateApplication ────┘   with a back-off, and a limit
//! ```
//! [`Step::Challenged`] comes wherever a host asks for a token: mostly while the session is `Discovering`, before [`Step::Discovered`], and
//! again for each other host.
//!
//! Whatever fails for good leads to `Over`, which [`Step::Ended`] reports. While a session is `Online` there is one request for
//! events, sent before anything else, or a time at which it is sent next.

mod action;
mod calls;
mod courier;
mod delivery;
mod discovery;
mod entering;
mod judge;
mod keeping;
mod leaving;
mod listening;
mod machine;
mod origin;
mod outage;
mod outcome;
mod parameter;
mod poll;
mod purpose;
mod settings;
mod step;
mod tokens;
mod trace;

pub use self::action::{Action, ExchangeId, Outgoing};
#[cfg(test)]
pub(crate) use self::judge::failure;
pub use self::machine::Session;
pub use self::outcome::{Awaits, CallId, Outcome};
pub use self::settings::Settings;
pub use self::step::{Events, Step};
