//! The state of an event channel: which request is next, and what an answer means.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use crate::channel::aggregation::Aggregation;
use crate::channel::answer::{PollAnswer, Rejection, Verdict};
use crate::channel::backoff::Backoff;
use crate::channel::salvage;
use crate::event::{self, Event, EventLinks, Sender};
use crate::link::{Link, origin};
use crate::query;
use crate::slots::ResourceSet;

/// The event channel of one application.
///
/// It does no I/O: [`Self::next_request`] returns the request to send, and [`Self::handle`] takes its answer and returns what
/// happened and what to do next. The server numbers its answers in the links, which are followed unchanged and never
/// composed. So each event comes once and in order, whichever requests get lost on the way.
///
/// ```
/// use ucwa_types::Link;
/// use ucwa_types::api::{ErrorKind, EventChannel, Events, PollAnswer};
/// use ucwa_types::channel::NextStep;
/// use ucwa_types::operation::ServiceError;
///
/// let mut channel = EventChannel::new(&Link::<Events>::new("/ucwa/v1/applications/7/events?ack=1"));
/// let request = channel.next_request().unwrap();
/// assert_eq!(request.href, "/ucwa/v1/applications/7/events?ack=1");
///
/// let body = r#"{"_links": {"next": {"href": "/ucwa/v1/applications/7/events?ack=2"}}}"#;
/// let answer: PollAnswer<ServiceError<ErrorKind>> = PollAnswer::Document(serde_json::from_str(body)?);
/// let outcome = channel.handle(request.ticket, answer);
/// assert!(outcome.events().next().is_none());
/// assert_eq!(outcome.next_step, NextStep::Continue);
/// assert_eq!(channel.next_request().unwrap().href, "/ucwa/v1/applications/7/events?ack=2");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub struct EventChannel<R: ResourceSet> {
    resources: PhantomData<fn() -> R>,
    state: State,
}

/// What the channel knows, whatever its events are decoded into.
#[derive(Clone, Debug)]
struct State {
    /// What the server gave last. Nothing is ever added to it here.
    href: Box<str>,
    /// The server, by each name that it goes by here. A relative href names none.
    servers: Vec<String>,
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
    /// How many answers for this position did not say where to go on.
    dead_ends: u32,
    /// How many answers for this position were cut short.
    truncated: u32,
    /// How many requests for this position needed another token.
    renewals: u32,
    is_gone: bool,
}

impl<R: ResourceSet> Clone for EventChannel<R> {
    fn clone(&self) -> Self {
        Self { resources: PhantomData, state: self.state.clone() }
    }
}

impl<R: ResourceSet> fmt::Debug for EventChannel<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EventChannel").field(&self.state).finish()
    }
}

/// How many answers that were cut short are asked for again before their events are given up: the server sends them again.
const TRUNCATED: u32 = 3;

/// A request on the event channel: a GET.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PollRequest {
    /// The href: the server's own, with the aggregation parameters if the server does not know them yet.
    pub href: String,
    /// To be passed to [`EventChannel::handle`] with the answer.
    pub ticket: Ticket,
    /// How long the server may hold it open. A client waits a little longer before it gives up.
    pub held: Duration,
}

/// Which request an answer belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    position: u64,
    serial: u64,
    edition: u64,
}

/// The outcome of one answer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PollOutcome<R: ResourceSet, F> {
    /// Why the client's state is stale, if it is. Deal with it before the events.
    pub state_loss: Option<StateLoss>,
    /// The senders of events, in the order in which to process them.
    pub senders: Vec<Sender<R>>,
    /// What the caller does next. Send the next request before handling the events: without one the server cannot reach the
    /// client. Handle the events of all answers in sequence.
    pub next_step: NextStep,
    /// The failure, if the answer was one and was not skipped. It is the reason for [`NextStep::Refused`]. A
    /// [`NextStep::DeadEnd`] has none if the document was decoded.
    pub failure: Option<F>,
    /// An answer that could not be decoded and is lost, with its bytes ([`Rejection::undecoded`], or `ResponseError::body` of the
    /// feature `http`): it has a link to the next one, which is followed. Its events are not in [`Self::senders`] and will not
    /// come again, so [`Self::state_loss`] is set as well.
    pub skipped: Option<F>,
}

