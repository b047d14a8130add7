//! Operations of phones.

use crate::answer::Handled;
use crate::ids::AppId;
use crate::route::PhonePlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// An operation of phones.
    pub(crate) fn phones_operation(
        &mut self,
        _app: AppId,
        place: &Place,
        _incoming: &Incoming<'_>,
    ) -> Handled {
        match *place {}
    }
}
