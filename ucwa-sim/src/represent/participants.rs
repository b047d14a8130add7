//! Participants, the lists that they are in, and what they use.

use ucwa_types::Link;
use ucwa_types::api::{
    Attendees, AttendeesLinks, Leaders, LeadersLinks, Lobby, LobbyEmbedded, LobbyLinks, Participant,
    ParticipantAudio, ParticipantAudioLinks, ParticipantLinks, ParticipantMessaging,
    ParticipantMessagingLinks, ParticipantVideo, ParticipantVideoLinks, Role, SourceNetwork,
};

use crate::ids::ConversationId;
use crate::state::{Flow, Medium, Member, Room, Stage};
use crate::world::World;

impl World {
    /// A member of a conversation whom its user can see: the user, all who take part, and of leaders those in the lobby.
    pub(crate) fn member(&self, id: ConversationId, key: &str) -> Option<&Member> {
        let member = self.room(id)?.member(key)?;
        let is_seen = match member.stage {
            Stage::Joined => true,
            Stage::InLobby => self.leads(id) || self.is_me_in(id, key),
            Stage::Invited => self.is_me_in(id, key),
            Stage::Left => false,
        };
        is_seen.then_some(member)
    }

    fn is_me_in(&self, id: ConversationId, key: &str) -> bool {
        self.conversations.get(&id).is_some_and(|it| it.me.eq_ignore_ascii_case(key))
    }

    /// A participant of a conversation.
    pub(crate) fn participant(&self, id: ConversationId, key: &str) -> Option<Participant> {
        let member = self.member(id, key)?;
        let room = self.room(id)?;
        let is_local = self.is_me_in(id, key);
        let hrefs = self.hrefs(self.conversations.get(&id)?.app);
        let own = hrefs.participant(id, &member.key);
        let mut links =
            ParticipantLinks::default().with_self(&*own).with_conversation(hrefs.conversation(id));
        if member.media.messaging {
            links = links.with_participant_messaging(format!("{own}/messaging"));
        }
        if let Some(flow) = &member.media.audio {
            links = links.with_participant_audio(titled(format!("{own}/audio"), &flow.source));
        }
        if let Some(flow) = &member.media.video {
            links = links.with_participant_video(titled(format!("{own}/video"), &flow.source));
        }
        links = match is_local {
            true => links.with_me(hrefs.to("me")),
            false if self.find_user(&member.uri).is_some() => links
                .with_contact(hrefs.contact(&member.uri))
                .with_contact_presence(hrefs.of_contact(&member.uri, "presence"))
                .with_contact_photo(hrefs.photo(&member.uri)),
            false => links,
        };
        if self.can_admit(id, member) {
            links = links.with_admit(format!("{own}/admit")).with_reject(format!("{own}/reject"));
        }
        if self.can_eject(id, member) {
            links = links.with_eject(format!("{own}/eject"));
        }
        if self.can_set_role(id, member) {
            links = match member.role {
                Role::Leader => links.with_demote(format!("{own}/demote")),
                _ => links.with_promote(format!("{own}/promote")),
            };
        }
        let mut participant = Participant::default()
            .with_anonymous(member.is_anonymous)
            .with_in_lobby(member.stage == Stage::InLobby)
            .with_local(is_local)
            .with_name(&*member.name)
            .with_source_network(SourceNetwork::SameEnterprise)
            .with_uri(&*member.uri)
            .with_links(links);
        if let Some(meeting) = &room.meeting {
            participant =
                participant.with_organizer(meeting.organizer == member.uri).with_role(member.role.clone());
        }
        let app = self.conversations.get(&id)?.app;
        self.add_others(app, "participant", &own, &mut participant.unknown);
        Some(participant)
    }

    /// A participant in a role: `from`, `acceptedByParticipant` or `localParticipant`. The pages of these roles do not have the links
    /// for letting in and for changing what a participant may do, which the address itself has.
    pub(crate) fn participant_in_role(&self, id: ConversationId, key: &str) -> Option<Participant> {
        let mut participant = self.participant(id, key)?;
        let links = &mut participant.links;
        (links.admit, links.reject, links.promote, links.demote) = (None, None, None, None);
        Some(participant)
    }

