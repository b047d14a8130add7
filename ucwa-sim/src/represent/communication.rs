//! Conversations, invitations, messages and participants.

use ucwa_types::ExternalResource;
use ucwa_types::Link;
use ucwa_types::api::{
    CallState, Communication, CommunicationLinks, Conversation, ConversationLinks, ConversationModalityType,
    ConversationState, Direction, InvitationState, Message, MessageLinks, Messaging, MessagingInvitation,
    MessagingInvitationEmbedded, MessagingInvitationLinks, MessagingLinks, Participant, ParticipantLinks,
    ParticipantMessaging, ParticipantMessagingLinks, SourceNetwork,
};

use crate::ids::{AppId, ConversationId, InvitationId, MessageId};
use crate::world::World;

impl World {
    /// The settings of communication.
    pub(crate) fn communication(&self, app: AppId) -> Option<Communication> {
        let application = self.applications.get(&app)?;
        let hrefs = self.hrefs(app);
        let links = CommunicationLinks::default()
            .with_self(hrefs.to("communication"))
            .with_conversations(hrefs.to("communication/conversations?filter=active"))
            .with_start_messaging(self.revised(hrefs.to("communication/messagingInvitations")));
        let mut communication = application.settings.clone();
        communication.unknown.insert(&*application.guid, "please pass this in a PUT request");
        self.add_others(app, "communication", &hrefs.to("communication"), &mut communication.unknown);
        Some(communication.with_etag(application.settings_etag.to_string()).with_links(links))
    }

