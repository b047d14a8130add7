//! Runs the asynchronous client: `async ROOT-URL USER PASSWORD`.

use std::io::{Write, stdout};

use anyhow::Result;
use ucwa_examples::{Settings, asynchronous};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let received = asynchronous::run(Settings::from_arguments(std::env::args().skip(1))?).await?;
    for text in received {
        writeln!(stdout(), "{text}")?;
    }
    Ok(())
}
