//! The state of audio and video.

use crate::ids::AppId;

#[derive(Debug, Default)]
pub(crate) struct AudioVideo {}

impl AudioVideo {
    /// Forgets what belongs to an application that has ended or is reset.
    pub(super) fn forget(&mut self, _app: AppId) {}
}
