//! The state of policies.

use crate::ids::AppId;

#[derive(Debug, Default)]
pub(crate) struct Policies {}

impl Policies {
    /// Forgets what belongs to an application that has ended or is reset.
    pub(super) fn forget(&mut self, _app: AppId) {}
}
