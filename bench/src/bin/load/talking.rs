//! The users.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, bail, ensure};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use ucwa_client::asynchronous::{Client, Reqwest};
use ucwa_client::session::Step;
use ucwa_client::{Completion, Credentials, Official};
use ucwa_types::Link;
use ucwa_types::api::{
    AnyEvent, Application, ApplicationsInput, Direction, MakeMeAvailableInput, MessagingInvitation,
    ModalityType, SendMessage, SendMessageQuery, StartMessagingInput,
};
use ucwa_types::operation::RawBody;

use crate::serving::{PASSWORD, Process, uri};

/// How many pairs talk at a time; the others listen.
const PAIRS: usize = 4;
/// How many messages each pair sends.
const MESSAGES: usize = 1_000;
/// How many users sign in at a time.
const AT_A_TIME: usize = 50;

/// How long the last messages may take.
const LAST: Duration = Duration::from_secs(10);

/// How long nothing has to happen before anybody talks: the first requests for events of all users would count with the messages.
const QUIET: Duration = Duration::from_secs(1);

/// What those who listen have heard.
#[derive(Clone, Default)]
struct Heard {
    /// When messages arrived: microseconds after they were sent.
    delays: Arc<Mutex<Vec<u64>>>,
    /// When the last step of any session came, in microseconds after the start.
    last: Arc<AtomicU64>,
}

impl Heard {
    fn delays(&self) -> MutexGuard<'_, Vec<u64>> {
        self.delays.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until all event channels are open and nothing comes.
    async fn quiet(&self, start: Instant) {
        let is_quiet = || {
            let passed = micros(start).saturating_sub(self.last.load(Ordering::Relaxed));
            Duration::from_micros(passed) >= QUIET
        };
        while !is_quiet() {
            tokio::time::sleep(QUIET / 10).await;
        }
    }
}

/// Signs this many users in, lets some of them talk, and prints the figures.
pub(crate) fn measure(users: usize) -> anyhow::Result<()> {
    ensure!(users >= 2 * PAIRS, "at least {} users", 2 * PAIRS);
    let mut server = Process::start(users)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let start = Instant::now();
        let all = sign_in(users, &server.root).await?;
        println!("sign-ins-per-second {}", per_second(users, start));
        let heard = Heard::default();
        heard.last.store(micros(start), Ordering::Relaxed);
        for (client, _) in &all {
            tokio::spawn(listen(client.clone(), start, heard.clone()));
        }
        heard.quiet(start).await;
        println!("bytes-per-user {}", server.memory()?.saturating_sub(server.empty) / u64::try_from(users)?);
        let mut talks = JoinSet::new();
        for pair in 0..PAIRS {
            let (client, application) = &all[2 * pair];
            talks.spawn(connect(client.clone(), application.clone(), uri(2 * pair + 1)));
        }
        let talking = Instant::now();
        let mut connected = Vec::new();
        while let Some(talk) = talks.join_next().await {
            connected.push(talk??);
        }
        let mut talks = JoinSet::new();
        for (client, link) in connected {
            talks.spawn(talk(client, link, start));
        }
        while let Some(talk) = talks.join_next().await {
            talk??;
        }
        println!("messages-per-second {}", per_second(PAIRS * MESSAGES, talking));
        // The last of them are on their way: who sends hears of it before who receives.
        let last = Instant::now() + LAST;
        while heard.delays().len() < PAIRS * MESSAGES {
            ensure!(Instant::now() < last, "{} messages have come", heard.delays().len());
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let mut delays = std::mem::take(&mut *heard.delays());
        delays.sort_unstable();
        println!("delay-50 {}", delays[delays.len() / 2]);
        println!("delay-99 {}", delays[delays.len() * 99 / 100]);
        Ok(())
    })
}

fn per_second(count: usize, since: Instant) -> u64 {
    (count as f64 / since.elapsed().as_secs_f64()) as u64
}