    /// A conversation.
    pub(crate) fn conversation(&self, id: ConversationId) -> Option<Conversation> {
        let conversation = self.conversations.get(&id)?;
        let hrefs = self.hrefs(conversation.app);
        let local = self.user_of(conversation.app)?.person.uri.clone();
        let links = ConversationLinks::default()
            .with_self(hrefs.conversation(id))
            .with_messaging(hrefs.messaging(id))
            .with_local_participant(self.participant_link(id, &local));
        let is_connected = conversation.messaging == CallState::Connected;
        let modalities = is_connected.then_some(ConversationModalityType::Messaging);
        let mut representation = Conversation::default()
            .with_state(conversation.state.clone())
            .with_thread_id(&*conversation.thread)
            .with_subject(&*conversation.subject)
            .with_active_modalities(modalities)
            .with_importance(conversation.importance.clone())
            .with_recording(false)
            .with_created(self.date(conversation.created))
            .with_links(links);
        let own = hrefs.conversation(id);
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
            .map(|(id, it)| (it.created, *id))
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
                    .with_send_message(format!("{own}/messages"))
                    .with_set_is_typing(format!("{own}/typing"))
                    .with_typing_participants(format!("{own}/typingParticipants"));
                messaging = messaging.with_negotiated_message_formats(conversation.formats.clone());
            }
            CallState::Connecting => links = links.with_stop_messaging(format!("{own}/terminate")),
            CallState::Disconnected if conversation.other.is_some() => {
                links = links.with_add_messaging(format!("{own}/messagingInvitations"));
            }
            _ => {}
        }
        Some(messaging.with_links(links))
    }

    /// An invitation.
    pub(crate) fn invitation(&self, id: InvitationId) -> Option<MessagingInvitation> {
        let invitation = self.invitations.get(&id)?;
        let call = self.calls.get(&invitation.call)?;
        let hrefs = self.hrefs(invitation.app);
        let is_incoming = invitation.direction == Direction::Incoming;
        let own = hrefs.invitation(id);
        let mut links = MessagingInvitationLinks::default()
            .with_self(&*own)
            .with_from(self.participant_link(invitation.conversation, &call.from))
            .with_conversation(hrefs.conversation(invitation.conversation))
            .with_messaging(hrefs.messaging(invitation.conversation));
        // A user who does not exist has no contact.
        if self.find_user(&call.to).is_some() {
            links = links.with_to(hrefs.contact(&call.to));
        }
        match (invitation.is_open(), is_incoming) {
            (true, true) => {
                links = links.with_accept(format!("{own}/accept")).with_decline(format!("{own}/decline"));
            }
            (true, false) => links = links.with_cancel(format!("{own}/cancel")),
            (false, _) => {}
        }
        let mut embedded = MessagingInvitationEmbedded::default();
        if is_incoming && let Some(from) = self.participant(invitation.conversation, &call.from) {
            embedded = embedded.with_from(from);
        }
        if invitation.state == InvitationState::Connected
            && let Some(by) = self.participant(invitation.conversation, &call.to)
        {
            embedded = embedded.with_accepted_by_participant([by]);
        }
        let mut representation = MessagingInvitation::default()
            .with_direction(invitation.direction.clone())
            .with_importance(call.importance.clone())
            .with_thread_id(&*call.thread)
            .with_state(invitation.state.clone())
            .with_subject(&*call.subject)
            .with_to(&*call.to)
            .with_links(links)
            .with_embedded(embedded);
        representation.operation_id.clone_from(&invitation.operation);
        representation.message.clone_from(&call.message);
        representation.custom_content.clone_from(&call.custom);
        Some(representation)
    }

    /// A participant of a conversation, joined or invited.
    pub(crate) fn participant(&self, id: ConversationId, uri: &str) -> Option<Participant> {
        let conversation = self.conversations.get(&id)?;
        let local = &self.user_of(conversation.app)?.person.uri;
        let is_local = local.eq_ignore_ascii_case(uri);
        if !is_local && !conversation.peer.eq_ignore_ascii_case(uri) {
            return None;
        }
        let hrefs = self.hrefs(conversation.app);
        let mut links = ParticipantLinks::default()
            .with_self(hrefs.participant(id, uri))
            .with_conversation(hrefs.conversation(id));
        if conversation.messaging == CallState::Connected && (is_local || conversation.is_joined) {
            links = links.with_participant_messaging(hrefs.participant_messaging(id, uri));
        }
        links = match is_local {
            true => links.with_me(hrefs.to("me")),
            false => links
                .with_contact(hrefs.contact(uri))
                .with_contact_presence(hrefs.of_contact(uri, "presence"))
                .with_contact_photo(hrefs.photo(uri)),
        };
        let mut participant = Participant::default()
            .with_anonymous(false)
            .with_in_lobby(false)
            .with_local(is_local)
            .with_name(self.name(uri))
            .with_source_network(SourceNetwork::SameEnterprise)
            .with_uri(uri)
            .with_links(links);
        let own = hrefs.participant(id, uri);
        self.add_others(conversation.app, "participant", &own, &mut participant.unknown);
        Some(participant)
    }

    /// The instant messaging of a participant.
    pub(crate) fn participant_messaging(
        &self,
        id: ConversationId,
        uri: &str,
    ) -> Option<ParticipantMessaging> {
        let conversation = self.conversations.get(&id)?;
        let hrefs = self.hrefs(conversation.app);
        let is_local = self.user_of(conversation.app)?.person.uri.eq_ignore_ascii_case(uri);
        if conversation.messaging != CallState::Connected || !(is_local || conversation.is_joined) {
            return None;
        }
        let links = ParticipantMessagingLinks::default()
            .with_self(hrefs.participant_messaging(id, uri))
            .with_participant(self.participant_link(id, uri));
        Some(ParticipantMessaging::default().with_links(links))
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
            links = links
                .with_contact(hrefs.contact(&conversation.peer))
                .with_participant(self.participant_link(id, &conversation.peer));
        }
        if let Some(uri) = &message.failed {
            links = links.with_failed_delivery_participant([self.participant_link(id, uri)]);
        }
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

    /// A link to a participant, with the name as its title.
    pub(crate) fn participant_link(&self, id: ConversationId, uri: &str) -> Link<Participant> {
        let app = self.conversations.get(&id).map(|conversation| conversation.app);
        let href = app.map(|app| self.hrefs(app).participant(id, uri)).unwrap_or_default();
        let mut link = Link::new(href);
        let name = self.name(uri);
        link.set_attribute("title", Some(name.into()));
        link
    }

    /// The name of a user; empty if unknown.
    pub(crate) fn name(&self, uri: &str) -> String {
        self.user(uri).map(|user| user.person.name.clone()).unwrap_or_default()
    }
}
