//! Scheduled online meetings, and the choices for them.

use ucwa_types::api::{
    MyAssignedOnlineMeeting, MyAssignedOnlineMeetingEmbedded, MyAssignedOnlineMeetingLinks, MyOnlineMeeting,
    MyOnlineMeetingEmbedded, MyOnlineMeetingLinks, MyOnlineMeetings, MyOnlineMeetingsEmbedded,
    MyOnlineMeetingsLinks, OnlineMeetingExtension, OnlineMeetingExtensionLinks, OnlineMeetingExtensionType,
    OnlineMeetingExtensions, OnlineMeetingExtensionsEmbedded, OnlineMeetingExtensionsLinks, OnlineMeetingRel,
    OnlineMeetings, OnlineMeetingsLinks,
};

use super::groups::PASS_BACK;
use crate::ids::{AppId, MeetingId, UserId};
use crate::state::{MeetingRel, Scheduled, Settings};
use crate::uri;
use crate::world::World;

impl World {
    /// The entry point to scheduling.
    pub(crate) fn online_meetings(&self, app: AppId) -> Option<OnlineMeetings> {
        let user = self.applications.get(&app)?.user;
        let hrefs = self.hrefs(app);
        let mut links = OnlineMeetingsLinks::default()
            .with_self(hrefs.to("onlineMeetings"))
            .with_my_online_meetings(hrefs.to("onlineMeetings/myOnlineMeetings"))
            .with_online_meeting_default_values(hrefs.to("onlineMeetings/defaultValues"))
            .with_online_meeting_eligible_values(hrefs.to("onlineMeetings/eligibleValues"))
            .with_online_meeting_invitation_customization(hrefs.to("onlineMeetings/customInvitation"))
            .with_online_meeting_policies(hrefs.to("onlineMeetings/policies"))
            .with_phone_dial_in_information(hrefs.to("onlineMeetings/phoneDialInInformation"));
        if self.areas.scheduling.assigned(user).is_some() {
            links = links.with_my_assigned_online_meeting(hrefs.to("onlineMeetings/myAssignedOnlineMeeting"));
        }
        Some(OnlineMeetings::default().with_links(links))
    }

    /// The online meetings of the user of an application.
    pub(crate) fn my_online_meetings(&self, app: AppId) -> Option<MyOnlineMeetings> {
        let user = self.applications.get(&app)?.user;
        let scheduled = self.areas.scheduling.scheduled(user);
        let embedded = MyOnlineMeetingsEmbedded::default()
            .with_my_assigned_online_meeting(self.assigned_meeting(app))
            .with_my_online_meeting(scheduled.into_iter().filter_map(|id| self.my_online_meeting(app, id)));
        let links =
            MyOnlineMeetingsLinks::default().with_self(self.hrefs(app).to("onlineMeetings/myOnlineMeetings"));
        Some(MyOnlineMeetings::default().with_links(links).with_embedded(embedded))
    }

    /// A meeting of this user.
    pub(crate) fn own_meeting(&self, user: UserId, id: MeetingId) -> Option<&Scheduled> {
        self.areas.scheduling.get(id).filter(|meeting| meeting.organizer == user)
    }

    /// A meeting that the user of an application has scheduled.
    pub(crate) fn my_online_meeting(&self, app: AppId, id: MeetingId) -> Option<MyOnlineMeeting> {
        let user = self.applications.get(&app)?.user;
        let meeting = self.own_meeting(user, id).filter(|meeting| meeting.rel == MeetingRel::Scheduled)?;
        let mut representation = self.meeting_for_organizer(app, id, meeting);
        representation.unknown.insert(&*meeting.guid, PASS_BACK);
        let own = self.hrefs(app).meeting(id);
        representation.links = representation.links.with_self(own);
        Some(representation)
    }

    /// The assigned meeting of the user of an application, as its PUT answers.
    pub(crate) fn changed_assigned_meeting(&self, app: AppId) -> Option<MyOnlineMeeting> {
        let id = self.areas.scheduling.assigned(self.applications.get(&app)?.user)?;
        let mut representation = self.meeting_for_organizer(app, id, self.areas.scheduling.get(id)?);
        let own = self.hrefs(app).to("onlineMeetings/myAssignedOnlineMeeting");
        representation.links = representation.links.with_self(own);
        Some(representation)
    }

