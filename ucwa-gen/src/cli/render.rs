//! `render`: the schema as pages.

use ucwa_gen::render::{Options, pages};

use super::args::RenderArgs;
use super::{Console, Outcome, input, target};

pub(super) fn run(args: &RenderArgs, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let input = input::schema(&args.input.docs, &args.input.corrections, console)?;
    input.mention_warnings(console)?;
    let pages = pages(&input.schema, &Options { prose: args.prose.into(), samples: args.samples });
    Ok(input.outcome.max(target::tree(&pages, &args.target, console)?))
}
