//! Invitations, from ringing to their end.

use ucwa_types::ExternalResource;
use ucwa_types::api::{
    CallState, ConversationState, Direction, ErrorCode, ErrorSubcode, Importance, InvitationState,
    PreferredAvailability,
};
use ucwa_types::event::EventType;

use crate::happening::{ConversationHappening, Outcome, ParticipantHappening};
use crate::ids::{AppId, CallId, ConversationId, InvitationId};
use crate::state::{Call, Invitation, Kind, Modality, Stage};
use crate::world::{Due, World};

/// The input of an invitation.
#[derive(Debug)]
pub(crate) struct Wish {
    pub(crate) kind: Kind,
    pub(crate) to: String,
    pub(crate) operation: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) thread: Option<String>,
    pub(crate) importance: Option<Importance>,
    pub(crate) message: Option<ExternalResource>,
    pub(crate) custom: Option<ExternalResource>,
    pub(crate) delegator: Option<String>,
}

impl Wish {
    /// An invitation to a user, with nothing else.
    pub(crate) fn new(kind: Kind, to: impl Into<String>) -> Self {
        Self {
            kind,
            to: to.into(),
            operation: None,
            subject: None,
            thread: None,
            importance: None,
            message: None,
            custom: None,
            delegator: None,
        }
    }
}

/// An application in which an invitation rings, and its conversation if there is one already.
pub(super) type Target = (AppId, Option<ConversationId>);

/// Why nobody can be invited.
pub(super) type Unreached = (ErrorCode, ErrorSubcode);

impl World {
    /// Invites a user, to an existing conversation or to a new one.
    pub(crate) fn invite(&mut self, app: AppId, within: Option<ConversationId>, wish: Wish) -> InvitationId {
        let (call_id, caller): (CallId, InvitationId) = (self.ids.id(), self.ids.id());
        let is_first = within.is_none();
        let id = match within {
            Some(id) => id,
            None => {
                let uri = self.user_of(app).map(|user| user.person.uri.clone()).unwrap_or_default();
                let room = self.open_room(wish.subject, wish.thread, wish.importance);
                let me = self.add_member(room, &uri, Stage::Joined);
                let id = self.open_view(app, room, &me, ConversationState::Connecting);
                self.enter(id);
                id
            }
        };
        let Some((room, from)) = self.conversations.get(&id).map(|it| (it.room, it.me.clone())) else {
            return caller;
        };
        let call = Call {
            from,
            message: wish.message,
            custom: wish.custom,
            delegator: wish.delegator,
            ..Call::new(wish.kind, room, caller, &wish.to)
        };
        let modality = call.kind.modality();
        self.calls.insert(call_id, call);
        if modality.is_none() {
            self.become_meeting(id);
        }
        self.add_invitation(caller, app, call_id, id, Direction::Outgoing, wish.operation, is_first);
        if let Some(modality) = modality {
            self.set_modality(id, modality, CallState::Connecting);
        }
        self.emit(app, ConversationHappening::InvitationStarted(caller));
        if is_first {
            self.emit(app, ConversationHappening::Conversation(EventType::Added, id));
            self.emit_own(id, EventType::Added);
        }
        if let Some(modality) = modality {
            self.emit(app, ConversationHappening::ModalityUpdated(id, modality));
        }
        match modality {
            Some(Modality::PhoneAudio) => self.ring_own_phone(call_id),
            _ => self.ring_all(call_id, id),
        }
        caller
    }

