//! The state of online meetings.

use crate::ids::AppId;

#[derive(Debug, Default)]
pub(crate) struct Meetings {}

impl Meetings {
    /// Forgets what belongs to an application that has ended or is reset.
    pub(super) fn forget(&mut self, _app: AppId) {}
}
