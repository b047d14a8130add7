//! What is logged, with the feature `tracing`: rels, methods and statuses. No address, no name and no text of anybody is in it.

#![cfg_attr(not(feature = "tracing"), allow(unused_variables, reason = "nothing is logged"))]

use http::Request;

use crate::error::{Asked, Error};
use crate::session::delivery::Delivery;
use crate::session::outcome::Outcome;
use crate::session::step::Step;
use crate::tree::Tree;

/// A span, if anything is logged.
pub(super) struct Span {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

impl Span {
    /// An operation of the program, until its outcome is known. It is in the span that the program is in.
    pub(super) fn operation(rel: &str) -> Self {
        Self {
            #[cfg(feature = "tracing")]
            span: tracing::info_span!("operation", rel),
        }
    }

    /// A request, until something has come of it: for an operation, or for the session itself.
    pub(super) fn request(
        operation: Option<&Self>,
        Asked { rel, .. }: Asked,
        request: &Request<Vec<u8>>,
    ) -> Self {
        Self {
            #[cfg(feature = "tracing")]
            span: {
                let method = request.method().as_str();
                match operation {
                    Some(Self { span }) => tracing::debug_span!(parent: span, "request", rel, method),
                    None => tracing::debug_span!(parent: None, "request", rel, method),
                }
            },
        }
    }

    /// Something has come of the request.
    pub(super) fn delivered(&self, delivery: &Delivery) {
        #[cfg(feature = "tracing")]
        self.span.in_scope(|| match delivery {
            Delivery::Answer(response) => tracing::debug!(status = response.status().as_u16(), "answer"),
            Delivery::Lost(_) => tracing::warn!("no answer"),
            Delivery::Unsent(_) => tracing::warn!("not sent"),
            Delivery::NoToken(_) | Delivery::Untrusted => tracing::warn!("no token"),
        });
    }

    /// The operation has an outcome.
    pub(super) fn ended<T: Tree>(&self, outcome: &Outcome<T>) {
        #[cfg(feature = "tracing")]
        self.span.in_scope(|| match outcome {
            Outcome::Answer(response) => tracing::debug!(status = response.status().as_u16(), "answered"),
            Outcome::Completed(event) => tracing::debug!(success = event.is_success(), "completed"),
            Outcome::Failed(error) => tracing::warn!(kind = kind(error), "failed"),
        });
    }
}

/// Something has happened.
pub(super) fn happened<T: Tree>(step: &Step<T>) {
    #[cfg(feature = "tracing")]
    match step {
        Step::Discovered { .. } => tracing::info!("discovered"),
        Step::Challenged { .. } => tracing::debug!("challenged"),
        Step::SignedIn(_) => tracing::info!("signed in"),
        Step::Events(events) => tracing::debug!(count = events.iter().count(), "events"),
        Step::StateLoss { loss, .. } => tracing::warn!(?loss, "state loss"),
        Step::Recreated(_) => tracing::warn!("the application was created again"),
        Step::Unreachable(error) => tracing::warn!(kind = kind(error), "the server cannot be reached"),
        Step::Reachable => tracing::info!("the server can be reached again"),
        Step::Replaced => tracing::warn!("another client has taken the event channel"),
        Step::SubscriptionEnded { .. } => tracing::warn!("a presence subscription has ended"),
        Step::SignedOut { is_deleted } => tracing::info!(is_deleted, "signed out"),
        Step::Ended(error) => tracing::error!(kind = kind(error), "the session has ended"),
    }
}

/// The name of the kind: the message of a server can have names in it.
#[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "nothing is logged"))]
const fn kind<K: std::fmt::Debug>(error: &Error<K>) -> &'static str {
    match error {
        Error::Request(_) | Error::OperationIdInUse => "request",
        Error::Service(..) => "service",
        Error::Credentials(_) => "credentials",
        Error::Protocol(..) => "protocol",
        Error::Transport(..) => "transport",
        Error::OutcomeUnknown(..) => "outcome unknown",
        Error::Gone(_) => "gone",
    }
}
