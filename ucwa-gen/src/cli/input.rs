//! Reading what a command was given: pages, or a schema file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
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

/// Reads a schema file, or pages; problems of the pages are printed.
///
/// # Errors
/// When there is nothing to go on with: no page could be read, or no schema.
pub(super) fn schema(docs: &[PathBuf], console: &mut Console<'_>) -> anyhow::Result<(Schema, Outcome)> {
    if let Some(file) = docs.iter().find(|path| is_schema_file(path)) {
        if docs.len() > 1 {
            bail!("`{}` is a schema file: name it alone, or name pages", file.display());
        }
        let text = fs::read_to_string(file).with_context(|| format!("`{}`", file.display()))?;
        let schema = from_json(&text).with_context(|| format!("`{}`", file.display()))?;
        return Ok((schema, Outcome::Fine));
    }
    let analysis = analysis(docs);
    // The result is the command's output; `check` is there for the rest.
    let shown = if console.verbosity.verbose { Severity::Note } else { Severity::Error };
    human::diagnostics(&analysis.diagnostics, shown, console.err)?;
    let warnings = analysis.summary.warnings;
    if warnings > 0 && !console.verbosity.quiet && !console.verbosity.verbose {
        let plural = if warnings == 1 { "" } else { "s" };
        writeln!(console.err, "{warnings} warning{plural}: `ucwa-gen check` prints them")?;
    }
    if analysis.summary.pages == 0 {
        bail!("no page was read, so nothing is written");
    }
    let outcome = outcome(&analysis.diagnostics, Severity::Error);
    Ok((analysis.schema, outcome))
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
