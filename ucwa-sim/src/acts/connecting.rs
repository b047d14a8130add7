//! What happens once an invitation is accepted.

use ucwa_types::api::{
    CallState, ConversationState, InvitationState, MediaDirectionType, MessageFormat, Role,
};
use ucwa_types::event::EventType;

use crate::happening::{ConversationHappening, Outcome, ParticipantHappening};
use crate::ids::{AppId, CallId, ConversationId, InvitationId};
use crate::state::{Application, Flow, Kind, Medium, Modality, Room, Stage};
use crate::world::World;

impl World {
    /// Connects the two sides of a conversation, after `accepted` was accepted, each with its modality.
    pub(super) fn connect_both(
        &mut self,
        accepted: InvitationId,
        caller: InvitationId,
        kind: &Kind,
        (modality, theirs): (Modality, Modality),
    ) {
        let accepting = self.invitations.get(&accepted).map(|it| (it.app, it.conversation));
        let (Some((app, here)), Some((_, there))) = (accepting, self.caller_view(caller)) else { return };
        let is_new = self.enter(here);
        let media = kind.media();
        self.start_media(here, &media, None);
        self.start_media(there, &media, Some(kind));
        for (view, modality) in [(here, modality), (there, theirs)] {
            self.set_modality(view, modality, CallState::Connected);
            self.settle(view);
        }
        if modality == Modality::Messaging {
            self.agree_on_formats(here);
            self.take_down_first(caller);
        }
        let (me, them) = (self.key(here), self.key(there));
        self.emit(app, ConversationHappening::ModalityUpdated(here, modality));
        self.emit(app, ConversationHappening::Conversation(EventType::Updated, here));
        for medium in &media {
            self.emit(app, joined(here, &me, *medium));
            self.emit(app, joined(here, &them, *medium));
        }
        self.emit(app, ConversationHappening::InvitationCompleted(accepted, Outcome::Success));
        self.connect_caller(caller, &me, is_new, &media, theirs);
    }

    /// Tells the caller that `guest` has accepted.
    pub(super) fn connect_caller(
        &mut self,
        caller: InvitationId,
        guest: &str,
        is_new: bool,
        media: &[Medium],
        modality: Modality,
    ) {
        let Some((app, view)) = self.caller_view(caller) else { return };
        let me = self.key(view);
        self.emit(app, ConversationHappening::Conversation(EventType::Updated, view));
        if is_new {
            self.emit(app, ParticipantHappening::Participant(EventType::Added, view, guest.to_owned()));
        }
        for medium in media {
            self.emit(app, joined(view, guest, *medium));
            self.emit(app, joined(view, &me, *medium));
        }
        self.emit(app, ConversationHappening::ModalityUpdated(view, modality));
        self.end_replaced(caller);
        self.emit(app, ConversationHappening::InvitationCompleted(caller, Outcome::Success));
    }

    /// Somebody who has no application takes a call: by phone, or a machine.
    pub(super) fn answer_without_application(&mut self, id: CallId, uri: &str, name: &str) {
        let Some(call) = self.calls.get(&id) else { return };
        let (caller, room, kind) = (call.caller, call.room, call.kind.clone());
        let Some((modality, (_, view))) = kind.modality().zip(self.caller_view(caller)) else { return };
        let Some(invitation) = self.invitations.get_mut(&caller).filter(|it| it.is_open()) else { return };
        invitation.state = InvitationState::Connected;
        let guest = self.add_member(room, uri, Stage::Joined);
        let media = kind.media();
        for medium in &media {
            let flow = self.new_flow(false);
            if let Some(member) = self.rooms.get_mut(&room).and_then(|room| room.member_mut(&guest)) {
                name.clone_into(&mut member.name);
                member.media.add(*medium, flow);
            }
        }
        if let Some(call) = self.calls.get_mut(&id) {
            call.guest = Some(guest.clone());
        }
        if let Kind::AudioVideo(offered) = &kind {
            self.answer_as_server(id, offered, uri);
        }
        self.start_media(view, &media, Some(&kind));
        self.set_modality(view, modality, CallState::Connected);
        self.settle(view);
        self.connect_caller(caller, &guest, true, &media, modality);
        if let Kind::AudioVideo(offered) = kind {
            self.begin_session(view, offered.context, uri);
        }
    }

