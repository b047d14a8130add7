//! Generated code that is compiled as it is, and compared with what the generator makes of `golden/*.json`.

#[rustfmt::skip]
pub mod names;
#[rustfmt::skip]
pub mod only_badge;
#[rustfmt::skip]
pub mod shapes;
