//! Invitations, from ringing to their end.

use ucwa_types::ExternalResource;
use ucwa_types::api::{
    CallState, ConversationState, Direction, ErrorCode, ErrorSubcode, Importance, InvitationState,
};
use ucwa_types::event::EventType;

use crate::happening::{ConversationHappening, Outcome};
use crate::ids::{AppId, CallId, ConversationId, InvitationId};
use crate::state::{Call, Invitation, Kind, Modality, Stage};
use crate::world::World;

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
