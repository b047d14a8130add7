//! Events of missed items.

use super::describe::Described;
use crate::happening::MissedHappening;
use crate::ids::AppId;
use crate::world::World;

impl World {
    pub(super) fn describe_missed(&self, _app: AppId, happening: &MissedHappening) -> Described {
        match *happening {}
    }
}
