//! Text becomes a document: headings, paragraphs, lists, tables and code, each with its place.
//!
//! The blocks are read line by line, not by CommonMark's rules: the pages break those rules (a fence that is closed but
//! never opened, tables without a heading row, samples without a fence), and a strict reader loses what follows. Within
//! a cell or a paragraph the text is CommonMark again, and pulldown-cmark reads it.

mod block;
mod inline;
mod plain;
mod table;

pub use self::block::{Block, Document, FrontMatter, document};
pub use self::inline::{Hyperlink, Text};
pub use self::table::{Cell, Row, Table};
