//! What there is, as resources. A link is there while what it leads to can be done.

mod application;
mod communication;
pub(crate) mod me;
mod people;
