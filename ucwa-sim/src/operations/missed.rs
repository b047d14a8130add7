//! Operations of missed items.

use crate::answer::{self, Handled};
use crate::ids::AppId;
use crate::route::MissedPlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// An operation of missed items.
    pub(crate) fn missed_operation(&mut self, app: AppId, place: &Place, incoming: &Incoming<'_>) -> Handled {
        let Place::MissedItems = place;
        answer::found(self.missed_items(app), incoming.format())
    }
}
