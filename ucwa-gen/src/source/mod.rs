//! The text of a page, its name, and places in it.

mod name;
mod text;

pub(crate) use self::name::{page_name, reference_name};
pub use self::text::{SourceFile, Span, digest};
