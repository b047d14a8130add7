//! Operations of emergency calls.

use crate::answer::Handled;
use crate::ids::AppId;
use crate::route::EmergencyPlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// An operation of emergency calls.
    pub(crate) fn e911_operation(&mut self, _app: AppId, place: &Place, _incoming: &Incoming<'_>) -> Handled {
        match *place {}
    }
}
