//! The state of an event channel: which request is next, and what an answer means.

use std::marker::PhantomData;
use std::time::Duration;

use crate::channel::aggregation::Aggregation;
use crate::channel::answer::{Answer, Rejection, Verdict};
use crate::event::{self, Event, EventLinks, Sender};
use crate::link::Link;
use crate::query;
use crate::slots::ResourceSet;

/// The event channel of one application.
///
/// It does no I/O: [`Self::next_request`] says what to ask for, [`Self::handle`] takes what came back and says what
/// happened and what comes then. The server numbers what it has sent, in links that are followed as they are and never
/// composed, so that every event comes once and in order, whichever requests get lost on the way.
///
/// ```
/// use ucwa_types::Link;
/// use ucwa_types::api::{Answer, ErrorKind, EventChannel, Events};
/// use ucwa_types::channel::NextStep;
/// use ucwa_types::operation::ServiceError;
///
/// let mut channel = EventChannel::new(&Link::<Events>::new("/ucwa/v1/applications/7/events?ack=1"));
/// let request = channel.next_request().unwrap();
/// assert_eq!(request.href, "/ucwa/v1/applications/7/events?ack=1");
///
/// let body = r#"{"_links": {"next": {"href": "/ucwa/v1/applications/7/events?ack=2"}}}"#;
/// let answer: Answer<ServiceError<ErrorKind>> = Answer::Document(serde_json::from_str(body)?);
/// let outcome = channel.handle(request.ticket, answer);
/// assert!(outcome.events().next().is_none());
/// assert_eq!(outcome.next_step, NextStep::Continue);
/// assert_eq!(channel.next_request().unwrap().href, "/ucwa/v1/applications/7/events?ack=2");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct EventChannel<R: ResourceSet> {
    resources: PhantomData<fn() -> R>,
    /// What the server gave last. Nothing is ever added to it here.
    href: Box<str>,
    aggregation: Aggregation,
    /// Which aggregation that is, counting from 1; 0 for one that need not be sent.
    edition: u64,
    /// The edition that the server is known to have.
    told: u64,
    /// What the server was last told to hold a request for, whether or not the answer has come.
    longest: Duration,
    /// How many documents were taken.
    position: u64,
    /// How many requests were made.
    requests: u64,
    /// The latest request, until it is answered.
    pending: Option<Ticket>,
    /// The priority of the latest request for this position.
    priority: Option<i32>,
    /// How many requests for this position have failed.
    failures: u32,
    is_gone: bool,
}

/// A request on the event channel: a GET.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PollRequest {
    /// Where to send it: the server's own reference, with the aggregation parameters where they are to be told.
    pub href: String,
    /// What to hand back with the answer.
    pub ticket: Ticket,
    /// For how long the server may hold it open. A client waits a little longer, or it takes silence for a failure.
    pub held: Duration,
}

/// Which request an answer belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    position: u64,
    serial: u64,
    edition: u64,
}

/// What an answer amounts to.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PollOutcome<R: ResourceSet, F> {
    /// What became of the state that the client holds; to be dealt with before the events.
    pub state_loss: Option<StateLoss>,
    /// Who sent events, in the order to handle them in.
    pub sender: Vec<Sender<R>>,
    /// What comes then. The next request is to be sent before the events are handled, and the events of all answers in
    /// sequence: the server has to be able to reach the client meanwhile.
    pub next_step: NextStep,
    /// The failure that the answer was, if it was one: what is to be mended where [`Self::next_step`] is [`NextStep::Refused`].
    pub failure: Option<F>,
}

/// Why the client's state is not the server's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StateLoss {
    /// Events were missed (the server said `resync`): everything that was fetched is to be fetched again.
    Missed,
    /// The client was away (the server said `resume`): conversations and subscriptions have ended.
    Reset,
}

/// What comes after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NextStep {
    /// The next request, at once.
    Continue,
    /// The same request again, after a delay: see [`Backoff`](super::Backoff).
    Retry {
        /// How many requests failed in a row before this one.
        attempt: u32,
    },
    /// Nothing: this was the answer to a request that a later one has replaced, or whose events have come already.
    Ignore,
    /// Another client listens to this channel now (409, `PGetReplaced`). The next request takes it back.
    Replaced,
    /// The request was refused, and would be again: without a valid token, for example. [`PollOutcome::failure`] says why. Once
    /// that is mended, the next request is the same.
    Refused,
    /// The application is gone (`ApplicationNotFound`): it is to be created again, and with it a new channel.
    Gone,
}

impl<R: ResourceSet, F> PollOutcome<R, F> {
    /// The events in the order they happened in, each with who sent it.
    pub fn events(&self) -> impl Iterator<Item = (&Sender<R>, &Event<R>)> {
        event::events(&self.sender)
    }
}

/// The resource that the event channel is: `Events` of a generated tree.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no event channel",
    label = "this link does not lead to events",
    note = "the link `events` of an application does: `application.links.events`"
)]
pub trait EventSource {
    /// The set of resource types that its events are about.
    type Resources: ResourceSet;
}

