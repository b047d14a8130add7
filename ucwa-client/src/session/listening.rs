//! The event channel of an application, and what it brings.

use std::time::Duration;

use http::Response;
use ucwa_types::Link;
use ucwa_types::api;
use ucwa_types::channel::{NextStep, StateLoss, Timer};
use ucwa_types::rest::Advice;

use crate::error::{Error, Gone, ProtocolError};
use crate::session::calls::no_token;
use crate::session::courier::{Repeat, is_success};
use crate::session::delivery::Delivery;
use crate::session::judge::judge;
use crate::session::machine::{Phase, Session};
use crate::session::poll::{self, Due};
use crate::session::purpose::Purpose;
use crate::session::step::{Events, Step};
use crate::session::trace::Span;
use crate::tree::Tree;

impl<T: Tree> Session<T> {
    /// Whether events may come: they are asked for while there is room for them, or somebody waits for one.
    pub(super) fn may_poll(&self) -> bool {
        !self.steps.is_full() || self.calls.await_events()
    }

    /// Sends the request for events if it is due.
    pub(super) fn poll(&mut self) {
        if !self.may_poll() {
            return;
        }
        let Phase::Online(online) = &mut self.phase else { return };
        let base = online.place.base.clone();
        let due = online.poll.request(&base, &self.settings, self.now);
        let Some(Due { request, patience }) = due else { return };
        match request {
            Ok(request) => {
                let span = Span::request(None, Purpose::Poll.asked(), &request);
                let errand = self.courier.take(request, Repeat::Never, patience);
                self.purposes.insert(errand, (Purpose::Poll, span));
            }
            Err(error) => self.end(error.into()),
        }
    }

    pub(super) fn on_poll(&mut self, delivery: Delivery) {
        let Phase::Online(online) = &mut self.phase else { return };
        let asked = Purpose::Poll.asked();
        let is_sent = matches!(delivery, Delivery::Answer(_) | Delivery::Lost(_));
        let (response, mut why) = match delivery {
            Delivery::Answer(response) => (Some(response), None),
            Delivery::Lost(cause) | Delivery::Unsent(cause) => (None, Some(Error::Transport(asked, cause))),
            Delivery::NoToken(response) => {
                let error = no_token(response);
                // Such as a token service in trouble.
                if !error.may_pass() {
                    return self.end(error);
                }
                (None, Some(error))
            }
            Delivery::Untrusted => {
                return self.end(Error::Protocol(asked, ProtocolError::Untrusted));
            }
        };
        let Some(polled) = online.poll.answer(response, &self.settings, self.now) else { return };
        let mut outcome = polled.outcome;
        let backoff = self.settings.backoff;
        let delay = match outcome.next_step {
            // Another answer has said what is next.
            NextStep::Ignore => Some(Duration::ZERO),
            // To take the channel back at once would make two clients fight for it.
            NextStep::Replaced => Some(backoff.longest),
            NextStep::RenewToken { attempt } if attempt < self.settings.renewals => {
                Some(backoff.delay(attempt, self.rng.u64(..)))
            }
            // The server need not be without a request for long.
            NextStep::Retry { .. } if polled.is_cut && outcome.failure.is_none() => {
                Some(backoff.delay(0, self.rng.u64(..)))
            }
            _ => outcome.delay(&backoff, self.rng.u64(..)),
        };
        if outcome.next_step != NextStep::Continue {
            self.calls.put_off(self.now, self.settings.lost_operation);
        }
        // An answer that leads to itself may come again and again. A request that was held for long needs no further delay.
        let repeats = polled.repeats.and_then(|repeats| repeats.checked_sub(1));
        let least = repeats.map(|repeats| backoff.delay(repeats, self.rng.u64(..)));
        let least = least.map_or(Duration::ZERO, |delay| polled.since.saturating_add(delay));
        if let Some(delay) = delay {
            online.poll.schedule(self.now.saturating_add(delay).max(least));
        }
        match outcome.next_step {
            NextStep::Retry { .. } if is_sent && polled.is_cut => {}
            NextStep::Retry { .. } => {
                why = why.or_else(|| outcome.failure.take().map(|failure| Error::Service(asked, failure)));
                self.unreachable(why.unwrap_or(Error::Protocol(asked, ProtocolError::NoBody)));
            }
            NextStep::Ignore => {}
            _ => self.reachable(),
        }
        // The next request goes out before the events of this one are handled.
        self.poll();
        self.on_outcome(outcome, delay.is_some());
    }

    pub(super) fn on_outcome(&mut self, outcome: poll::Outcome<T>, goes_on: bool) {
        if let Some(loss) = outcome.state_loss {
            self.calls.lose_events(self.now, self.settings.lost_operation);
            if loss == StateLoss::Reset {
                self.keeping.clear();
            }
            self.lose(loss);
        }
        for (_, event) in outcome.events() {
            self.calls.observe(event);
        }
        let (senders, skipped) = (outcome.senders, outcome.skipped);
        if !senders.is_empty() || skipped.is_some() {
            if self.steps.is_full() {
                // Somebody waits for an event, and nobody takes steps.
                let loss = self.steps.forget_events();
                self.lose(loss);
            }
            self.report(Step::Events(Events { senders, skipped }));
        }
        match outcome.next_step {
            NextStep::Replaced => self.report(Step::Replaced),
            NextStep::CreateApplication => self.lose_application(true),
            NextStep::Discover => self.lose_application(false),
            NextStep::DeadEnd { .. } if !goes_on => {
                if let Phase::Online(online) = &self.phase {
                    let request = online.own.delete().request(&online.place.base, self.settings.format);
                    // Once: the next one is not created before that, and one that nobody listens to ends by itself.
                    self.send(request, Purpose::Farewell, Repeat::Never);
                }
                self.lose_application(true);
            }
            _ if goes_on => {}
            _ => {
                let error = outcome.failure.map_or(Error::Gone(Gone::Lost), |failure| {
                    Error::Service(Purpose::Poll.asked(), failure)
                });
                self.leave(error.gone(), Some(error));
            }
        }
    }

