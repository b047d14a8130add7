//! Events of phone audio.

use super::describe::Described;
use crate::happening::PhoneAudioHappening;
use crate::ids::AppId;
use crate::world::World;

impl World {
    pub(super) fn describe_phone_audio(&self, _app: AppId, happening: &PhoneAudioHappening) -> Described {
        match *happening {}
    }
}