/// Why the client's state is stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StateLoss {
    /// Events were missed (the server sent `resync`, or [`PollOutcome::skipped`] has them). Fetch everything again.
    Missed,
    /// The client was away (the server sent `resume`). Conversations and subscriptions have ended.
    Reset,
}

/// What the caller does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NextStep {
    /// Send the next request at once.
    Continue,
    /// Send the same request again after a delay: see [`PollOutcome::delay`].
    Retry {
        /// How many requests had failed since the last document before this one did.
        attempt: u32,
    },
    /// Send the same request again after a delay, but a few times at most. The document cannot be read at all, or has no
    /// `next`, `resync` or `resume` that leads to this server, and the next one is probably the same. If it is, create the
    /// application again, and with it a new channel.
    DeadEnd {
        /// How many dead ends there were since the last document before this one.
        attempt: u32,
    },
    /// Do nothing: the answer is to a request that another one has replaced, or whose events have come already. The other
    /// request is open, or its answer said what is next.
    Ignore,
    /// Stop, or take the channel back with the next request: another client listens to it now (409, `PGetReplaced`).
    Replaced,
    /// Get a new token from this server, then send the same request: the server does not accept the token (401, or a 403 or
    /// 500 whose header names the token).
    RenewToken {
        /// How many times this step was returned before since the last document. Above 0 the new token was not accepted
        /// either: give up.
        attempt: u32,
    },
    /// Look at [`PollOutcome::failure`]: the server refused the request, and would again. Once the reason is gone, the next
    /// request is the same.
    Refused,
    /// Create the application again, and with it a new channel: the application is gone (`ApplicationNotFound`, 410, or a 404
    /// that is not from UCWA).
    CreateApplication,
    /// Begin again with discovery: the application is gone, and cannot be created on this server (`CannotRedirect`).
    Discover,
}

impl NextStep {
    /// How many times in a row the request is sent again after a [`NextStep::DeadEnd`].
    pub const DEAD_ENDS: u32 = 3;

    fn delay(self, backoff: &Backoff, random: u64) -> Option<Duration> {
        match self {
            Self::Continue => Some(Duration::ZERO),
            Self::Retry { attempt } => Some(backoff.delay(attempt, random)),
            Self::DeadEnd { attempt } => (attempt < Self::DEAD_ENDS).then(|| backoff.delay(attempt, random)),
            Self::Ignore
            | Self::Replaced
            | Self::RenewToken { .. }
            | Self::Refused
            | Self::CreateApplication
            | Self::Discover => None,
        }
    }
}

impl<R: ResourceSet, F> PollOutcome<R, F> {
    /// What brings no events.
    fn of(next_step: NextStep, failure: Option<F>) -> Self {
        Self { state_loss: None, senders: Vec::new(), next_step, failure, skipped: None }
    }

    /// How long to wait before the next request: no time, or a delay of `backoff`, or longer if the server asks for that
    /// (`Retry-After`). `None` if there is no next request, or something else has to be done before it.
    ///
    /// A [`NextStep::DeadEnd`] has a delay [`NextStep::DEAD_ENDS`] times in a row. `random` is uniform over all `u64`.
    #[must_use]
    pub fn delay(&self, backoff: &Backoff, random: u64) -> Option<Duration>
    where
        F: Rejection,
    {
        let asked = self.failure.as_ref().and_then(F::retry_after).unwrap_or_default();
        self.next_step.delay(backoff, random).map(|delay| delay.max(asked))
    }

    /// Iterates over the events in the order in which they happened, each with its sender.
    pub fn events(&self) -> impl Iterator<Item = (&Sender<R>, &Event<R>)> {
        event::events(&self.senders)
    }
}

