//! The state of conversation logs.

use crate::ids::AppId;

#[derive(Debug, Default)]
pub(crate) struct Logs {}

impl Logs {
    /// Forgets what belongs to an application that has ended or is reset.
    pub(super) fn forget(&mut self, _app: AppId) {}
}
