//! Online meetings: conversations of more than two, with roles and a lobby.

use ucwa_types::api::{ConversationState, Direction, ErrorCode, ErrorSubcode, InvitationState, Role};
use ucwa_types::event::EventType;

use crate::happening::{Circle, ConversationHappening, MeetingHappening, Outcome, ParticipantHappening};
use crate::ids::{AppId, CallId, ConversationId, InvitationId, RoomId};
use crate::state::{Call, Kind, Member, Room, Stage};
use crate::world::World;

impl World {
    /// Turns a conversation of two into an online meeting, in which both are leaders.
    pub(crate) fn become_meeting(&mut self, id: ConversationId) {
        let Some(organizer) = self.local(id).map(|member| member.uri.clone()) else { return };
        if self.is_meeting(id) {
            return;
        }
        let Some(room_id) = self.conversations.get(&id).map(|it| it.room) else { return };
        for (view, app) in self.views(room_id) {
            self.set_conversation(view, ConversationState::Conferencing);
            self.emit(app, ConversationHappening::Conversation(EventType::Updated, view));
        }
        let meeting = self.new_meeting(&organizer);
        let Some(room) = self.rooms.get_mut(&room_id) else { return };
        room.meeting = Some(meeting);
        for member in room.members.iter_mut().filter(|member| member.stage == Stage::Joined) {
            member.role = Role::Leader;
        }
        let members: Vec<Member> = room.joined().cloned().collect();
        for (view, app) in self.views(room_id) {
            self.set_conversation(view, ConversationState::Conferenced);
            self.emit(app, MeetingHappening::OnlineMeeting(EventType::Added, view));
            for member in &members {
                let circle = Circle::Leaders;
                self.emit(
                    app,
                    ParticipantHappening::Circle(EventType::Added, view, member.key.clone(), circle),
                );
            }
            self.emit(app, ConversationHappening::Conversation(EventType::Updated, view));
        }
    }

    /// Joins the user of an application to an online meeting, or to its lobby.
    pub(crate) fn join(&mut self, app: AppId, room_id: RoomId, operation: Option<String>) -> InvitationId {
        let (call_id, id): (CallId, InvitationId) = (self.ids.id(), self.ids.id());
        let uri = self.user_of(app).map(|user| user.person.uri.clone()).unwrap_or_default();
        let me = self.add_member(room_id, &uri, Stage::Invited);
        let view = self.open_view(app, room_id, &me, ConversationState::Connecting);
        let guest = self.guest_name(app);
        let Some(room) = self.rooms.get_mut(&room_id) else { return id };
        let Some(meeting) = room.meeting.clone() else { return id };
        if let Some(member) = room.member_mut(&me) {
            member.role = meeting.role_of(&uri, guest.is_some());
            if let Some(name) = &guest {
                member.is_anonymous = true;
                member.name.clone_from(name);
            }
            member.view = Some(view);
        }
        let call = Call { from: me, ..Call::new(Kind::Joining, room_id, id, &uri) };
        self.calls.insert(call_id, call);
        self.add_invitation(id, app, call_id, view, Direction::Outgoing, operation, true);
        self.emit(app, ConversationHappening::InvitationStarted(id));
        self.emit(app, ConversationHappening::Conversation(EventType::Added, view));
        self.emit_own(view, EventType::Added);
        match meeting.lets_in(&uri, guest.is_some()) {
            true => {
                self.join_meeting(view);
                self.end_joining(view, &InvitationState::Connected, &Outcome::Success);
            }
            false => self.wait_in_lobby(view),
        }
        id
    }

    /// Enters the online meeting of an accepted invitation. Whoever has invited gets an event that it succeeded.
    pub(super) fn enter_meeting(&mut self, accepted: InvitationId) {
        let Some(invitation) = self.invitations.get(&accepted) else { return };
        let (app, view) = (invitation.app, invitation.conversation);
        let caller = self.calls.get(&invitation.call).map(|call| call.caller);
        self.join_meeting(view);
        self.emit(app, ConversationHappening::InvitationCompleted(accepted, Outcome::Success));
        if let Some((caller, app)) = caller.and_then(|it| Some((it, self.invitations.get(&it)?.app))) {
            self.emit(app, ConversationHappening::InvitationCompleted(caller, Outcome::Success));
        }
    }

    /// The user of a view takes part in its online meeting from now on: everybody gets events of it.
    pub(crate) fn join_meeting(&mut self, view: ConversationId) {
        let Some(conversation) = self.conversations.get(&view) else { return };
        let (app, room) = (conversation.app, conversation.room);
        let was_waiting = self.local(view).is_some_and(|member| member.stage == Stage::InLobby);
        if was_waiting {
            self.tell_leaders(room, &self.key(view), &EventType::Deleted);
        }
        self.enter(view);
        self.set_conversation(view, ConversationState::Conferenced);
        self.emit(app, ConversationHappening::Conversation(EventType::Updated, view));
        if was_waiting {
            self.emit_own(view, EventType::Updated);
        }
        let Some(me) = self.local(view).cloned() else { return };
        let members: Vec<Member> =
            self.rooms.get(&room).into_iter().flat_map(Room::joined).cloned().collect();
        for member in members {
            if member.key != me.key {
                self.emit(app, ParticipantHappening::Participant(EventType::Added, view, member.key.clone()));
                for medium in member.media.used() {
                    let key = member.key.clone();
                    self.emit(app, ParticipantHappening::Medium(EventType::Added, view, key, medium));
                }
            }
            self.emit(
                app,
                ParticipantHappening::Circle(
                    EventType::Added,
                    view,
                    member.key.clone(),
                    Circle::of(&member.role),
                ),
            );
        }
        self.tell_of_member(room, &EventType::Added, &me);
        for (other, app) in self.views(room).into_iter().filter(|(other, _)| *other != view) {
            self.emit(app, ConversationHappening::Conversation(EventType::Updated, other));
        }
    }

