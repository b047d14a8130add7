//! The end of a session: because the program signs out, or because it cannot go on.

use std::time::Duration;

use crate::error::{Error, Gone};
use crate::session::courier::Repeat;
use crate::session::machine::{Phase, Session};
use crate::session::purpose::Purpose;
use crate::session::step::Step;
use crate::tree::Tree;

impl<T: Tree> Session<T> {
    /// Signs out: deletes the application. [`Step::SignedOut`] reports it. Open calls fail with [`Gone::SignedOut`].
    pub fn sign_out(&mut self, now: Duration) {
        self.tick(now);
        match &self.phase {
            Phase::Leaving(..) | Phase::Over(_) => {}
            _ => self.leave(Gone::SignedOut, None),
        }
    }

    /// Deletes the application, if there is one, and ends the session.
    pub(super) fn leave(&mut self, gone: Gone, error: Option<Error<T::Error>>) {
        let request = match &self.phase {
            Phase::Online(online) => {
                Some(online.own.delete().request(&online.place.base, self.settings.format))
            }
            _ => None,
        };
        self.stop(gone);
        self.phase = Phase::Leaving(gone, error);
        if let Some(Ok(request)) = request {
            self.send(Ok(request), Purpose::Leave, Repeat::Always);
        } else {
            self.left();
        }
    }

    /// The application is deleted, or is left to end by itself.
    pub(super) fn left(&mut self) {
        let Phase::Leaving(gone, error) = std::mem::replace(&mut self.phase, Phase::Idle) else { return };
        self.phase = Phase::Over(gone);
        self.report(error.map_or(Step::SignedOut, Step::Ended));
    }

    /// Ends the session without an application.
    pub(super) fn end(&mut self, error: Error<T::Error>, gone: Gone) {
        self.stop(gone);
        self.phase = Phase::Over(gone);
        self.report(Step::Ended(error));
    }

    /// Stops everything that is on its way.
    fn stop(&mut self, gone: Gone) {
        self.calls.end_all(gone);
        self.keeping.clear();
        self.steps.forget_losses();
        for errand in std::mem::take(&mut self.purposes).into_keys() {
            self.courier.cancel(errand);
        }
    }
}
