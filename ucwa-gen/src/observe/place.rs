//! Places in recordings.

use std::fmt;

use serde::Serialize;

use super::shown::shown;
use crate::source::Span;

/// A place in a recording.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Place {
    /// The file, as it was named; of one within an archive, both.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl Place {
    pub(super) fn of(span: &Span) -> Self {
        let (line, column) = span.source().line_column(span.range().start);
        Self { file: span.source().path().display().to_string(), line, column }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", shown(&self.file), self.line, self.column)
    }
}
