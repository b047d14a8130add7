//! Operations of policies.

use crate::answer::Handled;
use crate::ids::AppId;
use crate::route::PolicyPlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// An operation of policies.
    pub(crate) fn policies_operation(
        &mut self,
        _app: AppId,
        place: &Place,
        _incoming: &Incoming<'_>,
    ) -> Handled {
        match *place {}
    }
}
