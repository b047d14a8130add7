//! A presence logger, blocking: it subscribes to the presence of people, and prints each change.
//!
//! `presence_blocking DISCOVERY-URL USER PASSWORD SIP-URI...`, such as `presence_blocking http://127.0.0.1:8080/ ann@example.com ann
//! sip:bo@example.com` for the simulator.

use std::error::Error;
use std::io::{self, Write, stderr, stdout};

use ucwa_client::Credentials;
use ucwa_client::blocking::Client;
use ucwa_client::session::Step;
use ucwa_types::api::{AnyEvent, Application, ApplicationsInput, PresenceSubscriptionsInput};
use ucwa_types::channel::StateLoss;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    run(&arguments, &mut stdout())
}

pub(crate) fn run(arguments: &[String], out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let [discovery, user, password, people @ ..] = arguments else {
        return Err("usage: presence_blocking DISCOVERY-URL USER PASSWORD SIP-URI...".into());
    };
    let credentials = Credentials::password(user, password);
    let client = Client::builder(discovery.parse()?).credentials(credentials).build();
    let application = client.sign_in(ApplicationsInput::new("en-US", "presence-1", "presence/1.0"))?;
    subscribe(&client, &application, people);
    while let Some(step) = client.next_step() {
        match step {
            Step::Events(events) => {
                for event in events.iter().map(AnyEvent::from) {
                    let AnyEvent::ContactPresenceUpdated(event) = event else { continue };
                    let Some(link) = event.target() else { continue };
                    let presence = match event.resource() {
                        Some(presence) => Some(presence.clone()),
                        None => report(client.get(&link)),
                    };
                    if let Some(presence) = presence {
                        writeln!(out, "{} {:?}", link.href(), presence.availability)?;
                    }
                }
            }
            // The session extends subscriptions. What has ended is begun anew here.
            Step::Recreated(application)
            | Step::StateLoss { loss: StateLoss::Reset, application: Some(application) } => {
                subscribe(&client, &application, people);
            }
            Step::Ended(error) => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// Says why something failed. The program goes on: what ends the session is a step.
fn report<V, E: Error>(result: Result<V, E>) -> Option<V> {
    result.map_err(|error| writeln!(stderr(), "{error}")).ok()
}

fn subscribe(client: &Client, application: &Application, people: &[String]) {
    let links = application.embedded.people.as_ref().map(|people| &people.links);
    let link = links.and_then(|links| links.presence_subscriptions.as_ref());
    let Some(link) = report(link.ok_or(io::Error::other("no presence subscriptions"))) else { return };
    report(client.send(&link.post(PresenceSubscriptionsInput::new(30, people))));
}
