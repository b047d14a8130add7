//! The server over sockets, without our code on the client's side, and the command. The tests of `ucwa-client` have clients on it.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;
mod python;
mod raw;
