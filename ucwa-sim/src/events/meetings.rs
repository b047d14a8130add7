//! Events of online meetings.

use super::describe::Described;
use crate::happening::MeetingHappening;
use crate::ids::AppId;
use crate::world::World;

impl World {
    pub(super) fn describe_meetings(&self, _app: AppId, happening: &MeetingHappening) -> Described {
        match *happening {}
    }
}
