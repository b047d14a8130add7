//! A page as a sequence of blocks.

use super::inline::Text;
use crate::source::{SourceFile, Span};

/// A page as a sequence of blocks.
#[derive(Clone, Debug)]
pub struct Document {
    /// The page.
    pub source: SourceFile,
    /// The `key: value` lines of the front matter, in order.
    pub front_matter: Vec<FrontMatter>,
    /// The blocks, in order.
    pub blocks: Vec<Block>,
    /// Lines of markup that belong to no block: fences, anchors, rules, separators.
    pub markup: Vec<Span>,
    /// Where a fence was lost.
    pub lost_fences: Vec<LostFence>,
    /// Lines that are not read, each of them named in a warning or an error.
    pub unread: Vec<Span>,
}

/// Where a fence was lost. What that means depends on the form of the page, which its tables show.
#[derive(Clone, Debug)]
pub enum LostFence {
    /// This fence closes a sample that no fence opens.
    Opening(Span),
    /// A sample begins here, and no fence is around it.
    Both(Span),
}

/// A line of the front matter.
#[derive(Clone, Debug)]
pub struct FrontMatter {
    /// What stands before the colon.
    pub key: String,
    /// What stands behind it, without quotes.
    pub value: String,
    /// The line.
    pub span: Span,
}

/// A block of a page.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading line.
    Heading {
        /// The number of number signs.
        level: usize,
        /// The heading.
        text: Text,
    },
    /// Lines of text.
    Paragraph(Text),
    /// A list item.
    Item(Text),
    /// A table.
    Table(Table),
    /// Code: what stands in a fence, or a sample without one.
    Code {
        /// Whether it stands in a fence.
        fenced: bool,
        /// The code.
        span: Span,
    },
}

impl Block {
    /// Where the block stands.
    #[must_use]
    pub fn span(&self) -> &Span {
        match self {
            Self::Heading { text, .. } | Self::Paragraph(text) | Self::Item(text) => &text.span,
            Self::Table(table) => &table.span,
            Self::Code { span, .. } => span,
        }
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The heading row; `None` if the table has no such row.
    pub header: Option<Row>,
    /// The rows below it.
    pub rows: Vec<Row>,
    /// Where it stands.
    pub span: Span,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The cells.
    pub cells: Vec<Cell>,
    /// The lines it stands on.
    pub span: Span,
}

/// A cell of a row.
pub type Cell = Text;
