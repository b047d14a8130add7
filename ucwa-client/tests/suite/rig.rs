//! A simulator, and sessions that talk to it.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use fastrand::Rng;
use http::{HeaderValue, Request, Response};
use ucwa_client::credentials::TokenQuery;
use ucwa_client::error::{Cause, NotSent};
use ucwa_client::session::{Action, Awaits, CallId, Events, ExchangeId, Outcome, Session, Settings, Step};
use ucwa_client::{Credentials, Official};
use ucwa_sim::{Config, Person, RequestId, Sent, Simulator};
use ucwa_types::api::{
    Application, ApplicationsInput, ErrorKind, Event, MakeMeAvailableInput, MessageFormat, ModalityType,
};
use ucwa_types::operation::HttpMethod;
use ucwa_types::rest::{Call, Callable, Reply, ResponseError, TokenService, WireFormat};

pub(crate) const ANN: &str = "sip:ann@example.com";
pub(crate) const BO: &str = "sip:bo@example.com";

/// How long nothing may come of what is waited for.
const HANG: Duration = Duration::from_secs(3600);

pub(crate) fn config(seed: u64) -> Config {
    Config::new(seed)
        .with_user(Person::new(ANN, "Ann Example", "a+b & c%").with_contacts([BO]))
        .unwrap()
        .with_user(Person::new(BO, "Bo Example", "secret").with_contacts([ANN]))
        .unwrap()
}

/// One session, and what has come of it.
pub(crate) struct Seat {
    pub(crate) session: Session<Official>,
    pub(crate) application: Option<Box<Application>>,
    /// What led to the application: whom discovery has found, and who has asked for a token.
    pub(crate) entered: Vec<String>,
    pub(crate) steps: VecDeque<Step<Official>>,
    pub(crate) takes_steps: bool,
    outcomes: BTreeMap<CallId, Outcome<Official>>,
}

impl Seat {
    /// The events of the steps so far, which are forgotten.
    pub(crate) fn events(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        for step in self.steps.drain(..) {
            if let Step::Events(found) = step {
                events.extend(found.iter().map(|(_, event)| event.clone()));
            }
        }
        events
    }

    /// The names of the steps so far, which are forgotten.
    pub(crate) fn names(&mut self) -> Vec<String> {
        let name = |step| match step {
            Step::Events(Events { .. }) => "Events".to_owned(),
            step => format!("{step:?}"),
        };
        self.steps.drain(..).map(name).collect()
    }
}

struct Flight {
    seat: usize,
    exchange: ExchangeId,
    until: Duration,
    /// What it is, if the program has asked for it.
    operation: Option<String>,
}

/// A simulator, and sessions that talk to it.
pub(crate) struct Rig {
    pub(crate) sim: Simulator,
    pub(crate) seats: Vec<Seat>,
    flights: BTreeMap<RequestId, Flight>,
    /// How often the program has asked for each POST, and how often it may have been done.
    posts: BTreeMap<String, (u32, u32)>,
    /// All requests with their `Authorization`.
    pub(crate) log: Vec<Request<Vec<u8>>>,
    /// When each of them was sent.
    pub(crate) times: Vec<Duration>,
    /// What comes of the next attempts of the program to get a token; then it gets one.
    pub(crate) tokens: VecDeque<Result<Option<HeaderValue>, &'static str>>,
    /// How many of the next requests are not sent, because there is no connection.
    pub(crate) unsent: u32,
    /// Answers instead of the simulator, for hosts that are not its own.
    pub(crate) elsewhere: Vec<(String, Response<Vec<u8>>)>,
    /// How often a session of [`Self::seat`] sends a request again.
    pub(crate) retries: u32,
    rng: Rng,
}

impl Rig {
    pub(crate) fn new(config: Config, seed: u64) -> Self {
        Self {
            sim: Simulator::new(config),
            seats: Vec::new(),
            flights: BTreeMap::new(),
            posts: BTreeMap::new(),
            log: Vec::new(),
            times: Vec::new(),
            tokens: VecDeque::new(),
            unsent: 0,
            elsewhere: Vec::new(),
            retries: 12,
            rng: Rng::with_seed(seed),
        }
    }

    pub(crate) fn settings() -> Settings {
        let mut settings = Settings::new("https://lyncdiscover.example.com/".parse().unwrap());
        settings.longest_poll = Duration::from_secs(45);
        settings.patience = Duration::from_secs(10);
        (settings.retries, settings.renewals) = (12, 12);
        // Longer than faults keep the event channel silent: what was done is known in the end.
        (settings.lost_operation, settings.operation) = (Duration::from_secs(600), Duration::from_secs(1800));
        settings
    }

    pub(crate) fn seat(&mut self, user: &str, password: &str) -> usize {
        let mut settings = Self::settings();
        (settings.retries, settings.renewals) = (self.retries, self.retries);
        self.seat_with(settings, Credentials::password(user.trim_start_matches("sip:"), password))
    }

