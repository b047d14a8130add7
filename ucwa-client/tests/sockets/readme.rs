use ucwa_client::Credentials;
use ucwa_client::asynchronous::Client;
use ucwa_client::session::Step;
use ucwa_types::api::{AnyEvent, ApplicationsInput, PresenceSubscriptionsInput};

/// Signs in, and prints the presence of somebody whenever it changes.
pub async fn watch(
    [discovery, user, password, whom]: [&str; 4],
    mut print: impl FnMut(String),
) -> Result<(), Box<dyn std::error::Error>> {
    let credentials = Credentials::password(user, password);
    let client = Client::builder(discovery.parse()?).credentials(credentials).build()?;
    let application = client.sign_in(ApplicationsInput::new("en-US", "watch-1", "watch/1.0")).await?;
    let people = application.embedded.people.ok_or("no people")?;
    let subscriptions = people.links.presence_subscriptions.ok_or("no presence subscriptions")?;
    client.send(&subscriptions.post(PresenceSubscriptionsInput::new(30, [whom]))).await?;
    while let Some(step) = client.next_step().await {
        let Step::Events(events) = step else { continue };
        for event in events.iter().map(AnyEvent::from) {
            if let AnyEvent::ContactPresenceUpdated(event) = event {
                let presence = client.get(&event.target().ok_or("no link")?).await?;
                print(format!("{whom}: {:?}", presence.availability));
            }
        }
    }
    Ok(())
}
