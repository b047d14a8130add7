use ucwa_client::Credentials;
use ucwa_client::asynchronous::Client;
use ucwa_client::session::Step;
use ucwa_types::api::{AnyEvent, Application, ApplicationsInput, PresenceSubscriptionsInput};
use ucwa_types::channel::StateLoss;

/// Signs in, and prints the presence of somebody whenever it changes.
pub async fn watch(
    [discovery, user, password, whom]: [&str; 4],
    mut print: impl FnMut(String),
) -> Result<(), Box<dyn std::error::Error>> {
    let credentials = Credentials::password(user, password);
    let client = Client::builder(discovery.parse()?).credentials(credentials).build()?;
    let application = client.sign_in(ApplicationsInput::new("en-US", "watch-1", "watch/1.0")).await?;
    subscribe(&client, &application, whom).await;
    while let Some(step) = client.next_step().await {
        match step {
            Step::Events(events) => {
                for event in events.iter().map(AnyEvent::from) {
                    let AnyEvent::ContactPresenceUpdated(event) = event else { continue };
                    let Some(link) = event.target() else { continue };
                    match client.get(&link).await {
                        Ok(presence) => print(format!("{whom}: {:?}", presence.availability)),
                        // The program goes on: what ends the session is a step.
                        Err(error) => eprintln!("{whom}: {error}"),
                    }
                }
            }
            // The subscription has ended with the old application, or while the client was away.
            Step::Recreated(application)
            | Step::StateLoss { loss: StateLoss::Reset, application: Some(application) } => {
                subscribe(&client, &application, whom).await;
            }
            Step::Ended(error) => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

async fn subscribe(client: &Client, application: &Application, whom: &str) {
    let people = application.embedded.people.as_ref();
    let Some(link) = people.and_then(|people| people.links.presence_subscriptions.as_ref()) else { return };
    if let Err(error) = client.send(&link.post(PresenceSubscriptionsInput::new(30, [whom]))).await {
        eprintln!("{whom}: {error}");
    }
}
