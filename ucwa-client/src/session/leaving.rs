//! The end of a session: because the program signs out, or because it cannot go on.

use std::time::Duration;

use http::StatusCode;

use crate::error::{Error, Gone};
use crate::session::courier::Repeat;
use crate::session::delivery::Delivery;
use crate::session::judge::judge;
use crate::session::machine::{Phase, Session};
use crate::session::purpose::Purpose;
use crate::session::step::Step;
use crate::tree::Tree;

impl<T: Tree> Session<T> {
    /// Signs out: deletes the application. [`Step::SignedOut`] reports it, and whether the server has said so. Open calls fail with
    /// [`Gone::SignedOut`]. A server that does not answer is waited for as long as [`Settings::patience`] says; attempts that fail
    /// before are made again within that time.
    ///
    /// [`Settings::patience`]: crate::session::Settings::patience
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
        // An application that the server is creating now is not deleted.
        let is_none = matches!(self.phase, Phase::Idle | Phase::Discovering(_) | Phase::Pausing(..));
        self.stop(&gone);
        self.phase = Phase::Leaving(gone, error, self.now.saturating_add(self.settings.patience));
        if let Some(Ok(request)) = request {
            self.send(Ok(request), Purpose::Leave, Repeat::Always);
        } else {
            self.left(is_none);
        }
    }

    /// Handles the answer to the deletion. It may state that the application does not exist any more.
    pub(super) fn on_leave(&mut self, delivery: &Delivery) {
        let is_deleted = match delivery {
            Delivery::Answer(response) if response.status() == StatusCode::NO_CONTENT => true,
            // A proxy can answer with any other status, and knows nothing of the application.
            Delivery::Answer(response) => judge(response).is_gone,
            _ => false,
        };
        self.left(is_deleted);
    }

    /// The application is deleted, or is left to end by itself.
    pub(super) fn left(&mut self, is_deleted: bool) {
        let Phase::Leaving(gone, error, _) = std::mem::replace(&mut self.phase, Phase::Idle) else { return };
        // The request that deletes it, if its time is over.
        self.stop(&gone);
        self.phase = Phase::Over(gone);
        self.report(error.map_or(Step::SignedOut { is_deleted }, Step::Ended));
    }

    /// Ends the session without an application.
    pub(super) fn end(&mut self, error: Error<T::Error>) {
        let gone = error.gone();
        self.stop(&gone);
        self.phase = Phase::Over(gone);
        self.report(Step::Ended(error));
    }

    /// Stops everything that is on its way.
    fn stop(&mut self, gone: &Gone) {
        self.calls.end_all(gone);
        self.keeping.clear();
        self.steps.end_fetching();
        for errand in std::mem::take(&mut self.purposes).into_keys() {
            self.courier.cancel(errand);
        }
    }
}
