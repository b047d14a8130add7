//! Events of policies.

use super::describe::Described;
use crate::happening::PolicyHappening;
use crate::ids::AppId;
use crate::world::World;

impl World {
    pub(super) fn describe_policies(&self, _app: AppId, happening: &PolicyHappening) -> Described {
        match *happening {}
    }
}
