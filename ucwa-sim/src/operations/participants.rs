//! Operations of participants.

use crate::answer::Handled;
use crate::ids::AppId;
use crate::route::ParticipantPlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// An operation of participants.
    pub(crate) fn participants_operation(
        &mut self,
        _app: AppId,
        place: &Place,
        _incoming: &Incoming<'_>,
    ) -> Handled {
        match *place {}
    }
}
