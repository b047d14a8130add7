//! What happens once an invitation is accepted.

use ucwa_types::api::{CallState, ConversationState, InvitationState, MessageFormat};
use ucwa_types::event::EventType;

use crate::happening::{ConversationHappening, Outcome, ParticipantHappening};
use crate::ids::{AppId, CallId, ConversationId, InvitationId};
use crate::state::{Application, Kind, Medium, Modality, Room};
use crate::world::World;

impl World {
    /// Connects the two sides of a conversation, after `accepted` was accepted.
    pub(super) fn connect_both(&mut self, accepted: InvitationId, caller: InvitationId, kind: &Kind) {
        let Some(modality) = kind.modality() else { return };
        let side = |world: &Self, id| world.invitations.get(&id).map(|it| (it.app, it.conversation));
        let (Some((app, here)), Some((caller_app, there))) = (side(self, accepted), side(self, caller))
        else {
            return;
        };
        let is_new = self.enter(here);
        for view in [here, there] {
            self.start_media(view, modality);
            self.set_modality(view, modality, CallState::Connected);
            self.settle(view);
        }
        if modality == Modality::Messaging {
            self.agree_on_formats(here);
        }
        let (mine, theirs) = (self.key(here), self.key(there));
        self.emit(app, ConversationHappening::ModalityUpdated(here, modality));
        self.emit(app, ConversationHappening::Conversation(EventType::Updated, here));
        for medium in modality.media() {
            self.emit(app, joined(here, &mine, *medium));
            self.emit(app, joined(here, &theirs, *medium));
        }
        self.emit(app, ConversationHappening::InvitationCompleted(accepted, Outcome::Success));
        self.emit(caller_app, ConversationHappening::Conversation(EventType::Updated, there));
        if is_new {
            self.emit(caller_app, ParticipantHappening::Participant(EventType::Added, there, mine.clone()));
        }
        for medium in modality.media() {
            self.emit(caller_app, joined(there, &mine, *medium));
            self.emit(caller_app, joined(there, &theirs, *medium));
        }
        self.emit(caller_app, ConversationHappening::ModalityUpdated(there, modality));
        self.emit(caller_app, ConversationHappening::InvitationCompleted(caller, Outcome::Success));
    }

    /// Connects a modality with an online meeting, where nobody has to accept.
    pub(super) fn connect_alone(&mut self, call: CallId) {
        let Some(call) = self.calls.get(&call) else { return };
        let (id, modality) = (call.caller, call.kind.modality());
        let Some(invitation) = self.invitations.get_mut(&id) else { return };
        invitation.state = InvitationState::Connected;
        let (app, view) = (invitation.app, invitation.conversation);
        if let Some(modality) = modality {
            self.join_media(app, view, modality);
        }
        self.emit(app, ConversationHappening::InvitationCompleted(id, Outcome::Success));
    }

    /// The user of a view uses a modality from now on. Everybody gets events of it.
    pub(super) fn join_media(&mut self, app: AppId, view: ConversationId, modality: Modality) {
        let Some(room) = self.conversations.get(&view).map(|it| it.room) else { return };
        self.start_media(view, modality);
        self.set_modality(view, modality, CallState::Connected);
        if modality == Modality::Messaging {
            self.agree_on_formats(view);
        }
        let key = self.key(view);
        self.emit(app, ConversationHappening::ModalityUpdated(view, modality));
        self.emit(app, ConversationHappening::Conversation(EventType::Updated, view));
        for (other, app) in self.views(room) {
            for medium in modality.media() {
                self.emit(app, joined(other, &key, *medium));
            }
        }
    }

    fn start_media(&mut self, view: ConversationId, modality: Modality) {
        let key = self.key(view);
        let Some(member) = self.room_mut(view).and_then(|room| room.member_mut(&key)) else { return };
        match modality {
            Modality::Messaging => member.media.messaging = true,
        }
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
