//! What reading pages and generating Rust from them takes: the rows of the benchmark for which no types have to be compiled.

#[cfg(feature = "measure")]
pub mod corpus;
pub mod growth;
#[cfg(feature = "measure")]
pub mod race;
#[cfg(feature = "measure")]
pub mod reading;
#[cfg(feature = "measure")]
pub mod table;
