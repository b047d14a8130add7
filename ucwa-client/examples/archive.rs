//! An archiver, asynchronous: it writes down every event that the server sends, and makes nobody available.
//!
//! `archive DISCOVERY-URL USER PASSWORD`: a line of JSON for each sender, on standard output.

use std::error::Error;
use std::io::{Write, stdout};

use ucwa_client::Credentials;
use ucwa_client::asynchronous::Client;
use ucwa_client::session::Step;
use ucwa_types::api::ApplicationsInput;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    run(&arguments, &mut stdout()).await
}

pub(crate) async fn run(arguments: &[String], out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let [discovery, user, password] = arguments else {
        return Err("usage: archive DISCOVERY-URL USER PASSWORD".into());
    };
    let credentials = Credentials::password(user, password);
    let client = Client::builder(discovery.parse()?).credentials(credentials).build()?;
    client.sign_in(ApplicationsInput::new("en-US", "archive-1", "archive/1.0")).await?;
    while let Some(step) = client.next_step().await {
        match step {
            Step::Events(events) => {
                for sender in &events.senders {
                    writeln!(out, "{}", serde_json::to_string(sender)?)?;
                }
                if let Some(skipped) = events.skipped {
                    let body = String::from_utf8_lossy(skipped.body());
                    writeln!(out, "{}", serde_json::to_string(&("skipped", body))?)?;
                }
            }
            Step::Ended(error) => return Err(error.into()),
            // A gap in an archive is worth a line.
            other => writeln!(out, "{}", serde_json::to_string(&format!("{other:?}"))?)?,
        }
    }
    Ok(())
}
