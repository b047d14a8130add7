//! Writing what a command made.
//!
//! An error of `output` names its cause itself, so it is printed alone, without the chain of causes.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use ucwa_gen::diagnostic::{Diagnostic, Severity};
use ucwa_gen::output::{self, Plan};
use ucwa_gen::report;

use super::args::TargetArgs;
use super::{Console, Outcome, counted};

/// Writes files into a folder, or with `--check` prints how the folder differs from them. If something speaks against
/// writing, that is printed, and nothing is written. `read` is what the files were made from. Unless the command is to be
/// quiet, it says what it did.
pub(super) fn tree(
    files: &BTreeMap<String, String>,
    target: &TargetArgs,
    read: &str,
    objections: impl FnOnce(&Plan<'_>) -> Vec<Diagnostic>,
    console: &mut Console<'_>,
) -> anyhow::Result<Outcome> {
    if !target.check {
        let plan = Plan::new(&target.out, files).map_err(|error| anyhow!("{error}"))?;
        let objections = objections(&plan);
        if !objections.is_empty() {
            report::human(&objections, Severity::Error, console.err.verbatim())?;
            if !console.verbosity.quiet {
                writeln!(console.err, "nothing is written")?;
            }
            return Ok(Outcome::Problems);
        }
        let done = plan.write().map_err(|error| anyhow!("{error}"))?;
        let output::Written { written, unchanged, removed, .. } = done;
        let written = counted(written, "file");
        done_with(read, &format!("{written} written, {unchanged} unchanged, {removed} removed"), console)?;
        return Ok(Outcome::Fine);
    }
    let differences = output::check(&target.out, files).map_err(|error| anyhow!("{error}"))?;
    for difference in &differences {
        writeln!(console.out, "{difference}")?;
    }
    if differences.is_empty() {
        let compared = counted(files.len(), "file");
        done_with(read, &format!("{compared} compared, no difference"), console)?;
        return Ok(Outcome::Fine);
    }
    let verb = if differences.len() == 1 { "differs" } else { "differ" };
    writeln!(console.err, "{} {verb}", counted(differences.len(), "file"))?;
    Ok(Outcome::Problems)
}

/// Says what was read and done, and how long that took.
fn done_with(read: &str, done: &str, console: &mut Console<'_>) -> io::Result<()> {
    if console.verbosity.quiet {
        return Ok(());
    }
    let seconds = console.started.elapsed().as_secs_f64();
    writeln!(console.err, "{read} read; {done}; {seconds:.2} s")
}

/// Writes one file of JSON, unless it is as it should be. Only JSON is written over: what else is there was made by
/// somebody, and may be a page that has just been read.
pub(super) fn json(path: &Path, text: &str) -> anyhow::Result<()> {
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        // A pipe or a device is written to. A file in its place would be something else.
        return fs::write(path, text).with_context(|| path.display().to_string());
    }
    match fs::read(path) {
        Ok(found) if found == text.as_bytes() => return Ok(()),
        Ok(found) if !is_json(&found) => bail!(
            "`{}` is not written over: it holds no JSON, and was not written by `schema`",
            path.display()
        ),
        // Writing says what is wrong.
        _ => {}
    }
    output::replace(path, text).map_err(|error| anyhow!("{error}"))
}

/// Whether a file is one object of JSON by its first character, or empty. One that is damaged further on may be replaced.
fn is_json(content: &[u8]) -> bool {
    let content = content.strip_prefix("\u{feff}".as_bytes()).unwrap_or(content).trim_ascii_start();
    content.first().is_none_or(|first| *first == b'{')
}
