//! The event channel of one application, with the one request for events that is open.

use std::time::Duration;

use http::{Request, Response};
use ucwa_types::channel::{EventChannel, PollAnswer, PollOutcome, Ticket};
use ucwa_types::rest::{BaseUrl, RequestError, ResponseError};

use crate::session::courier::ErrandId;
use crate::session::settings::Settings;
use crate::tree::Tree;

/// What an answer of the event channel amounts to.
pub(super) type Outcome<T> = PollOutcome<<T as Tree>::Resources, ResponseError<<T as Tree>::Error>>;

/// A request for events that is to be sent now.
pub(super) struct Due {
    pub(super) ticket: Ticket,
    pub(super) request: Result<Request<Vec<u8>>, RequestError>,
    /// How long to wait for its answer.
    pub(super) patience: Duration,
}

/// The event channel.
pub(super) struct Poll<T: Tree> {
    channel: EventChannel<T::Resources>,
    open: Option<(ErrandId, Ticket)>,
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
        Self { channel, open: None, due: Some(now), since: now }
    }

    /// The request that is due.
    pub(super) fn request(&mut self, base: &BaseUrl, settings: &Settings, now: Duration) -> Option<Due> {
        if self.open.is_some() || self.due.is_none_or(|due| due > now) {
            return None;
        }
        self.due = None;
        let poll = self.channel.next_request()?;
        let request = poll.call::<T::Events>().unchecked().request(base, settings.format);
        let patience = poll.held.saturating_add(settings.patience).min(settings.longest_poll);
        Some(Due { ticket: poll.ticket, request, patience })
    }

    /// Sets which request is open.
    pub(super) fn set_open(&mut self, errand: ErrandId, ticket: Ticket) {
        self.open = Some((errand, ticket));
    }

    /// Takes the answer to the open request; `None` for one that was lost.
    pub(super) fn answer(&mut self, response: Option<Response<Vec<u8>>>) -> Option<Outcome<T>> {
        let (_, ticket) = self.open.take()?;
        let call = ucwa_types::Link::<T::Events>::new("/").get_verbatim();
        let answer = response.map_or(PollAnswer::Lost, |response| call.read(response).into());
        Some(self.channel.handle(ticket, answer))
    }

    /// Sets when the next request is sent.
    pub(super) fn schedule(&mut self, due: Duration) {
        self.due = Some(due);
    }

    pub(super) fn next_due(&self) -> Option<Duration> {
        self.due.filter(|_| self.open.is_none())
    }
}
