//! The state of participants.

use crate::ids::AppId;

#[derive(Debug, Default)]
pub(crate) struct Participants {}

impl Participants {
    /// Forgets what belongs to an application that has ended or is reset.
    pub(super) fn forget(&mut self, _app: AppId) {}
}
