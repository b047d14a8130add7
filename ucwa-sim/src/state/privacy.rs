//! The state of privacy relationships.

use crate::ids::AppId;

#[derive(Debug, Default)]
pub(crate) struct Privacy {}

impl Privacy {
    /// Forgets what belongs to an application that has ended or is reset.
    pub(super) fn forget(&mut self, _app: AppId) {}
}
