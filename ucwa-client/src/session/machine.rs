//! The session: its states, what goes in, and what comes out. What leads from one state to the next is in `entering` and `listening`.

use std::collections::BTreeMap;
use std::time::Duration;

use fastrand::Rng;
use http::{HeaderValue, Method, Request, Response};
use ucwa_types::Link;
use ucwa_types::api;
use ucwa_types::batch::Batch;
use ucwa_types::operation::HttpMethod;
use ucwa_types::rest::{BaseUrl, Call, Callable, RequestError, WireFormat};

use crate::credentials::Credentials;
use crate::error::{Asked, Cause, Error, Gone};
use crate::session::action::{Action, ExchangeId};
use crate::session::calls::Calls;
use crate::session::courier::{Courier, ErrandId, Habits, Repeat, is_success};
use crate::session::delivery::Delivery;
use crate::session::discovery::{Discovery, Place};
use crate::session::keeping::Keeping;
use crate::session::origin::Hosts;
use crate::session::outage::Outage;
use crate::session::outcome::{Awaits, CallId, Outcome};
use crate::session::poll::Poll;
use crate::session::purpose::Purpose;
use crate::session::settings::Settings;
use crate::session::step::{Step, Steps};
use crate::session::tokens::Tokens;
use crate::session::trace::{self, Span};
use crate::tree::{ApplicationsInput, Tree};

/// How often in a row a resource is asked for whose answer cannot be decoded.
const READS: u32 = 4;

/// A session of one user: see the [module](crate::session).
pub struct Session<T: Tree> {
    pub(super) settings: Settings,
    pub(super) courier: Courier,
    pub(super) rng: Rng,
    pub(super) now: Duration,
    pub(super) phase: Phase<T>,
    /// What each request is for, and what is logged of it.
    pub(super) purposes: BTreeMap<ErrandId, (Purpose, Span)>,
    pub(super) calls: Calls<T>,
    pub(super) steps: Steps<T>,
    pub(super) keeping: Keeping,
    pub(super) outage: Outage,
    pub(super) input: Option<ApplicationsInput<T>>,
    /// How many applications were lost in a row.
    pub(super) losses: u32,
    /// How many answers in a row could not be decoded.
    pub(super) unread: u32,
    pub(super) was_online: bool,
    /// When the session asks for the application, whose links it has not got.
    pub(super) links_due: Option<Duration>,
}

/// Where the session is.
pub(super) enum Phase<T: Tree> {
    Idle,
    Discovering(Discovery),
    Creating(Place),
    /// Waiting before the application is created again, here or where discovery leads to.
    Pausing(Duration, Option<Place>),
    Online(Box<Online<T>>),
    /// Until the application is deleted, or this time. If there is an error, the session ends because of it.
    Leaving(Gone, Option<Error<T::Error>>, Duration),
    Over(Gone),
}

/// An application.
pub(super) struct Online<T: Tree> {
    pub(super) place: Place,
    pub(super) own: Link<api::Application>,
    pub(super) poll: Poll<T>,
}

impl<T: Tree> Session<T> {
    /// A session that nobody has signed in to. `seed` decides the random part of delays.
    #[must_use]
    pub fn new(settings: Settings, credentials: Credentials, seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let habits = Habits {
            backoff: settings.backoff,
            retries: settings.retries,
            renewals: settings.renewals,
            patience: settings.patience,
        };
        let tokens = Tokens::new(credentials, Hosts::new(&settings.trusted_hosts));
        Self {
            courier: Courier::new(tokens, habits, rng.fork()),
            steps: Steps::new(settings.backlog),
            settings,
            rng,
            now: Duration::ZERO,
            phase: Phase::Idle,
            purposes: BTreeMap::new(),
            calls: Calls::new(),
            keeping: Keeping::default(),
            outage: Outage::default(),
            input: None,
            losses: 0,
            unread: 0,
            was_online: false,
            links_due: None,
        }
    }

    /// Signs in: discovery, a token, the application, the event channel. [`Step::SignedIn`] reports it, or [`Step::Ended`].
    ///
    /// # Errors
    /// If the session has signed in before: it does so once.
    pub fn sign_in(&mut self, input: ApplicationsInput<T>, now: Duration) -> Result<(), Error<T::Error>> {
        self.tick(now);
        match &self.phase {
            Phase::Idle => {
                self.input = Some(input);
                self.discover();
                Ok(())
            }
            Phase::Over(gone) => Err(Error::Gone(gone.clone())),
            _ => Err(Error::Gone(Gone::SignedInBefore)),
        }
    }

