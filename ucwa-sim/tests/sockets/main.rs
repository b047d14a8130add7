//! The server over sockets, without our code on the client's side. The tests of `ucwa-client` have clients on it.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod python;
mod raw;
