//! Operations of online meetings.

use crate::answer::Handled;
use crate::ids::AppId;
use crate::route::MeetingPlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// An operation of online meetings.
    pub(crate) fn meetings_operation(
        &mut self,
        _app: AppId,
        place: &Place,
        _incoming: &Incoming<'_>,
    ) -> Handled {
        match *place {}
    }
}
