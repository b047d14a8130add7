//! Events of privacy relationships.

use super::describe::Described;
use crate::happening::PrivacyHappening;
use crate::ids::AppId;
use crate::world::World;

impl World {
    pub(super) fn describe_privacy(&self, _app: AppId, happening: &PrivacyHappening) -> Described {
        match *happening {}
    }
}
