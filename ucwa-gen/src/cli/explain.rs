//! `explain`: what the schema holds, and why.

use anyhow::bail;

use super::args::ExplainArgs;
use super::input::{self, Input};
use super::{Console, Outcome};

pub(super) fn run(args: &ExplainArgs, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let Some((name, docs)) = args.words.split_last().filter(|(_, docs)| !docs.is_empty()) else {
        bail!("two words are needed: what is read, and the name of what is explained");
    };
    let Input { schema, .. } = input::schema(docs, &args.corrections, console)?;
    match ucwa_gen::explain::explain(&schema, &name.to_string_lossy()) {
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