    /// The instant messaging of a participant.
    pub(crate) fn participant_messaging(
        &self,
        id: ConversationId,
        key: &str,
    ) -> Option<ParticipantMessaging> {
        let (own, member) = self.medium_of(id, key, Medium::Messaging)?;
        let links = ParticipantMessagingLinks::default()
            .with_self(format!("{own}/messaging"))
            .with_participant(self.participant_link(id, &member.key));
        Some(ParticipantMessaging::default().with_links(links))
    }

    /// The audio of a participant.
    pub(crate) fn participant_audio(&self, id: ConversationId, key: &str) -> Option<ParticipantAudio> {
        let (own, member) = self.medium_of(id, key, Medium::Audio)?;
        let flow = member.media.audio.as_ref()?;
        let own = format!("{own}/audio");
        let mut links = ParticipantAudioLinks::default()
            .with_self(&*own)
            .with_participant(self.participant_link(id, &member.key));
        if self.can_mute(id, member, flow) {
            links = match flow.is_muted {
                true => links.with_unmute_audio(format!("{own}/unmute")),
                false => links.with_mute_audio(format!("{own}/mute")),
            };
        }
        Some(
            ParticipantAudio::default()
                .with_audio_direction(flow.direction.clone())
                .with_audio_muted(flow.is_muted)
                .with_audio_source_id(&*flow.source)
                .with_links(links),
        )
    }

    /// The video of a participant.
    pub(crate) fn participant_video(&self, id: ConversationId, key: &str) -> Option<ParticipantVideo> {
        let (own, member) = self.medium_of(id, key, Medium::Video)?;
        let flow = member.media.video.as_ref()?;
        let own = format!("{own}/video");
        let mut links = ParticipantVideoLinks::default()
            .with_self(&*own)
            .with_participant(self.participant_link(id, &member.key));
        if self.can_mute(id, member, flow) {
            links = match flow.is_muted {
                true => links.with_unmute_video(format!("{own}/unmute")),
                false => links.with_mute_video(format!("{own}/mute")),
            };
        }
        Some(
            ParticipantVideo::default()
                .with_video_direction(flow.direction.clone())
                .with_video_muted(flow.is_muted)
                .with_video_source_id(&*flow.source)
                .with_links(links),
        )
    }

    /// The address of a participant who uses a medium.
    fn medium_of(&self, id: ConversationId, key: &str, medium: Medium) -> Option<(String, &Member)> {
        let member = self.member(id, key).filter(|member| member.media.has(medium))?;
        Some((self.hrefs(self.conversations.get(&id)?.app).participant(id, &member.key), member))
    }

    /// The leaders of an online meeting.
    pub(crate) fn leaders(&self, id: ConversationId) -> Option<Leaders> {
        let own = format!("{}/leaders", self.in_meeting(id)?);
        let links = LeadersLinks::default().with_self(own);
        Some(Leaders::default().with_links(links.with_participant(self.with_role(id, true))))
    }

    /// The attendees of an online meeting.
    pub(crate) fn attendees(&self, id: ConversationId) -> Option<Attendees> {
        let own = format!("{}/attendees", self.in_meeting(id)?);
        let links = AttendeesLinks::default().with_self(own);
        Some(Attendees::default().with_links(links.with_participant(self.with_role(id, false))))
    }

    /// Those who wait for a leader to admit them.
    pub(crate) fn lobby(&self, id: ConversationId) -> Option<Lobby> {
        let own = self.in_meeting(id).filter(|_| self.leads(id))?;
        let waiting = self.room(id)?.waiting().filter_map(|member| self.participant(id, &member.key));
        let embedded = LobbyEmbedded::default().with_participant(waiting);
        let links = LobbyLinks::default().with_self(format!("{own}/lobby"));
        Some(Lobby::default().with_links(links).with_embedded(embedded))
    }

    fn with_role(&self, id: ConversationId, is_leader: bool) -> Vec<Link<Participant>> {
        let members = self.room(id).into_iter().flat_map(Room::joined);
        let named = members.filter(|member| (member.role == Role::Leader) == is_leader);
        named.map(|member| self.participant_link(id, &member.key)).collect()
    }

