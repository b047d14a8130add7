//! `explain`: what the schema holds, and why.

use super::args::ExplainArgs;
use super::input::{self, Input};
use super::{Console, Outcome};

pub(super) fn run(args: &ExplainArgs, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let Input { schema, .. } = input::schema(&args.input.docs, &args.input.corrections, console)?;
    match ucwa_gen::explain::explain(&schema, &args.name) {
        Ok(explanation) => {
            write!(console.out, "{explanation}")?;
            Ok(Outcome::Fine)
        }
        Err(unknown) => {
            writeln!(console.err, "error: {unknown}")?;
            Ok(Outcome::Problems)
        }
    }
}
