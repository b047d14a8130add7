//! The state of the resources without a behaviour of their own: how they differ from what is made of their types.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::ids::AppId;
use crate::route::OtherPlace;

#[derive(Debug, Default)]
pub(crate) struct Others {
    /// What clients have set.
    pub(crate) set: BTreeMap<(AppId, OtherPlace), Map<String, Value>>,
    pub(crate) deleted: BTreeSet<(AppId, OtherPlace)>,
    /// What was created at each place.
    pub(crate) created: BTreeMap<(AppId, OtherPlace), Vec<OtherPlace>>,
}

impl Others {
    /// Forgets what belongs to an application that has ended or is reset.
    pub(super) fn forget(&mut self, app: AppId) {
        self.set.retain(|(of, _), _| *of != app);
        self.deleted.retain(|(of, _)| *of != app);
        self.created.retain(|(of, _), _| *of != app);
    }
}
