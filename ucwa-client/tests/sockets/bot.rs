//! Both clients behind one form, and a bot on them: it waits for somebody to write, answers once, and leaves.

use std::time::Duration;

use ucwa_client::asynchronous::{self, Reqwest};
use ucwa_client::blocking::{self, Ureq};
use ucwa_client::error::Gone;
use ucwa_client::session::{Events, Settings, Step};
use ucwa_client::{Completion, Credentials, Official};
use ucwa_types::Link;
use ucwa_types::api::{
    AnyEvent, Application, ApplicationsInput, CallState, ErrorKind, MakeMeAvailableInput, MessageFormat,
    Messaging, MessagingInvitation, ModalityType, PreferredAvailability, SendMessageQuery,
};
use ucwa_types::channel::Backoff;
use ucwa_types::operation::{HttpMethod, RawBody};
use ucwa_types::rest::{Advice, Call, Callable, Fetchable, Reply};

pub(crate) type Error = ucwa_client::Error<ErrorKind>;

/// Why the bot ends.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    #[error("the client: {0}")]
    Client(#[from] Error),
    #[error("not delivered: {0}")]
    Undelivered(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Blocking,
    Asynchronous,
}

pub(crate) enum Client {
    Blocking(blocking::Client),
    Asynchronous(asynchronous::Client),
}

impl Client {
    /// Both kinds.
    pub(crate) const KINDS: [Kind; 2] = [Kind::Blocking, Kind::Asynchronous];

    /// A client that does not wait for long.
    pub(crate) fn new(
        kind: Kind,
        root: &str,
        credentials: Credentials,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        let root = root.parse().unwrap();
        let change = |settings: &mut Settings| {
            settings.backoff = Backoff::new(Duration::from_millis(1), Duration::from_millis(2));
            settings.lost_operation = Duration::from_secs(2);
            settings.recreations = 2;
            change(settings);
        };
        match kind {
            Kind::Blocking => {
                let builder = blocking::Client::builder(root).credentials(credentials).settings(change);
                Self::Blocking(builder.build_on(Ureq::default()))
            }
            Kind::Asynchronous => {
                let builder = asynchronous::Client::builder(root).credentials(credentials).settings(change);
                Self::Asynchronous(builder.build_on(Reqwest::new(reqwest::Client::builder()).unwrap()))
            }
        }
    }

    pub(crate) async fn sign_in(&self) -> Result<Application, Error> {
        let input = ApplicationsInput::new("en-US", "bot-1", "bot/0.1");
        match self {
            Self::Blocking(client) => client.sign_in(input),
            Self::Asynchronous(client) => client.sign_in(input).await,
        }
    }

    pub(crate) async fn get<R: Fetchable<Error = ErrorKind>>(&self, link: &Link<R>) -> Result<R, Error> {
        match self {
            Self::Blocking(client) => client.get(link),
            Self::Asynchronous(client) => client.get(link).await,
        }
    }

    pub(crate) async fn send<R, M: HttpMethod>(&self, call: &Call<R, M>) -> Result<Reply<R::Output>, Error>
    where
        R: Callable<M, Error = ErrorKind>,
    {
        match self {
            Self::Blocking(client) => client.send(call),
            Self::Asynchronous(client) => client.send(call).await,
        }
    }

    pub(crate) async fn operation<R, M: HttpMethod>(
        &self,
        call: &Call<R, M>,
    ) -> Result<Completion<R::Output, Official>, Error>
    where
        R: Callable<M, Error = ErrorKind>,
    {
        match self {
            Self::Blocking(client) => client.operation(call),
            Self::Asynchronous(client) => client.operation(call).await,
        }
    }

    pub(crate) async fn next_step(&self) -> Option<Step<Official>> {
        match self {
            Self::Blocking(client) => client.next_step(),
            Self::Asynchronous(client) => client.next_step().await,
        }
    }

    pub(crate) async fn sign_out(&self) {
        match self {
            Self::Blocking(client) => client.sign_out(),
            Self::Asynchronous(client) => client.sign_out().await,
        }
    }
}

/// How a user is available: for messages in plain text.
pub(crate) fn available() -> MakeMeAvailableInput {
    MakeMeAvailableInput::default()
        .with_sign_in_as(PreferredAvailability::Online)
        .with_supported_modalities([ModalityType::Messaging])
        .with_supported_message_formats([MessageFormat::Plain])
}

/// Signs in, has a conversation, and signs out. Returns what was written.
pub(crate) async fn run(client: &Client, reply: &str) -> Result<Vec<String>, Trouble> {
    let application = client.sign_in().await?;
    let received = converse(client, &application, reply).await;
    client.sign_out().await;
    received
}

async fn converse(client: &Client, application: &Application, reply: &str) -> Result<Vec<String>, Trouble> {
    let mut talk = Talk::new(client, reply);
    let mut result = talk.begin(application).await;
    loop {
        match result {
            Err(Trouble::Client(error)) if is_gone(&error) => {}
            result => result?,
        }
        if talk.is_over {
            return Ok(talk.received);
        }
        result = match client.next_step().await {
            Some(Step::Events(events)) => talk.on_events(&events).await,
            // What is missed of a message that was sent is no more than that it has arrived.
            Some(Step::StateLoss { .. }) if talk.is_answered => return Ok(talk.received),
            Some(Step::StateLoss { application: Some(application), .. }) => talk.begin(&application).await,
            Some(Step::Recreated(application)) => {
                talk = Talk::new(client, reply);
                talk.begin(&application).await
            }
            Some(Step::Ended(error)) => return Err(error.into()),
            None => return Err(Error::Gone(Gone::SignedOut).into()),
            Some(_) => Ok(()),
        };
    }
}

/// Whether another application follows, or the step that says why there is none.
fn is_gone(error: &Error) -> bool {
    match error {
        Error::Gone(_) => true,
        Error::Service(_, error) => {
            matches!(error.advice(), Some(Advice::CreateApplication | Advice::Discover))
        }
        _ => false,
    }
}

/// One conversation.
struct Talk<'a> {
    client: &'a Client,
    reply: &'a str,
    is_answered: bool,
    is_over: bool,
    received: Vec<String>,
}

