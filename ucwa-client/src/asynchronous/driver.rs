//! Drives a session: whoever waits for something hands in what has come, and sends what is next.

use std::collections::BTreeMap;
use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep, timeout};

use crate::asynchronous::inbox::{Inbox, Landed, Landing};
use crate::asynchronous::transport::{TokenSource, Transport};
use crate::session::{Action, CallId, ExchangeId, Outcome, Session, Step};
use crate::tree::Tree;

/// How much longer than the transport the driver waits for it.
const GRACE: Duration = Duration::from_secs(5);

/// A session, and what drives it. No lock is held while anybody waits: a future that is not polled holds up no other.
pub(super) struct Driver<T: Tree> {
    state: Mutex<State<T>>,
    transport: Arc<dyn Transport>,
    tokens: Option<TokenSource>,
    inbox: Arc<Inbox>,
    start: Instant,
}

struct State<T: Tree> {
    session: Session<T>,
    /// Those that nobody has taken yet; `None` for calls that are open.
    outcomes: BTreeMap<CallId, Option<Outcome<T>>>,
    /// The requests on their way. They end with the driver.
    tasks: JoinSet<()>,
    handles: BTreeMap<ExchangeId, AbortHandle>,
}

impl<T: Tree> Driver<T> {
    pub(super) fn new(
        session: Session<T>,
        transport: Arc<dyn Transport>,
        tokens: Option<TokenSource>,
    ) -> Self {
        let (outcomes, tasks, handles) = (BTreeMap::new(), JoinSet::new(), BTreeMap::new());
        Self {
            state: Mutex::new(State { session, outcomes, tasks, handles }),
            transport,
            tokens,
            inbox: Arc::default(),
            start: Instant::now(),
        }
    }

    /// Does something with the session.
    pub(super) fn with<R>(&self, act: impl FnOnce(&mut Session<T>, Duration) -> R) -> R {
        let result = act(&mut self.state().session, self.start.elapsed());
        self.inbox.notify();
        result
    }

    /// Starts a call. Whoever drops what is returned cancels the call.
    pub(super) fn call<E>(
        &self,
        start: impl FnOnce(&mut Session<T>, Duration) -> Result<CallId, E>,
    ) -> Result<Open<'_, T>, E> {
        let mut state = self.state();
        let call = start(&mut state.session, self.start.elapsed())?;
        // Under the same lock, since whoever drives may have the outcome at once.
        state.outcomes.insert(call, None);
        drop(state);
        self.inbox.notify();
        Ok(Open { driver: self, call })
    }

    /// Waits for a step; `None` if there is no further one.
    pub(super) async fn step(&self) -> Option<Step<T>> {
        self.until(|state, now| match state.session.next_step(now) {
            Some(step) => Some(Some(step)),
            None => state.session.is_over().then_some(None),
        })
        .await
    }

    /// Waits until the session is over.
    pub(super) async fn over(&self) {
        self.until(|state, _| state.session.is_over().then_some(())).await;
    }

    /// Waits until something is there, and drives the session meanwhile.
    async fn until<R>(&self, mut take: impl FnMut(&mut State<T>, Duration) -> Option<R>) -> R {
        loop {
            let mut changed = std::pin::pin!(self.inbox.changed());
            // From here on nothing is missed.
            changed.as_mut().enable();
            let wait = {
                let mut state = self.state();
                self.turn(&mut state);
                let result = take(&mut state, self.start.elapsed());
                // Taking a step may have made room for events.
                let wait = self.depart(&mut state);
                if let Some(result) = result {
                    // What has come may be for others that wait.
                    self.inbox.notify();
                    return result;
                }
                wait
            };
            let idle = async {
                match wait {
                    Some(wait) => sleep(wait).await,
                    None => pending().await,
                }
            };
            tokio::select! {
                () = changed => {}
                () = idle => {}
            }
        }
    }

    /// Hands in what has come, and sends what is next after each.
    fn turn(&self, state: &mut State<T>) {
        let landed = self.inbox.take();
        if landed.is_empty() {
            return;
        }
        for landed in landed {
            let now = self.start.elapsed();
            match landed {
                Landed::Answer(exchange, answer) => {
                    state.handles.remove(&exchange);
                    state.session.answer(exchange, answer, now);
                }
                Landed::Token(origin, token) => state.session.token(&origin, token, now),
            }
            self.depart(state);
        }
        while state.tasks.try_join_next().is_some() {}
        self.inbox.notify();
    }

    /// Sends what there is to send. Returns how long there is nothing else to do.
    fn depart(&self, state: &mut State<T>) -> Option<Duration> {
        let now = self.start.elapsed();
        while let Some(action) = state.session.next_action(now) {
            match action {
                Action::Send(outgoing) => {
                    let (exchange, patience) = (outgoing.exchange, outgoing.patience);
                    let mut landing = Landing::of_exchange(&self.inbox, exchange);
                    let transport = Arc::clone(&self.transport);
                    let handle = state.tasks.spawn(async move {
                        let sending = transport.send(outgoing.request, patience);
                        // Whatever the transport makes of it, there is an end to waiting.
                        let answer = timeout(patience.saturating_add(GRACE), sending).await;
                        let answer = answer.unwrap_or_else(|elapsed| Err(elapsed.into()));
                        landing.set(Landed::Answer(exchange, answer));
                    });
                    state.handles.insert(exchange, handle);
                }
                Action::Abort(exchange) => {
                    if let Some(handle) = state.handles.remove(&exchange) {
                        handle.abort();
                    }
                }
                Action::GetToken(query) => {
                    let origin = query.origin.clone();
                    let mut landing = Landing::of_token(&self.inbox, &origin);
                    let tokens = self.tokens.clone();
                    state.tasks.spawn(async move {
                        let token = match tokens {
                            Some(tokens) => tokens(query).await,
                            None => Ok(None),
                        };
                        landing.set(Landed::Token(origin, token));
                    });
                }
            }
        }
        while let Some((call, outcome)) = state.session.next_outcome() {
            if let Some(open) = state.outcomes.get_mut(&call) {
                *open = Some(outcome);
                self.inbox.notify();
            }
        }
        state.session.wait(now)
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call that somebody waits for.
pub(super) struct Open<'a, T: Tree> {
    driver: &'a Driver<T>,
    call: CallId,
}

impl<T: Tree> Open<'_, T> {
    /// Waits for the outcome.
    pub(super) async fn outcome(self) -> Outcome<T> {
        let call = self.call;
        self.driver.until(|state, _| state.outcomes.get_mut(&call)?.take()).await
    }
}

impl<T: Tree> Drop for Open<'_, T> {
    fn drop(&mut self) {
        let mut state = self.driver.state();
        state.outcomes.remove(&self.call);
        state.session.cancel(self.call, self.driver.start.elapsed());
        drop(state);
        // Whoever waits next stops the request: here there may be no runtime.
        self.driver.inbox.notify();
    }
}
