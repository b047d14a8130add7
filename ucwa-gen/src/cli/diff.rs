//! `diff`: what changed, and whom it concerns.

use ucwa_gen::diff::{self, Class};

use super::args::{DenyChange, DiffArgs, DiffFormat};
use super::input;
use super::{Console, Outcome};

pub(super) fn run(args: &DiffArgs, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let [old, new] = [&args.old, &args.new].map(std::slice::from_ref);
    let old = input::old_schema(old, &args.corrections, console)?;
    let new = input::schema(new, &args.corrections, console)?;
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
