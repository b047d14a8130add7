//! Operations of privacy relationships.

use crate::answer::Handled;
use crate::ids::AppId;
use crate::route::PrivacyPlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// An operation of privacy relationships.
    pub(crate) fn privacy_operation(
        &mut self,
        _app: AppId,
        place: &Place,
        _incoming: &Incoming<'_>,
    ) -> Handled {
        match *place {}
    }
}
