//! `generate`: the schema as Rust.

use ucwa_gen::emit::{Options, rust};

use super::args::GenerateArgs;
use super::{Console, Outcome, input, target};

pub(super) fn run(args: &GenerateArgs, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let input = input::schema(&args.input.docs, console)?;
    input.mention_warnings(console)?;
    let emitted = match rust(&input.schema, &Options::new()) {
        Ok(emitted) => emitted,
        Err(error) => {
            writeln!(console.err, "error: {error}")?;
            return Ok(input.outcome.max(Outcome::Problems));
        }
    };
    if console.verbosity.verbose {
        for renaming in &emitted.renamings {
            writeln!(console.err, "{}: `{}` is `{}`", renaming.scope, renaming.word, renaming.name)?;
        }
    }
    Ok(input.outcome.max(target::tree(&emitted.files, &args.target, console)?))
}