    pub(crate) fn seat_with(&mut self, settings: Settings, credentials: Credentials) -> usize {
        let session = Session::new(settings, credentials, self.rng.u64(..));
        self.seats.push(Seat {
            session,
            application: None,
            entered: Vec::new(),
            steps: VecDeque::new(),
            takes_steps: true,
            outcomes: BTreeMap::new(),
        });
        self.seats.len() - 1
    }

    /// Ann and Bo, signed in and available for messages.
    pub(crate) fn pair(&mut self) -> (usize, usize) {
        let seats = (self.seat(ANN, "a+b & c%"), self.seat(BO, "secret"));
        for seat in [seats.0, seats.1] {
            self.sign_in(seat);
            self.become_available(seat);
        }
        seats
    }

    pub(crate) fn sign_in(&mut self, seat: usize) {
        let now = self.sim.now();
        let input = ApplicationsInput::new("en-US", format!("endpoint {seat}"), "suite/0.1");
        self.seats[seat].session.sign_in(input, now).unwrap();
        self.wait("signed in", |rig| rig.seats[seat].application.is_some());
    }

    pub(crate) fn become_available(&mut self, seat: usize) {
        let application = self.seats[seat].application.clone().unwrap();
        let me = application.embedded.me.unwrap();
        let input = MakeMeAvailableInput::default()
            .with_supported_modalities([ModalityType::Messaging])
            .with_supported_message_formats([MessageFormat::Plain]);
        self.insist(seat, &me.links.make_me_available.unwrap().post(input));
    }

    /// Starts a call.
    pub(crate) fn start<T, M: HttpMethod>(&mut self, seat: usize, call: &Call<T, M>, awaits: Awaits) -> CallId
    where
        T: Callable<M, Error = ErrorKind>,
    {
        let now = self.sim.now();
        let base = self.seats[seat].session.base().filter(|_| M::NAME == "POST");
        if let Some(request) = base.and_then(|base| call.request(base, WireFormat::Json).ok()) {
            self.posts.entry(key(seat, &request)).or_default().0 += 1;
        }
        self.seats[seat].session.start(call, awaits, now).unwrap()
    }

    /// Waits for the outcome of a call.
    pub(crate) fn outcome(&mut self, seat: usize, call: CallId) -> Outcome<Official> {
        self.wait("an outcome", |rig| rig.seats[seat].outcomes.contains_key(&call));
        self.seats[seat].outcomes.remove(&call).unwrap()
    }

    /// Whether a call has an outcome.
    pub(crate) fn has_outcome(&self, seat: usize, call: CallId) -> bool {
        self.seats[seat].outcomes.contains_key(&call)
    }

    /// Does a call. `None` without an answer.
    pub(crate) fn call<T, M: HttpMethod>(
        &mut self,
        seat: usize,
        call: &Call<T, M>,
    ) -> Option<Result<Reply<T::Output>, ResponseError<ErrorKind>>>
    where
        T: Callable<M, Error = ErrorKind>,
    {
        let id = self.start(seat, call, Awaits::Answer);
        match self.outcome(seat, id) {
            Outcome::Answer(response) => Some(call.read(response)),
            _ => None,
        }
    }

    /// Does what may be done twice until it is done.
    pub(crate) fn insist<T, M: HttpMethod>(&mut self, seat: usize, call: &Call<T, M>) -> Option<T::Output>
    where
        T: Callable<M, Error = ErrorKind>,
    {
        for _ in 0..20 {
            match self.call(seat, call) {
                Some(Ok(reply)) => return reply.output,
                Some(Err(error)) if error.subcode() == Some("AlreadyExists") => return None,
                _ => self.pass(1),
            }
        }
        panic!("it does not work");
    }

    /// Lets time pass.
    pub(crate) fn pass(&mut self, seconds: u64) {
        let then = self.sim.now() + Duration::from_secs(seconds);
        loop {
            self.settle();
            let now = self.sim.now();
            if now >= then {
                return;
            }
            let wait = self.idle().unwrap_or(then - now).min(then - now);
            self.sim.advance(wait.max(Duration::from_millis(1)));
        }
    }

    /// Waits until something is so.
    pub(crate) fn wait(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let start = self.sim.now();
        loop {
            self.settle();
            if is_so(self) {
                return;
            }
            let Some(wait) = self.idle() else {
                let names: Vec<_> = self.seats.iter().map(|seat| &seat.steps).collect();
                panic!("nothing happens any more: {what}: {names:?}");
            };
            assert!(self.sim.now() - start < HANG, "it never came to this: {what}");
            self.sim.advance(wait.max(Duration::from_millis(1)));
        }
    }

    /// How long nothing happens.
    fn idle(&self) -> Option<Duration> {
        let now = self.sim.now();
        let flights = self.flights.values().map(|flight| flight.until.saturating_sub(now));
        let sessions = self.seats.iter().filter_map(|seat| seat.session.wait(now));
        flights.chain(sessions).chain(self.sim.next_due()).min()
    }

