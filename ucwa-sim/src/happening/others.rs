//! Resources without a behaviour of their own.

use crate::route::OtherPlace;
use crate::schema::Event;

/// A documented event of the resource at this place, or of one that has a behaviour.
#[derive(Clone, Debug)]
pub(crate) struct OtherHappening {
    pub(crate) event: &'static Event,
    pub(crate) place: OtherPlace,
    /// The address of the resource that has a behaviour.
    pub(crate) existing: Option<String>,
}

impl PartialEq for OtherHappening {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.event, other.event) && self.place == other.place && self.existing == other.existing
    }
}

impl Eq for OtherHappening {}