impl<R: ResourceSet> EventChannel<R> {
    /// The channel that this link leads to: the `events` link of an application.
    #[must_use]
    pub fn new<E: EventSource<Resources = R>>(events: &Link<E>) -> Self {
        Self::from_href(events.href())
    }

    /// The channel at this reference, whose events are read as any set of resource types: one of your own, or
    /// [`Value`](crate::Value).
    #[must_use]
    pub fn from_href(href: &str) -> Self {
        Self {
            resources: PhantomData,
            href: href.into(),
            aggregation: Aggregation::new(),
            edition: 0,
            told: 0,
            longest: Aggregation::new().longest(),
            position: 0,
            requests: 0,
            pending: None,
            priority: None,
            failures: 0,
            is_gone: false,
        }
    }

    /// The same channel with other aggregation parameters.
    #[must_use]
    pub fn with_aggregation(mut self, aggregation: Aggregation) -> Self {
        self.set_aggregation(aggregation);
        self
    }

    /// Changes the aggregation parameters: the next request tells them to the server.
    ///
    /// A request that is open goes on as it is. To have the parameters count at once, make the next request without
    /// waiting for its answer: the server answers the open one with a conflict, which is ignored, and the new one gets
    /// a higher priority, so that it does not matter which arrives first.
    pub fn set_aggregation(&mut self, aggregation: Aggregation) {
        self.aggregation = aggregation;
        self.edition += 1;
    }

    /// The aggregation parameters.
    #[must_use]
    pub const fn aggregation(&self) -> Aggregation {
        self.aggregation
    }

    /// The request to make now; `None` once the application is gone.
    ///
    /// After a failure it is the same request again. While a request is open, this is one that replaces it.
    pub fn next_request(&mut self) -> Option<PollRequest> {
        if self.is_gone {
            return None;
        }
        let mut aggregation = Aggregation::new();
        if self.edition != self.told {
            aggregation = self.aggregation;
            self.longest = aggregation.timeout().map_or(self.longest, |_| aggregation.longest());
        }
        if self.pending.is_some() {
            let above = self.priority.unwrap_or_default().saturating_add(1);
            self.priority = Some(aggregation.priority().map_or(above, |priority| priority.max(above)));
        } else {
            self.priority = self.priority.or(aggregation.priority());
        }
        if let Some(priority) = self.priority {
            aggregation = aggregation.with_priority(priority);
        }
        self.requests += 1;
        let ticket = Ticket { position: self.position, serial: self.requests, edition: self.edition };
        self.pending = Some(ticket);
        let href = query::append(&self.href, aggregation.parameters());
        Some(PollRequest { href, ticket, held: self.longest })
    }

    /// Takes the answer to a request.
    pub fn handle<F: Rejection>(&mut self, ticket: Ticket, answer: Answer<R, F>) -> PollOutcome<R, F> {
        // What asked for events that have come since says nothing new.
        let is_old = self.is_gone || ticket.position != self.position;
        let (verdict, failure) = match answer {
            Answer::Document(document) if !is_old => match destination(&document.links) {
                Some((href, state_loss)) => {
                    self.accept(ticket, href, state_loss);
                    return PollOutcome {
                        state_loss,
                        sender: document.sender,
                        next_step: NextStep::Continue,
                        failure: None,
                    };
                }
                // To deliver the events would be to deliver them twice: there is no way to tell the server of it.
                None => (Verdict::Passing, None),
            },
            Answer::Failure(failure) => (Verdict::of(&failure), Some(failure)),
            Answer::Document(_) | Answer::Nothing | Answer::Lost => (Verdict::Passing, None),
        };
        let next_step = if is_old { NextStep::Ignore } else { self.fail(ticket, verdict) };
        PollOutcome { state_loss: None, sender: Vec::new(), next_step, failure }
    }

    fn accept(&mut self, ticket: Ticket, href: Box<str>, state_loss: Option<StateLoss>) {
        self.href = href;
        self.position += 1;
        self.pending = None;
        self.priority = None;
        self.failures = 0;
        // After a loss of state the server may have forgotten what it was told.
        self.told = if state_loss.is_some() { 0 } else { self.told.max(ticket.edition) };
    }

    fn fail(&mut self, ticket: Ticket, verdict: Verdict) -> NextStep {
        if verdict == Verdict::Gone {
            self.is_gone = true;
            return NextStep::Gone;
        }
        if self.pending != Some(ticket) {
            return NextStep::Ignore;
        }
        self.pending = None;
        match verdict {
            Verdict::Passing => {
                let attempt = self.failures;
                self.failures = self.failures.saturating_add(1);
                NextStep::Retry { attempt }
            }
            Verdict::Replaced => NextStep::Replaced,
            Verdict::Lasting | Verdict::Gone => NextStep::Refused,
        }
    }
}

/// Where a document leads, and what that means. `resync` comes before all others.
fn destination(links: &EventLinks) -> Option<(Box<str>, Option<StateLoss>)> {
    let candidates = [
        (&links.resync, Some(StateLoss::Missed)),
        (&links.resume, Some(StateLoss::Reset)),
        (&links.next, None),
    ];
    candidates.into_iter().find_map(|(link, state_loss)| {
        let href = link.as_ref()?.href();
        (!href.is_empty()).then(|| (href.into(), state_loss))
    })
}
