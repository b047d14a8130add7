//! Operations of online meetings.

use ucwa_types::RawJson;
use ucwa_types::api::{AddParticipant, ErrorKind, JoinOnlineMeeting, StartOnlineMeeting};
use ucwa_types::operation::Post;
use ucwa_types::rest::server;

use super::{check_known, check_people};
use crate::acts::Wish;
use crate::answer::{self, Handled, ServiceError};
use crate::ids::{AppId, ConversationId};
use crate::route::MeetingPlace as Place;
use crate::state::Kind;
use crate::uri;
use crate::world::{Incoming, World};

impl World {
    /// An operation on the online meeting that a conversation is, or becomes.
    pub(crate) fn meetings_operation(
        &mut self,
        app: AppId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let id = match place {
            Place::JoinOnlineMeeting => return self.join_online_meeting(app, incoming),
            Place::StartOnlineMeeting => return self.start_online_meeting(app, incoming),
            Place::OnlineMeeting(id)
            | Place::DialIn(id)
            | Place::Participants(id)
            | Place::Leaders(id)
            | Place::Attendees(id)
            | Place::Lobby(id)
            | Place::AddParticipant(id) => *id,
        };
        self.own_conversation(app, id)?;
        let format = incoming.format();
        match place {
            Place::OnlineMeeting(_) => answer::found(self.online_meeting(id), format),
            Place::DialIn(_) => answer::found(self.meeting_dial_in(id), format),
            Place::Leaders(_) => answer::found(self.leaders(id), format),
            Place::Attendees(_) => answer::found(self.attendees(id), format),
            Place::Lobby(_) => answer::found(self.lobby(id), format),
            _ => self.add_participant(app, id, place, incoming),
        }
    }

    /// Joins an online meeting, or a new one.
    fn join_online_meeting(&mut self, app: AppId, incoming: &Incoming<'_>) -> Handled {
        let input = server::read::<JoinOnlineMeeting, Post>(incoming.request)?.input;
        check_known("importance", &input.importance)?;
        // No page lists it here, and guests have to give it.
        if let Some(name) = input.unknown.get("anonymousDisplayName").and_then(RawJson::as_text) {
            self.name_guest(app, name.into_owned());
        }
        let known = match input.online_meeting_uri.as_deref().filter(|uri| !uri.is_empty()) {
            Some(uri) => Some(self.find_meeting(uri).ok_or_else(|| {
                let message = "There is no online meeting with this `onlineMeetingUri`.";
                ServiceError::new(&ErrorKind::NotFoundDestinationNotFound, message)
            })?),
            None => None,
        };
        if let Some(own) = self.guest_of(app).filter(|own| Some(*own) != known) {
            let message = format!("The user is a guest of another online meeting, {own}.");
            return Err(ServiceError::new(&ErrorKind::Forbidden, message));
        }
        self.begin_operation(app, input.operation_id.as_deref())?;
        let room = match known {
            Some(id) => self.open_meeting_room(id),
            None => self.open_new_meeting(app, input.subject, input.thread_id, input.importance),
        };
        let invitation = self.join(app, room.ok_or_else(ServiceError::not_found)?, input.operation_id);
        self.invited(app, "onlineMeetingInvitation", invitation)
    }

    /// Joins a new online meeting.
    fn start_online_meeting(&mut self, app: AppId, incoming: &Incoming<'_>) -> Handled {
        let input = server::read::<StartOnlineMeeting, Post>(incoming.request)?.input;
        check_known("importance", &input.importance)?;
        self.begin_operation(app, input.operation_id.as_deref())?;
        let room = self.open_new_meeting(app, input.subject, input.thread_id, input.importance);
        let invitation = self.join(app, room.ok_or_else(ServiceError::not_found)?, input.operation_id);
        self.invited(app, "onlineMeetingInvitation", invitation)
    }

    fn add_participant(
        &mut self,
        app: AppId,
        id: ConversationId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let input = server::read::<AddParticipant, Post>(incoming.request)?.input;
        let to = input.to.unwrap_or_default();
        if to.is_empty() {
            let message = "`to` is missing or empty. It is the URI of whom to invite.";
            return Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message));
        }
        check_people("to", [&to])?;
        if !self.can_add_participant(id) {
            let state =
                "the conversation is not connected, or the user is not a leader of the online meeting";
            return Err(ServiceError::not_offered(place.rel(), state));
        }
        if self.is_in(id, &uri::normal(&to)) {
            let message = format!("`to` has `{to}`, who is in the conversation already.");
            return Err(ServiceError::new(&ErrorKind::ConflictAlreadyExists, message));
        }
        self.begin_operation(app, input.operation_id.as_deref())?;
        let wish = Wish { operation: input.operation_id, ..Wish::new(Kind::Participant, to) };
        let invitation = self.invite(app, Some(id), wish);
        self.invited(app, "participantInvitation", invitation)
    }

    /// Whether somebody with this URI takes part in a conversation, or waits in its lobby.
    fn is_in(&self, id: ConversationId, uri: &str) -> bool {
        let room = self.conversations.get(&id).and_then(|it| self.rooms.get(&it.room));
        room.is_some_and(|room| room.joined().chain(room.waiting()).any(|member| member.uri == uri))
    }
}
