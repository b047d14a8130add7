//! `schema`: the schema as JSON.

use std::path::Path;

use ucwa_gen::schema::{json_schema, to_json};

use super::args::SchemaArgs;
use super::{Console, Outcome, input, target};

pub(super) fn run(args: &SchemaArgs, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let (text, outcome) = if args.json_schema {
        let mut text = serde_json::to_string_pretty(&json_schema())?;
        text.push('\n');
        (text, Outcome::Fine)
    } else {
        let input = input::schema(&args.docs, &args.corrections, console)?;
        input.mention_warnings(console)?;
        (to_json(&input.schema), input.outcome)
    };
    if args.output == Path::new("-") {
        console.out.write_all(text.as_bytes())?;
    } else {
        target::json(&args.output, &text)?;
    }
    Ok(outcome)
}
