//! A bot, asynchronous: it becomes available, accepts whoever writes, prints each message, and answers it.
//!
//! `bot DISCOVERY-URL USER PASSWORD`, such as `bot http://127.0.0.1:8080/ ann@example.com ann` for the simulator.

use std::error::Error;
use std::io::{Write, stderr, stdout};

use ucwa_client::Credentials;
use ucwa_client::asynchronous::Client;
use ucwa_client::session::Step;
use ucwa_types::api::{self, AnyEvent, ApplicationsInput, Direction, ModalityType};
use ucwa_types::operation::RawBody;
use ucwa_types::{ExternalResource, Link};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    run(&arguments, &mut stdout()).await
}

pub(crate) async fn run(arguments: &[String], out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let [discovery, user, password] = arguments else {
        return Err("usage: bot DISCOVERY-URL USER PASSWORD".into());
    };
    let credentials = Credentials::password(user, password);
    let client = Client::builder(discovery.parse()?).credentials(credentials).build()?;
    let application = client.sign_in(ApplicationsInput::new("en-US", "bot-1", "bot/1.0")).await?;
    become_available(&client, &application).await;
    // Conversations whose first message, that of the invitation, is not answered yet.
    let (mut unanswered, mut count) = (Vec::new(), 0);
    while let Some(step) = client.next_step().await {
        match step {
            Step::Events(events) => {
                for event in events.iter().map(AnyEvent::from) {
                    match event {
                        AnyEvent::MessagingInvitationStarted(event) => {
                            let Some(invitation) = event.resource() else { continue };
                            // An invitation of one's own has no such link.
                            let Some(accept) = &invitation.links.accept else { continue };
                            report(client.send(&accept.post(())).await);
                            writeln!(out, "{}", text(invitation.message.as_ref()))?;
                            unanswered.extend(invitation.links.messaging.clone());
                        }
                        AnyEvent::MessagingUpdated(_) => {
                            for link in std::mem::take(&mut unanswered) {
                                if answer(&client, &link, &mut count).await == Some(false) {
                                    unanswered.push(link);
                                }
                            }
                        }
                        AnyEvent::MessageCompleted(event) => {
                            let Some(message) = event.resource() else { continue };
                            let Some(link) = &message.links.messaging else { continue };
                            if message.direction == Some(Direction::Incoming) {
                                writeln!(out, "{}", text(message.plain_message.as_ref()))?;
                                answer(&client, link, &mut count).await;
                            }
                        }
                        _ => {}
                    }
                }
            }
            // Conversations may have ended: who writes now, writes anew.
            Step::Recreated(application) | Step::StateLoss { application: Some(application), .. } => {
                unanswered.clear();
                become_available(&client, &application).await;
            }
            Step::Ended(error) => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// Says why something failed. The program goes on: the peer may just have left, and what ends the session is a step.
fn report<V, E: Error>(result: Result<V, E>) -> Option<V> {
    result.map_err(|error| writeln!(stderr(), "{error}")).ok()
}

async fn become_available(client: &Client, application: &api::Application) {
    // Without the link it has been done.
    let me = application.embedded.me.as_ref();
    let Some(link) = me.and_then(|me| me.links.make_me_available.as_ref()) else { return };
    let input = api::MakeMeAvailableInput::default().with_supported_modalities([ModalityType::Messaging]);
    report(client.send(&link.post(input)).await);
}

fn text(text: Option<&ExternalResource>) -> String {
    text.and_then(|text| report(text.to_text())).unwrap_or_default()
}

/// Answers, if that is possible by now: returns whether it was. `None` if it failed.
async fn answer(client: &Client, link: &Link<api::Messaging>, count: &mut u32) -> Option<bool> {
    let Some(send) = report(client.get(link).await)?.links.send_message else { return Some(false) };
    *count += 1;
    let content = RawBody::new("text/plain; charset=utf-8", "Thank you, I shall read this later.");
    let call = send.post_with(api::SendMessageQuery::new(format!("answer-{count}")), content);
    report(client.operation(&call).await).map(|_| true)
}