    /// The assigned meeting of the user of an application.
    pub(crate) fn assigned_meeting(&self, app: AppId) -> Option<MyAssignedOnlineMeeting> {
        let same = self.changed_assigned_meeting(app)?;
        let mut links = MyAssignedOnlineMeetingLinks::default()
            .with_self(self.hrefs(app).to("onlineMeetings/myAssignedOnlineMeeting"));
        links.online_meeting_extensions = same.links.online_meeting_extensions;
        let embedded = MyAssignedOnlineMeetingEmbedded::default()
            .with_online_meeting_extension(same.embedded.online_meeting_extension);
        let mut meeting = MyAssignedOnlineMeeting::default().with_links(links).with_embedded(embedded);
        meeting.access_level = same.access_level;
        meeting.attendees = same.attendees;
        meeting.automatic_leader_assignment = same.automatic_leader_assignment;
        meeting.conference_id = same.conference_id;
        meeting.description = same.description;
        meeting.entry_exit_announcement = same.entry_exit_announcement;
        meeting.expiration_time = same.expiration_time;
        meeting.join_url = same.join_url;
        meeting.leaders = same.leaders;
        meeting.legacy_online_meeting_uri = same.legacy_online_meeting_uri;
        meeting.lobby_bypass_for_phone_users = same.lobby_bypass_for_phone_users;
        meeting.online_meeting_id = same.online_meeting_id;
        meeting.online_meeting_rel = same.online_meeting_rel;
        meeting.online_meeting_uri = same.online_meeting_uri;
        meeting.organizer_uri = same.organizer_uri;
        meeting.phone_user_admission = same.phone_user_admission;
        meeting.subject = same.subject;
        meeting.etag = same.etag;
        Some(meeting)
    }

    /// A meeting, without its address and the property that has to be sent back.
    fn meeting_for_organizer(&self, app: AppId, id: MeetingId, meeting: &Scheduled) -> MyOnlineMeeting {
        let Settings {
            access, leader_assignment, announcement, bypass, admission, subject, description, ..
        } = meeting.settings.clone();
        let links = MyOnlineMeetingLinks::default()
            .with_online_meeting_extensions(self.hrefs(app).meeting_extensions(id));
        let embedded = MyOnlineMeetingEmbedded::default()
            .with_online_meeting_extension(self.extensions(app, id, meeting));
        let mut representation = MyOnlineMeeting::default()
            .with_access_level(access)
            .with_attendees(meeting.settings.attendees.clone())
            .with_automatic_leader_assignment(leader_assignment)
            .with_conference_id(&*meeting.conference)
            .with_description(description)
            .with_entry_exit_announcement(announcement)
            .with_join_url(join_url(id, meeting))
            .with_leaders(leaders(meeting))
            .with_lobby_bypass_for_phone_users(bypass)
            .with_online_meeting_id(id.to_string())
            .with_online_meeting_rel(meeting_rel(meeting))
            .with_online_meeting_uri(meeting.uri(id))
            .with_organizer_uri(&*meeting.organizer_uri)
            .with_phone_user_admission(admission)
            .with_subject(subject)
            .with_etag(meeting.etag.to_string())
            .with_links(links)
            .with_embedded(embedded);
        representation.expiration_time.clone_from(&meeting.settings.expiration);
        representation
    }

    /// What is attached to a meeting, as far as a user can see it.
    pub(crate) fn meeting_extensions(&self, app: AppId, id: MeetingId) -> Option<OnlineMeetingExtensions> {
        let meeting = self.areas.scheduling.get(id)?;
        let embedded = OnlineMeetingExtensionsEmbedded::default()
            .with_online_meeting_extension(self.extensions(app, id, meeting));
        let own = self.hrefs(app).meeting_extensions(id);
        let links = OnlineMeetingExtensionsLinks::default().with_self(own);
        Some(OnlineMeetingExtensions::default().with_links(links).with_embedded(embedded))
    }

    fn extensions(&self, app: AppId, id: MeetingId, meeting: &Scheduled) -> Vec<OnlineMeetingExtension> {
        meeting.extensions.keys().filter_map(|name| self.meeting_extension(app, id, name)).collect()
    }

    /// One of them.
    pub(crate) fn meeting_extension(
        &self,
        app: AppId,
        id: MeetingId,
        name: &str,
    ) -> Option<OnlineMeetingExtension> {
        let meeting = self.areas.scheduling.get(id)?;
        let extension = meeting.extensions.get(name)?;
        let is_organizer = self.applications.get(&app)?.user == meeting.organizer;
        if !is_organizer && extension.kind != OnlineMeetingExtensionType::RoamedParticipantData {
            return None;
        }
        let own = self.hrefs(app).meeting_extension(id, &extension.id);
        let mut representation = OnlineMeetingExtension::default()
            .with_id(&*extension.id)
            .with_type(extension.kind.clone())
            .with_links(OnlineMeetingExtensionLinks::default().with_self(own));
        representation.unknown = extension.custom.clone();
        Some(representation)
    }
}

/// The web address by which a meeting is joined.
pub(crate) fn join_url(id: MeetingId, meeting: &Scheduled) -> String {
    let address = uri::without_scheme(&meeting.organizer_uri);
    let (name, domain) = address.split_once('@').unwrap_or((address, "example.com"));
    format!("https://meet.{domain}/{name}/{id}")
}

/// The leaders of a meeting, with the organizer.
pub(crate) fn leaders(meeting: &Scheduled) -> Vec<String> {
    [&meeting.organizer_uri].into_iter().chain(&meeting.settings.leaders).cloned().collect()
}

/// Which of the two kinds a meeting is.
pub(crate) fn meeting_rel(meeting: &Scheduled) -> OnlineMeetingRel {
    match meeting.rel {
        MeetingRel::Assigned => OnlineMeetingRel::MyAssignedOnlineMeeting,
        MeetingRel::Scheduled | MeetingRel::AdHoc => OnlineMeetingRel::MyOnlineMeetings,
    }
}
