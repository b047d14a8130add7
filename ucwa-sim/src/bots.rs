//! Bots: users for whom the simulator acts.

use ucwa_types::ExternalResource;
use ucwa_types::api::{CallState, Direction, MessageFormat, ModalityType};
use ucwa_types::event::EventType;

use crate::acts::{Answering, Content, Wish};
use crate::config::Bot;
use crate::happening::{AudioVideoHappening, ConversationHappening, Happening, ParticipantHappening};
use crate::ids::{AppId, ConversationId, InvitationId, MessageId, RenegotiationId, UserId};
use crate::sdp;
use crate::state::{Identity, Kind, Message, Modality};
use crate::world::World;

/// What bots can be invited to.
const MODALITIES: [ModalityType; 4] =
    [ModalityType::Messaging, ModalityType::PhoneAudio, ModalityType::Audio, ModalityType::Video];

impl World {
    /// Signs in all bots.
    pub(crate) fn start_bots(&mut self) {
        for index in 0..self.users.len() {
            if self.users.get(index).is_some_and(|user| user.person.bot.is_some()) {
                self.start_bot(UserId(index));
            }
        }
    }

    fn start_bot(&mut self, user: UserId) {
        let identity = Identity {
            culture: "en-US".to_owned(),
            endpoint_id: "bot".to_owned(),
            user_agent: "ucwa-sim".to_owned(),
            kind: None,
        };
        let (app, _) = self.begin_application(user, identity, "");
        if let Some(application) = self.applications.get_mut(&app) {
            application.is_bot = true;
            self.bots.insert(app);
            application.is_available = true;
            application.settings.supported_modalities = Some(MODALITIES.to_vec());
            application.settings.supported_message_formats =
                Some(vec![MessageFormat::Plain, MessageFormat::Html]);
        }
        self.refresh_presence(user);
    }

    /// Lets bots react to what has happened. Their number of reactions is limited, since two bots could talk for ever.
    pub(crate) fn run_bots(&mut self) {
        for _ in 0..1000 {
            let Some((app, happening)) = self.for_bots.pop_front() else { return };
            self.react(app, &happening);
        }
        self.for_bots.clear();
    }

    fn react(&mut self, app: AppId, happening: &Happening) {
        let Some(bot) = self.user_of(app).and_then(|user| user.person.bot.clone()) else { return };
        match happening {
            Happening::Conversations(ConversationHappening::InvitationStarted(id)) => {
                self.be_invited(app, &bot, *id);
            }
            Happening::Conversations(ConversationHappening::ModalityUpdated(id, Modality::Messaging)) => {
                self.seem_to_type(*id);
            }
            Happening::Conversations(ConversationHappening::MessageCompleted(id, message, _)) => {
                self.echo(&bot, *id, *message);
            }
            Happening::AudioVideo(AudioVideoHappening::RenegotiationStarted(id)) => {
                self.be_offered(&bot, *id);
            }
            Happening::Participants(ParticipantHappening::Participant(EventType::Deleted, id, _)) => {
                self.leave_empty(*id);
            }
            _ => {}
        }
    }

    fn be_invited(&mut self, app: AppId, bot: &Bot, id: InvitationId) {
        let Some(invitation) = self.invitations.get(&id) else { return };
        if invitation.direction != Direction::Incoming {
            return;
        }
        if let Some(to) = &bot.forwards {
            self.forward(id, to);
        } else if bot.accepts {
            let conversation = invitation.conversation;
            let message = self.calls.get(&invitation.call).and_then(|call| call.message.as_ref());
            let content = message.filter(|_| bot.echoes).and_then(content);
            let modality = self.calls.get(&invitation.call).and_then(|call| call.kind.modality());
            self.accept_as_bot(id);
            if let (Some(to), Some(modality @ (Modality::PhoneAudio | Modality::AudioVideo))) =
                (&bot.transfers, modality)
            {
                self.transfer(conversation, modality, to);
            }
            if self.is_meeting(conversation) {
                // Accepting has joined no modality.
                let to = self.addressee(conversation);
                self.invite(app, Some(conversation), Wish::new(Kind::Messaging, to));
            }
            if let Some(content) = content {
                self.say(conversation, content);
            }
        } else if bot.declines {
            self.decline(id);
        }
    }

