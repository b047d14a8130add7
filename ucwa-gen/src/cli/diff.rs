//! `diff`: what changed, and whom it concerns.

use ucwa_gen::diff::{self, Class};

use super::args::{DenyChange, DiffArgs, DiffFormat};
use super::input;
use super::{Console, Outcome};

pub(super) fn run(args: &DiffArgs, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let old = input::schema(std::slice::from_ref(&args.old), console)?;
    let new = input::schema(std::slice::from_ref(&args.new), console)?;
    let diff = diff::diff(&old.schema, &new.schema);
    let words = console.verbosity.verbose;
    match args.format {
        DiffFormat::Human => write!(console.out, "{}", diff::human(&diff, words))?,
        DiffFormat::Markdown => write!(console.out, "{}", diff::markdown(&diff, words))?,
        DiffFormat::Json => writeln!(console.out, "{}", serde_json::to_string_pretty(&diff)?)?,
    }
    let is_denied = args.deny == Some(DenyChange::Breaking) && diff.count(Class::Breaking) > 0;
    let own = if is_denied { Outcome::Problems } else { Outcome::Fine };
    Ok(own.max(old.outcome).max(new.outcome))
}
