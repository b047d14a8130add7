//! Operations of missed items.

use crate::answer::Handled;
use crate::ids::AppId;
use crate::route::MissedPlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// An operation of missed items.
    pub(crate) fn missed_operation(
        &mut self,
        _app: AppId,
        place: &Place,
        _incoming: &Incoming<'_>,
    ) -> Handled {
        match *place {}
    }
}
