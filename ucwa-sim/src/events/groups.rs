//! Events of groups.

use super::describe::Described;
use crate::happening::GroupHappening;
use crate::ids::AppId;
use crate::world::World;

impl World {
    pub(super) fn describe_groups(&self, _app: AppId, happening: &GroupHappening) -> Described {
        match *happening {}
    }
}
