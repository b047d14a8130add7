//! Calls that are passed on to somebody else: forwarded while they ring, or transferred later.

use ucwa_types::api::{CallState, ConversationState, Direction, ErrorCode, ErrorSubcode, InvitationState};
use ucwa_types::event::EventType;

use super::ringing::Unreached;
use crate::happening::{ConversationHappening, Outcome};
use crate::ids::{AppId, CallId, ConversationId, InvitationId, RoomId};
use crate::state::{Call, Kind, Modality, Stage};
use crate::world::World;

impl World {
    /// Passes an incoming invitation on to another user: it ends here, and rings there.
    pub(crate) fn forward(&mut self, id: InvitationId, to: &str) {
        let Some(invitation) = self.invitations.get(&id).filter(|it| it.is_open()) else { return };
        let call = invitation.call;
        let Some(by) = self.user_of(invitation.app).map(|user| user.person.uri.clone()) else { return };
        self.pass_on(call, &by, &[to.to_owned()]);
    }

    /// Passes a call on from one user to others: it ends where it rings, and rings there.
    pub(super) fn pass_on(&mut self, call_id: CallId, by: &str, to: &[String]) {
        let Some(call) = self.calls.get_mut(&call_id) else { return };
        let is_in_circles = call.forwarded_by.iter().any(|it| it == by);
        call.forwarded_by.push(by.to_owned());
        let (caller, ringing, room) = (call.caller, std::mem::take(&mut call.ringing), call.room);
        call.guest = None;
        let outcome = Outcome::Failure(ErrorCode::LocalFailure, ErrorSubcode::Forwarded);
        for id in ringing {
            self.stop_ringing(id, InvitationState::Forwarded, outcome.clone());
        }
        self.forget_uninvited(room);
        if is_in_circles {
            return self.fail_in_circles(call_id);
        }
        let Some(invitation) = self.invitations.get_mut(&caller) else { return };
        invitation.state = InvitationState::Forwarded;
        let (app, view, is_first) = (invitation.app, invitation.conversation, invitation.is_first);
        self.emit(app, ConversationHappening::InvitationUpdated(caller));
        // Who is there already is not whom this leads to.
        let is_within = !is_first
            && self
                .calls
                .get(&call_id)
                .is_some_and(|call| !matches!(call.kind, Kind::Participant) && call.derived.is_none());
        if is_within {
            self.derive(call_id, app, view);
        }
        self.ring_elsewhere(call_id, to);
    }

    /// A call has come back to a user who has passed it on: it would never end.
    fn fail_in_circles(&mut self, id: CallId) {
        let outcome = Outcome::Failure(ErrorCode::RemoteFailure, ErrorSubcode::Unreachable);
        self.fail(id, InvitationState::Failed, outcome, None);
    }

    /// Opens a conversation of the caller with somebody else, to whom the call goes.
    fn derive(&mut self, id: CallId, app: AppId, from: ConversationId) {
        let Some(uri) = self.local(from).map(|me| me.uri.clone()) else { return };
        let Some((subject, importance)) =
            self.room(from).map(|room| (room.subject.clone(), room.importance.clone()))
        else {
            return;
        };
        let room: RoomId = self.open_room(Some(subject), None, Some(importance));
        let me = self.add_member(room, &uri, Stage::Joined);
        let view = self.open_view(app, room, &me, ConversationState::Connecting);
        self.enter(view);
        if let Some(call) = self.calls.get_mut(&id) {
            (call.room, call.from, call.derived) = (room, me, Some(view));
            if let Some(conversation) = self.conversations.get_mut(&view) {
                conversation.derived_from = Some(call.caller);
            }
            let modality = call.kind.modality();
            if let Some(modality) = modality {
                self.set_modality(view, modality, CallState::Connecting);
            }
        }
        self.emit(app, ConversationHappening::Conversation(EventType::Added, view));
        self.emit_own(view, EventType::Added);
    }

    /// Makes a call ring for other users in place of the invited one. The call fails if none of them can be reached.
    fn ring_elsewhere(&mut self, id: CallId, to: &[String]) {
        if let [to] = to
            && self.divert(id, to)
        {
            return;
        }
        match self.ring_each(id, to) {
            Ok(()) => self.be_rung(id, InvitationState::Alerting),
            Err((code, subcode)) => {
                self.fail(id, InvitationState::Failed, Outcome::Failure(code, subcode), None);
            }
        }
    }

