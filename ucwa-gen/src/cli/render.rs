//! `render`: the schema as pages.

use ucwa_gen::emit::{self, items};
use ucwa_gen::output::Plan;
use ucwa_gen::render::{Options, pages};
use ucwa_gen::rewrite::{Origin, objections};

use super::args::RenderArgs;
use super::{Console, Outcome, input, target};

pub(super) fn run(args: &RenderArgs, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let input = input::schema(&args.input.docs, &args.input.corrections, console)?;
    if !input.is_fit(args.target.keep_going, console)? {
        return Ok(input.outcome);
    }
    // Pages are checked as they are read. A schema file can hold anything, and pages of what contradicts itself are not read
    // back.
    if input.pages.is_none()
        && let Err(error) = items(&input.schema, &emit::Options::new())
    {
        writeln!(console.err, "error: {error}")?;
        return Ok(input.outcome.max(Outcome::Problems));
    }
    input.mention_warnings(console)?;
    let mut options = Options::default().with_prose(args.prose.into());
    if args.samples {
        options = options.with_samples();
    }
    let pages = pages(&input.schema, &options);
    let origin = input.pages.as_ref().map_or(Origin::Schema(&input.schema), Origin::Pages);
    let objections = |plan: &Plan<'_>| objections(plan, origin, &input.found);
    Ok(input.outcome.max(target::tree(&pages, &args.target, &input.read(), objections, console)?))
}
