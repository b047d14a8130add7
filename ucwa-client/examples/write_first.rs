//! Writes first, asynchronous: invites somebody, sends one message, waits until it is delivered, and signs out.
//!
//! `write_first DISCOVERY-URL USER PASSWORD SIP-URI TEXT`, such as `write_first http://127.0.0.1:8080/ ann@example.com ann
//! sip:echo@example.com Hello` for the simulator.

use std::error::Error;
use std::io::{Write, stdout};

use ucwa_client::asynchronous::Client;
use ucwa_client::{Completion, Credentials};
use ucwa_types::api::{
    Application, ApplicationsInput, MessagingInvitation, SendMessageQuery, StartMessagingInput,
};
use ucwa_types::operation::RawBody;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    run(&arguments, &mut stdout()).await
}

pub(crate) async fn run(arguments: &[String], out: &mut impl Write) -> Result<()> {
    let [discovery, user, password, whom, text] = arguments else {
        return Err("usage: write_first DISCOVERY-URL USER PASSWORD SIP-URI TEXT".into());
    };
    let credentials = Credentials::password(user, password);
    let client = Client::builder(discovery.parse()?).credentials(credentials).build()?;
    let application = client.sign_in(ApplicationsInput::new("en-US", "write-1", "write/1.0")).await?;
    let written = write_to(&client, &application, whom, text).await;
    // Also after an error, or the server keeps the application for a quarter of an hour.
    client.sign_out().await;
    written?;
    writeln!(out, "delivered")?;
    Ok(())
}

async fn write_to(client: &Client, application: &Application, whom: &str, text: &str) -> Result<()> {
    let communication = application.embedded.communication.as_ref();
    let link = communication.and_then(|communication| communication.links.start_messaging.as_ref());
    let link = link.ok_or("this user cannot send messages")?;
    // The id has to be another one for each operation of an application.
    let input = StartMessagingInput::new(whom).with_operation_id("invitation-1");
    let invited = done(client.operation(&link.post(input)).await?)?;
    // A server need not embed the resource in the event; then it is fetched.
    let invitation = match invited.resource::<MessagingInvitation>() {
        Some(invitation) => invitation.clone(),
        None => client.get(&invited.target().ok_or("an event without a link")?).await?,
    };
    let messaging = client.get(&invitation.links.messaging.ok_or("no conversation")?).await?;
    let link = messaging.links.send_message.ok_or("nobody is connected")?;
    let content = RawBody::new("text/plain; charset=utf-8", text.to_owned());
    done(client.operation(&link.post_with(SendMessageQuery::new("message-1"), content)).await?)?;
    Ok(())
}

/// An operation that was completed can have failed: it was declined, or nobody is there.
fn done<O>(completion: Completion<O>) -> Result<Completion<O>> {
    match completion.reason() {
        Some(reason) if !completion.is_success() => Err(reason.to_string().into()),
        None if !completion.is_success() => Err("it has failed, and the server does not say why".into()),
        _ => Ok(completion),
    }
}
