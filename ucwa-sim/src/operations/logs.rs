//! Operations of conversation logs.

use crate::answer::Handled;
use crate::ids::AppId;
use crate::route::LogPlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// An operation of conversation logs.
    pub(crate) fn logs_operation(&mut self, _app: AppId, place: &Place, _incoming: &Incoming<'_>) -> Handled {
        match *place {}
    }
}
