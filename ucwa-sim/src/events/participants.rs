//! Events of participants.

use ucwa_types::Link;
use ucwa_types::api::{
    Attendees, Event, Leaders, Lobby, Participant, ParticipantAudio, ParticipantMessaging, ParticipantVideo,
};
use ucwa_types::event::EventType;

use super::describe::{Described, about};
use crate::happening::{Circle, ParticipantHappening};
use crate::ids::{AppId, ConversationId};
use crate::state::Medium;
use crate::world::World;

impl World {
    pub(super) fn describe_participants(&self, app: AppId, happening: &ParticipantHappening) -> Described {
        let hrefs = self.hrefs(app);
        let conversation = |id: ConversationId| ("conversation", hrefs.conversation(id));
        match happening {
            ParticipantHappening::Participant(r#type, id, key) => {
                let event = Event::new(r#type.clone(), &self.participant_of(*id, key));
                // Other participants are not embedded.
                let is_sent = self.is_me(*id, key) && *r#type != EventType::Deleted;
                let local = is_sent.then(|| self.participant_in_role(*id, key)).flatten();
                Described::high(conversation(*id), self.with(event, local))
            }
            ParticipantHappening::Circle(r#type, id, key, circle) => {
                let own = hrefs.conversation(*id);
                let event = about::<Participant>(r#type.clone(), hrefs.participant(*id, key));
                let event = match circle {
                    Circle::Leaders => event.with_collection(&Link::<Leaders>::new(format!("{own}/leaders"))),
                    Circle::Attendees => {
                        event.with_collection(&Link::<Attendees>::new(format!("{own}/attendees")))
                    }
                    Circle::Lobby => event.with_collection(&Link::<Lobby>::new(format!("{own}/lobby"))),
                };
                Described::high(conversation(*id), event)
            }
            ParticipantHappening::Medium(r#type, id, key, medium) => {
                let is_sent = self.is_me(*id, key) && *r#type != EventType::Deleted;
                let event = self.medium_event(r#type, *id, key, *medium, is_sent);
                Described::high(conversation(*id), event.with_collection(&self.participant_of(*id, key)))
            }
        }
    }

    /// The event about what a member uses.
    fn medium_event(
        &self,
        r#type: &EventType,
        id: ConversationId,
        key: &str,
        medium: Medium,
        is_sent: bool,
    ) -> Event {
        let href =
            self.conversations.get(&id).map(|it| self.hrefs(it.app).participant(id, key)).unwrap_or_default();
        let r#type = r#type.clone();
        match medium {
            Medium::Messaging => {
                let event = about::<ParticipantMessaging>(r#type, format!("{href}/messaging"));
                self.with(event, is_sent.then(|| self.participant_messaging(id, key)).flatten())
            }
            Medium::Audio => {
                let event = about::<ParticipantAudio>(r#type, format!("{href}/audio"));
                self.with(event, is_sent.then(|| self.participant_audio(id, key)).flatten())
            }
            Medium::Video => {
                let event = about::<ParticipantVideo>(r#type, format!("{href}/video"));
                self.with(event, is_sent.then(|| self.participant_video(id, key)).flatten())
            }
        }
    }

    /// Whether this is the user of the application.
    fn is_me(&self, id: ConversationId, key: &str) -> bool {
        self.conversations.get(&id).is_some_and(|it| it.me == key)
    }

    /// The link to a participant, with the rel that it has in events.
    pub(super) fn participant_of(&self, id: ConversationId, key: &str) -> Link<Participant> {
        let mut link = self.participant_link(id, key);
        if self.is_me(id, key) {
            link.set_attribute("rel", Some("localParticipant".into()));
        }
        link
    }

    /// Sends an event about the user of a conversation as its participant.
    pub(crate) fn emit_own(&mut self, id: ConversationId, r#type: EventType) {
        let Some((app, me)) = self.conversations.get(&id).map(|it| (it.app, it.me.clone())) else { return };
        self.emit(app, ParticipantHappening::Participant(r#type, id, me));
    }
}
