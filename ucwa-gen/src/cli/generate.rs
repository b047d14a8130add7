//! `generate`: the schema as Rust.

use std::fs;

use ucwa_gen::emit::{Error, Options, rust};

use super::args::GenerateArgs;
use super::{Console, Outcome, input, target};

/// What was asked for, and what the tree that is there was generated with.
fn options(args: &GenerateArgs) -> Result<Options, Error> {
    let mut options = Options::new();
    if !args.only.is_empty() {
        options = options.with_only(&args.only);
    }
    if args.features {
        options = options.with_features();
    }
    for (page, path) in &args.externs.paths {
        options = options.with_extern_path(page, path)?;
    }
    let root = args.target.out.join("mod.rs");
    // Reading a pipe may never end; writing says what is wrong with it.
    let root = if root.is_file() { fs::read_to_string(root).unwrap_or_default() } else { String::new() };
    Ok(options.as_in(&root))
}

pub(super) fn run(args: &GenerateArgs, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let input =
        input::with_externs(&args.input.docs, &args.input.corrections, args.externs.pages(), console)?;
    if !input.is_fit(args.target.keep_going, console)? {
        return Ok(input.outcome);
    }
    input.mention_warnings(console)?;
    let emitted = match options(args).and_then(|options| rust(&input.schema, &options)) {
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
    Ok(input.outcome.max(target::tree(&emitted.files, &args.target, &input.read(), |_| Vec::new(), console)?))
}
