//! `check`: what is wrong with pages.

use ucwa_gen::diagnostic::Severity;
use ucwa_gen::report;

use super::args::{CheckArgs, Deny, Format};
use super::{Console, Outcome, input};

pub(super) fn run(args: &CheckArgs, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let overrides = input::overrides(&args.docs, &args.corrections)?;
    let (_, analysis) = input::analysis(&args.docs, overrides, args.corrections.limits, args.externs.pages());
    let denied = if args.deny == Some(Deny::Warnings) { Severity::Warning } else { Severity::Error };
    let outcome = input::outcome(&analysis.diagnostics, denied);
    if args.propose {
        report::proposals(&analysis.diagnostics, console.out)?;
        return Ok(outcome);
    }
    let shown = match console.verbosity {
        verbosity if verbosity.quiet => Severity::Error,
        verbosity if verbosity.verbose => Severity::Note,
        _ => Severity::Warning,
    };
    match args.format {
        Format::Json => report::json(&analysis, console.out)?,
        Format::Sarif => report::sarif(&analysis.diagnostics, console.out)?,
        Format::Github => report::github(&analysis.diagnostics, shown, console.out)?,
        Format::Human => {
            report::human(&analysis.diagnostics, shown, console.out.verbatim())?;
            if !console.verbosity.quiet {
                writeln!(console.out, "{}", report::summary(&analysis))?;
            }
        }
    }
    Ok(outcome)
}
