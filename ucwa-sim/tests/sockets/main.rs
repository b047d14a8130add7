//! Clients over sockets: both examples, against a server that behaves and against one that does not.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod clients;
mod http_clients;
mod observed;
mod operations;
mod python;
mod raw;
mod script;
