//! Events of audio and video.

use super::describe::Described;
use crate::happening::AudioVideoHappening;
use crate::ids::AppId;
use crate::world::World;

impl World {
    pub(super) fn describe_audio_video(&self, _app: AppId, happening: &AudioVideoHappening) -> Described {
        match *happening {}
    }
}
