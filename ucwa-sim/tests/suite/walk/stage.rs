//! Sessions of `ucwa-client` that talk to a pair of simulators, one for each format.

use std::collections::BTreeMap;
use std::time::Duration;

use http::header::HeaderValue;
use http::{Request, Response};
use ucwa_client::session::{Action, CallId, ExchangeId, Outcome, Settings, Step};
use ucwa_client::{Credentials, Official};
use ucwa_sim::{Config, RequestId, Sent};
use ucwa_types::api::{Application, ApplicationsInput, Event, Sender};
use ucwa_types::rest::WireFormat;

use super::typed::Start;
use crate::twin::Twin;

pub(crate) type Session = ucwa_client::session::Session<Official>;
pub(crate) type Started = Result<CallId, String>;

/// A session, and what has come of it.
pub(crate) struct Seat {
    pub(crate) session: Session,
    pub(crate) application: Option<Box<Application>>,
    pub(crate) events: Vec<(Sender, Event)>,
    outcomes: BTreeMap<CallId, Outcome<Official>>,
    pub(crate) steps: Vec<String>,
    /// What it answers when the session asks for a token.
    token: Option<HeaderValue>,
}

pub(crate) struct Stage {
    pub(crate) sim: Twin,
    pub(crate) seats: Vec<Seat>,
    pub(crate) format: WireFormat,
    /// Where each session has last asked for events.
    pub(crate) polls: BTreeMap<usize, String>,
    flights: BTreeMap<RequestId, (usize, ExchangeId)>,
    /// Answers to requests of no session.
    answers: BTreeMap<RequestId, Sent>,
}

impl Stage {
    pub(crate) fn new(config: Config, format: WireFormat) -> Self {
        Self {
            sim: Twin::new(config),
            seats: Vec::new(),
            format,
            polls: BTreeMap::new(),
            flights: BTreeMap::new(),
            answers: BTreeMap::new(),
        }
    }

    /// Signs a user in.
    pub(crate) fn sign_in(&mut self, user: &str, password: &str) -> usize {
        self.enter(Credentials::password(user.trim_start_matches("sip:"), password), None)
    }

    /// Signs somebody in who has a token, at the server of a user.
    pub(crate) fn sign_in_with(&mut self, user: &str, token: HeaderValue) -> usize {
        self.enter(Credentials::given(user.trim_start_matches("sip:")), Some(token))
    }

    fn enter(&mut self, credentials: Credentials, token: Option<HeaderValue>) -> usize {
        let mut settings = Settings::new("https://lyncdiscover.example.com/".parse().unwrap());
        settings.format = self.format;
        // An error is the program's at once.
        settings.retries = 0;
        let seat = self.seats.len();
        let mut session = Session::new(settings, credentials, 1);
        let input = ApplicationsInput::new("en-US", format!("endpoint {seat}"), "suite/0.1");
        session.sign_in(input, self.sim.now()).unwrap();
        let (events, outcomes, steps) = Default::default();
        self.seats.push(Seat { session, application: None, events, outcomes, steps, token });
        self.wait(|stage| stage.seats[seat].application.is_some());
        seat
    }

    /// Starts a call, and waits for its answer; `None` if there is none.
    pub(crate) fn call(&mut self, seat: usize, call: &mut dyn Start) -> Option<Response<Vec<u8>>> {
        let now = self.sim.now();
        let id = call.start(&mut self.seats[seat].session, now).ok()?;
        self.wait(|stage| stage.seats[seat].outcomes.contains_key(&id));
        match self.seats[seat].outcomes.remove(&id) {
            Some(Outcome::Answer(response)) => Some(response),
            other => panic!("{other:?}"),
        }
    }

    /// Lets time pass.
    pub(crate) fn pass(&mut self, seconds: u64) {
        let then = self.sim.now() + Duration::from_secs(seconds);
        self.settle();
        while self.sim.now() < then {
            let left = then - self.sim.now();
            let wait = self
                .idle()
                .unwrap_or(left)
                .clamp(Duration::from_millis(1), left.max(Duration::from_millis(1)));
            self.sim.advance(wait);
            self.settle();
        }
    }

    fn wait(&mut self, is_so: impl Fn(&Self) -> bool) {
        self.settle();
        for _ in 0..10_000 {
            if is_so(self) {
                return;
            }
            let wait = self.idle().expect("something is due");
            self.sim.advance(wait.max(Duration::from_millis(1)));
            self.settle();
        }
        panic!("it never came to this: {:?}", self.seats.iter().map(|seat| &seat.steps).collect::<Vec<_>>());
    }

    fn idle(&self) -> Option<Duration> {
        let now = self.sim.now();
        let sessions = self.seats.iter().filter_map(|seat| seat.session.wait(now));
        sessions.chain(self.sim.next_due()).min()
    }

    /// Does everything that is done at once.
    pub(crate) fn settle(&mut self) {
        loop {
            let now = self.sim.now();
            let mut is_quiet = true;
            for index in 0..self.seats.len() {
                while let Some(action) = self.seats[index].session.next_action(now) {
                    is_quiet = false;
                    self.act(index, action);
                }
                let seat = &mut self.seats[index];
                while let Some((call, outcome)) = seat.session.next_outcome() {
                    seat.outcomes.insert(call, outcome);
                }
                while let Some(step) = seat.session.next_step(now) {
                    match step {
                        Step::SignedIn(application) | Step::Recreated(application) => {
                            seat.application = Some(application);
                        }
                        Step::Events(events) => {
                            assert!(events.skipped.is_none());
                            let events = events.iter().map(|(sender, event)| (sender.clone(), event.clone()));
                            seat.events.extend(events);
                        }
                        step => seat.steps.push(format!("{step:?}")),
                    }
                }
            }
            for delivery in self.sim.take() {
                is_quiet = false;
                let Some((seat, exchange)) = self.flights.remove(&delivery.request) else {
                    self.answers.insert(delivery.request, delivery.sent);
                    continue;
                };
                let answer = delivery.sent.whole().ok_or_else(|| "the connection is closed".into());
                self.seats[seat].session.answer(exchange, answer, self.sim.now());
            }
            if is_quiet {
                return;
            }
        }
    }

    fn act(&mut self, seat: usize, action: Action) {
        match action {
            Action::Send(outgoing) => {
                let uri = outgoing.request.uri();
                let latest = self.polls.entry(seat).or_default();
                // The walk follows the first link to the channel, too.
                if uri.path().ends_with("/events")
                    && position(uri.query()) > position(latest.split('?').nth(1))
                {
                    *latest = uri.path_and_query().unwrap().to_string();
                }
                let id = self.sim.submit(outgoing.request);
                self.flights.insert(id, (seat, outgoing.exchange));
            }
            Action::Abort(exchange) => {
                let found = self.flights.iter().find(|(_, flight)| **flight == (seat, exchange));
                if let Some(id) = found.map(|(id, _)| *id) {
                    self.flights.remove(&id);
                    self.sim.abandon(id);
                }
            }
            Action::GetToken(query) => {
                let (token, now) = (self.seats[seat].token.clone(), self.sim.now());
                self.seats[seat].session.token(&query.origin, Ok(token), now);
            }
            other => panic!("{other:?}"),
        }
    }

    /// Sends a request outside all sessions.
    pub(crate) fn send(&mut self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        let id = self.sim.submit(request);
        self.settle();
        self.answers.remove(&id).and_then(Sent::whole).expect("an answer")
    }
}

/// The number of an answer in the href of the event channel.
fn position(query: Option<&str>) -> Option<u32> {
    query?.split('&').find_map(|pair| pair.strip_prefix("ack="))?.parse().ok()
}
