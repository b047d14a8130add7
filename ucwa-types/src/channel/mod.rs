//! The event channel: which request is next, and what its answer means.
//!
//! Events come as answers to a GET that the server holds open until there are some, or until a timeout. Each answer names
//! the next request. [`EventChannel`] keeps track of that and of all failures; the caller does the I/O and the waiting, and
//! brings the randomness. [`Aggregation`] limits how long the server may hold events back, [`Backoff`] is how long to wait
//! after a failure, [`Operations`] finds the operation that an event belongs to, and [`Timers`] tells what is due when.
//!
//! # A loop
//! The next request is sent before the events of the last answer are handled. While no request is open the server cannot
//! reach the client, and answers some operations with `CallbackChannelError`. So one thread, or task, does only this, and
//! passes the outcomes to another, which handles them in sequence:
//!
//! ```
//! use std::sync::mpsc::Sender;
//!
//! use ucwa_types::api::{ErrorKind, EventChannel, PollAnswer, PollOutcome};
//! use ucwa_types::channel::Backoff;
//! use ucwa_types::operation::ServiceError;
//!
//! # fn run(
//! #     mut channel: EventChannel,
//! #     mut get: impl FnMut(&str, std::time::Duration) -> PollAnswer<ServiceError<ErrorKind>>,
//! #     mut random: impl FnMut() -> u64,
//! #     outcomes: &Sender<PollOutcome<ServiceError<ErrorKind>>>,
//! # ) {
//! while let Some(request) = channel.next_request() {
//!     let outcome = channel.handle(request.ticket, get(&request.href, request.held));
//!     let delay = outcome.delay(&Backoff::default(), random());
//!     if outcomes.send(outcome).is_err() {
//!         break;
//!     }
//!     match delay {
//!         Some(delay) => std::thread::sleep(delay),
//!         // A new token is needed, or another application, or another client took over.
//!         None => break,
//!     }
//! }
//! # }
//! ```
//!
//! The other one looks at the loss of state first, and then at the events. An answer that could not be decoded is a loss,
//! too: [`PollOutcome::skipped`] has it.
//!
//! ```
//! use ucwa_types::api::AnyEvent;
//! # use ucwa_types::api::{ErrorKind, PollOutcome};
//! # use ucwa_types::channel::StateLoss;
//! # use ucwa_types::operation::ServiceError;
//! # fn run(
//! #     outcomes: std::sync::mpsc::Receiver<PollOutcome<ServiceError<ErrorKind>>>,
//! #     refetch: impl Fn(StateLoss),
//! # ) {
//! for outcome in outcomes {
//!     if let Some(state_loss) = outcome.state_loss {
//!         refetch(state_loss);
//!     }
//!     for event in outcome.events().map(AnyEvent::from) {
//!         match event {
//!             AnyEvent::MessagingInvitationStarted(event) => println!("somebody writes: {:?}", event.resource()),
//!             AnyEvent::ConversationDeleted(event) => println!("a conversation has ended: {:?}", event.target()),
//!             AnyEvent::Unknown(event) => println!("undocumented: {:?}", event.name()),
//!             _ => {}
//!         }
//!     }
//! }
//! # }
//! ```

mod about;
mod aggregation;
mod answer;
mod backoff;
mod machine;
mod operations;
mod salvage;
mod timers;
mod typed;

#[cfg(test)]
mod tests;

pub use self::aggregation::{Aggregation, OutOfRange};
pub use self::answer::{Denial, PollAnswer, Rejection, Undecoded};
pub use self::backoff::Backoff;
pub use self::machine::{EventChannel, EventSource, NextStep, PollOutcome, PollRequest, StateLoss, Ticket};
pub use self::operations::Operations;
pub use self::timers::{Timer, Timers};
pub use self::typed::TypedEvent;
