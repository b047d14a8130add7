//! A request and the answer to it, and what is wrong with a recording.

use std::fmt;
use std::path::Path;

use serde::Serialize;

use super::super::place::Place;
use super::super::shown::shown;
use crate::diagnostic::Severity;
use crate::sample::Message;
use crate::source::Span;

/// A request and the answer to it, as far as they were recorded.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange {
    /// The request.
    pub request: Option<Message>,
    /// The answer. A body of which nothing says where it was sent is one, too, without a start line.
    pub response: Option<Message>,
    /// Where it begins.
    pub span: Span,
    /// What could not be read in it, or only with repairs.
    pub problems: Vec<Problem>,
}

/// What is wrong with a recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Problem {
    /// An error if a file cannot be read, a warning if a part of it cannot, a note if it is no recording.
    pub severity: Severity,
    /// What is wrong, in one line, without a final full stop.
    pub message: String,
    /// Where.
    pub at: Place,
}

impl Problem {
    pub(in super::super) fn at(severity: Severity, span: &Span, message: impl AsRef<str>) -> Self {
        Self { severity, message: shown(message.as_ref()), at: Place::of(span) }
    }

    pub(super) fn of_file(severity: Severity, file: &Path, message: impl AsRef<str>) -> Self {
        let at = Place { file: file.display().to_string(), line: 1, column: 1 };
        Self { severity, message: shown(message.as_ref()), at }
    }

    pub(super) fn unreadable(file: &Path, error: &dyn fmt::Display) -> Self {
        Self::of_file(Severity::Error, file, format!("it cannot be read: {error}"))
    }

    /// A warning about a part that was left out.
    pub(super) fn warning(span: &Span, message: impl AsRef<str>) -> Self {
        Self::at(Severity::Warning, span, message)
    }

    /// A warning about a part that was repaired to be read.
    pub(super) fn repaired(span: &Span, repairs: &str) -> Self {
        Self::warning(span, format!("it was repaired to be read: {repairs}"))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.at, self.severity, self.message)
    }
}