    /// Does everything that is done at once.
    fn settle(&mut self) {
        for _ in 0..10_000 {
            let mut is_quiet = true;
            let now = self.sim.now();
            for index in 0..self.seats.len() {
                while let Some(action) = self.seats[index].session.next_action(now) {
                    is_quiet = false;
                    self.act(index, action, now);
                }
                let seat = &mut self.seats[index];
                while let Some((call, outcome)) = seat.session.next_outcome() {
                    seat.outcomes.insert(call, outcome);
                }
                while seat.takes_steps {
                    let Some(step) = seat.session.next_step(now) else { break };
                    if let Step::SignedIn(application) | Step::Recreated(application) = &step {
                        seat.application = Some(application.clone());
                    }
                    match step {
                        Step::Discovered { .. } | Step::Challenged { .. } => {
                            seat.entered.push(format!("{step:?}"));
                        }
                        step => seat.steps.push_back(step),
                    }
                }
            }
            let mut deliveries = self.sim.take();
            // Answers overtake each other.
            self.rng.shuffle(&mut deliveries);
            for delivery in deliveries {
                is_quiet = false;
                self.land(delivery.request, delivery.sent);
            }
            let late: Vec<_> =
                self.flights.iter().filter(|(_, flight)| flight.until <= now).map(|(id, _)| *id).collect();
            for id in late {
                is_quiet = false;
                self.sim.abandon(id);
                self.land(id, Sent::Closed);
            }
            if is_quiet {
                return;
            }
        }
        panic!("there is no end to it");
    }

    /// The requests for events of all.
    pub(crate) fn polls(&self) -> usize {
        self.log.iter().filter(|request| is_poll(request)).count()
    }

    /// A token, as a program gets it by itself.
    fn token(&mut self, query: &TokenQuery) -> Result<Option<HeaderValue>, Cause> {
        if let Some(token) = self.tokens.pop_front() {
            return token.map_err(Into::into);
        }
        let service = query.service.as_ref().ok_or("no token service")?;
        let request = service.password_request(&query.origin.parse()?, "ann@example.com", "a+b & c%")?;
        Ok(self.sim.answer(request).as_ref().and_then(TokenService::authorization))
    }

    fn act(&mut self, seat: usize, action: Action, now: Duration) {
        // Neither a token nor the bytes of a password.
        let shown = format!("{action:?}");
        let has_bytes = matches!(action, Action::Send(_)) && shown.contains('[');
        assert!(!shown.contains("Bearer") && !has_bytes, "{shown}");
        match action {
            Action::Send(outgoing) => {
                let request = outgoing.request;
                self.log.push(request.clone());
                self.times.push(now);
                let host = request.uri().host().unwrap().to_owned();
                if let Some((_, response)) = self.elsewhere.iter().find(|(other, _)| *other == host) {
                    let response = response.clone();
                    self.seats[seat].session.answer(outgoing.exchange, Ok(response), now);
                    return;
                }
                if let Some(unsent) = self.unsent.checked_sub(1) {
                    self.unsent = unsent;
                    let cause = NotSent::now("the connection is refused");
                    self.seats[seat].session.answer(outgoing.exchange, Err(cause.into()), now);
                    return;
                }
                let operation = Some(key(seat, &request)).filter(|it| self.posts.contains_key(it));
                if let Some((allowed, sent)) = operation.as_ref().and_then(|it| self.posts.get_mut(it)) {
                    *sent += 1;
                    assert!(sent <= allowed, "{operation:?} is sent twice");
                }
                let until = now + outgoing.patience;
                let id = self.sim.submit(request);
                self.flights.insert(id, Flight { seat, exchange: outgoing.exchange, until, operation });
            }
            Action::Abort(exchange) => {
                let found = self.flights.iter().find(|(_, it)| it.exchange == exchange && it.seat == seat);
                if let Some(id) = found.map(|(id, _)| *id) {
                    self.flights.remove(&id);
                    self.sim.abandon(id);
                }
            }
            Action::GetToken(query) => {
                let token = self.token(&query);
                self.seats[seat].session.token(&query.origin, token, now);
            }
            other => panic!("{other:?}"),
        }
    }

    fn land(&mut self, id: RequestId, sent: Sent) {
        let Some(flight) = self.flights.remove(&id) else { return };
        let answer = sent.whole().ok_or_else(|| "the connection is closed".into());
        if let (Some(operation), Ok(response)) = (flight.operation, &answer) {
            let body = String::from_utf8_lossy(response.body());
            let is_undone = matches!(response.status().as_u16(), 401 | 429)
                || response.headers().contains_key("x-ms-diagnostics")
                || body.contains("CallbackChannelError");
            if is_undone {
                self.posts.entry(operation).and_modify(|(_, sent)| *sent = sent.saturating_sub(1));
            }
        }
        let now = self.sim.now();
        self.seats[flight.seat].session.answer(flight.exchange, answer, now);
    }
}

/// What a POST is.
fn key(seat: usize, request: &Request<Vec<u8>>) -> String {
    let body = String::from_utf8_lossy(request.body());
    format!("{seat} {} {} {body}", request.method(), request.uri())
}

/// Whether this is a request for events.
pub(crate) fn is_poll(request: &Request<Vec<u8>>) -> bool {
    request.uri().path().ends_with("/events")
}