    /// Makes a call ring wherever it can be accepted.
    pub(super) fn ring_all(&mut self, call_id: CallId, id: ConversationId) {
        let Some(call) = self.calls.get(&call_id) else { return };
        let (room, to) = (call.room, call.to.clone());
        let is_new = self.is_for_somebody_new(call_id);
        if !is_new && self.is_meeting(id) {
            // Nobody has to accept what is added to an online meeting.
            return self.connect_alone(call_id);
        }
        if is_new && self.divert(call_id, &to) {
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
            Err(_) if self.has_phone_for(call_id) => self.ring_their_phone(call_id),
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
        // Of several, whoever accepts is the guest.
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

    #[allow(clippy::too_many_arguments, reason = "they are the fields of an invitation")]
    pub(crate) fn add_invitation(
        &mut self,
        id: InvitationId,
        app: AppId,
        call: CallId,
        conversation: ConversationId,
        direction: Direction,
        operation: Option<String>,
        is_first: bool,
    ) {
        let state = InvitationState::Connecting;
        self.invitations
            .insert(id, Invitation { app, call, conversation, direction, state, operation, is_first });
        if let Some(conversation) = self.conversations.get_mut(&conversation) {
            conversation.invitations.push(id);
        }
    }

    /// Accepts an invitation.
    pub(crate) fn accept(&mut self, id: InvitationId) {
        let Some((caller, kind)) = self.begin_accepting(id) else { return };
        match (kind.modality(), &kind) {
            (Some(modality), kind) => self.connect_both(id, caller, kind, (modality, modality)),
            (None, _) => self.enter_meeting(id),
        }
    }

    /// Ends an invitation in all other applications. Returns that of the caller, and what the call is for.
    pub(super) fn begin_accepting(&mut self, id: InvitationId) -> Option<(InvitationId, Kind)> {
        let invitation = self.invitations.get(&id)?;
        let (call_id, guest) = (invitation.call, self.key(invitation.conversation));
        let uri = self.user_of(invitation.app).map(|it| it.person.uri.clone());
        let call = self.calls.get_mut(&call_id)?;
        (call.accepted_by, call.guest) = (uri, Some(guest));
        let room = call.room;
        let (caller, others, kind) = (call.caller, call.ringing.clone(), call.kind.clone());
        for other in others.into_iter().filter(|other| *other != id) {
            let outcome = Outcome::Failure(ErrorCode::LocalFailure, ErrorSubcode::ConnectedElsewhere);
            self.stop_ringing(other, InvitationState::Failed, outcome);
        }
        self.forget_uninvited(room);
        for id in [id, caller] {
            if let Some(invitation) = self.invitations.get_mut(&id) {
                invitation.state = InvitationState::Connected;
            }
        }
        Some((caller, kind))
    }

    /// Declines an invitation. It ends in all applications.
    pub(crate) fn decline(&mut self, id: InvitationId) {
        let Some(call) = self.invitations.get(&id).map(|invitation| invitation.call) else { return };
        let failure = |code| Outcome::Failure(code, ErrorSubcode::Declined);
        let here = failure(ErrorCode::LocalFailure);
        self.fail(call, InvitationState::Declined, failure(ErrorCode::RemoteFailure), Some(&here));
    }

    /// Cancels an invitation.
    pub(crate) fn cancel(&mut self, id: InvitationId) {
        let Some(call) = self.invitations.get(&id).map(|invitation| invitation.call) else { return };
        let failure = |code| Outcome::Failure(code, ErrorSubcode::Canceled);
        let there = failure(ErrorCode::RemoteFailure);
        self.fail(call, InvitationState::Cancelled, failure(ErrorCode::LocalFailure), Some(&there));
    }

    /// Ends an invitation that was not answered in time.
    pub(crate) fn stop_waiting(&mut self, call: CallId) {
        let now = self.now();
        let is_open = self
            .calls
            .get(&call)
            .filter(|call| now >= call.until)
            .and_then(|call| self.invitations.get(&call.caller))
            .is_some_and(Invitation::is_open);
        if is_open {
            let missed = Outcome::Failure(ErrorCode::LocalFailure, ErrorSubcode::Missed);
            let timeout = Outcome::Failure(ErrorCode::RemoteFailure, ErrorSubcode::Timeout);
            let timeout = self.own_phone_ignored(call).unwrap_or(timeout);
            self.fail(call, InvitationState::Failed, timeout, Some(&missed));
        }
    }

    /// Ends a call without success.
    pub(crate) fn fail(
        &mut self,
        id: CallId,
        state: InvitationState,
        caller: Outcome,
        callee: Option<&Outcome>,
    ) {
        let missed = self.missed(id).filter(|_| state != InvitationState::Declined);
        let Some(call) = self.calls.get(&id) else { return };
        let (from, ringing, room) = (call.caller, call.ringing.clone(), call.room);
        let (derived, replaced) = (call.derived, call.replaces.zip(call.kind.modality()));
        for id in ringing {
            let outcome = callee.unwrap_or(&caller).clone();
            self.stop_ringing(id, state.clone(), outcome);
        }
        self.stop_ringing(from, state, caller);
        if let Some((view, modality)) = replaced {
            self.keep_replaced(view, modality);
        }
        if let Some(derived) = derived {
            self.forget_conversation(derived);
        }
        self.forget_uninvited(room);
        if let Some((user, log)) = missed {
            self.keep_log(user, log);
        }
    }

    /// Ends an invitation as one application sees it, and the conversation with it, if it began with it.
    pub(super) fn stop_ringing(&mut self, id: InvitationId, state: InvitationState, outcome: Outcome) {
        let Some(invitation) = self.invitations.get_mut(&id).filter(|invitation| invitation.is_open()) else {
            return;
        };
        invitation.state = state;
        let (app, conversation, is_first) = (invitation.app, invitation.conversation, invitation.is_first);
        let modality = self.calls.get(&invitation.call).and_then(|call| call.kind.modality());
        if let Some(modality) = modality {
            self.set_modality(conversation, modality, CallState::Disconnected);
            if !is_first {
                self.emit(app, ConversationHappening::ModalityUpdated(conversation, modality));
            }
        }
        self.emit(app, ConversationHappening::InvitationCompleted(id, outcome));
        if is_first {
            self.forget_conversation(conversation);
        }
    }
}
