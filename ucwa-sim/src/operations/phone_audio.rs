//! Operations of phone audio.

use crate::answer::Handled;
use crate::ids::AppId;
use crate::route::PhoneAudioPlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// An operation of phone audio.
    pub(crate) fn phone_audio_operation(
        &mut self,
        _app: AppId,
        place: &Place,
        _incoming: &Incoming<'_>,
    ) -> Handled {
        match *place {}
    }
}
