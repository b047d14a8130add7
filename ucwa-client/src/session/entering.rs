//! From nothing, or from a lost application, to an application.

use std::time::Duration;

use http::Response;
use ucwa_types::Link;
use ucwa_types::api;

use crate::error::{Asked, Error, Gone, ProtocolError};
use crate::session::calls::no_token;
use crate::session::courier::Repeat;
use crate::session::delivery::Delivery;
use crate::session::discovery::{Discovery, Person, Place};
use crate::session::machine::{Online, Phase, Session};
use crate::session::origin::{Hosts, Origin};
use crate::session::poll::Poll;
use crate::session::purpose::Purpose;
use crate::session::settings::Settings;
use crate::session::step::Step;
use crate::tree::Tree;

/// An application that has lived for so long was not lost by itself.
const STABLE: Duration = Duration::from_secs(600);

impl<T: Tree> Session<T> {
    pub(super) fn discover(&mut self) {
        self.unread = 0;
        let Settings { discovery, fallbacks, trusted_hosts, format, .. } = &self.settings;
        let user = self.courier.tokens.user().to_owned();
        let person = Person { user, hosts: Hosts::new(trusted_hosts), format: *format };
        let discovery = Discovery::new(discovery.clone(), fallbacks.iter().cloned(), person);
        self.ask(discovery);
    }

    pub(super) fn ask(&mut self, discovery: Discovery) {
        self.courier.tokens.trust(discovery.base().uri());
        let request = discovery.request();
        // Where there is another address, that is tried instead of the same again.
        let repeat = if discovery.is_last() { Repeat::Always } else { Repeat::Never };
        self.phase = Phase::Discovering(discovery);
        self.send(request, Purpose::Discovery, repeat);
    }

    pub(super) fn on_discovery(&mut self, delivery: Delivery) {
        let Phase::Discovering(mut discovery) = std::mem::replace(&mut self.phase, Phase::Idle) else {
            return;
        };
        let response = match answered::<T>(discovery.asked(), delivery) {
            Ok(response) => response,
            Err(_) if discovery.try_next() => return self.ask(discovery),
            Err(error) => return self.fail(error),
        };
        match discovery.answer(response) {
            Ok(Some(place)) => {
                self.report(Step::Discovered { origin: Origin::of(place.base.uri()).as_str().to_owned() });
                self.create(place);
            }
            Ok(None) => self.ask(discovery),
            Err(error) if error.is_damaged() && self.may_read_again() => self.ask(discovery),
            Err(_) if discovery.try_next() => self.ask(discovery),
            Err(error) => self.fail(error),
        }
    }

    /// There is no application now. Who had one tries again, from discovery on.
    fn fail(&mut self, error: Error<T::Error>) {
        if self.was_online && error.may_pass() && self.losses < self.settings.recreations {
            self.pause(None);
            // The next application may be long in coming.
            self.steps.end_fetching();
            self.unreachable(error);
        } else {
            self.end(error);
        }
    }

    /// Waits before the application is created again: at this place, or where discovery leads to.
    fn pause(&mut self, place: Option<Place>) {
        let delay = self.settings.backoff.delay(self.losses, self.rng.u64(..));
        self.losses += 1;
        self.unread = 0;
        self.phase = Phase::Pausing(self.now.saturating_add(delay), place);
    }

    pub(super) fn create(&mut self, place: Place) {
        self.courier.tokens.trust(place.base.uri());
        let Some(input) = self.input.clone() else { return };
        let link = Link::<T::Applications>::new(&*place.applications);
        let request = link.post(input).request(&place.base, self.settings.format);
        self.phase = Phase::Creating(place);
        // Two applications where one was asked for harm nobody: the one that nobody listens to ends.
        self.send(request, Purpose::Creation, Repeat::Always);
    }

    pub(super) fn on_creation(&mut self, delivery: Delivery) {
        let Phase::Creating(place) = std::mem::replace(&mut self.phase, Phase::Idle) else { return };
        let asked = Purpose::Creation.asked();
        let response = match answered::<T>(asked, delivery) {
            Ok(response) => response,
            Err(error) => return self.fail(error),
        };
        let read = Link::<T::Application>::new("/").get().read(response.clone());
        let known = Link::<api::Application>::new("/").get().read(response);
        let (application, known) = match (read, known) {
            (Ok(read), Ok(known)) => (read.output, known.output.unwrap_or_default()),
            (Err(error), _) if error.status().is_success() && self.may_read_again() => {
                return self.create(place);
            }
            (Err(error), _) => return self.fail(Error::Service(asked, error)),
            (Ok(_), Err(_)) => return self.fail(Error::Protocol(asked, ProtocolError::Undecodable)),
        };
        let (Some(application), Some(own), Some(events)) =
            (application, known.links.self_.clone(), known.links.events.as_ref())
        else {
            return self.fail(Error::Protocol(asked, ProtocolError::NoLink));
        };
        self.unread = 0;
        self.steps.forget_losses();
        let poll = Poll::new(events.href(), &place.base, &self.settings, self.now);
        self.phase = Phase::Online(Box::new(Online { place, own, poll }));
        self.links_due = None;
        self.keeping.clear();
        self.keeping.take(&known, self.now);
        let application = Box::new(application);
        let step = if self.was_online { Step::Recreated(application) } else { Step::SignedIn(application) };
        self.was_online = true;
        self.poll();
        self.reachable();
        self.report(step);
    }

    /// The application is gone. It is created again: here, or where discovery leads to.
    pub(super) fn lose_application(&mut self, is_here: bool) {
        let Phase::Online(online) = std::mem::replace(&mut self.phase, Phase::Idle) else { return };
        self.calls.lose_channel();
        self.keeping.clear();
        let is_over = |purpose: &Purpose| {
            matches!(purpose, Purpose::Poll | Purpose::Refetch | Purpose::Links | Purpose::Renewal(_))
        };
        let over: Vec<_> =
            self.purposes.iter().filter(|(_, (purpose, _))| is_over(purpose)).map(|(id, _)| *id).collect();
        over.into_iter().for_each(|errand| self.forget(errand));
        if self.now.saturating_sub(online.poll.since) >= STABLE {
            self.losses = 0;
        }
        if self.losses >= self.settings.recreations {
            return self.end(Error::Gone(Gone::Lost));
        }
        self.pause(is_here.then_some(online.place));
    }
}

/// The answer of a success.
fn answered<T: Tree>(asked: Asked, delivery: Delivery) -> Result<Response<Vec<u8>>, Error<T::Error>> {
    match delivery {
        Delivery::Answer(response) => Ok(response),
        Delivery::Lost(cause) | Delivery::Unsent(cause) => Err(Error::Transport(asked, cause)),
        Delivery::NoToken(response) => Err(no_token(response)),
        Delivery::Untrusted => Err(Error::Protocol(asked, ProtocolError::Untrusted)),
    }
}
