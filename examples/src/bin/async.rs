//! Runs the asynchronous client: `async ROOT-URL USER PASSWORD`.

use std::io::{Write, stderr, stdout};

use anyhow::Result;
use ucwa_examples::{Settings, asynchronous};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let settings = Settings::from_arguments(std::env::args().skip(1))?;
    writeln!(stderr(), "signing in, and waiting until another user writes")?;
    let received = asynchronous::run(settings).await?;
    for text in received {
        writeln!(stdout(), "{text}")?;
    }
    Ok(())
}
