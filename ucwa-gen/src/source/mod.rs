//! Files become texts: finding the pages, reading them, and saying where in them something stands.

mod read;
mod text;

pub use self::read::{Sources, read};
pub(crate) use self::read::{page_name, reference_name, text_file};
pub use self::text::{SourceFile, Span, digest};
