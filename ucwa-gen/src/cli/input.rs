//! Reading what a command was given: pages, or a schema file.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use ucwa_gen::diagnostic::{Code, Diagnostic, Severity, count};
use ucwa_gen::files::{self, Limits, Sources};
use ucwa_gen::overrides::{self, Overrides};
use ucwa_gen::schema::{Schema, from_json};
use ucwa_gen::{Analysis, analyse_with, report};

use super::args::{LimitsArgs, OverridesArgs};
use super::{Console, Outcome, counted};

/// The corrections of pages, and what is wrong with them.
pub(super) type Corrections = (Overrides, Vec<Diagnostic>);

/// Reads the overrides of pages: the file that was named, or else the one beside the folders of pages.
///
/// # Errors
/// When it cannot be read, or there is more than one beside several folders.
pub(super) fn overrides(docs: &[PathBuf], args: &OverridesArgs) -> anyhow::Result<Corrections> {
    let corrections =
        match overrides_file(docs, args)?.map(|file| files::read_file(&file, &args.limits.into())) {
            Some(Ok(source)) => Overrides::parse(&source),
            Some(Err(unreadable)) => (Overrides::default(), vec![*unreadable]),
            None => Corrections::default(),
        };
    match corrections.1.iter().find(|found| found.span.is_none()) {
        Some(unreadable) => bail!(in_one_line(unreadable)),
        None => Ok(corrections),
    }
}

/// The file of overrides: that which was named, or else the one beside the folders of pages.
///
/// # Errors
/// When there is more than one beside several folders.
pub(super) fn overrides_file(docs: &[PathBuf], args: &OverridesArgs) -> anyhow::Result<Option<PathBuf>> {
    match &args.file {
        Some(file) => Ok(Some(file.clone())),
        None => beside(docs),
    }
}

/// What is wrong with a file that is not a page. What to do is added where the message does not tell.
fn in_one_line(found: &Diagnostic) -> String {
    match found.code {
        Code::FileTooLarge => format!("{}; {}", found.message, found.advice()),
        _ => found.message.clone(),
    }
}

/// `ucwa.toml` beside the folders of pages. Of single pages it could only say that the others are not there.
fn beside(docs: &[PathBuf]) -> anyhow::Result<Option<PathBuf>> {
    if !docs.iter().all(|path| path.is_dir()) {
        return Ok(None);
    }
    let beside = |folder: &PathBuf| match folder.file_name() {
        Some(_) => folder.with_file_name(overrides::FILE),
        None => folder.join("..").join(overrides::FILE),
    };
    let mut files: Vec<PathBuf> = docs.iter().map(beside).filter(|file| file.is_file()).collect();
    files.dedup();
    if let [first, second, ..] = files.as_slice() {
        bail!(
            "both `{}` and `{}` correct the pages: name one with --overrides",
            first.display(),
            second.display()
        );
    }
    Ok(files.pop())
}

/// Reads pages. The findings are those of reading the files and those about the pages, in one list; the summary counts
/// both.
pub(super) fn analysis(
    docs: &[PathBuf],
    (overrides, found): Corrections,
    limits: LimitsArgs,
    external: BTreeSet<String>,
) -> (Sources, Analysis) {
    let (mut sources, unread) = files::read_within(docs, &limits.into());
    sources.external = external;
    let analysis = analyse_with(&sources, &overrides).with(unread.into_iter().chain(found));
    (sources, analysis)
}

/// A schema, and how reading it went.
pub(super) struct Input {
    pub(super) schema: Schema,
    /// How a command ends for which nothing else goes wrong.
    pub(super) outcome: Outcome,
    /// The pages that it was read from; `None` if that was a schema file.
    pub(super) pages: Option<Sources>,
    /// What was found in them.
    pub(super) found: Vec<Diagnostic>,
}

impl Input {
    /// Whether a command that writes what is made from the schema should go on; prints the reason if not.
    ///
    /// What the errors are about is missing from the schema, and what is made from it would be without it.
    pub(super) fn is_fit(&self, keep_going: bool, console: &mut Console<'_>) -> io::Result<bool> {
        if self.outcome == Outcome::Fine || keep_going {
            return Ok(true);
        }
        if !console.verbosity.quiet {
            writeln!(
                console.err,
                "nothing is written or compared, because of the errors above (see --keep-going)"
            )?;
        }
        Ok(false)
    }

    /// What was read, in words.
    pub(super) fn read(&self) -> String {
        self.pages
            .as_ref()
            .map_or_else(|| counted(1, "schema"), |sources| counted(sources.pages.len(), "page"))
    }