impl<'a> Talk<'a> {
    const fn new(client: &'a Client, reply: &'a str) -> Self {
        Self { client, reply, is_answered: false, is_over: false, received: Vec::new() }
    }

    /// Takes the application, new or fetched again. A link that is not there leads to what cannot be done now.
    async fn begin(&mut self, application: &Application) -> Result<(), Trouble> {
        let me = application.embedded.me.as_ref();
        if let Some(link) = me.and_then(|me| me.links.make_me_available.as_ref()) {
            self.client.send(&link.post(available())).await?;
        }
        let communication = application.embedded.communication.as_ref();
        let Some(link) = communication.and_then(|it| it.links.conversations.as_ref()) else { return Ok(()) };
        for link in self.client.get(link).await?.links.conversation {
            if let Some(link) = self.client.get(&link).await?.links.messaging {
                let messaging = self.client.get(&link).await?;
                self.on_messaging(&messaging).await?;
            }
        }
        Ok(())
    }

    async fn on_events(&mut self, events: &Events<Official>) -> Result<(), Trouble> {
        for event in events.iter().map(AnyEvent::from) {
            match event {
                AnyEvent::MessagingInvitationStarted(event) => {
                    let invitation = match (event.resource(), event.target()) {
                        (Some(invitation), _) => invitation.clone(),
                        (None, Some(link)) => self.client.get(&link).await?,
                        (None, None) => continue,
                    };
                    self.on_invitation(&invitation).await?;
                }
                AnyEvent::MessagingUpdated(event) => {
                    let messaging = match (event.resource(), event.target()) {
                        (Some(messaging), _) => messaging.clone(),
                        (None, Some(link)) => self.client.get(&link).await?,
                        (None, None) => continue,
                    };
                    self.on_messaging(&messaging).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Accepts an invitation. One that is not for us, or no longer open, has no such link.
    async fn on_invitation(&mut self, invitation: &MessagingInvitation) -> Result<(), Trouble> {
        if let Some(accept) = &invitation.links.accept {
            self.client.send(&accept.post(())).await?;
            self.received.extend(invitation.message.as_ref().and_then(|message| message.to_text().ok()));
        }
        Ok(())
    }

    /// Answers once messages can be sent.
    async fn on_messaging(&mut self, messaging: &Messaging) -> Result<(), Trouble> {
        let is_time = !self.is_answered && messaging.state == Some(CallState::Connected);
        let Some(link) = messaging.links.send_message.as_ref().filter(|_| is_time) else { return Ok(()) };
        self.is_answered = true;
        let content = RawBody::new("text/plain; charset=utf-8", self.reply.as_bytes());
        let call = link.post_with(SendMessageQuery::new("reply-1"), content);
        match self.client.operation(&call).await {
            Ok(Completion::Event(event)) if event.is_failure() => {
                return Err(Trouble::Undelivered(format!("{:?}", event.reason)));
            }
            // Its event is among those that were lost, which a step reports.
            Err(error) if error.started().is_some() => {}
            Err(Error::OutcomeUnknown(_, None)) => {}
            result => {
                result?;
                self.is_over = true;
            }
        }
        Ok(())
    }
}
