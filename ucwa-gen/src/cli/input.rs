//! Reading what a command was given: pages, or a schema file.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{anyhow, bail};
use ucwa_gen::diagnostic::{Code, Diagnostic, Severity, sort};
use ucwa_gen::schema::{Schema, from_json};
use ucwa_gen::{Analysis, analyse, source};

use super::{Console, Outcome, human};

/// Reads pages. The findings are those of reading the files and those about the pages, in one list; the summary counts
/// both.
pub(super) fn analysis(docs: &[PathBuf]) -> Analysis {
    let (sources, unread) = source::read(docs);
    let mut analysis = analyse(&sources);
    analysis.diagnostics.extend(unread);
    sort(&mut analysis.diagnostics);
    analysis.summary.errors = count(&analysis.diagnostics, Severity::Error);
    analysis.summary.warnings = count(&analysis.diagnostics, Severity::Warning);
    analysis
}

/// A schema, and how reading it went.
pub(super) struct Input {
    pub(super) schema: Schema,
    /// How a command ends for which nothing else goes wrong.
    pub(super) outcome: Outcome,
    warnings: usize,
}

impl Input {
    /// Says that there are warnings where they were not printed: what is made from the schema may be less than it could.
    pub(super) fn mention_warnings(&self, console: &mut Console<'_>) -> io::Result<()> {
        if self.warnings == 0 || console.verbosity.quiet || console.verbosity.verbose {
            return Ok(());
        }
        writeln!(console.err, "{}: `ucwa-gen check` prints them", human::counted(self.warnings, "warning"))
    }
}

/// Reads a schema file, or pages; errors in the pages are printed, with `--verbose` warnings too.
///
/// Notes are left to `check`: they would hide what the command itself has to say.
///
/// # Errors
/// When there is nothing to go on with: no page could be read, or no schema.
pub(super) fn schema(docs: &[PathBuf], console: &mut Console<'_>) -> anyhow::Result<Input> {
    if let Some(file) = docs.iter().find(|path| is_schema_file(path)) {
        if docs.len() > 1 {
            bail!("`{}` is a schema file: name it alone, or name pages", file.display());
        }
        let named = |error: &dyn Display| anyhow!("`{}`: {error}", file.display());
        let text = fs::read_to_string(file).map_err(|error| named(&error))?;
        let schema = from_json(&text).map_err(|error| named(&error))?;
        return Ok(Input { schema, outcome: Outcome::Fine, warnings: 0 });
    }
    let Analysis { schema, diagnostics, summary } = analysis(docs);
    let shown = if console.verbosity.verbose { Severity::Warning } else { Severity::Error };
    human::diagnostics(&diagnostics, shown, console.err)?;
    if summary.pages == 0 {
        bail!("no page was read, so there is nothing to go on with");
    }
    let outcome = outcome(&diagnostics, Severity::Error);
    Ok(Input { schema, outcome, warnings: summary.warnings })
}

/// How a command ends that found this, where findings of a severity or above are problems.
pub(super) fn outcome(diagnostics: &[Diagnostic], denied: Severity) -> Outcome {
    let of = |diagnostic: &Diagnostic| match diagnostic.code {
        // Not the pages are at fault, but what was named on the command line or the files themselves.
        Code::NoPages | Code::Unreadable | Code::LinkLoop => Outcome::Failed,
        _ if diagnostic.severity >= denied => Outcome::Problems,
        _ => Outcome::Fine,
    };
    diagnostics.iter().map(of).max().unwrap_or(Outcome::Fine)
}

pub(super) fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
}

fn is_schema_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) && !path.is_dir()
}
