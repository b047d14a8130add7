//! Text becomes a document: headings, paragraphs, lists, tables and code, each with its place.
//!
//! The blocks are read line by line, not by CommonMark's rules: the pages break those rules (a fence that is closed but
//! never opened, tables without a heading row, samples without a fence), and a strict reader loses what follows. Within
//! a cell or a paragraph the text is CommonMark again, and pulldown-cmark reads it.
//!
//! Each line that is not blank is in a block, in the front matter, in [`Document::markup`] or in [`Document::unread`].

mod document;
mod draft;
mod html;
mod inline;
mod lines;
mod markdown;
mod plain;
mod table;

pub use self::document::{Block, Cell, Document, FrontMatter, LostFence, Row, Table};
pub use self::inline::{Hyperlink, Text};

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

/// Reads the blocks of a page. Never fails: what cannot be read is a diagnostic.
#[must_use]
pub fn document(source: &SourceFile) -> (Document, Vec<Diagnostic>) {
    if plain::is_plain(source) { plain::document(source) } else { markdown::document(source) }
}
