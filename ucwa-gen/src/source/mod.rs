//! Files become texts: finding the pages, reading them, and saying where in them something stands.

mod read;
mod text;

pub(crate) use self::read::page_name;
pub use self::read::{Sources, read};
pub use self::text::{SourceFile, Span, digest};
