//! `render`: the schema as pages.

use ucwa_gen::render::{Options, pages};

use super::args::RenderArgs;
use super::{Console, Outcome, input, target};

pub(super) fn run(args: &RenderArgs, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let (schema, outcome) = input::schema(&args.input.docs, console)?;
    let pages = pages(&schema, &Options { prose: args.prose.into() });
    Ok(outcome.max(target::tree(&pages, &args.target, console)?))
}
