//! Findings about the pages: a code, a place, a message and advice.

mod codes;
mod severity;

use std::fmt;
use std::path::{Path, PathBuf};

pub use self::codes::{Code, Info};
pub use self::severity::Severity;
use crate::hidden::one_line;
use crate::schema::Location;
use crate::source::Span;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// How serious it is: as serious as the code usually is, unless its place makes it more serious.
    pub severity: Severity,
    /// What is wrong, in one line, without a final full stop.
    pub message: String,
    /// The place in a page. `None` for a finding about no page in particular, or about a file without text.
    pub span: Option<Span>,
    /// The file or folder, where there is no place in it: it could not be read, or is not UTF-8.
    pub file: Option<PathBuf>,
    /// What to do about it, in one line; the code's general advice when empty.
    pub help: String,
    /// Other places that matter, each with a word on why.
    pub related: Vec<(Span, String)>,
    /// An entry of the overrides, in TOML, that would decide what is left open; `None` if nothing is.
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

    /// Sets the advice, in place of the code's general advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Sets another severity than the code's own.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Points at another place that matters.
    #[must_use]
    pub fn related(mut self, span: Span, why: impl Into<String>) -> Self {
        self.related.push((span, why.into()));
        self
    }

    /// Sets the entry of the overrides that would decide what is left open.
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

    /// Where it is, before what it is: `docs/lamp_ref.md:14:1: `, or the file alone; empty where there is none.
    pub(crate) fn place(&self) -> String {
        match (&self.span, &self.file) {
            (Some(span), _) => {
                let (line, column) = span.source().line_column(span.range().start);
                format!("{}:{line}:{column}: ", span.source().path().display())
            }
            (None, Some(file)) => format!("{}: ", file.display()),
            (None, None) => String::new(),
        }
    }
}

/// The finding in one line: `docs/lamp_ref.md:14:1: warning[UG026]: there is no page `bulb_ref.md``. With the line of the
/// page and the advice it is what [`report`](crate::report) prints.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { severity, code, message, .. } = self;
        // A path or a name in the message may have line breaks, and what acts on a terminal.
        write!(f, "{}{severity}[{code}]: {}", one_line(&self.place()), one_line(message))
    }
}

/// Counts the findings of a severity.
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

#[cfg(test)]
mod tests {
    use super::{Code, Diagnostic};
    use crate::source::SourceFile;

    #[test]
    fn a_finding_is_one_line() {
        let page = SourceFile::new("docs/lamp_ref.md", "# lamp\n\n\u{e9}[x](y_ref.md)\n");
        let at = Diagnostic::new(Code::DanglingPage, page.span(10..13), "there is no page `y_ref.md`");
        let file = Diagnostic::global(Code::NotUtf8, "not UTF-8").of_file("a_ref.md");
        let nowhere = Diagnostic::global(Code::NoPages, "there is\r\nnothing");
        for (found, expected) in [
            (at, "docs/lamp_ref.md:3:2: warning[UG026]: there is no page `y_ref.md`"),
            (file, "a_ref.md: error[UG003]: not UTF-8"),
            (nowhere, "error[UG001]: there is  nothing"),
        ] {
            assert_eq!(found.to_string(), expected);
        }
    }
}