    /// An attempt to reach the server has failed.
    pub(super) fn unreachable(&mut self, why: Error<T::Error>) {
        if self.outage.fail() {
            self.steps.forget_outages();
            self.report(Step::Unreachable(why));
        }
    }

    /// The server was reached.
    pub(super) fn reachable(&mut self) {
        if self.outage.end() {
            self.report(Step::Reachable);
        }
    }

    /// The state of the program is no longer that of the server.
    pub(super) fn lose(&mut self, loss: StateLoss) {
        let is_fetching = self.steps.is_fetching();
        self.steps.lose(loss);
        if !is_fetching {
            self.fetch(Purpose::Refetch);
        }
    }

    pub(super) fn fetch(&mut self, purpose: Purpose) {
        self.links_due = None;
        if let Phase::Online(online) = &self.phase {
            let request = online.own.get().request(&online.place.base, self.settings.format);
            self.send(request, purpose, Repeat::Always);
        }
    }

    /// A request of the program was answered as if the application were gone. Its link may just be one of an older application, so
    /// the application is asked for.
    pub(super) fn doubt(&mut self, response: &Response<Vec<u8>>) {
        let advice = judge(response).advice;
        if matches!(advice, Some(Advice::CreateApplication | Advice::Discover)) {
            self.fetch_once();
        }
    }

    fn fetch_once(&mut self) {
        let is_asked = |(purpose, _): &(Purpose, Span)| matches!(purpose, Purpose::Links | Purpose::Refetch);
        if !self.purposes.values().any(is_asked) {
            self.fetch(Purpose::Links);
        }
    }

    /// Fetches the application during an outage. A request for events can stay open for minutes, either because the server holds it or because
    /// it never arrived; the answer to this request tells which.
    pub(super) fn probe(&mut self) {
        if let Phase::Online(online) = &mut self.phase
            && self.outage.is_on()
            && online.poll.probe_due().is_some_and(|due| due <= self.now)
        {
            online.poll.set_probed();
            self.fetch_once();
        }
    }

    pub(super) fn on_links(&mut self, delivery: Delivery) {
        let Delivery::Answer(response) = delivery else { return self.links_later() };
        match judge(&response).advice {
            Some(Advice::CreateApplication) => self.lose_application(true),
            Some(Advice::Discover) => self.lose_application(false),
            _ => {
                let known = Link::<api::Application>::new("/").get().read(response).ok();
                match known.and_then(|reply| reply.output) {
                    Some(application) => {
                        self.keeping.take(&application, self.now);
                        if matches!(&self.phase, Phase::Online(online) if online.poll.is_probed()) {
                            self.reachable();
                        }
                    }
                    None => self.links_later(),
                }
            }
        }
    }

    /// Asks for the application again, after a while: without its links the user is not kept active.
    fn links_later(&mut self) {
        self.links_due = Some(self.now.saturating_add(self.settings.backoff.longest));
    }

    pub(super) fn on_renewal(&mut self, timer: Timer, delivery: &Delivery) {
        let Delivery::Answer(response) = delivery else { return self.keeping.again(timer, self.now) };
        match (judge(response).advice, &timer) {
            _ if is_success(response) => self.keeping.renewed(timer, self.now),
            (Some(Advice::Retry | Advice::RenewToken), _) => self.keeping.again(timer, self.now),
            (Some(Advice::CreateApplication | Advice::Discover), _) => self.doubt(response),
            (_, Timer::Subscription(href)) => {
                self.keeping.ended(&timer);
                self.report(Step::SubscriptionEnded { href: href.to_string() });
            }
            // There may be another link now.
            _ => self.fetch(Purpose::Links),
        }
    }

    pub(super) fn on_refetch(&mut self, delivery: Delivery) {
        let application = match delivery {
            Delivery::Answer(response) => {
                let known = Link::<api::Application>::new("/").get().read(response.clone());
                let read = Link::<T::Application>::new("/").get().read(response);
                let is_cut = read.as_ref().is_err_and(|error| error.status().is_success());
                if is_cut && self.may_read_again() {
                    return self.fetch(Purpose::Refetch);
                }
                match known.ok().and_then(|reply| reply.output) {
                    Some(known) => self.keeping.take(&known, self.now),
                    None => self.links_later(),
                }
                read.ok().and_then(|reply| reply.output)
            }
            _ => {
                self.links_later();
                None
            }
        };
        self.unread = 0;
        self.steps.fetched(application.map(Box::new));
        if self.steps.is_fetching() {
            self.fetch(Purpose::Refetch);
        }
    }
}
