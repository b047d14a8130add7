//! Operations of audio and video.

use crate::answer::Handled;
use crate::ids::AppId;
use crate::route::AudioVideoPlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// An operation of audio and video.
    pub(crate) fn audio_video_operation(
        &mut self,
        _app: AppId,
        place: &Place,
        _incoming: &Incoming<'_>,
    ) -> Handled {
        match *place {}
    }
}
