//! `check`: what is wrong with pages.

use ucwa_gen::diagnostic::{Severity, count};

use super::args::{CheckArgs, Deny, Format};
use super::{Console, Outcome, github, human, input, json, sarif};

pub(super) fn run(args: &CheckArgs, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let overrides = input::overrides(&args.docs, &args.corrections)?;
    let (_, analysis) = input::analysis(&args.docs, overrides, args.corrections.limits, args.externs.pages());
    let denied = if args.deny == Some(Deny::Warnings) { Severity::Warning } else { Severity::Error };
    let outcome = input::outcome(&analysis.diagnostics, denied);
    if args.propose {
        human::proposals(&analysis.diagnostics, console.out)?;
        return Ok(outcome);
    }
    let shown = match console.verbosity {
        verbosity if verbosity.quiet => Severity::Error,
        verbosity if verbosity.verbose => Severity::Note,
        _ => Severity::Warning,
    };
    match args.format {
        Format::Json => json::report(&analysis, console.out)?,
        Format::Sarif => sarif::report(&analysis.diagnostics, console.out)?,
        Format::Github => github::annotations(&analysis.diagnostics, shown, console.out)?,
        Format::Human => {
            human::diagnostics(&analysis.diagnostics, shown, console.out)?;
            if !console.verbosity.quiet {
                let notes = count(&analysis.diagnostics, Severity::Note);
                human::summary(&analysis.summary, notes, console.out)?;
            }
        }
    }
    Ok(outcome)
}
