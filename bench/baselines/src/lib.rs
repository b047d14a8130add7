//! The baselines, compiled apart from what they are compared with.

mod codec;

pub use self::codec::{Codec, Held, Type};

/// What a user would write by hand: members that are not documented are dropped.
#[allow(missing_docs, unreachable_pub, unused_qualifications, clippy::all, reason = "generated")]
pub mod naive {
    include!(concat!(env!("OUT_DIR"), "/naive.rs"));
}

/// The same, with a flattened map in each struct for members that are not documented.
#[allow(missing_docs, unreachable_pub, unused_qualifications, clippy::all, reason = "generated")]
pub mod naive_flatten {
    include!(concat!(env!("OUT_DIR"), "/naive_flatten.rs"));
}

/// A body, by what it is.
pub struct Baseline {
    /// The page; for what is not its representation also the method, and `Input` or `Output`.
    pub key: &'static str,
    /// The path of the type below its module.
    pub path: &'static str,
    /// What would be written by hand.
    pub naive: &'static dyn Codec,
    /// The same, keeping what is not documented.
    pub flatten: &'static dyn Codec,
}

include!(concat!(env!("OUT_DIR"), "/registry.rs"));
