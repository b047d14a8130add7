//! The codec and the derives, on types like the generated ones.

// Helpers outside of the test functions fail as those do.
#![allow(clippy::panic, clippy::unwrap_used)]

mod any;
#[cfg(all(feature = "http", feature = "xml"))]
mod errors;
mod lossless;
mod members;
mod mirror;
mod setters;
mod vendor;
mod verbatim;
mod wire;
#[cfg(feature = "xml")]
mod xml;
