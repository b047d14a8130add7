//! Resources without a behaviour of their own.

use crate::route::OtherPlace;
use crate::schema::Event;

/// A documented event of the resource at this place.
#[derive(Clone, Debug)]
pub(crate) struct OtherHappening {
    pub(crate) event: &'static Event,
    pub(crate) place: OtherPlace,
}

impl PartialEq for OtherHappening {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.event, other.event) && self.place == other.place
    }
}

impl Eq for OtherHappening {}
