//! Operations of policies.

use crate::answer::{self, Handled};
use crate::ids::AppId;
use crate::route::PolicyPlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// An operation of policies.
    pub(crate) fn policies_operation(
        &mut self,
        app: AppId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let Place::Policies = place;
        answer::found(self.policies(app), incoming.format())
    }
}