/// All users, available and with open event channels.
async fn sign_in(users: usize, root: &str) -> anyhow::Result<Vec<(Client, Application)>> {
    let transport = Reqwest::new(reqwest::Client::builder())?;
    let turns = Arc::new(Semaphore::new(AT_A_TIME));
    let mut signing_in = JoinSet::new();
    for user in 0..users {
        let (turns, transport) = (Arc::clone(&turns), transport.clone());
        let builder = Client::builder(root.parse()?).credentials(Credentials::password(uri(user), PASSWORD));
        signing_in.spawn(async move {
            let _turn = turns.acquire().await?;
            let client: Client = builder.build_on::<Official>(transport);
            let input = ApplicationsInput::new("en-US", format!("endpoint {user}"), "load/0.1");
            let application = client.sign_in(input).await?;
            let me = application.embedded.me.as_ref().context("no `me`")?;
            let link = me.links.make_me_available.as_ref().context("no `makeMeAvailable`")?;
            let input = MakeMeAvailableInput::default().with_supported_modalities([ModalityType::Messaging]);
            client.send(&link.post(input)).await?;
            Ok::<_, anyhow::Error>((user, (client, application)))
        });
    }
    let mut all = Vec::new();
    while let Some(signed_in) = signing_in.join_next().await {
        all.push(signed_in??);
    }
    all.sort_by_key(|(user, _)| *user);
    Ok(all.into_iter().map(|(_, signed_in)| signed_in).collect())
}

/// Accepts invitations, and notes when messages arrive.
async fn listen(client: Client, start: Instant, heard: Heard) {
    while let Some(step) = client.next_step().await {
        heard.last.store(micros(start), Ordering::Relaxed);
        let Step::Events(events) = step else { continue };
        for event in events.iter().map(AnyEvent::from) {
            match event {
                AnyEvent::MessagingInvitationStarted(event) => {
                    if let Some(accept) = event.resource().and_then(|it| it.links.accept.as_ref()) {
                        drop(client.send(&accept.post(())).await);
                    }
                }
                AnyEvent::MessageCompleted(event) => {
                    let Some(message) = event.resource() else { continue };
                    let text = message.plain_message.as_ref().and_then(|text| text.to_text().ok());
                    let sent: Option<u64> = text.and_then(|text| text.parse().ok());
                    if let Some(sent) = sent.filter(|_| message.direction == Some(Direction::Incoming)) {
                        let delay = micros(start).saturating_sub(sent);
                        heard.delays().push(delay);
                    }
                }
                _ => {}
            }
        }
    }
}

fn micros(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX)
}

/// Invites somebody, and returns how to write to them.
async fn connect(
    client: Client,
    application: Application,
    whom: String,
) -> anyhow::Result<(Client, Link<SendMessage>)> {
    let communication = application.embedded.communication.context("no `communication`")?;
    let link = communication.links.start_messaging.context("no `startMessaging`")?;
    let call = link.post(StartMessagingInput::new(&*whom).with_operation_id(format!("invite {whom}")));
    let Completion::Event(event) = client.operation(&call).await? else { bail!("no event") };
    ensure!(event.is_success(), "{whom}: {:?}", event.reason);
    let invitation = event.resource_as::<MessagingInvitation>().context("no invitation in the event")?;
    let messaging = client.get(invitation.links.messaging.as_ref().context("no `messaging`")?).await?;
    let send = messaging.links.send_message.ok_or_else(|| anyhow!("{whom} is not connected"))?;
    Ok((client, send))
}

/// Sends messages, one after the other: each says when it was sent.
async fn talk(client: Client, link: Link<SendMessage>, start: Instant) -> anyhow::Result<()> {
    for number in 0..MESSAGES {
        let content = RawBody::new("text/plain", micros(start).to_string());
        let call = link.post_with(SendMessageQuery::new(format!("message {number}")), content);
        let Completion::Event(event) = client.operation(&call).await? else { bail!("no event") };
        ensure!(event.is_success(), "{:?}", event.reason);
    }
    Ok(())
}
