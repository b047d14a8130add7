//! The online meetings that conversations are.

use ucwa_types::api::{
    LargeMeetingMode, OnlineMeeting, OnlineMeetingEmbedded, OnlineMeetingLinks, PhoneDialInInformation,
    PhoneUserAdmission,
};

use super::scheduling::{join_url, leaders, meeting_rel};
use crate::ids::{AppId, ConversationId, MeetingId};
use crate::state::{Scheduled, Stage};
use crate::world::World;

impl World {
    /// The online meeting that a conversation is.
    pub(crate) fn online_meeting(&self, id: ConversationId) -> Option<OnlineMeeting> {
        let own = self.in_meeting(id)?;
        let app = self.conversations.get(&id)?.app;
        let (room, hrefs) = (self.room(id)?, self.hrefs(app));
        let meeting = room.meeting.as_ref()?;
        let mut links =
            OnlineMeetingLinks::default().with_self(format!("{own}/onlineMeeting")).with_conversation(&*own);
        if self.find_user(&meeting.organizer).is_some() {
            links = links.with_organizer(hrefs.contact(&meeting.organizer));
        }
        let mut representation = OnlineMeeting::default()
            .with_online_meeting_uri(&*meeting.uri)
            .with_organizer_uri(&*meeting.organizer)
            .with_organizer_name(self.name(&meeting.organizer))
            .with_large_meeting(LargeMeetingMode::Disabled)
            .with_subject(&*room.subject);
        // Only those who are in see more.
        let is_in = self.local(id).is_some_and(|me| me.stage == Stage::Joined);
        if let Some((meeting, known)) = self.scheduled_of(id).filter(|_| is_in) {
            let settings = known.settings.clone();
            links = links.with_online_meeting_extensions(hrefs.meeting_extensions(meeting));
            if settings.admission == PhoneUserAdmission::Enabled {
                links = links
                    .with_phone_dial_in_information(format!("{own}/onlineMeeting/phoneDialInInformation"));
            }
            let extensions = self.meeting_extensions(app, meeting).map(|it| it.embedded);
            let extensions = extensions.map(|it| it.online_meeting_extension).unwrap_or_default();
            representation = representation
                .with_access_level(settings.access)
                .with_attendees(settings.attendees)
                .with_automatic_leader_assignment(settings.leader_assignment)
                .with_conference_id(&*known.conference)
                .with_description(settings.description)
                .with_entry_exit_announcement(settings.announcement)
                .with_join_url(join_url(meeting, known))
                .with_leaders(leaders(known))
                .with_lobby_bypass_for_phone_users(settings.bypass)
                .with_online_meeting_id(meeting.to_string())
                .with_online_meeting_rel(meeting_rel(known))
                .with_phone_user_admission(settings.admission)
                .with_embedded(OnlineMeetingEmbedded::default().with_online_meeting_extension(extensions));
            representation.expiration_time = settings.expiration;
        }
        Some(representation.with_links(links))
    }

    /// How the online meeting of a conversation is joined by phone.
    pub(crate) fn meeting_dial_in(&self, id: ConversationId) -> Option<PhoneDialInInformation> {
        let link = self.online_meeting(id)?.links.phone_dial_in_information?;
        let app = self.conversations.get(&id)?.app;
        let (_, known) = self.scheduled_of(id)?;
        Some(self.dial_in(app, link.href().to_owned(), Some(known)))
    }

    /// Whether the user of an application takes part in an online meeting there.
    pub(crate) fn takes_part(&self, app: AppId, meeting: MeetingId) -> bool {
        let own = self.conversations.iter().filter(|(_, conversation)| conversation.app == app);
        let mut own = own.filter(|(id, _)| self.local(**id).is_some_and(|me| me.stage == Stage::Joined));
        own.any(|(id, _)| self.scheduled_of(*id).is_some_and(|(known, _)| known == meeting))
    }

    /// What was chosen for the online meeting of a conversation; `None` if that was deleted.
    fn scheduled_of(&self, id: ConversationId) -> Option<(MeetingId, &Scheduled)> {
        let meeting = self.find_meeting(&self.room(id)?.meeting.as_ref()?.uri)?;
        Some((meeting, self.areas.scheduling.get(meeting)?))
    }
}