    /// Makes a call ring for each of these users who can be reached. Returns an error if that is nobody.
    pub(super) fn ring_each(&mut self, id: CallId, to: &[String]) -> Result<(), Unreached> {
        // Nobody is left, such as for video alone that goes to voicemail.
        let mut outcome = Err((ErrorCode::RemoteFailure, ErrorSubcode::Redirected));
        let Some(call) = self.calls.get(&id) else { return outcome };
        let (room, caller) = (call.room, call.caller);
        let Some(app) = self.invitations.get(&caller).map(|it| it.app) else { return outcome };
        for uri in to.iter().map(|uri| crate::uri::normal(uri)) {
            match self.reached(id, app, &uri) {
                Ok(targets) => {
                    let guest = self.add_member(room, &uri, Stage::Invited);
                    for (target, _) in targets {
                        self.ring(target, None, id, &guest);
                    }
                    outcome = Ok(());
                }
                Err(error) if outcome.is_err() => outcome = Err(error),
                Err(_) => {}
            }
        }
        outcome
    }

    /// The caller's conversation of a call: the one in which it began, or the one derived from it.
    pub(super) fn caller_view(&self, caller: InvitationId) -> Option<(AppId, ConversationId)> {
        let invitation = self.invitations.get(&caller)?;
        let derived = self.calls.get(&invitation.call).and_then(|call| call.derived);
        Some((invitation.app, derived.unwrap_or(invitation.conversation)))
    }

    /// A call that was passed on has succeeded: what it takes the place of ends.
    pub(super) fn end_replaced(&mut self, caller: InvitationId) {
        let Some(invitation) = self.invitations.get(&caller) else { return };
        let (app, view) = (invitation.app, invitation.conversation);
        let Some(call) = self.calls.get(&invitation.call) else { return };
        let (modality, replaced) = (call.kind.modality(), call.replaces);
        if let (Some(modality), Some(_)) = (modality, call.derived) {
            self.set_modality(view, modality, CallState::Disconnected);
            self.emit(app, ConversationHappening::ModalityUpdated(view, modality));
        }
        if let (Some(replaced), Some(modality)) = (replaced, modality) {
            self.stop(replaced, modality);
        }
    }

    /// Transfers the other user of a call to somebody else. The call goes on if that fails.
    pub(crate) fn transfer(&mut self, id: ConversationId, modality: Modality, to: &str) {
        let Some(by) = self.local(id).map(|me| me.uri.clone()) else { return };
        let other = self.others(id).into_iter().find_map(|member| member.view);
        let Some((view, app)) = other.and_then(|view| Some((view, self.conversations.get(&view)?.app)))
        else {
            return;
        };
        let is_connected =
            self.conversations.get(&view).is_some_and(|it| *it.modality(modality) == CallState::Connected);
        let last = self.last_call(view, modality).filter(|_| is_connected && !self.is_meeting(view));
        let Some((kind, mut transferred_by)) = last.map(|it| (it.kind.clone(), it.transferred_by.clone()))
        else {
            return;
        };
        let is_in_circles = transferred_by.contains(&by);
        transferred_by.push(by);
        self.set_modality(view, modality, CallState::Transferring);
        self.emit(app, ConversationHappening::ModalityUpdated(view, modality));
        let (call_id, caller): (CallId, InvitationId) = (self.ids.id(), self.ids.id());
        let Some(uri) = self.local(view).map(|me| me.uri.clone()) else { return };
        let room = self.open_room(self.room(view).map(|room| room.subject.clone()), None, None);
        let me = self.add_member(room, &uri, Stage::Joined);
        let new = self.open_view(app, room, &me, ConversationState::Connecting);
        self.enter(new);
        let call =
            Call { from: me, transferred_by, replaces: Some(view), ..Call::new(kind, room, caller, to) };
        self.calls.insert(call_id, call);
        self.add_invitation(caller, app, call_id, new, Direction::Outgoing, None, true);
        self.set_modality(new, modality, CallState::Connecting);
        self.emit(app, ConversationHappening::InvitationStarted(caller));
        self.emit(app, ConversationHappening::Conversation(EventType::Added, new));
        self.emit_own(new, EventType::Added);
        match is_in_circles {
            true => self.fail_in_circles(call_id),
            false => self.ring_elsewhere(call_id, &[to.to_owned()]),
        }
    }

    /// A transfer has failed: the call that it would have replaced goes on.
    pub(super) fn keep_replaced(&mut self, view: ConversationId, modality: Modality) {
        let Some(conversation) = self.conversations.get_mut(&view) else { return };
        if *conversation.modality(modality) != CallState::Transferring {
            return;
        }
        *conversation.modality_mut(modality) = CallState::Connected;
        let app = conversation.app;
        self.emit(app, ConversationHappening::ModalityUpdated(view, modality));
    }

    /// The last call to this modality of a conversation.
    fn last_call(&self, view: ConversationId, modality: Modality) -> Option<&Call> {
        let invitations = self.conversations.get(&view)?.invitations.iter().rev();
        let mut calls = invitations.filter_map(|id| self.calls.get(&self.invitations.get(id)?.call));
        calls.find(|call| call.kind.modality() == Some(modality))
    }
}
