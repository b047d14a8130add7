//! The state of phone audio.

use crate::ids::AppId;

#[derive(Debug, Default)]
pub(crate) struct PhoneAudio {}

impl PhoneAudio {
    /// Forgets what belongs to an application that has ended or is reset.
    pub(super) fn forget(&mut self, _app: AppId) {}
}
