//! Communication, conversations and messages.

use ucwa_types::ExternalResource;
use ucwa_types::api::{
    AudienceMessaging, AudienceMuteLock, CallState, Communication, CommunicationLinks, Conversation,
    ConversationLinks, ConversationState, Direction, Message, MessageLinks, Messaging, MessagingLinks,
    ModalityType,
};

use super::groups::PASS_BACK;
use crate::ids::{AppId, ConversationId, MessageId};
use crate::state::{Application, Medium};
use crate::world::World;

impl World {
    /// The settings of communication.
    pub(crate) fn communication(&self, app: AppId) -> Option<Communication> {
        let application = self.applications.get(&app)?;
        let hrefs = self.hrefs(app);
        let mut links = CommunicationLinks::default()
            .with_self(hrefs.to("communication"))
            .with_conversations(hrefs.to("communication/conversations?filter=active"))
            .with_join_online_meeting(hrefs.to("communication/onlineMeetingInvitations"));
        if self.guest_of(app).is_some() {
            return Some(settings(application, links));
        }
        links = links
            .with_start_online_meeting(hrefs.to("communication/adhocOnlineMeetings"))
            .with_conversation_logs(hrefs.to("communication/conversationLogs"))
            .with_missed_items(hrefs.to("communication/missedItems"))
            .with_start_messaging(self.revised(hrefs.to("communication/messagingInvitations")));
        let [has_phone, has_audio, has_video] =
            [ModalityType::PhoneAudio, ModalityType::Audio, ModalityType::Video]
                .map(|modality| self.has_modality(app, &modality));
        let own = &self.user_of(app)?.person.uri;
        let is_delegate = self.delegators_of(own).next().is_some();
        if has_phone {
            links =
                links.with_start_phone_audio(self.revised(hrefs.to("communication/phoneAudioInvitations")));
            if is_delegate {
                let href = hrefs.to("communication/delegatedPhoneAudioInvitations");
                links = links.with_start_phone_audio_on_behalf_of_delegator(href);
            }
        }
        if has_audio && self.has_voice(application.user) {
            links = links.with_start_emergency_call(hrefs.to("communication/emergencyCalls"));
        }
        if has_audio {
            links = links.with_start_audio(self.revised(hrefs.to("communication/audioInvitations")));
            if is_delegate {
                let href = hrefs.to("communication/delegatedAudioInvitations");
                links = links.with_start_audio_on_behalf_of_delegator(href);
            }
        }
        if has_video {
            links = links.with_start_video(hrefs.to("communication/videoInvitations"));
        }
        if has_audio || has_video {
            links =
                links.with_start_audio_video(self.revised(hrefs.to("communication/audioVideoInvitations")));
            if is_delegate {
                let href = hrefs.to("communication/delegatedAudioVideoInvitations");
                links = links.with_start_audio_video_on_behalf_of_delegator(href);
            }
        }
        let mut communication = settings(application, links);
        self.add_others(app, "communication", &hrefs.to("communication"), &mut communication.unknown);
        Some(communication)
    }

    /// A conversation.
    pub(crate) fn conversation(&self, id: ConversationId) -> Option<Conversation> {
        let conversation = self.conversations.get(&id)?;
        let (room, me) = (self.room(id)?, self.local(id)?);
        let own = self.hrefs(conversation.app).conversation(id);
        let mut links = ConversationLinks::default()
            .with_self(&*own)
            .with_messaging(format!("{own}/messaging"))
            .with_phone_audio(format!("{own}/phoneAudio"))
            .with_audio_video(format!("{own}/audioVideo"))
            .with_local_participant(self.participant_link(id, &conversation.me));
        let is_in =
            matches!(conversation.state, ConversationState::Connected | ConversationState::Conferenced);
        if is_in {
            links = links.with_participants(format!("{own}/participants"));
        }
        if self.can_add_participant(id) {
            links = links.with_add_participant(format!("{own}/participantInvitations"));
        }
        let mut representation = Conversation::default();
        if conversation.state == ConversationState::Conferenced
            && let Some(meeting) = &room.meeting
        {
            links = links
                .with_online_meeting(format!("{own}/onlineMeeting"))
                .with_leaders(format!("{own}/leaders"))
                .with_attendees(format!("{own}/attendees"));
            if self.leads(id) {
                links = links.with_lobby(format!("{own}/lobby"));
            }
            let (messaging, mute) = (meeting.has_messaging, meeting.is_mute_locked);
            let state = if messaging { AudienceMessaging::Enabled } else { AudienceMessaging::Disabled };
            let lock = if mute { AudienceMuteLock::Enabled } else { AudienceMuteLock::Disabled };
            representation = representation.with_audience_messaging(state).with_audience_mute(lock);
            if self.leads(id) {
                links = match messaging {
                    true => links.with_disable_audience_messaging(format!("{own}/disableAudienceMessaging")),
                    false => links.with_enable_audience_messaging(format!("{own}/enableAudienceMessaging")),
                };
                links = match mute {
                    true => links.with_disable_audience_mute_lock(format!("{own}/disableAudienceMuteLock")),
                    false => links.with_enable_audience_mute_lock(format!("{own}/enableAudienceMuteLock")),
                };
            }
        }
        let count = room.joined().count();
        let mut representation = representation
            .with_state(conversation.state.clone())
            .with_thread_id(&*room.thread)
            .with_subject(&*room.subject)
            .with_active_modalities(me.media.used().into_iter().map(Medium::name))
            .with_importance(room.importance.clone())
            .with_participant_count(i32::try_from(count).unwrap_or(i32::MAX))
            .with_recording(false)
            .with_created(self.date(room.created))
            .with_links(links);
        self.add_others(conversation.app, "conversation", &own, &mut representation.unknown);
        Some(representation)
    }

