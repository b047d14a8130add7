//! The event channel: what to ask for, and what the answers mean.
//!
//! Events come as answers to a GET that the server holds open until there are some, or until a time is up. Each answer
//! names the next request. [`EventChannel`] keeps track of that and of everything that can get in the way; the I/O, the
//! waiting and the randomness are the caller's. [`Aggregation`] says how long the server may hold events back,
//! [`Backoff`] how long to wait after a failure, and [`Operations`] which event belongs to which operation.
//!
//! # A loop
//!
//! ```
//! use ucwa_types::api::{Answer, ErrorKind, EventChannel};
//! use ucwa_types::channel::{Backoff, NextStep, StateLoss};
//! use ucwa_types::operation::ServiceError;
//!
//! # fn run(
//! #     mut channel: EventChannel,
//! #     mut get: impl FnMut(&str, std::time::Duration) -> Answer<ServiceError<ErrorKind>>,
//! #     mut random: impl FnMut() -> u64,
//! #     refetch: impl Fn(StateLoss),
//! # ) {
//! while let Some(request) = channel.next_request() {
//!     let outcome = channel.handle(request.ticket, get(&request.href, request.held));
//!     if let Some(state_loss) = outcome.state_loss {
//!         refetch(state_loss);
//!     }
//!     for (sender, event) in outcome.events() {
//!         println!("{:?} says {:?} {:?}", sender.rel, event.rel(), event.r#type);
//!     }
//!     match outcome.next_step {
//!         NextStep::Continue | NextStep::Ignore => {}
//!         NextStep::Retry { attempt } => std::thread::sleep(Backoff::default().delay(attempt, random())),
//!         // A new token is needed, perhaps: the failure says so.
//!         NextStep::Refused => panic!("{:?}", outcome.failure),
//!         // Another client took over, or the application is gone.
//!         _ => break,
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
mod typed;

#[cfg(test)]
mod tests;

pub use self::aggregation::{Aggregation, OutOfRange};
pub use self::answer::{Answer, Rejection};
pub use self::backoff::Backoff;
pub use self::machine::{EventChannel, EventSource, NextStep, PollOutcome, PollRequest, StateLoss, Ticket};
pub use self::operations::Operations;
pub use self::typed::TypedEvent;