/// The resource of an event channel: `Events` of a generated tree.
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

    /// The channel at this href, whose events are decoded into any set of resource types: one of your own, or
    /// [`Value`](crate::Value).
    #[must_use]
    pub fn from_href(href: &str) -> Self {
        let state = State {
            href: href.into(),
            servers: origin(href).ok().flatten().into_iter().collect(),
            aggregation: Aggregation::new(),
            edition: 0,
            told: 0,
            longest: Aggregation::new().longest(),
            position: 0,
            requests: 0,
            pending: None,
            priority: None,
            failures: 0,
            dead_ends: 0,
            truncated: 0,
            renewals: 0,
            is_gone: false,
        };
        Self { resources: PhantomData, state }
    }

    /// Sets the server of the channel by an absolute URL. A server with several names can be given each of them.
    ///
    /// A link to another server is not followed: no other may see the token of this one. A link without a server is always
    /// followed. By default the server is that of the first absolute href: the channel's own, or that of a link in a document
    /// that was decoded.
    #[must_use]
    pub fn with_server(mut self, url: &str) -> Self {
        self.state.servers.extend(origin(url).ok().flatten());
        self
    }

    /// Sets the aggregation parameters.
    #[must_use]
    pub fn with_aggregation(mut self, aggregation: Aggregation) -> Self {
        self.set_aggregation(aggregation);
        self
    }

    /// Changes the aggregation parameters, which the next request sends to the server.
    ///
    /// A request that is open is not affected. For the parameters to apply at once, send the next request without waiting for
    /// its answer: the server answers the open one with a conflict, which is a [`NextStep::Ignore`]. The new one has a higher
    /// priority, so it does not matter which arrives first.
    pub fn set_aggregation(&mut self, aggregation: Aggregation) {
        self.state.aggregation = aggregation;
        self.state.edition += 1;
    }

    /// The aggregation parameters.
    #[must_use]
    pub const fn aggregation(&self) -> Aggregation {
        self.state.aggregation
    }

    /// The request to send now; `None` once the application is gone.
    ///
    /// After a failure it is the same request again. While a request is open, it is one that replaces it.
    pub fn next_request(&mut self) -> Option<PollRequest> {
        if self.state.is_gone {
            return None;
        }
        let mut aggregation = Aggregation::new();
        if self.state.edition != self.state.told {
            aggregation = self.state.aggregation;
            self.state.longest = aggregation.timeout().map_or(self.state.longest, |_| aggregation.longest());
        }
        if self.state.pending.is_some() {
            let above = self.state.priority.unwrap_or_default().saturating_add(1);
            self.state.priority = Some(aggregation.priority().map_or(above, |priority| priority.max(above)));
        } else {
            self.state.priority = self.state.priority.or(aggregation.priority());
        }
        if let Some(priority) = self.state.priority {
            aggregation = aggregation.with_priority(priority);
        }
        self.state.requests += 1;
        let ticket = Ticket {
            position: self.state.position,
            serial: self.state.requests,
            edition: self.state.edition,
        };
        self.state.pending = Some(ticket);
        let href = query::append(&self.state.href, aggregation.parameters());
        Some(PollRequest { href, ticket, held: self.state.longest })
    }

    /// Takes the answer to a request. A document leads to [`NextStep::Continue`], as does one that could not be decoded and
    /// whose links could be read ([`PollOutcome::skipped`]); no answer, an empty one and a failure that may pass lead to
    /// [`NextStep::Retry`]; all other failures to a step of their own.
    pub fn handle<F: Rejection>(&mut self, ticket: Ticket, answer: PollAnswer<R, F>) -> PollOutcome<R, F> {
        // What asked for events that have come since says nothing new.
        if self.state.is_gone || ticket.position != self.state.position {
            return PollOutcome::of(NextStep::Ignore, answer.into_failure());
        }
        let failure = match answer {
            PollAnswer::Document(document) => {
                return match self.destination(&document.links, true) {
                    Some((href, state_loss)) => {
                        self.accept(ticket, href, state_loss);
                        let outcome = PollOutcome::of(NextStep::Continue, None);
                        PollOutcome { state_loss, senders: document.senders, ..outcome }
                    }
                    // To deliver the events would be to deliver them twice: there is no way to tell the server of it.
                    None => PollOutcome::of(self.fail(ticket, Verdict::DeadEnd), None),
                };
            }
            PollAnswer::Nothing | PollAnswer::Lost => {
                return PollOutcome::of(self.fail(ticket, Verdict::Passing), None);
            }
            PollAnswer::Failure(failure) => failure,
        };
        let Some(undecoded) = failure.undecoded() else {
            let verdict = Verdict::of(&failure);
            return PollOutcome::of(self.fail(ticket, verdict), Some(failure));
        };
        if undecoded.is_truncated && self.state.truncated < TRUNCATED {
            self.state.truncated += 1;
            return PollOutcome::of(self.fail(ticket, Verdict::Passing), Some(failure));
        }
        match self.destination(&salvage::links(undecoded), false) {
            Some((href, state_loss)) => {
                self.accept(ticket, href, state_loss);
                let state_loss = state_loss.or(Some(StateLoss::Missed));
                PollOutcome {
                    state_loss,
                    skipped: Some(failure),
                    ..PollOutcome::of(NextStep::Continue, None)
                }
            }
            None => PollOutcome::of(self.fail(ticket, Verdict::DeadEnd), Some(failure)),
        }
    }

    /// Where a document leads, and what that means. `resync` comes before all others.
    fn destination(&self, links: &EventLinks, is_decoded: bool) -> Option<(Box<str>, Option<StateLoss>)> {
        let candidates = [
            (&links.resync, Some(StateLoss::Missed)),
            (&links.resume, Some(StateLoss::Reset)),
            (&links.next, None),
        ];
        let links =
            candidates.into_iter().filter_map(|(link, state_loss)| Some((link.as_ref()?.href(), state_loss)));
        // One that leads elsewhere is not passed over for the next one, which would hide the loss.
        let (href, state_loss) = links.into_iter().find(|(href, _)| !href.is_empty())?;
        self.may_follow(href, is_decoded).then(|| (href.into(), state_loss))
    }

    /// Whether a link of a document leads to this server, which alone may see its token.
    fn may_follow(&self, href: &str, is_decoded: bool) -> bool {
        // A place in this very answer, or the mark of a string that was not one when it came.
        if href.starts_with('#') || href.contains(char::REPLACEMENT_CHARACTER) {
            return false;
        }
        match origin(href) {
            Ok(None) => true,
            // Which server this is, is not known. Only what came whole is good enough to say it.
            Ok(Some(_)) if self.state.servers.is_empty() => is_decoded,
            Ok(Some(server)) => self.state.servers.contains(&server),
            Err(_) => false,
        }
    }

    fn accept(&mut self, ticket: Ticket, href: Box<str>, state_loss: Option<StateLoss>) {
        if self.state.servers.is_empty() {
            self.state.servers.extend(origin(&href).ok().flatten());
        }
        self.state.href = href;
        self.state.position += 1;
        self.state.pending = None;
        self.state.priority = None;
        self.state.failures = 0;
        self.state.dead_ends = 0;
        self.state.truncated = 0;
        self.state.renewals = 0;
        // After a loss of state the server may have forgotten what it was told.
        self.state.told = if state_loss.is_some() { 0 } else { self.state.told.max(ticket.edition) };
    }

    fn fail(&mut self, ticket: Ticket, verdict: Verdict) -> NextStep {
        let end = match verdict {
            Verdict::Gone => Some(NextStep::CreateApplication),
            Verdict::Moved => Some(NextStep::Discover),
            _ => None,
        };
        if let Some(end) = end {
            self.state.is_gone = true;
            return end;
        }
        if self.state.pending != Some(ticket) {
            return NextStep::Ignore;
        }
        self.state.pending = None;
        match verdict {
            Verdict::Passing => NextStep::Retry { attempt: count(&mut self.state.failures) },
            Verdict::DeadEnd => NextStep::DeadEnd { attempt: count(&mut self.state.dead_ends) },
            Verdict::Replaced => NextStep::Replaced,
            Verdict::Token => NextStep::RenewToken { attempt: count(&mut self.state.renewals) },
            Verdict::Lasting | Verdict::Gone | Verdict::Moved => NextStep::Refused,
        }
    }
}

/// Counts one more. Returned is how many there were before.
fn count(counter: &mut u32) -> u32 {
    let before = *counter;
    *counter = before.saturating_add(1);
    before
}
