//! What all connections share: the simulator, and who waits for it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::{Notify, oneshot};

use crate::ids::RequestId;
use crate::journal::Exchange;
use crate::simulator::{Sent, Simulator};

/// A function that is called with every exchange.
pub type Watcher = Box<dyn FnMut(&Exchange) + Send>;

/// What all connections share.
pub(super) struct Shared {
    inner: Mutex<Inner>,
    /// Wakes the clock.
    pub(super) changed: Notify,
}

pub(super) struct Inner {
    pub(super) simulator: Simulator,
    pub(super) waiting: BTreeMap<RequestId, oneshot::Sender<Sent>>,
    /// When the simulator's time was last set to the wall clock.
    synced: Instant,
    is_frozen: bool,
    watcher: Option<Watcher>,
}

impl Shared {
    pub(super) fn new(simulator: Simulator, is_frozen: bool, watcher: Option<Watcher>) -> Self {
        let inner = Inner { simulator, waiting: BTreeMap::new(), synced: Instant::now(), is_frozen, watcher };
        Self { inner: Mutex::new(inner), changed: Notify::new() }
    }

    pub(super) fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the time to the wall clock, calls a function, hands over what has become ready, and wakes the clock.
    pub(super) fn with<R>(&self, what: impl FnOnce(&mut Inner) -> R) -> R {
        let result = {
            let mut inner = self.inner();
            inner.sync();
            let result = what(&mut inner);
            inner.hand_over();
            result
        };
        self.changed.notify_one();
        result
    }
}

impl Inner {
    /// Sets the simulator's time to the wall clock.
    pub(super) fn sync(&mut self) {
        let now = Instant::now();
        let passed = now.duration_since(std::mem::replace(&mut self.synced, now));
        if !self.is_frozen {
            self.simulator.advance(passed);
        }
    }

    /// Hands over what has become ready.
    pub(super) fn hand_over(&mut self) {
        for delivery in self.simulator.take() {
            if let Some(waiting) = self.waiting.remove(&delivery.request) {
                // An error means that the client has hung up.
                let _ = waiting.send(delivery.sent);
            }
        }
        for exchange in self.simulator.take_exchanges() {
            if let Some(watcher) = &mut self.watcher {
                watcher(&exchange);
            }
        }
    }
}
