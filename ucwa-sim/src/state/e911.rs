//! The state of emergency calls.

use crate::ids::AppId;

#[derive(Debug, Default)]
pub(crate) struct Emergency {}

impl Emergency {
    /// Forgets what belongs to an application that has ended or is reset.
    pub(super) fn forget(&mut self, _app: AppId) {}
}
