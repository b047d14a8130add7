//! Requests on their way: each is sent with the token of its host, again if it may be, and delivered once.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use fastrand::Rng;
use http::header::AUTHORIZATION;
use http::{HeaderValue, Request, Response, StatusCode, Uri};
use ucwa_types::channel::Backoff;
use ucwa_types::rest::{Advice, TokenService};

use crate::error::{Cause, NoTokenNow, NotSent, is_final};
use crate::session::action::{Action, ExchangeId, Outgoing};
use crate::session::delivery::Delivery;
use crate::session::judge::{Judgement, judge};
use crate::session::origin::Origin;
use crate::session::tokens::{Renewal, Tokens};

/// A request to be done, however often it has to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ErrandId(u64);

/// How often a request may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    /// Again after any failure that may pass.
    Always,
    /// Again only if it was not done: the server says so.
    IfUndone,
    /// Never, but for a new token: the event channel has its own rules.
    Never,
}

#[derive(Debug)]
struct Errand {
    request: Request<Vec<u8>>,
    patience: Duration,
    repeat: Repeat,
    state: State,
    failures: u32,
    renewals: u32,
    /// The origin that it gets a token for, if it is a request to a token service.
    token_for: Option<Origin>,
}

/// Where an errand is.
#[derive(Debug)]
enum State {
    /// To be sent.
    Ready,
    /// Sent with this token.
    Sent(ExchangeId, Option<HeaderValue>),
    /// Waiting for a token for its origin.
    NeedsToken(Origin),
    /// Waiting for this time.
    Pausing(Duration),
}

/// Why the requests that wait for a token do not get one.
enum Failure {
    Unsent(NoTokenNow),
    NoToken(Option<Response<Vec<u8>>>),
    Untrusted,
}

/// How patient a courier is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habits {
    pub(super) backoff: Backoff,
    /// How often a request is sent again.
    pub(super) retries: u32,
    /// How many tokens one request gets.
    pub(super) renewals: u32,
    /// How long to wait for the answer of a token service.
    pub(super) patience: Duration,
}

/// The requests on their way.
#[derive(Debug)]
pub(super) struct Courier {
    pub(super) tokens: Tokens,
    errands: BTreeMap<ErrandId, Errand>,
    exchanges: BTreeMap<ExchangeId, ErrandId>,
    outbox: VecDeque<Action>,
    delivered: VecDeque<(ErrandId, Delivery)>,
    /// The origins that tokens are got for, until the session has asked.
    challenges: VecDeque<Origin>,
    count: u64,
    rng: Rng,
    habits: Habits,
}

impl Courier {
    pub(super) fn new(tokens: Tokens, habits: Habits, rng: Rng) -> Self {
        Self {
            tokens,
            errands: BTreeMap::new(),
            exchanges: BTreeMap::new(),
            outbox: VecDeque::new(),
            delivered: VecDeque::new(),
            challenges: VecDeque::new(),
            count: 0,
            rng,
            habits,
        }
    }

    /// Takes a request to be done.
    pub(super) fn take(&mut self, request: Request<Vec<u8>>, repeat: Repeat, patience: Duration) -> ErrandId {
        self.add(request, repeat, patience, None)
    }

    fn add(
        &mut self,
        request: Request<Vec<u8>>,
        repeat: Repeat,
        patience: Duration,
        token_for: Option<Origin>,
    ) -> ErrandId {
        self.count += 1;
        let id = ErrandId(self.count);
        let (state, failures, renewals) = (State::Ready, 0, 0);
        self.errands.insert(id, Errand { request, patience, repeat, state, failures, renewals, token_for });
        id
    }

    /// Forgets an errand.
    pub(super) fn cancel(&mut self, id: ErrandId) {
        if let Some(Errand { state: State::Sent(exchange, _), .. }) = self.errands.remove(&id) {
            self.exchanges.remove(&exchange);
            self.outbox.push_back(Action::Abort(exchange));
        }
        self.delivered.retain(|(delivered, _)| *delivered != id);
    }

