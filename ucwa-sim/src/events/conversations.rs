//! Events of conversations, invitations and messages.

use ucwa_types::Link;
use ucwa_types::api::{
    AudioVideo, AudioVideoInvitation, Conversation, Event, Message, Messaging, MessagingInvitation,
    OnlineMeetingInvitation, ParticipantInvitation, PhoneAudio, PhoneAudioInvitation, TypingParticipants,
};
use ucwa_types::event::EventType;

use super::describe::{Described, about, communication, ended};
use crate::happening::ConversationHappening;
use crate::ids::{AppId, ConversationId, InvitationId};
use crate::state::Modality;
use crate::world::World;

impl World {
    pub(super) fn describe_conversations(&self, app: AppId, happening: &ConversationHappening) -> Described {
        let hrefs = self.hrefs(app);
        let communication = communication(&hrefs);
        let conversation = |id: ConversationId| ("conversation", hrefs.conversation(id));
        let invitation = |r#type, id| self.invitation_event(r#type, id);
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
            // No page has `completed` for these: the state tells how they end.
            ConversationHappening::InvitationCompleted(id, _)
                if matches!(self.invitation_rel(*id), "phoneAudioInvitation" | "audioVideoInvitation") =>
            {
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
            ConversationHappening::ModalityUpdated(id, modality) => match modality {
                Modality::Messaging => {
                    let event = about::<Messaging>(EventType::Updated, hrefs.messaging(*id));
                    Described::high(conversation(*id), self.with(event, self.messaging(*id)))
                }
                Modality::PhoneAudio => {
                    let event = about::<PhoneAudio>(EventType::Updated, hrefs.phone_audio(*id));
                    Described::high(conversation(*id), self.with(event, self.phone_audio(*id)))
                }
                Modality::AudioVideo => {
                    let event = about::<AudioVideo>(EventType::Updated, hrefs.audio_video(*id));
                    Described::high(conversation(*id), self.with(event, self.audio_video(*id)))
                }
            },
            ConversationHappening::Typing(r#type, id, key) => {
                let typing = format!("{}/typingParticipants", hrefs.messaging(*id));
                let event = Event::new(r#type.clone(), &self.participant_of(*id, key))
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

    /// The event about an invitation of any kind.
    fn invitation_event(&self, r#type: EventType, id: InvitationId) -> Event {
        let href = self.invitation_href(id).unwrap_or_default();
        match self.invitation_rel(id) {
            "phoneAudioInvitation" => {
                self.with(about::<PhoneAudioInvitation>(r#type, href), self.phone_audio_invitation(id))
            }
            "audioVideoInvitation" => {
                self.with(about::<AudioVideoInvitation>(r#type, href), self.audio_video_invitation(id))
            }
            "participantInvitation" => {
                self.with(about::<ParticipantInvitation>(r#type, href), self.participant_invitation(id))
            }
            "onlineMeetingInvitation" => {
                self.with(about::<OnlineMeetingInvitation>(r#type, href), self.meeting_invitation(id))
            }
            _ => self.with(about::<MessagingInvitation>(r#type, href), self.messaging_invitation(id)),
        }
    }
}
