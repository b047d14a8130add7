//! Events of conversations, invitations and messages.

use ucwa_types::Link;
use ucwa_types::api::{
    Conversation, Event, Message, Messaging, MessagingInvitation, Participant, ParticipantMessaging,
    TypingParticipants,
};
use ucwa_types::event::EventType;

use super::describe::{Described, about, communication, ended};
use crate::happening::{ConversationHappening, Who};
use crate::ids::{AppId, ConversationId};
use crate::world::World;

impl World {
    pub(super) fn describe_conversations(&self, app: AppId, happening: &ConversationHappening) -> Described {
        let hrefs = self.hrefs(app);
        let communication = communication(&hrefs);
        let conversation = |id: ConversationId| ("conversation", hrefs.conversation(id));
        let invitation = |r#type, id| {
            let event = about::<MessagingInvitation>(r#type, hrefs.invitation(id));
            self.with(event, self.invitation(id))
        };
        let message = |r#type, id, message| {
            let event = about::<Message>(r#type, hrefs.message(id, message));
            self.with(event, self.message(id, message))
        };
        match happening {
            ConversationHappening::InvitationStarted(id) => {
                Described::high(communication, invitation(EventType::Started, *id))
            }
            ConversationHappening::InvitationUpdated(id) => {
                Described::high(communication, invitation(EventType::Updated, *id))
            }
            ConversationHappening::InvitationCompleted(id, outcome) => {
                Described::high(communication, ended(invitation(EventType::Completed, *id), outcome))
            }
            ConversationHappening::Conversation(r#type, id) => {
                let event = about::<Conversation>(r#type.clone(), hrefs.conversation(*id));
                let resource = self.conversation(*id).filter(|_| *r#type != EventType::Deleted);
                Described::high(communication, self.with(event, resource))
            }
            ConversationHappening::Participant(r#type, id, who) => {
                let link = self.participant_of(*id, *who);
                let event = Event::new(r#type.clone(), &link);
                // Other participants are not embedded.
                let is_sent = *who == Who::Local && *r#type != EventType::Deleted;
                let local = is_sent.then(|| self.local(*id)).flatten();
                Described::high(conversation(*id), self.with(event, local))
            }
            ConversationHappening::ParticipantMessaging(r#type, id, who) => {
                let link = self.participant_of(*id, *who);
                let event =
                    about::<ParticipantMessaging>(r#type.clone(), format!("{}/messaging", link.href()));
                let event = event.with_collection(&link);
                let uri =
                    self.uri_of(*id, *who).filter(|_| *who == Who::Local && *r#type != EventType::Deleted);
                let resource = uri.and_then(|uri| self.participant_messaging(*id, &uri));
                Described::high(conversation(*id), self.with(event, resource))
            }
            ConversationHappening::MessagingUpdated(id) => {
                let event = about::<Messaging>(EventType::Updated, hrefs.messaging(*id));
                Described::high(conversation(*id), self.with(event, self.messaging(*id)))
            }
            ConversationHappening::Typing(r#type, id) => {
                let typing = format!("{}/typingParticipants", hrefs.messaging(*id));
                let event = Event::new(r#type.clone(), &self.participant_of(*id, Who::Peer))
                    .with_collection(&Link::<TypingParticipants>::new(typing));
                Described::high(conversation(*id), event)
            }
            ConversationHappening::MessageStarted(id, started) => {
                Described::high(conversation(*id), message(EventType::Started, *id, *started))
            }
            ConversationHappening::MessageCompleted(id, completed, outcome) => Described::high(
                conversation(*id),
                ended(message(EventType::Completed, *id, *completed), outcome),
            ),
        }
    }

    fn uri_of(&self, id: ConversationId, who: Who) -> Option<String> {
        let conversation = self.conversations.get(&id)?;
        match who {
            Who::Local => self.user_of(conversation.app).map(|user| user.person.uri.clone()),
            Who::Peer => Some(conversation.peer.clone()),
        }
    }

    /// The link to a participant, with the rel that it has in events.
    fn participant_of(&self, id: ConversationId, who: Who) -> Link<Participant> {
        let mut link = self.participant_link(id, &self.uri_of(id, who).unwrap_or_default());
        if who == Who::Local {
            link.set_attribute("rel", Some("localParticipant".into()));
        }
        link
    }

    fn local(&self, id: ConversationId) -> Option<Participant> {
        self.participant(id, &self.uri_of(id, Who::Local)?)
    }
}