    /// What to do now.
    pub(super) fn next_action(&mut self, now: Duration) -> Option<Action> {
        if let Some(action) = self.outbox.pop_front() {
            return Some(action);
        }
        let is_ready = |state: &State| match state {
            State::Ready => true,
            State::Pausing(until) => *until <= now,
            State::Sent(..) | State::NeedsToken(_) => false,
        };
        let (id, errand) = self.errands.iter_mut().find(|(_, errand)| is_ready(&errand.state))?;
        self.count += 1;
        let exchange = ExchangeId(self.count);
        let mut request = errand.request.clone();
        // A token service is asked without a token.
        let token = self.tokens.get(&Origin::of(request.uri())).filter(|_| errand.token_for.is_none());
        let token = token.cloned();
        request.headers_mut().extend(token.clone().map(|token| (AUTHORIZATION, token)));
        errand.state = State::Sent(exchange, token);
        self.exchanges.insert(exchange, *id);
        Some(Action::Send(Outgoing { exchange, request, patience: errand.patience }))
    }

    /// When there is something to do without an answer.
    pub(super) fn next_due(&self) -> Option<Duration> {
        let due = |errand: &Errand| match errand.state {
            State::Pausing(until) => Some(until),
            _ => None,
        };
        self.errands.values().filter_map(due).min()
    }

    /// Takes what came of a request. One that nobody waits for is ignored.
    pub(super) fn answer(
        &mut self,
        exchange: ExchangeId,
        answer: Result<Response<Vec<u8>>, Cause>,
        now: Duration,
    ) {
        let Some(id) = self.exchanges.remove(&exchange) else { return };
        let Some(errand) = self.errands.get_mut(&id) else { return };
        let State::Sent(_, used) = std::mem::replace(&mut errand.state, State::Ready) else { return };
        let may_retry = errand.failures < self.habits.retries;
        match answer {
            Err(cause) if errand.repeat == Repeat::Always && may_retry && !is_final(&cause) => {
                self.pause(id, Duration::ZERO, now);
            }
            Err(cause) if cause.is::<NotSent>() => self.deliver(id, Delivery::Unsent(cause)),
            Err(cause) => self.deliver(id, Delivery::Lost(cause)),
            Ok(response)
                if errand.token_for.is_some()
                    && may_retry
                    && (is_damaged(&response) || response.status().is_server_error()) =>
            {
                self.pause(id, Duration::ZERO, now);
            }
            Ok(response) => match judge(&response) {
                Judgement { advice: Some(Advice::RenewToken), service, .. } if errand.token_for.is_none() => {
                    self.renew(id, used.as_ref(), service, response);
                }
                Judgement { advice: Some(Advice::Retry), is_undone, retry_after, .. }
                    if may_retry
                        && (errand.repeat == Repeat::Always
                            || errand.repeat == Repeat::IfUndone && is_undone) =>
                {
                    self.pause(id, retry_after.unwrap_or_default(), now);
                }
                _ => self.deliver(id, Delivery::Answer(response)),
            },
        }
    }

    /// Takes the token that the program has got for an origin.
    pub(super) fn token(&mut self, origin: &str, token: Result<Option<HeaderValue>, Cause>, now: Duration) {
        let Ok(uri) = origin.parse::<Uri>() else { return };
        let origin = Origin::of(&uri);
        match token {
            Ok(token) => self.settle(&origin, token, &Failure::NoToken(None)),
            Err(cause) => {
                self.wait_for_token(&origin, now);
                self.settle(&origin, None, &Failure::Unsent(NoTokenNow(cause.into())));
            }
        }
    }

    /// The program has no token now: what may be sent again is, after a while, and then the program is asked again.
    fn wait_for_token(&mut self, origin: &Origin, now: Duration) {
        let retries = self.habits.retries;
        let may_wait = |errand: &Errand| {
            errand.repeat == Repeat::Always
                && errand.failures < retries
                && matches!(&errand.state, State::NeedsToken(needed) if needed == origin)
        };
        let waiting: Vec<_> =
            self.errands.iter().filter(|(_, errand)| may_wait(errand)).map(|(id, _)| *id).collect();
        for id in waiting {
            if let Some(errand) = self.errands.get_mut(&id) {
                // It has got none.
                errand.renewals = errand.renewals.saturating_sub(1);
            }
            self.pause(id, Duration::ZERO, now);
        }
    }