    /// Connects a modality with an online meeting, where nobody has to accept.
    pub(super) fn connect_alone(&mut self, call_id: CallId) {
        let Some(call) = self.calls.get(&call_id) else { return };
        let (id, kind) = (call.caller, call.kind.clone());
        let Some(invitation) = self.invitations.get_mut(&id) else { return };
        invitation.state = InvitationState::Connected;
        let (app, view) = (invitation.app, invitation.conversation);
        if let Some(modality) = kind.modality() {
            if let Kind::AudioVideo(call) = &kind {
                self.answer_as_server(call_id, call, super::audio_video::SERVER);
            }
            self.join_media(app, view, &kind, modality);
            if let Kind::AudioVideo(call) = &kind {
                self.begin_session(view, call.context.clone(), super::audio_video::SERVER);
            }
        }
        self.emit(app, ConversationHappening::InvitationCompleted(id, Outcome::Success));
    }

    /// The user of a view uses a modality from now on. Everybody gets events of it.
    fn join_media(&mut self, app: AppId, view: ConversationId, kind: &Kind, modality: Modality) {
        let Some(room) = self.conversations.get(&view).map(|it| it.room) else { return };
        let media = kind.media();
        // Audio and video that move to an online meeting are there already.
        let had: Vec<bool> =
            media.iter().map(|it| self.local(view).is_some_and(|me| me.media.has(*it))).collect();
        self.start_media(view, &media, Some(kind));
        self.set_modality(view, modality, CallState::Connected);
        if modality == Modality::Messaging {
            self.agree_on_formats(view);
        }
        let key = self.key(view);
        self.emit(app, ConversationHappening::ModalityUpdated(view, modality));
        self.emit(app, ConversationHappening::Conversation(EventType::Updated, view));
        for (other, app) in self.views(room) {
            for (medium, had) in media.iter().zip(&had) {
                let r#type = if *had { EventType::Updated } else { EventType::Added };
                self.emit(app, ParticipantHappening::Medium(r#type, other, key.clone(), *medium));
            }
        }
    }

    /// The user of a view begins to use media, as the caller of this kind of call if there is one.
    pub(super) fn start_media(&mut self, view: ConversationId, media: &[Medium], kind: Option<&Kind>) {
        let key = self.key(view);
        let meeting = self.room(view).and_then(|room| room.meeting.as_ref());
        let is_locked = meeting.is_some_and(|meeting| meeting.is_mute_locked)
            && self.local(view).is_some_and(|me| me.role != Role::Leader);
        for medium in media {
            let is_kept = is_locked && *medium == Medium::Audio;
            let is_muted = is_kept || matches!(kind, Some(Kind::AudioVideo(call)) if call.is_muted(*medium));
            let flow = self.new_flow(is_muted);
            if let Some(member) = self.room_mut(view).and_then(|room| room.member_mut(&key)) {
                member.media.add(*medium, flow);
            }
            let now = self.now();
            if let Some(conversation) = self.conversations.get_mut(&view) {
                conversation.used.entry(*medium).or_insert(now);
            }
        }
    }

    /// Audio or video that flows both ways.
    pub(super) fn new_flow(&mut self, is_muted: bool) -> Flow {
        let source = self.ids.up_to(9999).to_string();
        Flow { direction: MediaDirectionType::SendReceive, is_muted, source }
    }

    /// The key of the user of a view.
    pub(crate) fn key(&self, view: ConversationId) -> String {
        self.conversations.get(&view).map(|it| it.me.clone()).unwrap_or_default()
    }

    /// Sets the message formats to those that all who use messaging have, plain text at least.
    fn agree_on_formats(&mut self, id: ConversationId) {
        let Some(room) = self.conversations.get(&id).map(|it| it.room) else { return };
        let Some(members) = self.rooms.get(&room).map(Room::joined) else { return };
        let views: Vec<ConversationId> =
            members.filter(|member| member.media.messaging).filter_map(|member| member.view).collect();
        let app = |view: &ConversationId| self.applications.get(&self.conversations.get(view)?.app);
        let mut formats = views.iter().filter_map(app).map(Application::formats);
        let mut common: Vec<MessageFormat> = formats.next().unwrap_or_default().to_vec();
        formats.for_each(|others| common.retain(|format| others.contains(format)));
        if common.is_empty() {
            common.push(MessageFormat::Plain);
        }
        for view in views {
            let Some(conversation) = self.conversations.get_mut(&view) else { continue };
            let is_told = conversation.messaging == CallState::Connected && view != id;
            let is_changed = conversation.formats != common;
            conversation.formats.clone_from(&common);
            let app = conversation.app;
            if is_told && is_changed && conversation.state == ConversationState::Conferenced {
                self.emit(app, ConversationHappening::ModalityUpdated(view, Modality::Messaging));
            }
        }
    }
}

fn joined(view: ConversationId, key: &str, medium: Medium) -> ParticipantHappening {
    ParticipantHappening::Medium(EventType::Added, view, key.to_owned(), medium)
}
