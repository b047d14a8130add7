//! Faults, and the rules for when they happen.

mod plan;
mod rule;
mod spoil;

pub(crate) use self::plan::{Asked, Plan};
pub use self::rule::{Fault, Rule};
pub(crate) use self::spoil::{add_unknown, cut, garble, respell};
