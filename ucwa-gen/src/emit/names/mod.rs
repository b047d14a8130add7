//! What things are called in Rust: the one place that decides it.
//!
//! A name is asked for once, in an order that does not depend on the order of the schema, and every name that is not
//! what convention makes of the documentation's word is listed as a [`Renaming`].

pub(super) mod fixed;
mod ident;
mod registry;
mod reserved;
pub(super) mod runtime;
mod scope;

pub(crate) use self::ident::{feature, lower_camel, unraw};
pub use self::registry::Renaming;
pub(crate) use self::registry::{Kind, Names};
