//! What is measured, and what it is measured against.

pub mod bodies;
pub mod corpus;
pub mod events;
pub mod registry;
