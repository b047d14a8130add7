//! What the reader has to say about the pages: a code, a place, a message and a way out.

mod codes;

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;

pub use self::codes::{Code, Info};
use crate::schema::Location;
use crate::source::Span;

/// How serious a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something was repaired or decided; nothing is missing.
    Note,
    /// Something is doubtful: the schema may be less precise than the API.
    Warning,
    /// Something could not be understood and is not in the schema.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// How serious it is: the code's own severity.
    pub severity: Severity,
    /// What is wrong, in one line, without a final full stop.
    pub message: String,
    /// The place in a page. `None` for a finding about no page in particular, or about a file without a text.
    pub span: Option<Span>,
    /// The file or folder, where there is no place in it: it could not be read, or is not UTF-8.
    pub file: Option<PathBuf>,
    /// What to do about it, in one line; the code's general advice when empty.
    pub help: String,
    /// Other places that matter, each with a word on why.
    pub related: Vec<(Span, String)>,
    /// An entry of the overrides, in TOML, that would decide what is left open; none where nothing is.
    pub proposal: Option<String>,
}

impl Diagnostic {
    /// A finding at a place, with the code's own severity.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.info().severity,
            message: message.into(),
            span: Some(span),
            file: None,
            help: String::new(),
            related: Vec::new(),
            proposal: None,
        }
    }

    /// A finding about no place in a page, and about no file unless [`Self::of_file`] names it.
    #[must_use]
    pub fn global(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.info().severity,
            message: message.into(),
            span: None,
            file: None,
            help: String::new(),
            related: Vec::new(),
            proposal: None,
        }
    }

    /// Names the file or folder that the finding is about, where there is no place in it.
    #[must_use]
    pub fn of_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// Says what to do about it, instead of the code's general advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Points at another place that matters.
    #[must_use]
    pub fn related(mut self, span: Span, why: impl Into<String>) -> Self {
        self.related.push((span, why.into()));
        self
    }

    /// Says which entry of the overrides would decide what is left open.
    #[must_use]
    pub(crate) fn proposing(mut self, proposal: &impl fmt::Display) -> Self {
        self.proposal = Some(proposal.to_string());
        self
    }

    /// The advice to print: the finding's own, or the code's.
    #[must_use]
    pub fn advice(&self) -> &str {
        if self.help.is_empty() { self.code.info().help } else { &self.help }
    }

    /// The file or folder that the finding is about, with or without a place in it.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.span.as_ref().map(|span| span.source().path()).or(self.file.as_deref())
    }

    /// Where it is, as line and column.
    #[must_use]
    pub fn location(&self) -> Option<Location> {
        self.span.as_ref().map(Span::location)
    }
}

/// How many there are of a severity.
#[must_use]
pub fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
}

/// Sorts most severe last, then by file, place and code, and drops exact repetitions.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (a.severity, &a.span, a.code, &a.message).cmp(&(b.severity, &b.span, b.code, &b.message))
    });
    diagnostics.dedup();
}
