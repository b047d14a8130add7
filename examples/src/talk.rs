//! What there is to do: decided here, from resources and events, and done by the clients.

use std::collections::VecDeque;

use anyhow::{Context, Result, bail};
use ucwa_types::Link;
use ucwa_types::api::{
    Accept, AnyEvent, AnyResource, Application, CallState, Conversation, Conversations, Event,
    MakeMeAvailable, MakeMeAvailableInput, MessageFormat, Messaging, MessagingInvitation, ModalityType,
    PollOutcome, PreferredAvailability, SendMessage, SendMessageQuery, Sender, TypedEvent,
};
use ucwa_types::channel::{NextStep, Operations};
use ucwa_types::operation::{Post, RawBody};
use ucwa_types::rest::{Call, Reply};

use crate::{ApiError, Ended};

/// The id that the client gives to its one operation, by which it knows the events of it.
const REPLY: &str = "reply-1";

/// A request to make. What comes back is handed to the [`Talk`], where it says more.
#[derive(Debug)]
pub enum Task {
    /// Fetch, for [`Talk::on_application`].
    Application(Link<Application>),
    /// Fetch, for [`Talk::on_conversations`].
    Conversations(Link<Conversations>),
    /// Fetch, for [`Talk::on_conversation`].
    Conversation(Link<Conversation>),
    /// Fetch, for [`Talk::on_invitation`].
    Invitation(Link<MessagingInvitation>),
    /// Fetch, for [`Talk::on_messaging`].
    Messaging(Link<Messaging>),
    /// Say that the user is here, [`available`] for messages.
    MakeMeAvailable(Link<MakeMeAvailable>),
    /// Accept an invitation.
    Accept(Link<Accept>),
    /// Send the answer, and tell [`Talk::on_sent`].
    Send(Box<Call<SendMessage, Post>>),
}

/// How the user is available: for messages in plain text.
#[must_use]
pub fn available() -> MakeMeAvailableInput {
    MakeMeAvailableInput::default()
        .with_sign_in_as(PreferredAvailability::Online)
        .with_supported_modalities([ModalityType::Messaging])
        .with_supported_message_formats([MessageFormat::Plain])
}

/// One conversation: somebody writes, and is answered.
#[derive(Debug)]
pub struct Talk {
    reply: String,
    own: Option<Link<Application>>,
    tasks: VecDeque<Task>,
    operations: Operations<AnyResource>,
    is_answered: bool,
    is_over: bool,
    received: Vec<String>,
}

impl Talk {
    /// A conversation in which this is the answer.
    #[must_use]
    pub fn new(reply: impl Into<String>) -> Self {
        Self {
            reply: reply.into(),
            own: None,
            tasks: VecDeque::new(),
            operations: Operations::new(),
            is_answered: false,
            is_over: false,
            received: Vec::new(),
        }
    }

    /// What to do next; `None` if there is nothing to do before something happens.
    pub fn next_task(&mut self) -> Option<Task> {
        self.tasks.pop_front()
    }

    /// Whether the answer has arrived.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// What others wrote.
    #[must_use]
    pub fn into_received(self) -> Vec<String> {
        self.received
    }

    /// Takes the application, new or fetched again.
    pub fn on_application(&mut self, application: &Application) {
        self.own.clone_from(&application.links.self_);
        // A link that is not there says that something cannot be done now. Who is available cannot become available.
        let me = application.embedded.me.as_ref();
        if let Some(link) = me.and_then(|me| me.links.make_me_available.clone()) {
            self.tasks.push_back(Task::MakeMeAvailable(link));
        }
        let communication = application.embedded.communication.as_ref();
        if let Some(link) = communication.and_then(|communication| communication.links.conversations.clone())
        {
            self.tasks.push_back(Task::Conversations(link));
        }
    }

    /// Takes the list of conversations.
    pub fn on_conversations(&mut self, conversations: &Conversations) {
        self.tasks.extend(conversations.links.conversation.iter().cloned().map(Task::Conversation));
    }

    /// Takes a conversation.
    pub fn on_conversation(&mut self, conversation: &Conversation) {
        self.tasks.extend(conversation.links.messaging.clone().map(Task::Messaging));
    }

    /// Takes an invitation. One that is not for us, or no longer open, cannot be accepted.
    pub fn on_invitation(&mut self, invitation: &MessagingInvitation) {
        if let Some(accept) = invitation.links.accept.clone() {
            self.received.extend(invitation.message.as_ref().and_then(|message| message.to_text().ok()));
            self.tasks.push_back(Task::Accept(accept));
        }
    }

    /// Takes the state of the messages in a conversation. Once it is connected, they can be sent.
    pub fn on_messaging(&mut self, messaging: &Messaging) {
        let is_time = !self.is_answered && messaging.state == Some(CallState::Connected);
        if let Some(link) = messaging.links.send_message.as_ref().filter(|_| is_time) {
            let content = RawBody::new("text/plain; charset=utf-8", self.reply.as_bytes());
            let call = link.post_with(SendMessageQuery::new(REPLY), content);
            // From here on it is not known whether the server has it, so that it must not be sent again.
            self.is_answered = true;
            self.operations.start(REPLY);
            self.tasks.push_back(Task::Send(Box::new(call)));
        }
    }

    /// Takes the answer to the message that was sent: where it is.
    pub fn on_sent<O>(&mut self, reply: &Reply<O>) {
        if let Some(location) = &reply.location {
            self.operations.locate(REPLY, location.href());
        }
    }

    /// Takes what the event channel brought.
    ///
    /// # Errors
    /// If the channel has ended, or the answer was not delivered.
    pub fn on_outcome(&mut self, outcome: PollOutcome<ApiError>) -> Result<()> {
        // An answer that could not be decoded is such a loss as well.
        if outcome.state_loss.is_some() {
            // What is missed of a message that was sent is no more than that it arrived.
            self.is_over |= self.is_answered;
            self.tasks.extend(self.own.clone().map(Task::Application));
        }
        for (sender, event) in outcome.events() {
            self.on_event(sender, event)?;
        }
        match outcome.next_step {
            NextStep::Gone => Err(Ended::Application.into()),
            NextStep::DeadEnd { attempt } if attempt >= NextStep::DEAD_ENDS => Err(Ended::Application.into()),
            NextStep::Rediscover => Err(Ended::Discovery.into()),
            // A new token has been tried by now.
            NextStep::Refused | NextStep::RenewToken { .. } => {
                outcome.failure.map_or(Ok(()), Err).context("the event channel is closed to us")
            }
            _ => Ok(()),
        }
    }

    fn on_event(&mut self, sender: &Sender, event: &Event) -> Result<()> {
        let is_own = self.operations.observe(event).is_some();
        match AnyEvent::from((sender, event)) {
            AnyEvent::MessagingInvitationStarted(event) => match event.resource() {
                Some(invitation) => self.on_invitation(invitation),
                None => self.fetch(event, Task::Invitation),
            },
            AnyEvent::MessagingUpdated(event) => match event.resource() {
                Some(messaging) => self.on_messaging(messaging),
                None => self.fetch(event, Task::Messaging),
            },
            AnyEvent::MessageCompleted(event) if is_own => {
                if event.is_failure() {
                    bail!("the message was not delivered: {:?}", event.reason());
                }
                self.is_over = true;
            }
            _ => {}
        }
        Ok(())
    }

    /// What an event is about need not be in it.
    fn fetch<T>(&mut self, event: TypedEvent<'_, T>, task: fn(Link<T>) -> Task) {
        self.tasks.extend(event.target().map(task));
    }
}
