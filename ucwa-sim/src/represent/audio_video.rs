//! Resources of audio and video.

use ucwa_types::ExternalResource;
use ucwa_types::api::{
    AudioVideo, AudioVideoInvitation, AudioVideoInvitationEmbedded, AudioVideoInvitationLinks,
    AudioVideoLinks, AudioVideoNegotiation, AudioVideoNegotiationLinks, AudioVideoRenegotiation,
    AudioVideoRenegotiationLinks, AudioVideoSession, CallState, ModalityType, SessionLinks, SessionState,
};

use super::invitations::{Parts, invitation, with_redirections};
use crate::ids::{ConversationId, InvitationId, RenegotiationId};
use crate::state::{Kind, Media};
use crate::world::World;

impl World {
    /// The audio and video of a conversation.
    pub(crate) fn audio_video(&self, id: ConversationId) -> Option<AudioVideo> {
        let conversation = self.conversations.get(&id)?;
        let (app, hrefs) = (conversation.app, self.hrefs(conversation.app));
        let own = hrefs.audio_video(id);
        let mut links = AudioVideoLinks::default().with_self(&*own).with_conversation(hrefs.conversation(id));
        let [has_audio, has_video] =
            [ModalityType::Audio, ModalityType::Video].map(|modality| self.has_modality(app, &modality));
        if self.can_add_audio_video(id) {
            if has_audio {
                links = links.with_add_audio(format!("{own}/addAudio"));
            }
            if has_video {
                links = links.with_add_video(format!("{own}/addVideo"));
            }
            if has_audio || has_video {
                links = links.with_add_audio_video(format!("{own}/addAudioVideo"));
            }
        }
        match self.stoppable(id) {
            Some((true, false)) => links = links.with_stop_audio(format!("{own}/stopAudio")),
            Some((false, true)) => links = links.with_stop_video(format!("{own}/stopVideo")),
            Some(_) => links = links.with_stop_audio_video(format!("{own}/stopAudioVideo")),
            None => {}
        }
        if conversation.session.is_some() {
            links = links.with_audio_video_session(hrefs.session(id));
            if self.has_modality(app, &ModalityType::PhoneAudio) {
                links = links.with_replace_with_phone_audio(format!("{}/replace", hrefs.phone_audio(id)));
            }
        }
        if self.can_escalate(id) {
            links = match self.stoppable(id) {
                Some((true, false)) => links.with_escalate_audio(format!("{own}/escalateAudio")),
                _ => links.with_escalate_audio_video(format!("{own}/escalateAudioVideo")),
            };
        }
        let mut representation =
            AudioVideo::default().with_state(conversation.audio_video.clone()).with_links(links);
        self.add_others(app, "audioVideo", &own, &mut representation.unknown);
        Some(representation)
    }

    /// Whether audio or video can be added: neither is used.
    pub(crate) fn can_add_audio_video(&self, id: ConversationId) -> bool {
        let is_free = self.conversations.get(&id).is_some_and(|it| {
            [&it.phone_audio, &it.audio_video].into_iter().all(|state| *state == CallState::Disconnected)
        });
        is_free && self.can_add(id)
    }

    /// Whether audio, and whether video can be stopped: what is used, or on the way. `None` if neither.
    pub(crate) fn stoppable(&self, id: ConversationId) -> Option<(bool, bool)> {
        let conversation = self.conversations.get(&id)?;
        match conversation.audio_video {
            CallState::Connected | CallState::Transferring => {
                let Media { audio, video, .. } = &self.local(id)?.media;
                Some((audio.is_some(), video.is_some()))
            }
            CallState::Connecting => {
                let calls = conversation.invitations.iter().rev().filter_map(|id| self.invitations.get(id));
                let kinds = calls.filter_map(|it| self.calls.get(&it.call)).map(|call| &call.kind);
                let mut wanted = kinds.filter_map(|kind| match kind {
                    Kind::AudioVideo(call) => Some((call.has_audio, call.has_video)),
                    _ => None,
                });
                wanted.next()
            }
            _ => None,
        }
    }

    /// The media session of a conversation.
    pub(crate) fn session(&self, id: ConversationId) -> Option<AudioVideoSession> {
        let conversation = self.conversations.get(&id)?;
        let session = conversation.session.as_ref()?;
        let hrefs = self.hrefs(conversation.app);
        let own = hrefs.session(id);
        let mut links = SessionLinks::default()
            .with_self(&*own)
            .with_audio_video(hrefs.audio_video(id))
            .with_conversation(hrefs.conversation(id))
            .with_renegotiations(format!("{own}/renegotiations"));
        if self.is_on_hold(id) {
            links = match self.stoppable(id) {
                Some((true, false)) => links.with_resume_audio(format!("{own}/resumeAudio")),
                _ => links.with_resume_audio_video(format!("{own}/resumeAudioVideo")),
            };
        }
        let mut representation = AudioVideoSession::default()
            .with_remote_endpoint(&*session.remote)
            .with_session_context(&*session.context)
            .with_state(SessionState::Established)
            .with_links(links);
        self.add_others(conversation.app, "audioVideoSession", &own, &mut representation.unknown);
        Some(representation)
    }

