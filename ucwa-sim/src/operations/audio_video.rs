//! Operations of audio and video.

use ucwa_types::ExternalResource;
use ucwa_types::api::{
    AddAudio, AddAudioVideo, AddVideo, ErrorKind, EscalateAudio, EscalateAudioVideo, ModalityType,
    Renegotiations, ResumeAudio, ResumeAudioVideo, StartAudio, StartAudio2, StartAudioOnBehalfOfDelegator,
    StartAudioVideo, StartAudioVideo2, StartAudioVideoOnBehalfOfDelegator, StartVideo, StopAudio,
    StopAudioVideo, StopVideo,
};
use ucwa_types::operation::Post;
use ucwa_types::rest::server;

use super::calls::{Started, started};
use super::check_known;
use super::negotiating::{check_offer, sdp_of};
use crate::answer::{self, Handled, ServiceError};
use crate::ids::{AppId, ConversationId};
use crate::route::AudioVideoPlace as Place;
use crate::sdp;
use crate::state::{Kind, MediaCall, Modality};
use crate::world::{Incoming, World};

impl World {
    /// An operation of audio and video.
    pub(crate) fn audio_video_operation(
        &mut self,
        app: AppId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        match place {
            Place::StartAudio
            | Place::StartVideo
            | Place::StartAudioVideo
            | Place::StartAudioForDelegator
            | Place::StartAudioVideoForDelegator => self.start_audio_video(app, place, incoming),
            Place::AcceptWithAnswer(id)
            | Place::SendProvisionalAnswer(id)
            | Place::AcceptWithPhoneAudio(id)
            | Place::Negotiation(id) => self.media_invitation_operation(app, *id, place, incoming),
            Place::Renegotiation(id) | Place::Answer(id) | Place::Dismiss(id) => {
                self.renegotiation_operation(app, *id, place, incoming)
            }
            Place::AudioVideo(id)
            | Place::AddAudio(id)
            | Place::AddVideo(id)
            | Place::AddAudioVideo(id)
            | Place::StopAudio(id)
            | Place::StopVideo(id)
            | Place::StopAudioVideo(id)
            | Place::EscalateAudio(id)
            | Place::EscalateAudioVideo(id)
            | Place::Session(id)
            | Place::Renegotiations(id)
            | Place::ResumeAudio(id)
            | Place::ResumeAudioVideo(id) => {
                self.own_conversation(app, *id)?;
                self.media_operation(app, *id, place, incoming)
            }
        }
    }

    fn start_audio_video(&mut self, app: AppId, place: &Place, incoming: &Incoming<'_>) -> Handled {
        let (request, revision) = (incoming.request, incoming.revision());
        let mut input = match (place, revision) {
            (Place::StartAudio, 1) => {
                started!(server::read::<StartAudio, Post>(request)?.input, media[join_audio_muted])
            }
            (Place::StartAudio, _) => {
                started!(server::read::<StartAudio2, Post>(request)?.input, media [join_audio_muted, custom_content])
            }
            (Place::StartVideo, _) => {
                started!(server::read::<StartVideo, Post>(request)?.input, media[join_video_muted])
            }
            (Place::StartAudioForDelegator, _) => {
                started!(server::read::<StartAudioOnBehalfOfDelegator, Post>(request)?.input, media [join_audio_muted, custom_content, delegator])
            }
            (Place::StartAudioVideoForDelegator, _) => {
                started!(server::read::<StartAudioVideoOnBehalfOfDelegator, Post>(request)?.input, media [join_audio_muted, join_video_muted, custom_content, delegator])
            }
            (_, 1) => {
                started!(server::read::<StartAudioVideo, Post>(request)?.input, media [join_audio_muted, join_video_muted])
            }
            _ => {
                started!(server::read::<StartAudioVideo2, Post>(request)?.input, media [join_audio_muted, join_video_muted, custom_content])
            }
        };
        let is_for_delegator =
            matches!(place, Place::StartAudioForDelegator | Place::StartAudioVideoForDelegator);
        self.check_delegator(app, is_for_delegator, &mut input)?;
        let kind = self.media_call(app, place, &input)?;
        self.place_call(app, None, kind, input)
    }

    /// The call that an operation starts.
    fn media_call(&self, app: AppId, place: &Place, input: &Started) -> Result<Kind, ServiceError> {
        let wanted = match place {
            Place::StartAudio | Place::StartAudioForDelegator | Place::AddAudio(_) => Some((true, false)),
            Place::StartVideo | Place::AddVideo(_) => Some((false, true)),
            _ => None,
        };
        self.call_with(app, wanted, input)
    }

    /// A call with audio, with video or with both; `None` if the offer decides.
    pub(super) fn call_with(
        &self,
        app: AppId,
        wanted: Option<(bool, bool)>,
        input: &Started,
    ) -> Result<Kind, ServiceError> {
        let (has_audio, has_video) = match wanted {
            Some(wanted) => wanted,
            None => match input
                .media_offer
                .as_ref()
                .and_then(sdp::of_offer)
                .and_then(|(text, _)| sdp::read(&text))
            {
                Some(described) if described.audio.is_some() || described.video.is_some() => {
                    (described.audio.is_some(), described.video.is_some())
                }
                _ => (true, true),
            },
        };
        for (is_wanted, modality) in [(has_audio, ModalityType::Audio), (has_video, ModalityType::Video)] {
            if is_wanted {
                self.check_modality(app, &modality)?;
            }
        }
        check_offer(input.media_offer.as_ref())?;
        Ok(Kind::AudioVideo(MediaCall {
            has_audio,
            has_video,
            offer: input.media_offer.clone(),
            context: input.session_context.clone(),
            audio_muted: input.join_audio_muted,
            video_muted: input.join_video_muted,
        }))
    }

