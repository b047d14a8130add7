//! The state as resources. A link is present only while it can be followed.

mod application;
mod communication;
pub(crate) mod me;
mod people;
