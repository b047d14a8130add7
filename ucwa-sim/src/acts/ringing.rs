//! Where calls ring.

use ucwa_types::api::{
    ConversationState, Direction, ErrorCode, ErrorSubcode, InvitationState, PreferredAvailability,
};
use ucwa_types::event::EventType;

use crate::happening::{ConversationHappening, Outcome, ParticipantHappening};
use crate::ids::{AppId, CallId, ConversationId, InvitationId};
use crate::state::{Kind, Modality, Stage};
use crate::world::{Due, World};

/// An application in which an invitation rings, and its conversation if there is one already.
pub(super) type Target = (AppId, Option<ConversationId>);

/// Why nobody can be invited.
pub(super) type Unreached = (ErrorCode, ErrorSubcode);

impl World {
    /// Makes a call ring wherever it can be accepted.
    pub(super) fn ring_all(&mut self, call_id: CallId, id: ConversationId) {
        let Some(call) = self.calls.get(&call_id) else { return };
        let (room, to) = (call.room, call.to.clone());
        let is_new = self.is_for_somebody_new(call_id);
        if !is_new && self.is_meeting(id) {
            // Nobody has to accept what is added to an online meeting.
            return self.connect_alone(call_id);
        }
        if is_new && (self.call_voicemail(call_id) || self.divert(call_id, &to)) {
            return;
        }
        match self.whom(call_id, id, is_new) {
            Ok(targets) => {
                self.note_invited(room, &to);
                let guest = match is_new {
                    true => Some(self.add_member(room, &to, Stage::Invited)),
                    false => self.others(id).first().map(|member| member.key.clone()),
                };
                let guest = guest.unwrap_or_default();
                for (target, view) in targets {
                    self.ring(target, view, call_id, &guest);
                }
                self.be_rung(call_id, InvitationState::Alerting);
                self.look_at_rules(call_id, &to);
            }
            Err(_) if is_new && self.rings_others(call_id, &to) => {
                self.be_rung(call_id, InvitationState::Alerting);
                self.look_at_rules(call_id, &to);
            }
            Err(_) if self.has_phone_for(call_id) => {
                self.ring_their_phone(call_id);
                self.look_at_rules(call_id, &to);
            }
            Err((code, subcode)) => {
                self.fail(call_id, InvitationState::Failed, Outcome::Failure(code, subcode), None);
            }
        }
    }

    /// Whether a call is for somebody who is not in the conversation yet.
    pub(super) fn is_for_somebody_new(&self, call: CallId) -> bool {
        let Some(call) = self.calls.get(&call) else { return false };
        let is_first = self.invitations.get(&call.caller).is_some_and(|it| it.is_first);
        is_first || matches!(call.kind, Kind::Participant)
    }

    /// The applications in which an invitation rings.
    fn whom(&self, call_id: CallId, id: ConversationId, is_new: bool) -> Result<Vec<Target>, Unreached> {
        let absent = (ErrorCode::RemoteFailure, ErrorSubcode::Unavailable);
        let call = self.calls.get(&call_id).ok_or(absent.clone())?;
        if !is_new {
            let view = self.others(id).first().and_then(|member| member.view).ok_or(absent.clone())?;
            return Ok(vec![(self.conversations.get(&view).ok_or(absent)?.app, Some(view))]);
        }
        let app = self.conversations.get(&id).ok_or(absent)?.app;
        self.reached(call_id, app, &call.to)
    }

    /// The applications of a user that a call from another application reaches.
    pub(super) fn reached(&self, call: CallId, app: AppId, to: &str) -> Result<Vec<Target>, Unreached> {
        let absent = (ErrorCode::RemoteFailure, ErrorSubcode::Unavailable);
        let call = self.calls.get(&call).ok_or(absent)?;
        let user = self.find_user(to).ok_or((ErrorCode::NotFound, ErrorSubcode::DestinationNotFound))?;
        let caller = self.user_of(app).map(|caller| &caller.person.uri);
        if caller.is_some_and(|caller| self.is_blocked(user, caller)) {
            return Err((ErrorCode::RemoteFailure, ErrorSubcode::TemporarilyUnavailable));
        }
        let reached =
            self.available(user).filter(|(target, it)| *target != app && call.kind.is_for(it.modalities()));
        let targets: Vec<_> = reached.map(|(target, _)| (target, None)).collect();
        let chosen = self.users.get(user.0).and_then(|user| user.chosen.clone());
        // Available, but not for this.
        let is_for_other = call.kind.modality() != Some(Modality::Messaging)
            && self.available(user).any(|(target, _)| target != app);
        match targets.is_empty() {
            true if is_for_other => Err((ErrorCode::RemoteFailure, ErrorSubcode::ModalityNotSupported)),
            true => Err((ErrorCode::RemoteFailure, ErrorSubcode::TemporarilyUnavailable)),
            false if chosen == Some(PreferredAvailability::DoNotDisturb) => {
                Err((ErrorCode::RemoteFailure, ErrorSubcode::DoNotDisturb))
            }
            false => Ok(targets),
        }
    }

    /// The caller of a call gets an event that it rings, from now on as long as any call.
    pub(super) fn be_rung(&mut self, id: CallId, state: InvitationState) {
        let until = self.now() + self.config.times.ringing;
        let Some(call) = self.calls.get_mut(&id) else { return };
        call.until = until;
        let caller = call.caller;
        let Some(invitation) = self.invitations.get_mut(&caller) else { return };
        invitation.state = state;
        let app = invitation.app;
        self.emit(app, ConversationHappening::InvitationUpdated(caller));
        self.clock.remind(until, Due::Ringing(id));
    }

    /// Makes an invitation ring in an application.
    pub(super) fn ring(&mut self, app: AppId, within: Option<ConversationId>, call_id: CallId, guest: &str) {
        let Some(call) = self.calls.get_mut(&call_id) else { return };
        let (room, from) = (call.room, call.from.clone());
        // If the invitation rings for several users, the one who accepts is the guest.
        call.guest.get_or_insert_with(|| guest.to_owned());
        let is_first = within.is_none();
        let conversation =
            within.unwrap_or_else(|| self.open_view(app, room, guest, ConversationState::Incoming));
        let id: InvitationId = self.ids.id();
        self.add_invitation(id, app, call_id, conversation, Direction::Incoming, None, is_first);
        if let Some(call) = self.calls.get_mut(&call_id) {
            call.ringing.push(id);
        }
        self.emit(app, ConversationHappening::InvitationStarted(id));
        if is_first {
            self.emit(app, ConversationHappening::Conversation(EventType::Added, conversation));
            self.emit_own(conversation, EventType::Added);
            self.emit(app, ParticipantHappening::Participant(EventType::Added, conversation, from));
        }
    }
}
