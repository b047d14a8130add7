//! Operations of scheduled online meetings.

use std::collections::BTreeSet;
use std::time::Duration;

use http::Method;
use ucwa_types::api::{
    ErrorKind, MyAssignedOnlineMeeting, MyOnlineMeeting, MyOnlineMeetings, MyOnlineMeetingsInput,
    OnlineMeetingExtension, OnlineMeetingExtensionType, OnlineMeetingExtensions,
};
use ucwa_types::operation::{Post, Put};
use ucwa_types::rest::server;
use ucwa_types::{DateTime, Enumeration, Unknown};

use super::check_known;
use super::replacing::{check_etag, check_whole};
use crate::answer::{self, Handled, ServiceError};
use crate::ids::{AppId, MeetingId, UserId};
use crate::represent::{ACCESS_LEVELS, ANNOUNCEMENTS, BYPASSES, LEADER_ASSIGNMENTS};
use crate::route::SchedulingPlace as Place;
use crate::state::{Extension, MEETINGS, MeetingRel, Settings};
use crate::uri;
use crate::world::{Incoming, World};

/// How long a meeting is kept unless the user wants another time, as documented.
const KEPT: Duration = Duration::from_secs(8 * 3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

impl World {
    /// An operation of scheduled online meetings.
    pub(crate) fn scheduling_operation(
        &mut self,
        app: AppId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let (format, method) = (incoming.format(), incoming.request.method());
        let user = self.applications.get(&app).map(|it| it.user).ok_or_else(ServiceError::no_application)?;
        match place {
            Place::OnlineMeetings => answer::found(self.online_meetings(app), format),
            Place::MyOnlineMeetings if method == Method::POST => self.schedule(app, user, incoming),
            Place::MyOnlineMeetings => answer::found(self.my_online_meetings(app), format),
            Place::MyOnlineMeeting(id) => match method.as_str() {
                "PUT" => self.reschedule(app, user, *id, incoming),
                "DELETE" => self.unschedule(user, *id, MeetingRel::Scheduled),
                _ => answer::found(self.my_online_meeting(app, *id), format),
            },
            Place::MyAssignedOnlineMeeting => {
                let id = self.areas.scheduling.assigned(user).ok_or_else(ServiceError::not_found)?;
                match method.as_str() {
                    "PUT" => self.change_assigned(app, id, incoming),
                    "DELETE" => self.unschedule(user, id, MeetingRel::Assigned),
                    _ => answer::found(self.assigned_meeting(app), format),
                }
            }
            Place::DefaultValues => answer::ok(&self.meeting_defaults(app), format),
            Place::EligibleValues => answer::found(self.eligible_values(app), format),
            Place::Policies => answer::ok(&self.meeting_policies(app), format),
            Place::Customization => answer::ok(&self.invitation_customization(app), format),
            Place::DialIn => {
                let own = self.hrefs(app).to("onlineMeetings/phoneDialInInformation");
                answer::ok(&self.dial_in(app, own, None), format)
            }
            Place::DialInRegion(index) => answer::found(self.dial_in_region(app, *index), format),
            Place::Extensions(id) => self.extensions_operation(app, user, *id, incoming),
            Place::Extension(id, name) => self.extension_operation(app, user, *id, name, incoming),
        }
    }

    /// Schedules a meeting.
    fn schedule(&mut self, app: AppId, user: UserId, incoming: &Incoming<'_>) -> Handled {
        let input = server::read::<MyOnlineMeetings, Post>(incoming.request)?.input;
        let settings = self.settings(user, input)?;
        if self.areas.scheduling.scheduled(user).len() >= MEETINGS {
            let message = format!("A user has {MEETINGS} online meetings at most. DELETE one first.");
            return Err(ServiceError::new(&ErrorKind::ConflictTooManyOnlineMeetings, message));
        }
        let id = self.create_meeting(user, MeetingRel::Scheduled, settings);
        let meeting = self.my_online_meeting(app, id).ok_or_else(ServiceError::not_found)?;
        answer::created(&self.hrefs(app).meeting(id), &meeting, incoming.format())
    }

    /// Changes a scheduled meeting.
    fn reschedule(&mut self, app: AppId, user: UserId, id: MeetingId, incoming: &Incoming<'_>) -> Handled {
        let input = server::read::<MyOnlineMeeting, Put>(incoming.request)?.input;
        let meeting = self.own_meeting(user, id).filter(|it| it.rel == MeetingRel::Scheduled);
        let meeting = meeting.ok_or_else(ServiceError::not_found)?;
        check_etag(incoming, meeting.etag)?;
        check_whole(&input.unknown, &meeting.guid)?;
        let settings = self.settings(user, scheduled_input(input))?;
        self.change_meeting(id, settings);
        answer::found(self.my_online_meeting(app, id), incoming.format())
    }

    /// Changes an assigned meeting.
    fn change_assigned(&mut self, app: AppId, id: MeetingId, incoming: &Incoming<'_>) -> Handled {
        let input = server::read::<MyAssignedOnlineMeeting, Put>(incoming.request)?.input;
        let meeting = self.areas.scheduling.get(id).ok_or_else(ServiceError::not_found)?;
        check_etag(incoming, meeting.etag)?;
        let organizer = meeting.organizer;
        let settings = self.settings(organizer, assigned_input(input))?;
        self.change_meeting(id, settings);
        answer::found(self.changed_assigned_meeting(app), incoming.format())
    }

    /// Deletes a meeting.
    fn unschedule(&mut self, user: UserId, id: MeetingId, rel: MeetingRel) -> Handled {
        self.own_meeting(user, id).filter(|it| it.rel == rel).ok_or_else(ServiceError::not_found)?;
        self.delete_meeting(id);
        answer::done()
    }

    /// What a user has chosen, with the default values of what was omitted.
    fn settings(&self, organizer: UserId, input: MyOnlineMeetingsInput) -> Result<Settings, ServiceError> {
        let defaults = Settings::default();
        check_known("phoneUserAdmission", &input.phone_user_admission)?;
        // A representation lists the organizer among the leaders, and a PUT sends that back.
        let mut leaders = self.known_people("leaders", input.leaders)?;
        leaders.retain(|uri| self.find_user(uri) != Some(organizer));
        Ok(Settings {
            access: chosen("accessLevel", input.access_level, &ACCESS_LEVELS)?.unwrap_or(defaults.access),
            leader_assignment: chosen(
                "automaticLeaderAssignment",
                input.automatic_leader_assignment,
                &LEADER_ASSIGNMENTS,
            )?
            .unwrap_or(defaults.leader_assignment),
            announcement: chosen("entryExitAnnouncement", input.entry_exit_announcement, &ANNOUNCEMENTS)?
                .unwrap_or(defaults.announcement),
            bypass: chosen("lobbyBypassForPhoneUsers", input.lobby_bypass_for_phone_users, &BYPASSES)?
                .unwrap_or(defaults.bypass),
            admission: input.phone_user_admission.unwrap_or(defaults.admission),
            subject: input.subject.unwrap_or_default(),
            description: input.description.unwrap_or_default(),
            attendees: self.known_people("attendees", input.attendees)?,
            leaders,
            expiration: Some(self.expiration(input.expiration_time)?),
        })
    }

    /// The people to invite, who are users of the server, each once.
    fn known_people(&self, name: &str, uris: Option<Vec<String>>) -> Result<Vec<String>, ServiceError> {
        let mut known = BTreeSet::new();
        let uris = uris.into_iter().flatten().map(|uri| uri::normal(&uri));
        let uris: Vec<String> = uris.filter(|uri| known.insert(uri.clone())).collect();
        match uris.iter().find(|uri| self.find_user(uri).is_none()) {
            Some(stranger) => {
                let message = format!("`{name}` has `{stranger}`, who is no user of this server.");
                Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message))
            }
            None => Ok(uris),
        }
    }

    /// When a meeting expires: at most one year back, and ten years ahead.
    fn expiration(&self, given: Option<DateTime>) -> Result<DateTime, ServiceError> {
        let now = self.now();
        let Some(given) = given else { return Ok(self.date(now + KEPT)) };
        let earliest = self.date(now).unix_millis() - millis(DAY * 366);
        let latest = self.date(now + DAY * 3653).unix_millis();
        match (earliest..=latest).contains(&given.unix_millis()) {
            true => Ok(DateTime::from_unix_millis(given.unix_millis())),
            false => {
                let message = "`expirationTime` is at most one year back and ten years ahead.";
                Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message))
            }
        }
    }

    fn extensions_operation(
        &mut self,
        app: AppId,
        user: UserId,
        id: MeetingId,
        incoming: &Incoming<'_>,
    ) -> Handled {
        self.check_takes_part(app, user, id)?;
        if incoming.request.method() != Method::POST {
            return answer::found(self.meeting_extensions(app, id), incoming.format());
        }
        let input = server::read::<OnlineMeetingExtensions, Post>(incoming.request)?.input;
        check_known("type", &input.r#type)?;
        self.check_organizer(user, id)?;
        let name = match input.id.filter(|id| !id.is_empty()) {
            Some(name) => name,
            None => self.ids.hex(8),
        };
        if self.areas.scheduling.get(id).is_some_and(|it| it.extensions.contains_key(&name.to_lowercase())) {
            let message = format!("The meeting has an extension `{name}` already.");
            return Err(ServiceError::new(&ErrorKind::ConflictAlreadyExists, message));
        }
        let location = self.hrefs(app).meeting_extension(id, &name);
        let key = name.to_lowercase();
        self.attach(id, extension(name, input.r#type, &input.unknown));
        let extension = self.meeting_extension(app, id, &key).ok_or_else(ServiceError::not_found)?;
        answer::created(&location, &extension, incoming.format())
    }

    fn extension_operation(
        &mut self,
        app: AppId,
        user: UserId,
        id: MeetingId,
        name: &str,
        incoming: &Incoming<'_>,
    ) -> Handled {
        self.check_takes_part(app, user, id)?;
        let known = self.meeting_extension(app, id, name).ok_or_else(ServiceError::not_found)?;
        match incoming.request.method().as_str() {
            "PUT" => {
                let input = server::read::<OnlineMeetingExtension, Put>(incoming.request)?.input;
                check_known("type", &input.r#type)?;
                self.check_organizer(user, id)?;
                let own = known.id.unwrap_or_default();
                self.attach(id, extension(own, input.r#type.or(known.r#type), &input.unknown));
                answer::found(self.meeting_extension(app, id, name), incoming.format())
            }
            "DELETE" => {
                self.check_organizer(user, id)?;
                if let Some(meeting) = self.areas.scheduling.get_mut(id) {
                    meeting.extensions.remove(name);
                }
                answer::done()
            }
            _ => answer::ok(&known, incoming.format()),
        }
    }

    /// Returns an error unless a user has scheduled a meeting or takes part in it.
    fn check_takes_part(&self, app: AppId, user: UserId, id: MeetingId) -> Result<(), ServiceError> {
        let meeting = self.areas.scheduling.get(id).ok_or_else(ServiceError::not_found)?;
        match meeting.organizer == user || self.takes_part(app, id) {
            true => Ok(()),
            false => Err(ServiceError::not_found()),
        }
    }

    fn check_organizer(&self, user: UserId, id: MeetingId) -> Result<(), ServiceError> {
        match self.own_meeting(user, id).is_some() {
            true => Ok(()),
            false => {
                let message = "Only the organizer can change what is attached to the meeting.";
                Err(ServiceError::new(&ErrorKind::Forbidden, message))
            }
        }
    }

    fn attach(&mut self, id: MeetingId, extension: Extension) {
        if let Some(meeting) = self.areas.scheduling.get_mut(id) {
            meeting.extensions.insert(extension.id.to_lowercase(), extension);
        }
    }
}

/// A value, if it is one of these.
fn chosen<E: Enumeration + PartialEq>(
    name: &str,
    value: Option<E>,
    eligible: &[E],
) -> Result<Option<E>, ServiceError> {
    match value {
        Some(value) if !eligible.contains(&value) => {
            let names: Vec<&str> = eligible.iter().map(Enumeration::as_str).collect();
            let message = format!("`{name}` has `{}`. It can have {}.", value.as_str(), names.join(", "));
            Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message))
        }
        value => Ok(value),
    }
}

/// What a client attaches. Of what it has sent beside, only the properties are its own: the rest, such as whether the body had a
/// `rel`, concerns that body alone.
fn extension(id: String, kind: Option<OnlineMeetingExtensionType>, sent: &Unknown) -> Extension {
    let mut custom = Unknown::default();
    for (name, value) in
        sent.properties().filter(|(name, _)| !matches!(*name, "rel" | "_links" | "_embedded"))
    {
        custom.insert(name, value.clone());
    }
    Extension { id, kind: kind.unwrap_or(OnlineMeetingExtensionType::Undefined), custom }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

macro_rules! input_of {
    ($function:ident, $type:ident) => {
        /// What a PUT can change.
        fn $function(meeting: $type) -> MyOnlineMeetingsInput {
            let mut input = MyOnlineMeetingsInput::default();
            input.access_level = meeting.access_level;
            input.attendees = meeting.attendees;
            input.automatic_leader_assignment = meeting.automatic_leader_assignment;
            input.description = meeting.description;
            input.entry_exit_announcement = meeting.entry_exit_announcement;
            input.expiration_time = meeting.expiration_time;
            input.leaders = meeting.leaders;
            input.lobby_bypass_for_phone_users = meeting.lobby_bypass_for_phone_users;
            input.phone_user_admission = meeting.phone_user_admission;
            input.subject = meeting.subject;
            input
        }
    };
}

input_of!(scheduled_input, MyOnlineMeeting);
input_of!(assigned_input, MyAssignedOnlineMeeting);
