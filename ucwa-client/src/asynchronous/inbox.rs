//! What has come back, until somebody hands it in.

use std::sync::{Arc, Mutex, PoisonError};

use http::{HeaderValue, Response};
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

use crate::error::Cause;
use crate::session::ExchangeId;

/// What has come back.
pub(super) enum Landed {
    Answer(ExchangeId, Result<Response<Vec<u8>>, Cause>),
    /// A token for this origin.
    Token(String, Result<Option<HeaderValue>, Cause>),
}

/// What has come back and was not handed in yet.
#[derive(Default)]
pub(super) struct Inbox {
    landed: Mutex<Vec<Landed>>,
    changed: Notify,
}

impl Inbox {
    /// What has come, in order.
    pub(super) fn take(&self) -> Vec<Landed> {
        std::mem::take(&mut *self.landed.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Wakes all that wait.
    pub(super) fn notify(&self) {
        self.changed.notify_waiters();
    }

    /// Waits until something has come, or was done.
    pub(super) fn changed(&self) -> Notified<'_> {
        self.changed.notified()
    }
}

/// Hands in what comes of a task when the task ends, also if it panics or is stopped.
pub(super) struct Landing {
    inbox: Arc<Inbox>,
    landed: Option<Landed>,
}

impl Landing {
    pub(super) fn of_exchange(inbox: &Arc<Inbox>, exchange: ExchangeId) -> Self {
        let lost = Landed::Answer(exchange, Err("the request was stopped".into()));
        Self { inbox: Arc::clone(inbox), landed: Some(lost) }
    }

    pub(super) fn of_token(inbox: &Arc<Inbox>, origin: &str) -> Self {
        let lost = Landed::Token(origin.to_owned(), Err("the request for a token was stopped".into()));
        Self { inbox: Arc::clone(inbox), landed: Some(lost) }
    }

    pub(super) fn set(&mut self, landed: Landed) {
        self.landed = Some(landed);
    }
}

impl Drop for Landing {
    fn drop(&mut self) {
        self.inbox.landed.lock().unwrap_or_else(PoisonError::into_inner).extend(self.landed.take());
        self.inbox.notify();
    }
}