    /// The user of a view waits in the lobby of its online meeting: the leaders get events of it.
    pub(crate) fn wait_in_lobby(&mut self, view: ConversationId) {
        let key = self.key(view);
        let Some((app, room)) = self.conversations.get(&view).map(|it| (it.app, it.room)) else { return };
        let Some(member) = self.room_mut(view).and_then(|room| room.member_mut(&key)) else { return };
        member.view = Some(view);
        member.stage = Stage::InLobby;
        self.set_conversation(view, ConversationState::InLobby);
        self.emit(app, ConversationHappening::Conversation(EventType::Updated, view));
        self.emit_own(view, EventType::Updated);
        self.tell_leaders(room, &key, &EventType::Added);
    }

    /// Tells the leaders that somebody has come to the lobby or left it.
    pub(super) fn tell_leaders(&mut self, room: RoomId, key: &str, r#type: &EventType) {
        for (view, app) in self.leading_views(room) {
            self.emit(app, ParticipantHappening::Circle(r#type.clone(), view, key.to_owned(), Circle::Lobby));
        }
    }

    fn leading_views(&self, room: RoomId) -> Vec<(ConversationId, AppId)> {
        let leads = |view: &ConversationId| self.local(*view).is_some_and(|me| me.role == Role::Leader);
        self.views(room).into_iter().filter(|(view, _)| leads(view)).collect()
    }

    /// Lets somebody in from the lobby. The invitation with which the member joined succeeds.
    pub(crate) fn admit(&mut self, room: RoomId, key: &str) {
        let Some(view) = self.rooms.get(&room).and_then(|it| it.member(key)).and_then(|it| it.view) else {
            return;
        };
        self.join_meeting(view);
        self.end_joining(view, &InvitationState::Connected, &Outcome::Success);
    }

    /// Turns somebody away from the lobby.
    pub(crate) fn reject(&mut self, room: RoomId, key: &str) {
        let Some(view) = self.rooms.get(&room).and_then(|it| it.member(key)).and_then(|it| it.view) else {
            return;
        };
        self.tell_leaders(room, key, &EventType::Deleted);
        let outcome = Outcome::Failure(ErrorCode::RemoteFailure, ErrorSubcode::Denied);
        self.end_joining(view, &InvitationState::Declined, &outcome);
        if let Some(member) = self.room_mut(view).and_then(|room| room.member_mut(key)) {
            member.stage = Stage::Left;
        }
        self.forget_conversation(view);
    }

    /// Ends the invitations with which the user of a view joins an online meeting.
    fn end_joining(&mut self, view: ConversationId, state: &InvitationState, outcome: &Outcome) {
        let Some(conversation) = self.conversations.get(&view) else { return };
        let (app, invitations) = (conversation.app, conversation.invitations.clone());
        for id in invitations {
            if let Some(invitation) = self.invitations.get_mut(&id).filter(|it| it.is_open()) {
                invitation.state = state.clone();
                self.emit(app, ConversationHappening::InvitationCompleted(id, outcome.clone()));
            }
        }
    }

    /// Removes a member from an online meeting. The member's conversation ends.
    pub(crate) fn eject(&mut self, room: RoomId, key: &str) {
        let Some(view) = self.rooms.get(&room).and_then(|it| it.member(key)).map(|it| it.view) else {
            return;
        };
        match view {
            Some(view) => self.leave(view),
            None => self.depart(room, key),
        }
    }

    /// Gives a member another role.
    pub(crate) fn set_role(&mut self, room_id: RoomId, key: &str, role: &Role) {
        let Some(room) = self.rooms.get_mut(&room_id) else { return };
        let waiting: Vec<String> = room.waiting().map(|member| member.key.clone()).collect();
        let Some(member) = room.member_mut(key) else { return };
        let old = std::mem::replace(&mut member.role, role.clone());
        let member = member.clone();
        for (view, app) in self.views(room_id) {
            let key = || member.key.clone();
            self.emit(app, ParticipantHappening::Circle(EventType::Deleted, view, key(), Circle::of(&old)));
            self.emit(app, ParticipantHappening::Circle(EventType::Added, view, key(), Circle::of(role)));
            self.emit(app, ParticipantHappening::Participant(EventType::Updated, view, key()));
            if Some(view) != member.view {
                continue;
            }
            // What the member may do with all others is different now, and leaders see the lobby.
            self.emit(app, ConversationHappening::Conversation(EventType::Updated, view));
            let lobby = if *role == Role::Leader { EventType::Added } else { EventType::Deleted };
            for waiting in &waiting {
                self.emit(
                    app,
                    ParticipantHappening::Circle(lobby.clone(), view, waiting.clone(), Circle::Lobby),
                );
            }
            for other in self.others(view) {
                self.emit(app, ParticipantHappening::Participant(EventType::Updated, view, other.key));
            }
        }
    }

    pub(super) fn set_conversation(&mut self, id: ConversationId, state: ConversationState) {
        if let Some(conversation) = self.conversations.get_mut(&id) {
            conversation.state = state;
        }
    }
}
