//! What is measured, and what it is measured against.

pub mod bodies;
pub mod events;
pub mod registry;

pub use ucwa_bench_generator::corpus;
