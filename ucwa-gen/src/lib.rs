//! Reads UCWA reference pages into a schema and emits Rust from it.
//!
//! Data flows one way: files → [`source`] → documents → page facts → [`schema`] → outputs.

mod account;
mod analysis;
pub mod build;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod explain;
pub mod extract;
mod near;
pub mod output;
pub mod overrides;
pub mod page;
mod parallel;
mod prose;
mod read;
pub mod render;
mod resolve;
pub mod sample;
pub mod schema;
pub mod source;
mod vocabulary;

pub use self::analysis::{Analysis, Summary, analyse, analyse_with};
pub use self::build::Builder;
pub use self::read::{Facts, facts};
