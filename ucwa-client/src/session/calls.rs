//! The calls of the program that have no outcome yet.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use http::{Method, Request, Response, StatusCode};
use ucwa_types::channel::Operations;
use ucwa_types::event::{Event, EventType};

use crate::error::{Asked, Cause, CredentialsError, Damaged, Error, Gone, ProtocolError, Started};
use crate::session::courier::ErrandId;
use crate::session::delivery::Delivery;
use crate::session::judge::failure;
use crate::session::outcome::{Awaits, CallId, Outcome};
use crate::session::parameter::parameter;
use crate::session::trace::Span;
use crate::tree::Tree;

struct Call {
    asked: Asked,
    errand: Option<ErrandId>,
    /// What is logged of it.
    span: Span,
    /// Whether it may be sent again although it may have been done.
    is_repeatable: bool,
    /// The key in `Operations` if the call awaits a completion.
    operation: Option<Box<str>>,
    is_named: bool,
    /// When its outcome is unknown for good.
    deadline: Option<Duration>,
    /// How far that can be put off, because the event channel is not heard.
    limit: Option<Duration>,
    /// The source of [`Error::OutcomeUnknown`], if no event comes: how the answer was lost, or the answer.
    lost: Option<Cause>,
    /// Whether the event channel that would tell of it is gone.
    is_deaf: bool,
}

impl Call {
    /// Waits until then at most, and no longer than before.
    fn wait_until(&mut self, then: Duration) {
        self.deadline = Some(self.deadline.map_or(then, |deadline| deadline.min(then)));
    }
}

/// The calls that have no outcome yet, and the outcomes that nobody has taken yet.
pub(super) struct Calls<T: Tree> {
    open: BTreeMap<CallId, Call>,
    operations: Operations<T::Resources>,
    outcomes: VecDeque<(CallId, Outcome<T>)>,
    count: u64,
}

impl<T: Tree> Calls<T> {
    pub(super) fn new() -> Self {
        Self { open: BTreeMap::new(), operations: Operations::new(), outcomes: VecDeque::new(), count: 0 }
    }

    /// Takes a call before its request is sent; `None` if it is an operation with an `operationId` that another one has.
    pub(super) fn add(&mut self, asked: Asked, request: &Request<Vec<u8>>, awaits: Awaits) -> Option<CallId> {
        let name = parameter(request, "operationId");
        let is_named = name.is_some();
        // No `operationId` of a program has such a character.
        let name = name.unwrap_or_else(|| format!("\0{}", self.count));
        let operation = (awaits == Awaits::Completion).then(|| name.into_boxed_str());
        if operation.is_some() && self.open.values().any(|call| call.operation == operation) {
            return None;
        }
        self.count += 1;
        let id = CallId(self.count);
        if let Some(operation) = &operation {
            self.operations.start(operation.clone());
        }
        let (span, is_repeatable) = (Span::operation(asked.rel), request.method() != Method::POST);
        let call = Call {
            asked,
            errand: None,
            span,
            is_repeatable,
            operation,
            is_named,
            deadline: None,
            limit: None,
            lost: None,
            is_deaf: false,
        };
        self.open.insert(id, call);
        Some(id)
    }

    /// What is logged of a call.
    pub(super) fn span(&self, id: CallId) -> Option<&Span> {
        self.open.get(&id).map(|call| &call.span)
    }

    /// Sets what is done for a call.
    pub(super) fn set_errand(&mut self, id: CallId, errand: ErrandId) {
        if let Some(call) = self.open.get_mut(&id) {
            call.errand = Some(errand);
        }
    }

    /// Forgets a call. Returns what is still done for it.
    pub(super) fn cancel(&mut self, id: CallId) -> Option<ErrandId> {
        self.outcomes.retain(|(outcome, _)| *outcome != id);
        let call = self.open.remove(&id)?;
        if let Some(operation) = &call.operation {
            self.operations.abandon(operation);
        }
        call.errand
    }

    /// Ends a call.
    pub(super) fn end(&mut self, id: CallId, outcome: Outcome<T>) {
        if let Some(call) = self.open.remove(&id) {
            if let Some(operation) = &call.operation {
                self.operations.abandon(operation);
            }
            call.span.ended(&outcome);
            self.outcomes.push_back((id, outcome));
        }
    }

    /// Takes what came of the request of a call.
    pub(super) fn deliver(
        &mut self,
        id: CallId,
        delivery: Delivery,
        now: Duration,
        (lost, completed): (Duration, Duration),
    ) {
        let Some(call) = self.open.get_mut(&id) else { return };
        let asked = call.asked;
        call.errand = None;
        call.limit = Some(now.saturating_add(completed));
        let delivery = match delivery {
            Delivery::Lost(cause) if !call.is_repeatable => Err(cause),
            delivery => Ok(delivery),
        };
        let Some(operation) = call.operation.clone() else {
            return self.end(id, outcome(asked, delivery));
        };
        match delivery {
            Ok(Delivery::Answer(response)) if response.status().is_success() => {
                let location = response.headers().get(http::header::LOCATION);
                let location = location.and_then(|location| location.to_str().ok());
                if location.is_none() && !call.is_named || response.status() == StatusCode::NO_CONTENT {
                    // Nothing that events could tell of was started.
                    return self.end(id, Outcome::Answer(response));
                }
                call.wait_until(now.saturating_add(completed));
                let events = location.map(|location| self.operations.locate(&operation, location));
                let completed = events.into_iter().flatten().find(is_completed);
                call.lost = Some(Started(response).into());
                if let Some(event) = completed {
                    self.end(id, Outcome::Completed(Box::new(event)));
                }
            }
            // Whether it was done, its events tell; it is not sent again.
            Ok(Delivery::Answer(response)) if call.is_named && is_uncertain(&response) => {
                call.wait_until(now.saturating_add(lost));
                call.lost = failure::<T::Error>(response).map(Into::into);
            }
            Err(cause) if call.is_named => {
                call.wait_until(now.saturating_add(lost));
                call.lost = Some(cause);
            }
            delivery => return self.end(id, outcome(asked, delivery)),
        }
        if self.open.get(&id).is_some_and(|call| call.is_deaf) {
            self.give_up(id);
        }
    }

