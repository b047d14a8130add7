//! The state of missed items.

use crate::ids::AppId;

#[derive(Debug, Default)]
pub(crate) struct Missed {}

impl Missed {
    /// Forgets what belongs to an application that has ended or is reset.
    pub(super) fn forget(&mut self, _app: AppId) {}
}
