//! A document becomes facts: what this page says, row by row, nothing inferred.
//!
//! Both forms of the reference are read: the original one, and the explicit one of `docs/page-format.md`. `section` and
//! `columns` know the headings and columns, `layout` which tables and texts a section has, `value` what a cell can hold,
//! `rows` makes facts of rows, and `reader` walks the page.

mod answers;
mod boilerplate;
mod cells;
mod columns;
mod declared;
mod errors;
mod facts;
mod fences;
mod form;
mod front_matter;
mod groups;
mod hidden;
mod layout;
mod limits;
mod mark;
mod name;
mod reader;
mod rows;
mod section;
mod value;

pub(crate) use self::declared::misspelt;
pub use self::errors::errors;
pub use self::facts::{
    Declared, ErrorRow, EventRow, ExplicitTarget, FieldRow, ItemRow, Lines, LinkRow, NamedRow,
    OperationFacts, PageFacts, PageKind, ReasonRow, ScopeRow,
};
pub use self::form::{Form, Forms};
pub use self::front_matter::Explicit;
pub use self::groups::{Groups, groups};
pub use self::limits::Limits;
pub use self::reader::facts;
pub(crate) use self::reader::not_lines;
