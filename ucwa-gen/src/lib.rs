//! Reads UCWA reference pages into a schema and emits Rust from it.
//!
//! Data flows one way: [`files`] → documents → page facts → [`schema`] → outputs.

mod analysis;
pub mod build;
mod coverage;
mod decision;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod explain;
pub mod extract;
pub mod files;
mod ingest;
pub mod output;
pub mod overrides;
pub mod page;
mod parallel;
mod prose;
pub mod render;
mod resolve;
pub mod rewrite;
pub mod sample;
pub mod schema;
pub mod source;
mod suggest;
mod vocabulary;

pub use self::analysis::{Analysis, analyse, analyse_with, decide};
pub use self::build::Builder;
pub use self::coverage::{Lines, Summary};
pub use self::ingest::{Facts, facts};