    /// What has come of an errand, once for each.
    pub(super) fn next_delivery(&mut self) -> Option<(ErrandId, Delivery)> {
        self.delivered.pop_front()
    }

    /// An origin that a token is got for, once for each token.
    pub(super) fn next_challenge(&mut self) -> Option<Origin> {
        self.challenges.pop_front()
    }

    fn pause(&mut self, id: ErrandId, least: Duration, now: Duration) {
        if let Some(errand) = self.errands.get_mut(&id) {
            let delay = self.habits.backoff.delay(errand.failures, self.rng.u64(..));
            errand.failures += 1;
            errand.state = State::Pausing(now.saturating_add(delay.max(least)));
        }
    }

    fn renew(
        &mut self,
        id: ErrandId,
        used: Option<&HeaderValue>,
        service: Option<TokenService>,
        response: Response<Vec<u8>>,
    ) {
        let Some(errand) = self.errands.get_mut(&id) else { return };
        let uri = errand.request.uri().clone();
        let is_hopeless = errand.renewals >= self.habits.renewals;
        // To ask without a token is no renewal: the token that follows it is.
        errand.renewals += u32::from(used.is_none() || service.is_some());
        let renewal = match is_hopeless {
            false => self.tokens.refuse(&uri, used, response.status(), service),
            true => Renewal::Hopeless,
        };
        let origin = Origin::of(&uri);
        if matches!(renewal, Renewal::AskProgram(_) | Renewal::AskService(_)) {
            self.challenges.push_back(origin.clone());
        }
        let waiting = State::NeedsToken(origin);
        match renewal {
            Renewal::Again => {}
            Renewal::Wait => errand.state = waiting,
            Renewal::AskProgram(query) => {
                errand.state = waiting;
                self.outbox.push_back(Action::GetToken(query));
            }
            Renewal::AskService(request) => {
                errand.state = waiting;
                self.add(request, Repeat::Always, self.habits.patience, Some(Origin::of(&uri)));
            }
            Renewal::Untrusted => self.deliver(id, Delivery::Untrusted),
            Renewal::Hopeless => self.deliver(id, Delivery::Answer(response)),
        }
    }

    fn deliver(&mut self, id: ErrandId, delivery: Delivery) {
        let Some(errand) = self.errands.remove(&id) else { return };
        let Some(origin) = errand.token_for else {
            self.delivered.push_back((id, delivery));
            return;
        };
        let token = match &delivery {
            Delivery::Answer(response) => TokenService::authorization(response),
            _ => None,
        };
        let failure = match delivery {
            Delivery::Answer(response) => Failure::NoToken(Some(response)),
            Delivery::Lost(cause) | Delivery::Unsent(cause) => Failure::Unsent(NoTokenNow(cause.into())),
            Delivery::NoToken(response) => Failure::NoToken(response),
            Delivery::Untrusted => Failure::Untrusted,
        };
        self.settle(&origin, token, &failure);
    }

    /// Lets go those that wait for a token: with it, or with why there is none.
    fn settle(&mut self, origin: &Origin, token: Option<HeaderValue>, failure: &Failure) {
        let has_token = token.is_some();
        self.tokens.set(origin, token);
        let mut failed = Vec::new();
        for (id, errand) in &mut self.errands {
            if matches!(&errand.state, State::NeedsToken(needed) if needed == origin) {
                errand.state = State::Ready;
                if !has_token {
                    failed.push(*id);
                }
            }
        }
        for id in failed {
            self.errands.remove(&id);
            let delivery = match failure {
                Failure::Unsent(cause) => Delivery::Unsent(cause.clone().into()),
                Failure::NoToken(response) => Delivery::NoToken(response.clone()),
                Failure::Untrusted => Delivery::Untrusted,
            };
            self.delivered.push_back((id, delivery));
        }
    }
}

/// Whether a token was issued, and the answer damaged on the way.
fn is_damaged(response: &Response<Vec<u8>>) -> bool {
    response.status().is_success() && TokenService::authorization(response).is_none()
}

/// Whether a request was done, by its answer.
pub(super) fn is_success(response: &Response<Vec<u8>>) -> bool {
    response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED
}
