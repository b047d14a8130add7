//! Events of participants.

use super::describe::Described;
use crate::happening::ParticipantHappening;
use crate::ids::AppId;
use crate::world::World;

impl World {
    pub(super) fn describe_participants(&self, _app: AppId, happening: &ParticipantHappening) -> Described {
        match *happening {}
    }
}
