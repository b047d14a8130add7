//! The event channel of one application, with the one request for events that is open.

use std::time::Duration;

use http::{Request, Response};
use ucwa_types::channel::{EventChannel, NextStep, PollAnswer, PollOutcome, Ticket};
use ucwa_types::event::Sender;
use ucwa_types::rest::{BaseUrl, RequestError, ResponseError};

use crate::session::settings::Settings;
use crate::tree::Tree;

/// How long a request for events is open before it is taken for one that the server holds.
const HELD: Duration = Duration::from_secs(2);

/// What an answer of the event channel amounts to.
pub(super) type Outcome<T> = PollOutcome<<T as Tree>::Resources, ResponseError<<T as Tree>::Error>>;

/// A request for events that is to be sent now.
pub(super) struct Due {
    pub(super) request: Result<Request<Vec<u8>>, RequestError>,
    /// How long to wait for its answer.
    pub(super) patience: Duration,
}

/// What has come of a request for events.
pub(super) struct Polled<T: Tree> {
    pub(super) outcome: Outcome<T>,
    /// When the request was sent.
    pub(super) since: Duration,
    /// If this answer leads to its own request: how many answers before it did so in a row.
    pub(super) repeats: Option<u32>,
    /// Whether the request was held for a while and then cut off. Proxies do that to idle connections, so it does not count as an outage.
    pub(super) is_cut: bool,
}

/// The request that is open.
struct Open {
    ticket: Ticket,
    href: String,
    since: Duration,
    /// How long the server and the way to it may take.
    limit: Duration,
    /// Whether something else was asked for since, to find out whether the server is there.
    is_probed: bool,
}

/// The event channel.
pub(super) struct Poll<T: Tree> {
    channel: EventChannel<T::Resources>,
    open: Option<Open>,
    /// The senders of the last answer.
    latest: Vec<Sender<T::Resources>>,
    /// How many answers in a row led to their own request.
    repeats: u32,
    /// How many answers in a row were refusals of something that is not the service.
    refusals: u32,
    /// When the next request is sent, if none is open. `None` if something else has to be done first.
    due: Option<Duration>,
    /// How long the event channel has existed, counted from here.
    pub(super) since: Duration,
}

impl<T: Tree> Poll<T> {
    pub(super) fn new(events: &str, base: &BaseUrl, settings: &Settings, now: Duration) -> Self {
        let mut channel = EventChannel::from_href(events).with_server(&base.uri().to_string());
        if !settings.aggregation.is_empty() {
            channel.set_aggregation(settings.aggregation);
        }
        let (latest, repeats, refusals) = (Vec::new(), 0, 0);
        Self { channel, open: None, latest, repeats, refusals, due: Some(now), since: now }
    }

    /// The request that is due. It is open from now on.
    pub(super) fn request(&mut self, base: &BaseUrl, settings: &Settings, now: Duration) -> Option<Due> {
        if self.open.is_some() || self.due.is_none_or(|due| due > now) {
            return None;
        }
        self.due = None;
        let poll = self.channel.next_request()?;
        let request = poll.call::<T::Events>().unchecked().request(base, settings.format);
        let limit = poll.held.saturating_add(settings.patience);
        let (ticket, href) = (poll.ticket, poll.href);
        self.open = Some(Open { ticket, href, since: now, limit, is_probed: false });
        Some(Due { request, patience: limit.min(settings.longest_poll) })
    }

    /// Takes the answer to the open request; `None` for one that was lost.
    pub(super) fn answer(
        &mut self,
        response: Option<Response<Vec<u8>>>,
        settings: &Settings,
        now: Duration,
    ) -> Option<Polled<T>> {
        let Open { ticket, href, since, limit, .. } = self.open.take()?;
        let call = ucwa_types::Link::<T::Events>::new("/").get_verbatim();
        let answer = response.map_or(PollAnswer::Lost, |response| call.read(response).into());
        let mut outcome = self.channel.handle(ticket, answer);
        let mut repeats = None;
        match outcome.next_step {
            NextStep::Continue => {
                self.refusals = 0;
                let next = self.channel.clone().next_request();
                if next.is_some_and(|next| next.href == href) {
                    repeats = Some(self.repeats);
                }
                self.repeats = repeats.map_or(0, |repeats| repeats.saturating_add(1));
                // The link `next` acknowledges an answer. One with the same link is the same, sent twice.
                if repeats.is_some() && outcome.senders == self.latest {
                    outcome.senders = Vec::new();
                } else {
                    self.latest.clone_from(&outcome.senders);
                }
            }
            // What is not the service says nothing of the application.
            NextStep::Refused if outcome.failure.as_ref().is_some_and(is_foreign) => {
                outcome.next_step = NextStep::Retry { attempt: self.refusals };
                self.refusals = self.refusals.saturating_add(1);
            }
            _ => {}
        }
        let open = now.saturating_sub(since);
        let is_cut = open >= settings.patience && open < limit;
        Some(Polled { outcome, since, repeats, is_cut })
    }

    /// Sets when the next request is sent.
    pub(super) fn schedule(&mut self, due: Duration) {
        self.due = Some(due);
    }

    pub(super) fn next_due(&self) -> Option<Duration> {
        self.due.filter(|_| self.open.is_none())
    }

    /// When the open request is taken for one that the server holds, if that was not found out yet.
    pub(super) fn probe_due(&self) -> Option<Duration> {
        let open = self.open.as_ref().filter(|open| !open.is_probed)?;
        Some(open.since.saturating_add(HELD))
    }

    /// Sets that something else is asked for, to find out whether the server is there.
    pub(super) fn set_probed(&mut self) {
        if let Some(open) = &mut self.open {
            open.is_probed = true;
        }
    }

    pub(super) fn is_probed(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.is_probed)
    }
}

/// Whether an answer is not one of the service, but of something in front of it.
fn is_foreign<K>(failure: &ResponseError<K>) -> bool {
    failure.service_error().is_none() && failure.diagnostics().is_empty()
}
