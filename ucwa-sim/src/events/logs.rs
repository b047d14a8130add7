//! Events of conversation logs.

use super::describe::Described;
use crate::happening::LogHappening;
use crate::ids::AppId;
use crate::world::World;

impl World {
    pub(super) fn describe_logs(&self, _app: AppId, happening: &LogHappening) -> Described {
        match *happening {}
    }
}