    /// An operation on the audio and video of a conversation.
    fn media_operation(
        &mut self,
        app: AppId,
        id: ConversationId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let request = incoming.request;
        let used = self.stoppable(id);
        let not_offered = || {
            let state = "audio and video are used otherwise, or not at all";
            Err(ServiceError::not_offered(place.rel(), state))
        };
        match place {
            Place::AudioVideo(_) => answer::found(self.audio_video(id), incoming.format()),
            Place::Session(_) => answer::found(self.session(id), incoming.format()),
            Place::AddAudio(_) | Place::AddVideo(_) | Place::AddAudioVideo(_) => {
                let input = match place {
                    Place::AddAudio(_) => started!(
                        server::read::<AddAudio, Post>(request)?.input,
                        [operation_id, to, media_offer, session_context, join_audio_muted]
                    ),
                    Place::AddVideo(_) => started!(
                        server::read::<AddVideo, Post>(request)?.input,
                        [operation_id, to, media_offer, session_context, join_video_muted]
                    ),
                    _ => started!(
                        server::read::<AddAudioVideo, Post>(request)?.input,
                        [operation_id, to, media_offer, session_context, join_audio_muted, join_video_muted]
                    ),
                };
                if !self.can_add_audio_video(id) {
                    return not_offered();
                }
                let kind = self.media_call(app, place, &input)?;
                self.place_call(app, Some(id), kind, input)
            }
            Place::StopAudio(_) | Place::StopVideo(_) | Place::StopAudioVideo(_) => {
                let (reason, is_offered) = match place {
                    Place::StopAudio(_) => {
                        (server::read::<StopAudio, Post>(request)?.input.reason, used == Some((true, false)))
                    }
                    Place::StopVideo(_) => {
                        (server::read::<StopVideo, Post>(request)?.input.reason, used == Some((false, true)))
                    }
                    _ => {
                        let both = !matches!(used, Some((true, false) | (false, true)) | None);
                        (server::read::<StopAudioVideo, Post>(request)?.input.reason, both)
                    }
                };
                check_known("reason", &reason)?;
                if !is_offered {
                    return not_offered();
                }
                self.stop(id, Modality::AudioVideo);
                answer::done()
            }
            Place::EscalateAudio(_) | Place::EscalateAudioVideo(_) => self.escalate(app, id, place, incoming),
            _ => {
                let (operation, body) = match place {
                    Place::ResumeAudio(_) => {
                        let received = server::read::<ResumeAudio, Post>(request)?;
                        (received.query.operation_id, received.input)
                    }
                    Place::ResumeAudioVideo(_) => {
                        let received = server::read::<ResumeAudioVideo, Post>(request)?;
                        (received.query.operation_id, received.input)
                    }
                    _ => {
                        let received = server::read::<Renegotiations, Post>(request)?;
                        (received.query.operation_id, received.input)
                    }
                };
                let offer = sdp_of(&body)?;
                let has_session = self.conversations.get(&id).is_some_and(|it| it.session.is_some());
                let is_offered = match place {
                    Place::ResumeAudio(_) => self.is_on_hold(id) && used == Some((true, false)),
                    Place::ResumeAudioVideo(_) => self.is_on_hold(id) && used != Some((true, false)),
                    _ => true,
                };
                if !has_session || !is_offered {
                    return not_offered();
                }
                if self.is_renegotiating(id) {
                    let message = "Another change of the media is neither answered nor dismissed.";
                    return Err(ServiceError::new(&ErrorKind::ConflictAlreadyExists, message));
                }
                self.begin_operation(app, operation.as_deref())?;
                let renegotiation = self.renegotiate(id, operation, offer);
                Ok(server::created(&self.hrefs(app).renegotiation(renegotiation))?)
            }
        }
    }

    /// Moves the audio and video of a conversation of two to an online meeting.
    fn escalate(
        &mut self,
        app: AppId,
        id: ConversationId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let request = incoming.request;
        let is_audio = matches!(place, Place::EscalateAudio(_));
        let (operation, context, body) = match is_audio {
            true => {
                let received = server::read::<EscalateAudio, Post>(request)?;
                (received.query.operation_id, received.query.session_context, received.input)
            }
            false => {
                let received = server::read::<EscalateAudioVideo, Post>(request)?;
                (received.query.operation_id, received.query.session_context, received.input)
            }
        };
        let offer = sdp_of(&body)?;
        if !self.can_escalate(id) || (self.stoppable(id) == Some((true, false))) != is_audio {
            return Err(ServiceError::not_offered(place.rel(), "there is no such call of two"));
        }
        let to = Some(self.addressee(id));
        let started = Started { operation_id: operation, to, ..Started::default() };
        self.become_meeting(id);
        let call = MediaCall {
            has_audio: true,
            has_video: !is_audio,
            offer: Some(ExternalResource::from_text("application/sdp", &offer)),
            context,
            ..MediaCall::default()
        };
        self.place_call(app, Some(id), Kind::AudioVideo(call), started)
    }
}