    /// The address of a conversation that is an online meeting.
    pub(super) fn in_meeting(&self, id: ConversationId) -> Option<String> {
        self.room(id)?.meeting.as_ref()?;
        Some(self.hrefs(self.conversations.get(&id)?.app).conversation(id))
    }

    /// A link to a participant, with the name as its title.
    pub(crate) fn participant_link(&self, id: ConversationId, key: &str) -> Link<Participant> {
        let app = self.conversations.get(&id).map(|conversation| conversation.app);
        let href = app.map(|app| self.hrefs(app).participant(id, key)).unwrap_or_default();
        let name = self.room(id).and_then(|room| room.member(key)).map(|member| member.name.clone());
        titled(href, &name.unwrap_or_default())
    }

    /// The name of a user; empty if unknown.
    pub(crate) fn name(&self, uri: &str) -> String {
        self.user(uri).map(|user| user.person.name.clone()).unwrap_or_default()
    }
}

fn titled<T>(href: String, title: &str) -> Link<T> {
    let mut link = Link::new(href);
    link.set_attribute("title", Some(title.into()));
    link
}

/// What a user may do. A link is there while this is true, and its operation checks the same.
impl World {
    /// Whether the user takes part in an online meeting as a leader.
    pub(crate) fn leads(&self, id: ConversationId) -> bool {
        let me = self.local(id).filter(|me| me.stage == Stage::Joined && me.role == Role::Leader);
        me.is_some() && self.is_meeting(id)
    }

    /// Whether instant messages can be sent: not while a leader of the online meeting has turned that off.
    pub(crate) fn has_messaging(&self, id: ConversationId) -> bool {
        self.room(id).and_then(|room| room.meeting.as_ref()).is_none_or(|meeting| meeting.has_messaging)
    }

    /// Whether the user can turn instant messaging on or off for all.
    pub(crate) fn can_open_messaging(&self, id: ConversationId, is_open: bool) -> bool {
        self.leads(id) && self.has_messaging(id) != is_open
    }

    /// Whether the user can keep all attendees muted, or no longer.
    pub(crate) fn can_lock_mute(&self, id: ConversationId, is_locked: bool) -> bool {
        let meeting = self.room(id).and_then(|room| room.meeting.as_ref());
        self.leads(id) && meeting.is_some_and(|meeting| meeting.is_mute_locked != is_locked)
    }

    /// Whether a modality can be added to a conversation: somebody else is there, or it is an online meeting.
    pub(crate) fn can_add(&self, id: ConversationId) -> bool {
        let is_in = self.local(id).is_some_and(|me| me.stage == Stage::Joined);
        is_in && (self.is_meeting(id) || !self.others(id).is_empty())
    }

    /// Whether one more person can be invited.
    pub(crate) fn can_add_participant(&self, id: ConversationId) -> bool {
        match self.is_meeting(id) {
            true => self.leads(id),
            false => self.conversations.get(&id).is_some_and(crate::state::Conversation::is_in_use),
        }
    }

    pub(crate) fn can_admit(&self, id: ConversationId, member: &Member) -> bool {
        member.stage == Stage::InLobby && self.leads(id)
    }

    pub(crate) fn can_eject(&self, id: ConversationId, member: &Member) -> bool {
        member.stage == Stage::Joined && self.leads(id) && !self.is_me_in(id, &member.key)
    }

    pub(crate) fn can_set_role(&self, id: ConversationId, member: &Member) -> bool {
        let organizer = self.room(id).and_then(|room| room.meeting.as_ref()).map(|it| &it.organizer);
        member.stage == Stage::Joined && self.leads(id) && organizer != Some(&member.uri)
    }

    /// Whether audio or video can be muted or unmuted: one's own, unless attendees are kept muted, and as a leader everybody's.
    pub(crate) fn can_mute(&self, id: ConversationId, member: &Member, flow: &Flow) -> bool {
        let is_locked =
            self.room(id).and_then(|room| room.meeting.as_ref()).is_some_and(|it| it.is_mute_locked);
        self.leads(id) || (self.is_me_in(id, &member.key) && !(is_locked && flow.is_muted))
    }
}
