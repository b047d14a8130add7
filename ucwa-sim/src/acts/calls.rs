//! Invitations, from ringing to their end.

use ucwa_types::ExternalResource;
use ucwa_types::api::{
    CallState, ConversationState, Direction, ErrorCode, ErrorSubcode, Importance, InvitationState,
    MessageFormat, ModalityType, PreferredAvailability,
};
use ucwa_types::event::EventType;

use crate::happening::{ConversationHappening, Outcome, Who};
use crate::ids::{AppId, CallId, ConversationId, InvitationId};
use crate::state::{Call, Conversation, Invitation};
use crate::world::{Due, World};

/// The input of an invitation.
#[derive(Debug, Default)]
pub(crate) struct Wish {
    pub(crate) to: String,
    pub(crate) operation: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) thread: Option<String>,
    pub(crate) importance: Option<Importance>,
    pub(crate) message: Option<ExternalResource>,
    pub(crate) custom: Option<ExternalResource>,
}

/// An application in which an invitation rings, and its conversation if there is one already.
type Target = (AppId, Option<ConversationId>);

impl World {
    /// Invites a user, to an existing conversation or to a new one.
    pub(crate) fn invite(&mut self, app: AppId, within: Option<ConversationId>, wish: Wish) -> InvitationId {
        let from = self.user_of(app).map(|user| user.person.uri.clone()).unwrap_or_default();
        let thread = wish.thread.unwrap_or_else(|| self.ids.hex(32));
        let (call_id, caller): (CallId, InvitationId) = (self.ids.id(), self.ids.id());
        let call = Call {
            caller,
            ringing: Vec::new(),
            from,
            to: crate::uri::normal(&wish.to),
            subject: wish.subject.unwrap_or_default(),
            thread,
            importance: wish.importance.unwrap_or(Importance::Normal),
            message: wish.message,
            custom: wish.custom,
        };
        let (is_new, to) = (within.is_none(), call.to.clone());
        self.calls.insert(call_id, call);
        let conversation =
            within.unwrap_or_else(|| self.begin(app, &to, ConversationState::Connecting, call_id));
        let invitation = Invitation {
            app,
            call: call_id,
            conversation,
            direction: Direction::Outgoing,
            state: InvitationState::Connecting,
            operation: wish.operation,
        };
        self.invitations.insert(caller, invitation);
        self.set_messaging(conversation, CallState::Connecting);
        self.emit(app, ConversationHappening::InvitationStarted(caller));
        if is_new {
            self.emit(app, ConversationHappening::Conversation(EventType::Added, conversation));
            self.emit(app, ConversationHappening::Participant(EventType::Added, conversation, Who::Local));
        }
        self.emit(app, ConversationHappening::MessagingUpdated(conversation));
        match self.whom(app, conversation, is_new, &to) {
            Ok(targets) => {
                for (target, conversation) in targets {
                    self.ring(target, conversation, call_id);
                }
                if let Some(invitation) = self.invitations.get_mut(&caller) {
                    invitation.state = InvitationState::Alerting;
                }
                self.emit(app, ConversationHappening::InvitationUpdated(caller));
                self.clock.remind(self.now() + self.config.times.ringing, Due::Ringing(call_id));
            }
            Err((code, subcode)) => {
                self.fail(call_id, InvitationState::Failed, Outcome::Failure(code, subcode), None);
            }
        }
        caller
    }

    /// The applications in which an invitation rings.
    fn whom(
        &self,
        app: AppId,
        conversation: ConversationId,
        is_new: bool,
        to: &str,
    ) -> Result<Vec<Target>, (ErrorCode, ErrorSubcode)> {
        if !is_new {
            let other = self.conversations.get(&conversation).and_then(|it| it.other);
            let target = other.and_then(|id| Some((self.conversations.get(&id)?.app, Some(id))));
            return target
                .map(|target| vec![target])
                .ok_or((ErrorCode::RemoteFailure, ErrorSubcode::Unavailable));
        }
        let user = self.find_user(to).ok_or((ErrorCode::NotFound, ErrorSubcode::DestinationNotFound))?;
        let reached = self
            .available(user)
            .filter(|(target, it)| *target != app && it.modalities().contains(&ModalityType::Messaging));
        let targets: Vec<_> = reached.map(|(target, _)| (target, None)).collect();
        let chosen = self.users.get(user.0).and_then(|user| user.chosen.clone());
        match targets.is_empty() {
            true => Err((ErrorCode::RemoteFailure, ErrorSubcode::TemporarilyUnavailable)),
            false if chosen == Some(PreferredAvailability::DoNotDisturb) => {
                Err((ErrorCode::RemoteFailure, ErrorSubcode::DoNotDisturb))
            }
            false => Ok(targets),
        }
    }

    /// Makes an invitation ring in an application.
    fn ring(&mut self, app: AppId, within: Option<ConversationId>, call_id: CallId) {
        let Some(call) = self.calls.get(&call_id) else { return };
        let caller = self.invitations.get(&call.caller).map(|invitation| invitation.conversation);
        let (from, is_new) = (call.from.clone(), within.is_none());
        let conversation =
            within.unwrap_or_else(|| self.begin(app, &from, ConversationState::Incoming, call_id));
        if let Some(conversation) = self.conversations.get_mut(&conversation) {
            conversation.other = caller;
        }
        let id: InvitationId = self.ids.id();
        let invitation = Invitation {
            app,
            call: call_id,
            conversation,
            direction: Direction::Incoming,
            state: InvitationState::Connecting,
            operation: None,
        };
        self.invitations.insert(id, invitation);
        if let Some(call) = self.calls.get_mut(&call_id) {
            call.ringing.push(id);
        }
        self.emit(app, ConversationHappening::InvitationStarted(id));
        if is_new {
            self.emit(app, ConversationHappening::Conversation(EventType::Added, conversation));
            self.emit(app, ConversationHappening::Participant(EventType::Added, conversation, Who::Local));
            self.emit(app, ConversationHappening::Participant(EventType::Added, conversation, Who::Peer));
        }
    }

