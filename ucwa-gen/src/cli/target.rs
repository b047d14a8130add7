//! Writing what a command made.
//!
//! An error of `output` names its cause itself, so it is printed alone, without the chain of causes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow};
use ucwa_gen::diagnostic::{Diagnostic, Severity};
use ucwa_gen::output::{self, Plan};
use ucwa_gen::report;

use super::args::TargetArgs;
use super::{Console, Outcome, counted};

/// Writes files into a folder, or with `--check` prints how the folder differs from them. If something speaks against
/// writing, that is printed, and nothing is written.
pub(super) fn tree(
    files: &BTreeMap<String, String>,
    target: &TargetArgs,
    objections: impl FnOnce(&Plan<'_>) -> Vec<Diagnostic>,
    console: &mut Console<'_>,
) -> anyhow::Result<Outcome> {
    if !target.check {
        let plan = Plan::new(&target.out, files).map_err(|error| anyhow!("{error}"))?;
        let objections = objections(&plan);
        if !objections.is_empty() {
            report::human(&objections, Severity::Error, console.err)?;
            if !console.verbosity.quiet {
                writeln!(console.err, "nothing is written")?;
            }
            return Ok(Outcome::Problems);
        }
        let done = plan.write().map_err(|error| anyhow!("{error}"))?;
        if console.verbosity.verbose {
            let output::Written { written, unchanged, removed, .. } = done;
            writeln!(
                console.err,
                "{} written, {unchanged} unchanged, {removed} removed",
                counted(written, "file")
            )?;
        }
        return Ok(Outcome::Fine);
    }
    let differences = output::check(&target.out, files).map_err(|error| anyhow!("{error}"))?;
    for difference in &differences {
        writeln!(console.out, "{difference}")?;
    }
    if differences.is_empty() {
        return Ok(Outcome::Fine);
    }
    let verb = if differences.len() == 1 { "differs" } else { "differ" };
    writeln!(console.err, "{} {verb}", counted(differences.len(), "file"))?;
    Ok(Outcome::Problems)
}

/// Writes one file, unless it is as it should be.
pub(super) fn file(path: &Path, text: &str) -> anyhow::Result<()> {
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        // A pipe or a device is written to. A file in its place would be something else.
        return fs::write(path, text).with_context(|| path.display().to_string());
    }
    if fs::read(path).is_ok_and(|found| found == text.as_bytes()) {
        return Ok(());
    }
    output::replace(path, text).map_err(|error| anyhow!("{error}"))
}
