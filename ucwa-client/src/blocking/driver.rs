//! Drives a session: from any thread that hands something in, and from one of its own when something is due by time.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::blocking::transport::{TokenSource, Transport};
use crate::error::{Asked, Error, NotSent};
use crate::session::{Action, CallId, Outcome, Session, Step};
use crate::tree::{ApplicationsInput, Tree};

/// How long the thread for time sleeps at most.
const LONGEST: Duration = Duration::from_secs(60);

/// A session, and what drives it.
pub(super) struct Driver<T: Tree> {
    state: Mutex<State<T>>,
    transport: Arc<dyn Transport>,
    tokens: Option<TokenSource>,
    /// Something has come, or there is something to do.
    changed: Condvar,
    start: Instant,
}

struct State<T: Tree> {
    session: Session<T>,
    /// Those that nobody has taken yet; `None` for calls that are open.
    outcomes: BTreeMap<CallId, Option<Outcome<T>>>,
    is_dropped: bool,
}

impl<T: Tree> Driver<T> {
    pub(super) fn new(
        session: Session<T>,
        transport: Arc<dyn Transport>,
        tokens: Option<TokenSource>,
    ) -> Arc<Self> {
        let state = State { session, outcomes: BTreeMap::new(), is_dropped: false };
        let (changed, start) = (Condvar::new(), Instant::now());
        Arc::new(Self { state: Mutex::new(state), transport, tokens, changed, start })
    }

    /// Signs in, and starts the thread for time.
    pub(super) fn sign_in(self: &Arc<Self>, input: ApplicationsInput<T>) -> Result<(), Error<T::Error>> {
        self.with(|session, now| session.sign_in(input, now))?;
        let own = Arc::clone(self);
        spawn(move || own.keep_time()).map_err(|error| {
            self.with(Session::sign_out);
            Error::Transport(Asked::new("GET", "root"), NotSent::now(error).into())
        })
    }

    /// Ends all threads, each at its next step.
    pub(super) fn stop(&self) {
        self.state().is_dropped = true;
        self.changed.notify_all();
    }

    /// Does something with the session.
    pub(super) fn with<R>(self: &Arc<Self>, act: impl FnOnce(&mut Session<T>, Duration) -> R) -> R {
        let mut state = self.state();
        let result = act(&mut state.session, self.start.elapsed());
        self.depart(&mut state);
        drop(state);
        self.changed.notify_all();
        result
    }

    /// Starts a call, and waits for its outcome.
    pub(super) fn call<E>(
        self: &Arc<Self>,
        start: impl FnOnce(&mut Session<T>, Duration) -> Result<CallId, E>,
    ) -> Result<Outcome<T>, E> {
        let mut state = self.state();
        let call = start(&mut state.session, self.start.elapsed())?;
        state.outcomes.insert(call, None);
        self.depart(&mut state);
        self.changed.notify_all();
        loop {
            if let Some(Some(outcome)) = state.outcomes.get_mut(&call).map(Option::take) {
                state.outcomes.remove(&call);
                return Ok(outcome);
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits for a step; `None` if there is no further one.
    pub(super) fn step(self: &Arc<Self>) -> Option<Step<T>> {
        let mut state = self.state();
        loop {
            let step = state.session.next_step(self.start.elapsed());
            if step.is_some() || state.session.is_over() {
                // Taking one may have made room for events.
                self.depart(&mut state);
                return step;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits until the session is over.
    pub(super) fn over(&self) {
        let is_open = |state: &mut State<T>| !state.session.is_over();
        drop(self.changed.wait_while(self.state(), is_open).unwrap_or_else(PoisonError::into_inner));
    }

    /// Does what is due by time, until the session ends.
    fn keep_time(self: Arc<Self>) {
        let mut state = self.state();
        while !state.is_dropped && !state.session.is_over() {
            if self.depart(&mut state) {
                self.changed.notify_all();
            }
            let wait = state.session.wait(self.start.elapsed()).unwrap_or(LONGEST).min(LONGEST);
            let waited = self.changed.wait_timeout(state, wait);
            (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Sends what there is to send. Returns whether anything has happened.
    fn depart(self: &Arc<Self>, state: &mut State<T>) -> bool {
        let mut is_busy = false;
        while let Some(action) = state.session.next_action(self.start.elapsed()) {
            is_busy = true;
            let driver = Arc::clone(self);
            match action {
                Action::Send(outgoing) => {
                    let exchange = outgoing.exchange;
                    let spawned = spawn(move || {
                        let send = || driver.transport.send(outgoing.request, outgoing.patience);
                        // Nobody would ever hear of a request whose thread is gone.
                        let answer = catch_unwind(AssertUnwindSafe(send));
                        let answer = answer.unwrap_or_else(|_| Err("the transport has panicked".into()));
                        driver.land(|session, now| session.answer(exchange, answer, now));
                    });
                    if let Err(error) = spawned {
                        let error = NotSent::now(error);
                        state.session.answer(exchange, Err(error.into()), self.start.elapsed());
                    }
                }
                Action::GetToken(query) => {
                    let origin = query.origin.clone();
                    let spawned = spawn(move || {
                        let origin = query.origin.clone();
                        let get = || driver.tokens.as_ref().map_or(Ok(None), |tokens| tokens(query));
                        let token = catch_unwind(AssertUnwindSafe(get));
                        let token = token.unwrap_or_else(|_| Err("the source of tokens has panicked".into()));
                        driver.land(|session, now| session.token(&origin, token, now));
                    });
                    if let Err(error) = spawned {
                        state.session.token(&origin, Err(error.into()), self.start.elapsed());
                    }
                }
                // A thread cannot be stopped: its answer is ignored.
                Action::Abort(_) => {}
            }
        }
        while let Some((call, outcome)) = state.session.next_outcome() {
            is_busy = true;
            if let Some(open) = state.outcomes.get_mut(&call) {
                *open = Some(outcome);
            }
        }
        is_busy
    }

    /// Hands in what has come back. What is next is sent before it is handled.
    fn land(self: &Arc<Self>, act: impl FnOnce(&mut Session<T>, Duration)) {
        let mut state = self.state();
        if !state.is_dropped {
            act(&mut state.session, self.start.elapsed());
            self.depart(&mut state);
        }
        drop(state);
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts a thread.
fn spawn(task: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name("ucwa-client".to_owned()).spawn(task).map(drop)
}