    /// Says that there are warnings where they were not printed: what is made from the schema may be less than it could.
    pub(super) fn mention_warnings(&self, console: &mut Console<'_>) -> io::Result<()> {
        let warnings = count(&self.found, Severity::Warning);
        if warnings == 0 || console.verbosity.quiet || console.verbosity.verbose {
            return Ok(());
        }
        writeln!(console.err, "{}: `ucwa-gen check` prints them", counted(warnings, "warning"))
    }
}

/// Reads a schema file, or pages; errors in the pages are printed, with `--verbose` warnings too.
///
/// Notes are left to `check`: they would hide what the command itself has to say.
///
/// # Errors
/// When there is nothing to go on with: no page could be read, or no schema.
pub(super) fn schema(
    docs: &[PathBuf],
    args: &OverridesArgs,
    console: &mut Console<'_>,
) -> anyhow::Result<Input> {
    with_externs(docs, args, BTreeSet::new(), console)
}

/// As [`schema`], where some pages need not be there.
///
/// # Errors
/// As [`schema`].
pub(super) fn with_externs(
    docs: &[PathBuf],
    args: &OverridesArgs,
    external: BTreeSet<String>,
    console: &mut Console<'_>,
) -> anyhow::Result<Input> {
    if let (Some(schema), Some(file)) = (docs.iter().find(|path| is_schema_file(path)), &args.file) {
        bail!("`{}` corrects pages, and `{}` is a schema file", file.display(), schema.display());
    }
    let overrides = overrides(docs, args)?;
    corrected(docs, overrides, args.limits, external, &|_| true, console)
}

/// Reads the older of two sets of pages. What its overrides are about may have come later, and gone earlier.
pub(super) fn old_schema(
    docs: &[PathBuf],
    args: &OverridesArgs,
    console: &mut Console<'_>,
) -> anyhow::Result<Input> {
    let overrides = overrides(docs, args)?;
    let counts = |found: &Diagnostic| !matches!(found.code, Code::OverrideStale | Code::OverrideAgrees);
    corrected(docs, overrides, args.limits, BTreeSet::new(), &counts, console)
}

fn corrected(
    docs: &[PathBuf],
    overrides: Corrections,
    limits: LimitsArgs,
    external: BTreeSet<String>,
    counts: &dyn Fn(&Diagnostic) -> bool,
    console: &mut Console<'_>,
) -> anyhow::Result<Input> {
    if let Some(file) = docs.iter().find(|path| is_schema_file(path)) {
        if docs.len() > 1 {
            bail!("`{}` is a schema file: name it alone, or name pages", file.display());
        }
        // It holds what all pages do.
        let limits = Limits { file_size: Limits::from(limits).total_size, ..Limits::default() };
        let text = files::read_file(file, &limits)
            .map_err(|found| anyhow!(in_one_line(&found.help("raise the limit: `--max-total-size`"))))?;
        let schema = from_json(text.text()).map_err(|error| anyhow!("`{}`: {error}", file.display()))?;
        return Ok(Input { schema, outcome: Outcome::Fine, pages: None, found: Vec::new() });
    }
    let (sources, Analysis { schema, mut diagnostics, summary, .. }) =
        analysis(docs, overrides, limits, external);
    diagnostics.retain(counts);
    let shown = if console.verbosity.verbose { Severity::Warning } else { Severity::Error };
    report::human(&diagnostics, shown, console.err.verbatim())?;
    if summary.pages == 0 {
        bail!("no page was read, so there is nothing to go on with");
    }
    let outcome = outcome(&diagnostics, Severity::Error);
    Ok(Input { schema, outcome, pages: Some(sources), found: diagnostics })
}

/// How a command ends that found this, where findings of a severity or above are problems.
pub(super) fn outcome(diagnostics: &[Diagnostic], denied: Severity) -> Outcome {
    let of = |diagnostic: &Diagnostic| match diagnostic.code {
        // Not the pages are at fault, but what was named on the command line or the files themselves.
        Code::NoPages
        | Code::Unreadable
        | Code::LinkLoop
        | Code::NotAFile
        | Code::FileTooLarge
        | Code::InputTooLarge
        | Code::TooManyFiles
        | Code::FoldersTooDeep => Outcome::Failed,
        _ if diagnostic.severity >= denied => Outcome::Problems,
        _ => Outcome::Fine,
    };
    diagnostics.iter().map(of).max().unwrap_or(Outcome::Fine)
}

fn is_schema_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) && !path.is_dir()
}
