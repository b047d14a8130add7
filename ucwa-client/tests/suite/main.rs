//! Sessions against the simulator's library, in virtual time.

#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod batches;
mod chaos;
mod discovery;
mod keeping;
mod losses;
mod operations;
mod outages;
mod rig;
mod signing_in;
mod tokens;
#[path = "../../examples/virtual_time.rs"]
mod virtual_time;

#[test]
fn the_driver_of_the_guide_runs() {
    virtual_time::main().unwrap();
}