    /// The conversations that the user has joined or started, in the order in which they were created.
    pub(crate) fn active_conversations(&self, app: AppId) -> Vec<ConversationId> {
        let mut active: Vec<_> = self
            .conversations
            .iter()
            .filter(|(_, it)| {
                it.app == app
                    && !matches!(it.state, ConversationState::Incoming | ConversationState::Disconnected)
            })
            .filter_map(|(id, it)| Some((self.rooms.get(&it.room)?.created, *id)))
            .collect();
        active.sort_unstable();
        active.into_iter().map(|(_, id)| id).collect()
    }

    /// The instant messaging of a conversation.
    pub(crate) fn messaging(&self, id: ConversationId) -> Option<Messaging> {
        let conversation = self.conversations.get(&id)?;
        let hrefs = self.hrefs(conversation.app);
        let own = hrefs.messaging(id);
        let mut links = MessagingLinks::default().with_self(&*own).with_conversation(hrefs.conversation(id));
        let mut messaging = Messaging::default().with_state(conversation.messaging.clone());
        match conversation.messaging {
            CallState::Connected => {
                links = links
                    .with_stop_messaging(format!("{own}/terminate"))
                    .with_set_is_typing(format!("{own}/typing"))
                    .with_typing_participants(format!("{own}/typingParticipants"));
                if self.has_messaging(id) {
                    links = links.with_send_message(format!("{own}/messages"));
                }
                messaging = messaging.with_negotiated_message_formats(conversation.formats.clone());
            }
            CallState::Connecting => links = links.with_stop_messaging(format!("{own}/terminate")),
            CallState::Disconnected if self.can_add(id) => {
                links = links.with_add_messaging(format!("{own}/messagingInvitations"));
            }
            _ => {}
        }
        Some(messaging.with_links(links))
    }

    /// A message.
    pub(crate) fn message(&self, id: ConversationId, message_id: MessageId) -> Option<Message> {
        let conversation = self.conversations.get(&id)?;
        let message = conversation.messages.get(&message_id)?;
        let hrefs = self.hrefs(conversation.app);
        let is_incoming = message.direction == Direction::Incoming;
        let mut links = MessageLinks::default()
            .with_self(hrefs.message(id, message_id))
            .with_messaging(hrefs.messaging(id));
        if is_incoming {
            // A participant who has left has no representation.
            if let Some(from) = message.from.as_ref().and_then(|key| self.member(id, key)) {
                links = links.with_participant(self.participant_link(id, &from.key));
                if self.find_user(&from.uri).is_some() {
                    links = links.with_contact(hrefs.contact(&from.uri));
                }
            }
        }
        let failed = message.failed.iter().filter(|key| self.member(id, key).is_some());
        links = links.with_failed_delivery_participant(failed.map(|key| self.participant_link(id, key)));
        let content = ExternalResource::from_text(&message.media_type, &message.text);
        let mut representation = Message::default()
            .with_direction(message.direction.clone())
            .with_time_stamp(self.date(message.sent))
            .with_links(links);
        representation.operation_id.clone_from(&message.operation);
        Some(match message.media_type.starts_with("text/html") {
            true => representation.with_html_message(content),
            false => representation.with_plain_message(content),
        })
    }
}

/// What a client may change, with these links.
fn settings(application: &Application, links: CommunicationLinks) -> Communication {
    let mut communication = application.settings.clone();
    communication.unknown.insert(&*application.guid, PASS_BACK);
    communication.with_etag(application.settings_etag.to_string()).with_links(links)
}