    /// Accepts an invitation, with an answer that accepts the offer as it is if there is one.
    fn accept_as_bot(&mut self, id: InvitationId) {
        let call = self.invitations.get(&id).and_then(|it| self.calls.get(&it.call));
        let Some(Kind::AudioVideo(call)) = call.map(|call| &call.kind) else { return self.accept(id) };
        let (offer, processed) = call.offer.as_ref().and_then(sdp::of_offer).unwrap_or_default();
        let context = "bot".to_owned();
        self.accept_with_answer(id, Answering { sdp: sdp::accept(&offer), context, processed });
    }

    /// Accepts a change of media.
    fn be_offered(&mut self, bot: &Bot, id: RenegotiationId) {
        let is_incoming = self.areas.audio_video.renegotiations.get(&id).is_some_and(|it| it.is_open);
        match (is_incoming, bot.declines) {
            (true, true) => self.dismiss(id),
            (true, false) => self.answer_renegotiation(id, None),
            (false, _) => {}
        }
    }

    /// Shows a bot as typing once the conversation is connected.
    fn seem_to_type(&mut self, id: ConversationId) {
        let is_connected = self.conversations.get(&id).is_some_and(|it| it.messaging == CallState::Connected);
        if is_connected {
            self.type_in(id);
        }
    }

    /// Leaves a conversation in which nobody else is.
    fn leave_empty(&mut self, id: ConversationId) {
        if self.others(id).is_empty() {
            self.leave(id);
        }
    }

    fn echo(&mut self, bot: &Bot, id: ConversationId, message: MessageId) {
        let received = self.conversations.get(&id).and_then(|it| it.messages.get(&message));
        let content = received
            .filter(|it| it.direction == Direction::Incoming && !self.is_of_bot(id, it))
            .map(|it| Content { media_type: it.media_type.clone(), text: it.text.clone() });
        if let Some(content) = content.filter(|_| bot.echoes) {
            self.say(id, content);
        }
    }

    /// Whether a bot has sent a message in an online meeting: there two bots would answer each other for ever.
    fn is_of_bot(&self, id: ConversationId, message: &Message) -> bool {
        let from = message.from.as_ref().filter(|_| self.is_meeting(id)).and_then(|key| self.member(id, key));
        from.is_some_and(|from| self.user(&from.uri).is_some_and(|user| user.person.bot.is_some()))
    }

    /// Sends a message, as plain text if the other user cannot show its format.
    fn say(&mut self, id: ConversationId, mut content: Content) {
        let formats = self.conversations.get(&id).map(|it| it.formats.as_slice()).unwrap_or_default();
        if !formats.contains(&MessageFormat::Html) {
            content.media_type = "text/plain".to_owned();
        }
        self.send(id, None, &content, false);
    }

    /// Lets bots invite a user who has become available in an application.
    pub(crate) fn greet(&mut self, app: AppId) {
        let Some(to) = self.user_of(app).map(|user| user.person.uri.clone()) else { return };
        let greeting = |bot: &AppId| Some((*bot, self.user_of(*bot)?.person.bot.as_ref()?.greets.clone()?));
        let greetings: Vec<_> = self.bots.iter().filter_map(greeting).collect();
        for (bot, text) in greetings {
            let message = ExternalResource::from_text("text/plain", &text);
            self.invite(bot, None, Wish { message: Some(message), ..Wish::new(Kind::Messaging, &*to) });
        }
    }
}

/// The content of an invitation's message, if it is text.
fn content(message: &ExternalResource) -> Option<Content> {
    let media_type = message.data()?.media_type().to_owned();
    Some(Content { media_type, text: message.to_text().ok()? })
}
