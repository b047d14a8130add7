//! Runs the blocking client: `blocking ROOT-URL USER PASSWORD`.

use std::io::{Write, stderr, stdout};

use anyhow::Result;
use ucwa_examples::{Settings, blocking};

fn main() -> Result<()> {
    let settings = Settings::from_arguments(std::env::args().skip(1))?;
    writeln!(stderr(), "signing in, and waiting until another user writes")?;
    let received = blocking::run(settings)?;
    for text in received {
        writeln!(stdout(), "{text}")?;
    }
    Ok(())
}