    /// What hrefs are relative to; `None` while there is no application.
    #[must_use]
    pub fn base(&self) -> Option<&BaseUrl> {
        match &self.phase {
            Phase::Online(online) => Some(&online.place.base),
            Phase::Creating(place) | Phase::Pausing(_, Some(place)) if self.was_online => Some(&place.base),
            _ => None,
        }
    }

    /// A batch for the server of the application.
    ///
    /// # Errors
    /// If there is no application.
    pub fn batch(&self) -> Result<Batch<T::Error>, Error<T::Error>> {
        let base = self.base().ok_or_else(|| self.gone())?;
        Ok(Batch::new(base.clone(), self.settings.format))
    }

    /// Why there is no application.
    fn gone(&self) -> Error<T::Error> {
        Error::Gone(match &self.phase {
            Phase::Leaving(gone, ..) | Phase::Over(gone) => gone.clone(),
            _ if self.was_online => Gone::Recreating,
            _ => Gone::NotSignedIn,
        })
    }

    /// Starts a call of the program.
    ///
    /// # Errors
    /// If the request breaks a documented rule, there is no application, or another operation with the same `operationId` is open.
    pub fn start<R, M: HttpMethod>(
        &mut self,
        call: &Call<R, M>,
        awaits: Awaits,
        now: Duration,
    ) -> Result<CallId, Error<T::Error>>
    where
        R: Callable<M>,
    {
        self.tick(now);
        let asked = Asked::new(M::NAME, R::REL);
        let base = self.base().ok_or_else(|| self.gone())?;
        let request = call.request(base, self.settings.format)?;
        // What a session has to know of a request is read in JSON.
        let plain = match self.settings.format {
            WireFormat::Json => request.clone(),
            _ => call.request(base, WireFormat::Json)?,
        };
        let id = self.calls.add(asked, &plain, awaits).ok_or(Error::OperationIdInUse)?;
        let repeat = if request.method() == Method::POST { Repeat::IfUndone } else { Repeat::Always };
        let purpose = Purpose::Call(id, asked, Box::new(plain));
        // The request for events is the first of all.
        self.poll();
        if let Some(errand) = self.send(Ok(request), purpose, repeat) {
            self.calls.set_errand(id, errand);
        }
        Ok(id)
    }

    /// Forgets a call: the program waits for it no longer. Whether it was done is not known.
    pub fn cancel(&mut self, call: CallId, now: Duration) {
        self.tick(now);
        if let Some(errand) = self.calls.cancel(call) {
            self.forget(errand);
        }
    }

    /// Takes the answer to a request, or why there is none: it timed out, or the connection broke.
    pub fn answer(&mut self, exchange: ExchangeId, answer: Result<Response<Vec<u8>>, Cause>, now: Duration) {
        self.tick(now);
        self.courier.answer(exchange, answer, self.now);
        self.settle();
    }

    /// Takes the token for an origin ([`Action::GetToken`]): the value of `Authorization`, or `None` if there is none. An error
    /// means that it cannot be got now: what may be sent again asks for it again, as after any other failure that may pass, and a
    /// POST fails with [`Error::Transport`]. The event channel goes on trying.
    pub fn token(&mut self, origin: &str, token: Result<Option<HeaderValue>, Cause>, now: Duration) {
        self.tick(now);
        self.courier.token(origin, token, self.now);
        self.settle();
    }

    /// What to do now. Call it until there is nothing.
    pub fn next_action(&mut self, now: Duration) -> Option<Action> {
        self.tick(now);
        self.courier.next_action(self.now)
    }

    /// The outcome of a call, once for each.
    pub fn next_outcome(&mut self) -> Option<(CallId, Outcome<T>)> {
        self.calls.pop()
    }

    /// The next step; `None` if nothing has happened, or the session has to fetch something first.
    pub fn next_step(&mut self, now: Duration) -> Option<Step<T>> {
        let step = self.steps.pop();
        self.tick(now);
        step
    }

    /// How long there is nothing to do without an input; `None` if forever.
    #[must_use]
    pub fn wait(&self, now: Duration) -> Option<Duration> {
        let phase = match &self.phase {
            Phase::Pausing(until, _) if !self.is_deleting() => Some(*until),
            Phase::Leaving(_, _, until) => Some(*until),
            Phase::Online(online) if self.may_poll() => online.poll.next_due(),
            _ => None,
        };
        let links = self.links_due.filter(|_| matches!(self.phase, Phase::Online(_)));
        let probe = match &self.phase {
            Phase::Online(online) if self.outage.is_on() => online.poll.probe_due(),
            _ => None,
        };
        let due =
            [phase, links, probe, self.courier.next_due(), self.calls.next_due(), self.keeping.next_due()];
        due.into_iter().flatten().min().map(|due| due.saturating_sub(now.max(self.now)))
    }