    /// Creates a conversation.
    fn begin(&mut self, app: AppId, peer: &str, state: ConversationState, call: CallId) -> ConversationId {
        let id: ConversationId = self.ids.id();
        let Some(call) = self.calls.get(&call) else { return id };
        let conversation = Conversation {
            app,
            peer: peer.to_lowercase(),
            other: None,
            state,
            messaging: CallState::Disconnected,
            is_joined: false,
            subject: call.subject.clone(),
            thread: call.thread.clone(),
            importance: call.importance.clone(),
            created: self.now(),
            formats: Vec::new(),
            typing_until: None,
            messages: std::collections::BTreeMap::new(),
        };
        self.conversations.insert(id, conversation);
        id
    }

    /// Accepts an invitation: the conversation is connected on both sides, and the invitation ends in other applications.
    pub(crate) fn accept(&mut self, id: InvitationId) {
        let Some(invitation) = self.invitations.get(&id) else { return };
        let (app, call_id, here) = (invitation.app, invitation.call, invitation.conversation);
        let Some(call) = self.calls.get(&call_id) else { return };
        let (caller, others) = (call.caller, call.ringing.clone());
        let Some(invitation) = self.invitations.get(&caller) else { return };
        let (caller_app, there) = (invitation.app, invitation.conversation);
        for other in others.into_iter().filter(|other| *other != id) {
            let outcome = Outcome::Failure(ErrorCode::LocalFailure, ErrorSubcode::ConnectedElsewhere);
            self.stop_ringing(other, InvitationState::Failed, outcome);
        }
        for id in [id, caller] {
            if let Some(invitation) = self.invitations.get_mut(&id) {
                invitation.state = InvitationState::Connected;
            }
        }
        let formats = self.common_formats(app, caller_app);
        for (one, other) in [(here, there), (there, here)] {
            if let Some(conversation) = self.conversations.get_mut(&one) {
                conversation.other = Some(other);
                conversation.state = ConversationState::Connected;
                conversation.messaging = CallState::Connected;
                conversation.is_joined = true;
                conversation.formats.clone_from(&formats);
            }
        }
        let joined = |conversation, who| {
            ConversationHappening::ParticipantMessaging(EventType::Added, conversation, who)
        };
        self.emit(app, ConversationHappening::MessagingUpdated(here));
        self.emit(app, ConversationHappening::Conversation(EventType::Updated, here));
        self.emit(app, joined(here, Who::Local));
        self.emit(app, joined(here, Who::Peer));
        self.emit(app, ConversationHappening::InvitationCompleted(id, Outcome::Success));
        self.emit(caller_app, ConversationHappening::Conversation(EventType::Updated, there));
        self.emit(caller_app, ConversationHappening::Participant(EventType::Added, there, Who::Peer));
        self.emit(caller_app, joined(there, Who::Peer));
        self.emit(caller_app, joined(there, Who::Local));
        self.emit(caller_app, ConversationHappening::MessagingUpdated(there));
        self.emit(caller_app, ConversationHappening::InvitationCompleted(caller, Outcome::Success));
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
        let is_open = self
            .calls
            .get(&call)
            .and_then(|call| self.invitations.get(&call.caller))
            .is_some_and(Invitation::is_open);
        if is_open {
            let missed = Outcome::Failure(ErrorCode::LocalFailure, ErrorSubcode::Missed);
            let timeout = Outcome::Failure(ErrorCode::RemoteFailure, ErrorSubcode::Timeout);
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
        let Some(call) = self.calls.get(&id) else { return };
        let (from, ringing) = (call.caller, call.ringing.clone());
        for id in ringing {
            let outcome = callee.unwrap_or(&caller).clone();
            self.stop_ringing(id, state.clone(), outcome);
        }
        self.stop_ringing(from, state, caller);
    }

    /// Ends an invitation as one application sees it, and the conversation with it, if that was not connected before.
    fn stop_ringing(&mut self, id: InvitationId, state: InvitationState, outcome: Outcome) {
        let Some(invitation) = self.invitations.get_mut(&id).filter(|invitation| invitation.is_open()) else {
            return;
        };
        invitation.state = state;
        let (app, conversation) = (invitation.app, invitation.conversation);
        self.set_messaging(conversation, CallState::Disconnected);
        let is_kept = self
            .conversations
            .get(&conversation)
            .is_some_and(|it| it.state == ConversationState::Disconnected);
        if is_kept {
            self.emit(app, ConversationHappening::MessagingUpdated(conversation));
        }
        self.emit(app, ConversationHappening::InvitationCompleted(id, outcome));
        if !is_kept {
            self.forget_conversation(conversation);
        }
    }

    /// The message formats that both have, plain text at least.
    fn common_formats(&self, one: AppId, other: AppId) -> Vec<MessageFormat> {
        let formats =
            |app| self.applications.get(&app).map(crate::state::Application::formats).unwrap_or_default();
        let others = formats(other);
        let common: Vec<_> = formats(one).iter().filter(|format| others.contains(format)).cloned().collect();
        if common.is_empty() { vec![MessageFormat::Plain] } else { common }
    }

    fn set_messaging(&mut self, id: ConversationId, state: CallState) {
        if let Some(conversation) = self.conversations.get_mut(&id) {
            conversation.messaging = state;
        }
    }
}
