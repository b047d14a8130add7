//! Operations of call forwarding.

use crate::answer::Handled;
use crate::ids::AppId;
use crate::route::ForwardingPlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// An operation of call forwarding.
    pub(crate) fn forwarding_operation(
        &mut self,
        _app: AppId,
        place: &Place,
        _incoming: &Incoming<'_>,
    ) -> Handled {
        match *place {}
    }
}
