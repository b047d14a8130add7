//! Phone audio: first the caller's own phone rings, then the other side.

use ucwa_types::api::{CallState, ErrorCode, ErrorSubcode, InvitationState, MediaDirectionType};
use ucwa_types::event::EventType;

use crate::happening::{ConversationHappening, Outcome, ParticipantHappening};
use crate::ids::{CallId, ConversationId, UserId};
use crate::state::{Kind, Medium, Modality};
use crate::world::{Due, World};

impl World {
    /// Makes the phone of the caller ring.
    pub(super) fn ring_own_phone(&mut self, id: CallId) {
        let Some(app) = self.caller_app(id) else { return };
        let is_ignored = self.user_of(app).is_some_and(|user| user.person.ignores_phone);
        let (after, due) = match is_ignored {
            true => (self.config.times.ringing, Due::Ringing(id)),
            false => (self.config.times.phone, Due::OwnPhone(id)),
        };
        self.clock.remind(self.now() + after, due);
    }

    /// Somebody answers the phone of the caller: now the other side rings.
    pub(crate) fn answer_own_phone(&mut self, id: CallId) {
        let Some(call) = self.calls.get(&id) else { return };
        let Some(caller) = self.invitations.get(&call.caller).filter(|it| it.is_open()) else { return };
        let (view, is_replacement) =
            (caller.conversation, matches!(&call.kind, Kind::PhoneAudio(it) if it.is_replacement));
        match is_replacement {
            true => self.replace_with_phone(id, view),
            false => self.ring_all(id, view),
        }
    }

    /// The audio of the caller goes over the phone from now on, and the video ends.
    fn replace_with_phone(&mut self, id: CallId, view: ConversationId) {
        let Some(call) = self.calls.get(&id) else { return };
        let caller = call.caller;
        let Some(conversation) = self.conversations.get_mut(&view) else { return };
        let (app, room, me) = (conversation.app, conversation.room, conversation.me.clone());
        conversation.audio_video = CallState::Disconnected;
        conversation.phone_audio = CallState::Connected;
        self.end_session(view);
        let member = self.rooms.get_mut(&room).and_then(|room| room.member_mut(&me));
        let had_video = member.is_some_and(|member| member.media.video.take().is_some());
        if had_video {
            for (view, app) in self.views(room) {
                let ended = ParticipantHappening::Medium(EventType::Deleted, view, me.clone(), Medium::Video);
                self.emit(app, ended);
            }
        }
        if let Some(invitation) = self.invitations.get_mut(&caller) {
            invitation.state = InvitationState::Connected;
        }
        for modality in [Modality::AudioVideo, Modality::PhoneAudio] {
            self.emit(app, ConversationHappening::ModalityUpdated(view, modality));
        }
        self.emit(app, ConversationHappening::Conversation(EventType::Updated, view));
        self.emit(app, ConversationHappening::InvitationCompleted(caller, Outcome::Success));
    }

    /// Whether a call can ring a phone, where it rings in no application.
    pub(super) fn has_phone_for(&self, id: CallId) -> bool {
        let call = self.calls.get(&id).filter(|call| matches!(call.kind, Kind::PhoneAudio(_)));
        let is_first = call.and_then(|call| self.invitations.get(&call.caller)).is_some_and(|it| it.is_first);
        let user = call.and_then(|call| self.find_by_phone(&call.to)).and_then(|id| self.users.get(id.0));
        is_first && user.is_some_and(|user| user.person.work_phone.is_some())
    }

    /// The user with this URI or work phone.
    pub(super) fn find_by_phone(&self, uri: &str) -> Option<UserId> {
        let has_phone = |phone: &String| crate::uri::normal(phone) == uri;
        let by_phone =
            || self.users.iter().position(|it| it.person.work_phone.as_ref().is_some_and(has_phone));
        self.find_user(uri).or_else(|| by_phone().map(UserId))
    }

    /// Makes the phone ring of whom a call is for.
    pub(super) fn ring_their_phone(&mut self, id: CallId) {
        let Some(call) = self.calls.get(&id) else { return };
        let to = call.to.clone();
        self.be_rung(id, InvitationState::Alerting);
        let user = self.find_by_phone(&to).and_then(|id| self.users.get(id.0));
        let is_ignored = user.is_some_and(|user| user.person.ignores_phone);
        if !is_ignored {
            self.clock.remind(self.now() + self.config.times.phone, Due::TheirPhone(id));
        }
    }

    /// Somebody answers the phone of whom a call is for, and takes part without an application.
    pub(crate) fn answer_their_phone(&mut self, id: CallId) {
        let Some(to) = self.calls.get(&id).map(|call| call.to.clone()) else { return };
        let user = self.find_by_phone(&to).and_then(|id| self.users.get(id.0));
        let name = user.map(|it| it.person.name.clone()).unwrap_or_default();
        self.answer_without_application(id, &to, &name);
    }

    /// How an unanswered phone call ends: `None` if the phone was not the caller's own.
    pub(super) fn own_phone_ignored(&self, id: CallId) -> Option<Outcome> {
        let call = self.calls.get(&id).filter(|call| matches!(call.kind, Kind::PhoneAudio(_)))?;
        let caller = self.invitations.get(&call.caller)?;
        let is_own = caller.state == InvitationState::Connecting;
        is_own.then_some(Outcome::Failure(ErrorCode::LocalFailure, ErrorSubcode::PstnCallFailed))
    }

    /// Puts the phone call of a user on hold, or takes it off hold.
    pub(crate) fn hold(&mut self, id: ConversationId, is_held: bool) {
        let Some(conversation) = self.conversations.get_mut(&id) else { return };
        conversation.is_held = is_held;
        let (app, room, me) = (conversation.app, conversation.room, conversation.me.clone());
        let member = self.rooms.get_mut(&room).and_then(|room| room.member_mut(&me));
        if let Some(flow) = member.and_then(|member| member.media.audio.as_mut()) {
            flow.direction =
                if is_held { MediaDirectionType::Inactive } else { MediaDirectionType::SendReceive };
        }
        self.emit(app, ConversationHappening::ModalityUpdated(id, Modality::PhoneAudio));
        for (view, app) in self.views(room) {
            let changed = ParticipantHappening::Medium(EventType::Updated, view, me.clone(), Medium::Audio);
            self.emit(app, changed);
        }
    }

    fn caller_app(&self, id: CallId) -> Option<crate::ids::AppId> {
        Some(self.invitations.get(&self.calls.get(&id)?.caller)?.app)
    }
}
