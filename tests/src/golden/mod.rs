//! Generated code that is compiled as it is, and compared with what the generator makes of `golden/*.json`.

#![allow(clippy::nursery, clippy::pedantic, reason = "the code is generated")]

#[rustfmt::skip]
pub mod names;
#[rustfmt::skip]
pub mod only_badge;
#[rustfmt::skip]
pub mod shapes;
