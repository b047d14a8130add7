//! The whole reading side in one call: sources in, schema, diagnostics and the account of every row out.

use serde::Serialize;

use crate::account::account;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::overrides::{self, Overrides};
use crate::parallel;
use crate::read;
use crate::resolve;
use crate::schema::Schema;
use crate::source::Sources;

/// What reading a set of pages gave.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// What the API is.
    pub schema: Schema,
    /// The findings, most severe last.
    pub diagnostics: Vec<Diagnostic>,
    /// What was read and where it went.
    pub summary: Summary,
}

impl Analysis {
    /// Adds findings of the steps before, such as reading the files: to the list, in its order, and to the summary.
    #[must_use]
    pub fn with(mut self, found: impl IntoIterator<Item = Diagnostic>) -> Self {
        self.diagnostics.extend(found);
        diagnostic::sort(&mut self.diagnostics);
        self.summary.errors = diagnostic::count(&self.diagnostics, Severity::Error);
        self.summary.warnings = diagnostic::count(&self.diagnostics, Severity::Warning);
        self
    }
}

/// What was read and where it went, in numbers. Computed from the schema and the diagnostics, not counted on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Reference pages read.
    pub pages: usize,
    /// Resource pages among them.
    pub resources: usize,
    /// Enumeration pages among them.
    pub enumerations: usize,
    /// Body rows of all tables on them.
    pub rows: usize,
    /// Rows whose span an entry of the schema names as evidence.
    pub rows_in_schema: usize,
    /// Rows that are not in the schema and that a diagnostic names.
    pub rows_diagnosed: usize,
    /// Rows that are neither.
    pub rows_lost: usize,
    /// Samples found.
    pub samples: usize,
    /// Samples that were read as what they are: JSON, XML, or content in another form.
    pub samples_parsed: usize,
    /// Samples that had to be repaired.
    pub samples_repaired: usize,
    /// Diagnostics of severity error.
    pub errors: usize,
    /// Diagnostics of severity warning.
    pub warnings: usize,
}

/// Reads pages into a schema. Never fails: what cannot be understood is a diagnostic.
#[must_use]
pub fn analyse(sources: &Sources) -> Analysis {
    analyse_with(sources, &Overrides::default())
}

/// Reads pages into a schema, corrected by overrides. An entry that corrects nothing is a diagnostic, too.
#[must_use]
pub fn analyse_with(sources: &Sources, overrides: &Overrides) -> Analysis {
    let (facts, mut diagnostics) = read::corrected(sources, overrides);
    let (schema, found) = resolve::schema(&facts, overrides, sources.digest(overrides.source()));
    diagnostics.extend(found);
    overrides::account(overrides, &schema, &mut diagnostics);
    let summary = account(&facts.pages, &schema, &mut diagnostics);
    parallel::free(facts);
    Analysis { schema, diagnostics: Vec::new(), summary }.with(diagnostics)
}
