//! What the verdicts of a diff are proven with: a schema that holds every kind of entry, mutations of it, code that uses
//! every public item of what is generated from it, and a compiler.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

pub mod base;
pub mod consumer;
pub mod encode;
pub mod mutate;
mod references;
pub mod rustc;
