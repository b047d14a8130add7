//! The state of call forwarding.

use crate::ids::AppId;

#[derive(Debug, Default)]
pub(crate) struct Forwarding {}

impl Forwarding {
    /// Forgets what belongs to an application that has ended or is reset.
    pub(super) fn forget(&mut self, _app: AppId) {}
}