    /// Whether the session has ended: there will be no further step than those that wait.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Over(_))
    }

    /// Whether a lost application is being deleted, in case that it is there.
    fn is_deleting(&self) -> bool {
        self.purposes.values().any(|(purpose, _)| matches!(purpose, Purpose::Farewell))
    }

    /// Does what is due.
    pub(super) fn tick(&mut self, now: Duration) {
        self.now = self.now.max(now);
        self.calls.expire(self.now);
        if matches!(&self.phase, Phase::Leaving(_, _, until) if *until <= self.now) {
            self.left(false);
        }
        let is_deleting = self.is_deleting();
        if let Phase::Pausing(until, place) = &mut self.phase
            && *until <= self.now
            && !is_deleting
        {
            match place.take() {
                Some(place) => self.create(place),
                None => self.discover(),
            }
        }
        self.poll();
        self.probe();
        if self.links_due.is_some_and(|due| due <= self.now) {
            self.fetch(Purpose::Links);
        }
        while let Phase::Online(online) = &self.phase {
            let Some((timer, request)) = self.keeping.due(&online.place.base, self.settings.format, self.now)
            else {
                break;
            };
            // It has a back-off of its own.
            self.send(request, Purpose::Renewal(timer), Repeat::Never);
        }
    }

    /// Takes what has come of requests.
    pub(super) fn settle(&mut self) {
        while let Some(origin) = self.courier.next_challenge() {
            if !self.steps.has_challenge(origin.as_str()) {
                self.report(Step::Challenged { origin: origin.as_str().to_owned() });
            }
        }
        while let Some((errand, delivery)) = self.courier.next_delivery() {
            if let Some((purpose, span)) = self.purposes.remove(&errand) {
                span.delivered(&delivery);
                self.deliver(purpose, delivery);
            }
        }
        self.tick(self.now);
    }

    pub(super) fn deliver(&mut self, purpose: Purpose, delivery: Delivery) {
        match purpose {
            Purpose::Discovery => self.on_discovery(delivery),
            Purpose::Creation => self.on_creation(delivery),
            Purpose::Poll => self.on_poll(delivery),
            Purpose::Refetch => self.on_refetch(delivery),
            Purpose::Links => self.on_links(delivery),
            Purpose::Call(id, Asked { rel, .. }, request) => {
                if let Delivery::Answer(response) = &delivery {
                    if is_success(response) && self.keeping.observe(rel, &request, response, self.now) {
                        self.fetch(Purpose::Links);
                    }
                    self.doubt(response);
                }
                let waits = (self.settings.lost_operation, self.settings.operation);
                self.calls.deliver(id, delivery, self.now, waits);
            }
            Purpose::Renewal(timer) => self.on_renewal(timer, &delivery),
            Purpose::Leave => self.on_leave(&delivery),
            Purpose::Farewell => {}
        }
    }

    pub(super) fn report(&mut self, step: Step<T>) {
        trace::happened(&step);
        self.steps.push(step);
    }

    pub(super) fn forget(&mut self, errand: ErrandId) {
        self.purposes.remove(&errand);
        self.courier.cancel(errand);
    }

    pub(super) fn may_read_again(&mut self) -> bool {
        self.unread += 1;
        self.unread < READS
    }

    /// Sends a request, or ends the session if it cannot be: a link of the server leads nowhere.
    pub(super) fn send(
        &mut self,
        request: Result<Request<Vec<u8>>, RequestError>,
        purpose: Purpose,
        repeat: Repeat,
    ) -> Option<ErrandId> {
        match request {
            Ok(request) => {
                let operation = match &purpose {
                    Purpose::Call(id, ..) => self.calls.span(*id),
                    _ => None,
                };
                let span = Span::request(operation, purpose.asked(), &request);
                let errand = self.courier.take(request, repeat, self.settings.patience);
                self.purposes.insert(errand, (purpose, span));
                Some(errand)
            }
            Err(error) => {
                if !matches!(purpose, Purpose::Farewell | Purpose::Renewal(_)) {
                    self.end(error.into());
                }
                None
            }
        }
    }
}
