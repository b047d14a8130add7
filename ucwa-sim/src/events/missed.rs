//! Events of missed items.

use ucwa_types::api::MissedItems;
use ucwa_types::event::EventType;

use super::describe::{Described, about, communication};
use crate::happening::MissedHappening;
use crate::ids::AppId;
use crate::world::World;

impl World {
    pub(super) fn describe_missed(&self, app: AppId, happening: &MissedHappening) -> Described {
        let hrefs = self.hrefs(app);
        let MissedHappening::Updated = happening;
        let event = about::<MissedItems>(EventType::Updated, hrefs.to("communication/missedItems"));
        Described::high(communication(&hrefs), self.with(event, self.missed_items(app)))
    }
}
