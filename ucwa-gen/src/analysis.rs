//! The whole reading side in one call: sources in, schema, diagnostics and the account of every row out.

use crate::coverage::{Summary, coverage};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::files::Sources;
use crate::ingest::{self, Facts};
use crate::overrides::{self, Overrides};
use crate::parallel;
use crate::resolve;
use crate::schema::Schema;

/// What reading a set of pages gave.
#[derive(Clone, Debug)]
#[non_exhaustive]
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

/// Reads pages into a schema. Never fails: what cannot be understood is a diagnostic.
#[must_use]
pub fn analyse(sources: &Sources) -> Analysis {
    analyse_with(sources, &Overrides::default())
}

/// Reads pages into a schema, corrected by overrides. An entry that corrects nothing is a diagnostic, too.
#[must_use]
pub fn analyse_with(sources: &Sources, overrides: &Overrides) -> Analysis {
    let (facts, diagnostics) = ingest::corrected(sources, overrides);
    let analysis = decide(&facts, overrides, sources.digest(overrides.source()));
    parallel::free(facts);
    analysis.with(diagnostics)
}

/// Decides what the API is from what its pages say, where those were read before: who reads one page again need not read
/// the others again. The digest is that of the sources; findings of reading are not among the diagnostics.
#[must_use]
pub fn decide(facts: &Facts, overrides: &Overrides, digest: String) -> Analysis {
    let (schema, findings) = resolve::schema(facts, overrides, digest);
    let (mut diagnostics, asked) = findings.into_parts();
    diagnostics.extend(overrides::account(overrides, &asked, &schema));
    let (summary, lost) = coverage(&facts.pages, &schema);
    diagnostics.extend(lost);
    Analysis { schema, diagnostics: Vec::new(), summary }.with(diagnostics)
}
