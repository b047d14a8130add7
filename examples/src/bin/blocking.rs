//! Runs the blocking client: `blocking ROOT-URL USER PASSWORD`.

use std::io::{Write, stdout};

use anyhow::Result;
use ucwa_examples::{Settings, blocking};

fn main() -> Result<()> {
    let received = blocking::run(Settings::from_arguments(std::env::args().skip(1))?)?;
    for text in received {
        writeln!(stdout(), "{text}")?;
    }
    Ok(())
}