    /// Takes an event, which may complete an operation.
    pub(super) fn observe(&mut self, event: &Event<T::Resources>) {
        let Some(operation) = self.operations.observe(event) else { return };
        if !is_completed(event) {
            return;
        }
        let call = self.open.iter().find(|(_, call)| call.operation.as_deref() == Some(&*operation));
        if let Some(id) = call.map(|(id, _)| *id) {
            self.end(id, Outcome::Completed(Box::new(event.clone())));
        }
    }

    /// Events were lost: what waits for one may wait in vain.
    pub(super) fn lose_events(&mut self, now: Duration, lost: Duration) {
        let then = now.saturating_add(lost);
        for call in self.open.values_mut().filter(|call| call.operation.is_some()) {
            call.wait_until(then);
        }
    }

    /// A request for events was not answered: what it would have told of comes later.
    pub(super) fn put_off(&mut self, now: Duration, lost: Duration) {
        for call in self.open.values_mut() {
            if let (Some(deadline), Some(limit)) = (call.deadline, call.limit) {
                call.deadline = Some(deadline.max(now.saturating_add(lost).min(limit)));
            }
        }
    }

    /// The event channel that would have told of operations is gone.
    pub(super) fn lose_channel(&mut self) {
        let mut ids = Vec::new();
        for (id, call) in self.open.iter_mut().filter(|(_, call)| call.operation.is_some()) {
            call.is_deaf = true;
            // What is on its way is answered, if only with that the application is gone.
            if call.errand.is_none() {
                ids.push(*id);
            }
        }
        ids.into_iter().for_each(|id| self.give_up(id));
    }

    /// Ends a call of which nothing more will be known.
    fn give_up(&mut self, id: CallId) {
        let Some(call) = self.open.get_mut(&id) else { return };
        let (asked, cause) = (call.asked, call.lost.take());
        self.end(id, Outcome::Failed(Error::OutcomeUnknown(asked, cause)));
    }

    /// Ends those whose time is over.
    pub(super) fn expire(&mut self, now: Duration) {
        let is_over = |call: &Call| call.deadline.is_some_and(|deadline| deadline <= now);
        let ids: Vec<_> = self.open.iter().filter(|(_, call)| is_over(call)).map(|(id, _)| *id).collect();
        ids.into_iter().for_each(|id| self.give_up(id));
    }

    pub(super) fn next_due(&self) -> Option<Duration> {
        self.open.values().filter_map(|call| call.deadline).min()
    }

    /// Whether a call waits for an event.
    pub(super) fn await_events(&self) -> bool {
        self.open.values().any(|call| call.operation.is_some())
    }

    /// Ends all. Returns what is still done for them.
    pub(super) fn end_all(&mut self, gone: &Gone) -> Vec<ErrandId> {
        let open = std::mem::take(&mut self.open);
        self.operations = Operations::new();
        let mut errands = Vec::new();
        for (id, call) in open {
            errands.extend(call.errand);
            let outcome = Outcome::Failed(Error::Gone(gone.clone()));
            call.span.ended(&outcome);
            self.outcomes.push_back((id, outcome));
        }
        errands
    }

    pub(super) fn pop(&mut self) -> Option<(CallId, Outcome<T>)> {
        self.outcomes.pop_front()
    }
}

/// What a delivery is to a call; an error is why it is not known whether the operation was done.
fn outcome<T: Tree>(asked: Asked, delivery: Result<Delivery, Cause>) -> Outcome<T> {
    match delivery {
        Ok(Delivery::Answer(response)) => Outcome::Answer(response),
        Ok(Delivery::Lost(cause) | Delivery::Unsent(cause)) => {
            Outcome::Failed(Error::Transport(asked, cause))
        }
        Ok(Delivery::NoToken(response)) => Outcome::Failed(no_token(response)),
        Ok(Delivery::Untrusted) => Outcome::Failed(Error::Protocol(asked, ProtocolError::Untrusted)),
        Err(cause) => Outcome::Failed(Error::OutcomeUnknown(asked, Some(cause))),
    }
}

/// Returns the error of a request that could not get a token. The body of a token service's answer can contain a token, which must not
/// get into logs, so only its OAuth error is copied.
pub(super) fn no_token<K: ucwa_types::operation::ErrorSet>(response: Option<Response<Vec<u8>>>) -> Error<K> {
    let Some(response) = response else { return Error::Gone(Gone::NoToken) };
    if let Some(error) = CredentialsError::read(&response) {
        return Error::Credentials(error);
    }
    match failure(response.map(|_| Vec::new())) {
        Some(failure) if !failure.status().is_success() => Error::Service(Asked::TOKEN, failure),
        _ => Error::Transport(Asked::TOKEN, Damaged.into()),
    }
}

/// Whether something in between has answered for a server that may have done what was asked for.
fn is_uncertain(response: &Response<Vec<u8>>) -> bool {
    let failure = failure::<()>(response.clone());
    response.status().is_server_error() && failure.is_some_and(|failure| failure.service_error().is_none())
}

fn is_completed<R: ucwa_types::ResourceSet>(event: &Event<R>) -> bool {
    event.r#type == Some(EventType::Completed)
}