    /// The answers to the offer of an outgoing invitation.
    pub(crate) fn negotiation(&self, id: InvitationId) -> Option<AudioVideoNegotiation> {
        let negotiation = self.negotiation_of(id)?;
        let parts = self.parts(id)?;
        let hrefs = self.hrefs(parts.invitation.app);
        let mut links = AudioVideoNegotiationLinks::default()
            .with_self(hrefs.negotiation(id))
            .with_audio_video_invitation(&*parts.own);
        let view = parts.invitation.conversation;
        if self.conversations.get(&view).is_some_and(|it| it.session.is_some()) {
            links = links.with_audio_video_session(hrefs.session(view));
        }
        let mut representation =
            AudioVideoNegotiation::default().with_remote_endpoint(&*negotiation.remote).with_links(links);
        representation.media_answer = negotiation.answer.as_deref().map(sdp);
        representation.media_provisional_answer = negotiation.provisional.as_deref().map(sdp);
        representation.ms_accepted_content_id.clone_from(&negotiation.processed);
        if let Kind::AudioVideo(call) = &parts.call.kind {
            representation.session_context.clone_from(&call.context);
        }
        Some(representation)
    }

    /// A change of the media of a session.
    pub(crate) fn renegotiation(&self, id: RenegotiationId) -> Option<AudioVideoRenegotiation> {
        let renegotiation = self.areas.audio_video.renegotiations.get(&id)?;
        let hrefs = self.hrefs(renegotiation.app);
        let own = hrefs.renegotiation(id);
        let mut links = AudioVideoRenegotiationLinks::default()
            .with_self(&*own)
            .with_audio_video_session(hrefs.session(renegotiation.conversation))
            .with_conversation(hrefs.conversation(renegotiation.conversation));
        if renegotiation.is_open {
            links = links.with_answer(format!("{own}/answer")).with_dismiss(format!("{own}/dismiss"));
        }
        let mut representation = AudioVideoRenegotiation::default()
            .with_direction(renegotiation.direction.clone())
            .with_media_offer(sdp(&renegotiation.offer))
            .with_links(links);
        representation.media_answer = renegotiation.answer.as_deref().map(sdp);
        representation.operation_id.clone_from(&renegotiation.operation);
        Some(representation)
    }

    /// An invitation to audio, video or both.
    pub(crate) fn audio_video_invitation(&self, id: InvitationId) -> Option<AudioVideoInvitation> {
        let parts = self.parts(id)?;
        let Parts { invitation, call, own, .. } = &parts;
        let Kind::AudioVideo(media) = &call.kind else { return None };
        let hrefs = self.hrefs(invitation.app);
        let mut links = AudioVideoInvitationLinks::default()
            .with_self(&**own)
            .with_from(self.participant_link(invitation.conversation, &call.from))
            .with_conversation(hrefs.conversation(invitation.conversation))
            .with_audio_video(hrefs.audio_video(invitation.conversation));
        if self.find_user(&call.to).is_some() {
            links = links.with_to(hrefs.contact(&call.to));
        }
        match (parts.is_open, parts.is_incoming) {
            (true, true) => {
                links = links
                    .with_accept_with_answer(format!("{own}/acceptWithAnswer"))
                    .with_send_provisional_answer(format!("{own}/sendProvisionalAnswer"))
                    .with_decline(format!("{own}/decline"));
                if self.can_accept_with_phone(id) {
                    links = links.with_accept_with_phone_audio(format!("{own}/acceptWithPhoneAudio"));
                }
            }
            (true, false) => links = links.with_cancel(format!("{own}/cancel")),
            (false, _) => {}
        }
        links = with_redirections!(links, self, &parts);
        if let Some(id) = self.derived(&parts) {
            links = links
                .with_derived_conversation(hrefs.conversation(id))
                .with_derived_audio_video(hrefs.audio_video(id));
        }
        if let Some(id) = self.replaced(&parts) {
            links = links.with_replaces_audio_video(hrefs.audio_video(id));
        }
        let mut embedded =
            AudioVideoInvitationEmbedded::default().with_accepted_by_participant(self.accepter(&parts));
        embedded.from = self.inviter(&parts).map(Box::new);
        let mut representation =
            invitation!(AudioVideoInvitation, &parts, links, embedded).with_private_line(false);
        // Each side has named the session for itself.
        if !parts.is_incoming {
            representation.session_context.clone_from(&media.context);
            representation.join_audio_muted = media.audio_muted;
            representation.join_video_muted = media.video_muted;
        }
        representation.media_offer.clone_from(&media.offer);
        self.add_others(invitation.app, "audioVideoInvitation", own, &mut representation.unknown);
        representation.delegator.clone_from(&call.delegator);
        representation.custom_content.clone_from(&call.custom);
        Some(representation)
    }

    /// Whether an invitation can be accepted on the phone: it is for audio, and the application has phone audio.
    pub(crate) fn can_accept_with_phone(&self, id: InvitationId) -> bool {
        let Some(invitation) = self.invitations.get(&id) else { return false };
        let kind = self.calls.get(&invitation.call).map(|call| &call.kind);
        matches!(kind, Some(Kind::AudioVideo(call)) if call.has_audio)
            && self.has_modality(invitation.app, &ModalityType::PhoneAudio)
    }
}

fn sdp(text: &str) -> ExternalResource {
    ExternalResource::from_text("application/sdp", text)
}
