//! Resources of phone audio.

use ucwa_types::api::{
    CallState, ModalityType, PhoneAudio, PhoneAudioInvitation, PhoneAudioInvitationEmbedded,
    PhoneAudioInvitationLinks, PhoneAudioLinks,
};

use super::invitations::{Parts, invitation, with_ends, with_redirections};
use crate::ids::{AppId, ConversationId, InvitationId};
use crate::state::{Application, Kind};
use crate::world::World;

impl World {
    /// The phone audio of a conversation.
    pub(crate) fn phone_audio(&self, id: ConversationId) -> Option<PhoneAudio> {
        let conversation = self.conversations.get(&id)?;
        let hrefs = self.hrefs(conversation.app);
        let own = hrefs.phone_audio(id);
        let mut links = PhoneAudioLinks::default().with_self(&*own).with_conversation(hrefs.conversation(id));
        match conversation.phone_audio {
            CallState::Connected => {
                links = links.with_stop_phone_audio(format!("{own}/terminate"));
                links = match conversation.is_held {
                    true => links.with_resume_phone_audio(format!("{own}/resume")),
                    false => links.with_hold_phone_audio(format!("{own}/hold")),
                };
            }
            CallState::Connecting | CallState::Transferring => {
                links = links.with_stop_phone_audio(format!("{own}/terminate"));
            }
            _ if self.can_add_phone_audio(id) => {
                links = links.with_add_phone_audio(format!("{own}/phoneAudioInvitations"));
            }
            _ => {}
        }
        Some(PhoneAudio::default().with_state(conversation.phone_audio.clone()).with_links(links))
    }

    /// Whether phone audio can be added: no audio is used, and the application has phone audio.
    pub(crate) fn can_add_phone_audio(&self, id: ConversationId) -> bool {
        let Some(conversation) = self.conversations.get(&id) else { return false };
        let is_free = [&conversation.phone_audio, &conversation.audio_video]
            .into_iter()
            .all(|state| *state == CallState::Disconnected);
        is_free && self.can_add(id) && self.has_modality(conversation.app, &ModalityType::PhoneAudio)
    }

    /// Whether the user is available for a modality in an application.
    pub(crate) fn has_modality(&self, app: AppId, modality: &ModalityType) -> bool {
        let is_for = |it: &Application| it.is_available && it.modalities().contains(modality);
        self.applications.get(&app).is_some_and(is_for)
    }

    /// An invitation to phone audio.
    pub(crate) fn phone_audio_invitation(&self, id: InvitationId) -> Option<PhoneAudioInvitation> {
        let parts = self.parts(id)?;
        let Parts { invitation, call, own, .. } = &parts;
        let hrefs = self.hrefs(invitation.app);
        let mut links = PhoneAudioInvitationLinks::default()
            .with_self(&**own)
            .with_from(self.participant_link(invitation.conversation, &call.from))
            .with_conversation(hrefs.conversation(invitation.conversation))
            .with_phone_audio(hrefs.phone_audio(invitation.conversation));
        if self.find_user(&call.to).is_some() {
            links = links.with_to(hrefs.contact(&call.to));
        }
        links = with_ends!(links, parts);
        links = with_redirections!(links, self, &parts);
        if let Some(id) = self.derived(&parts) {
            links = links
                .with_derived_conversation(hrefs.conversation(id))
                .with_derived_phone_audio(hrefs.phone_audio(id));
        }
        if let Some(id) = self.replaced(&parts) {
            links = links.with_replaces_phone_audio(hrefs.phone_audio(id));
        }
        let mut embedded =
            PhoneAudioInvitationEmbedded::default().with_accepted_by_participant(self.accepter(&parts));
        embedded.from = self.inviter(&parts).map(Box::new);
        let mut representation =
            invitation!(PhoneAudioInvitation, &parts, links, embedded).with_private_line(false);
        if let Kind::PhoneAudio(phone) = &call.kind
            && !parts.is_incoming
        {
            representation = representation.with_phone_number(&*phone.phone);
        }
        representation.delegator.clone_from(&call.delegator);
        representation.custom_content.clone_from(&call.custom);
        Some(representation)
    }
}
