//! A bot, blocking: it becomes available, accepts whoever writes, prints each message, and answers it.
//!
//! `bot_blocking DISCOVERY-URL USER PASSWORD`, such as `bot_blocking http://127.0.0.1:8080/ ann@example.com ann` for the simulator.

use std::error::Error;
use std::io::{Write, stdout};

use ucwa_client::Credentials;
use ucwa_client::blocking::Client;
use ucwa_client::session::Step;
use ucwa_types::api::{
    AnyEvent, Application, ApplicationsInput, Direction, MakeMeAvailableInput, Messaging, ModalityType,
    SendMessageQuery,
};
use ucwa_types::operation::RawBody;
use ucwa_types::{ExternalResource, Link};

const REPLY: &str = "Thank you, I shall read this later.";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    run(&arguments, &mut stdout())
}

pub(crate) fn run(arguments: &[String], out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let [discovery, user, password] = arguments else {
        return Err("usage: bot_blocking DISCOVERY-URL USER PASSWORD".into());
    };
    let credentials = Credentials::password(user, password);
    let client = Client::builder(discovery.parse()?).credentials(credentials).build();
    let application = client.sign_in(ApplicationsInput::new("en-US", "bot-1", "bot/1.0"))?;
    become_available(&client, &application)?;
    // Conversations whose first message, that of the invitation, is not answered yet.
    let (mut unanswered, mut count) = (Vec::new(), 0);
    while let Some(step) = client.next_step() {
        match step {
            Step::Events(events) => {
                for event in events.iter().map(AnyEvent::from) {
                    match event {
                        AnyEvent::MessagingInvitationStarted(event) => {
                            let Some(invitation) = event.resource() else { continue };
                            // An invitation of one's own has no such link.
                            let Some(accept) = &invitation.links.accept else { continue };
                            client.send(&accept.post(()))?;
                            print(invitation.message.as_ref(), out)?;
                            unanswered.extend(invitation.links.messaging.clone());
                        }
                        AnyEvent::MessagingUpdated(_) => {
                            for link in std::mem::take(&mut unanswered) {
                                if !answer(&client, &link, &mut count)? {
                                    unanswered.push(link);
                                }
                            }
                        }
                        AnyEvent::MessageCompleted(event) => {
                            let Some(message) = event.resource() else { continue };
                            let Some(link) = &message.links.messaging else { continue };
                            if message.direction == Some(Direction::Incoming) {
                                print(message.plain_message.as_ref(), out)?;
                                answer(&client, link, &mut count)?;
                            }
                        }
                        _ => {}
                    }
                }
            }
            // Nothing of the old application is left: who writes now, writes anew.
            Step::Recreated(application) => become_available(&client, &application)?,
            Step::Ended(error) => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

fn become_available(client: &Client, application: &Application) -> Result<(), Box<dyn Error>> {
    let me = application.embedded.me.as_ref().ok_or("no user")?;
    let input = MakeMeAvailableInput::default().with_supported_modalities([ModalityType::Messaging]);
    // Without the link it has been done.
    if let Some(link) = &me.links.make_me_available {
        client.send(&link.post(input))?;
    }
    Ok(())
}

fn print(text: Option<&ExternalResource>, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    Ok(writeln!(out, "{}", text.map(ExternalResource::to_text).transpose()?.unwrap_or_default())?)
}

/// Answers, if that is possible by now.
fn answer(client: &Client, link: &Link<Messaging>, count: &mut u32) -> Result<bool, Box<dyn Error>> {
    let Some(send) = client.get(link)?.links.send_message else { return Ok(false) };
    *count += 1;
    let content = RawBody::new("text/plain; charset=utf-8", REPLY);
    client.operation(&send.post_with(SendMessageQuery::new(format!("answer-{count}")), content))?;
    Ok(true)
}
