//! The state of phones.

use crate::ids::AppId;

#[derive(Debug, Default)]
pub(crate) struct Phones {}

impl Phones {
    /// Forgets what belongs to an application that has ended or is reset.
    pub(super) fn forget(&mut self, _app: AppId) {}
}
