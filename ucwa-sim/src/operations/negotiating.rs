//! Media offers and their answers: in invitations, and in changes of the media of a session.

use ucwa_types::ExternalResource;
use ucwa_types::api::{
    AcceptWithAnswer, AcceptWithPhoneAudio, Answer, Direction, Dismiss, ErrorCode, ErrorSubcode,
    SendProvisionalAnswer,
};
use ucwa_types::operation::{Post, RawBody};
use ucwa_types::rest::server;

use super::check_known;
use crate::acts::Answering;
use crate::answer::{self, Handled, ServiceError};
use crate::ids::{AppId, InvitationId, RenegotiationId};
use crate::route::AudioVideoPlace as Place;
use crate::sdp;
use crate::world::{Incoming, World};

impl World {
    /// An operation on an invitation to audio or video.
    pub(super) fn media_invitation_operation(
        &mut self,
        app: AppId,
        id: InvitationId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let invitation = self.own_invitation(app, id)?;
        let is_offered = invitation.is_open() && invitation.direction == Direction::Incoming;
        let state = format!("the invitation is {}", invitation.state.as_str());
        if self.invitation_rel(id) != "audioVideoInvitation" {
            return Err(ServiceError::not_found());
        }
        let request = incoming.request;
        let answering = match place {
            Place::Negotiation(_) => return answer::found(self.negotiation(id), incoming.format()),
            Place::AcceptWithAnswer(_) => {
                let received = server::read::<AcceptWithAnswer, Post>(request)?;
                let query = received.query;
                Some(answering(&received.input, query.session_context, query.processed_offer_id)?)
            }
            Place::SendProvisionalAnswer(_) => {
                let received = server::read::<SendProvisionalAnswer, Post>(request)?;
                let query = received.query;
                Some(answering(&received.input, query.session_context, query.processed_offer_id)?)
            }
            _ => {
                server::read::<AcceptWithPhoneAudio, Post>(request)?;
                None
            }
        };
        if !is_offered {
            self.complain_of_repetition(incoming, format!("{} where it is not offered", place.rel()));
            return Err(ServiceError::not_offered(place.rel(), state));
        }
        match (answering, place) {
            (Some(answering), Place::AcceptWithAnswer(_)) => self.accept_with_answer(id, answering),
            (Some(answering), _) => self.answer_early(id, answering),
            (None, _) if self.can_accept_with_phone(id) => self.accept_with_phone(id),
            (None, _) => {
                let state = "the invitation is not for audio, or the application has no phone audio";
                return Err(ServiceError::not_offered(place.rel(), state));
            }
        }
        answer::done()
    }

    /// An operation on a change of the media of a session.
    pub(super) fn renegotiation_operation(
        &mut self,
        app: AppId,
        id: RenegotiationId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let known = self.areas.audio_video.renegotiations.get(&id).filter(|it| it.app == app);
        let is_open = known.ok_or_else(ServiceError::not_found)?.is_open;
        let not_offered =
            || Err(ServiceError::not_offered(place.rel(), "it was answered, dismissed or proposed here"));
        match place {
            Place::Answer(_) => {
                let received = server::read::<Answer, Post>(incoming.request)?;
                // The page lists no body; a client that has an answer can send it.
                let answer = match received.body.bytes().is_empty() {
                    true => None,
                    false => Some(sdp_of(&received.body)?),
                };
                if !is_open {
                    return not_offered();
                }
                self.answer_renegotiation(id, answer);
            }
            Place::Dismiss(_) => {
                check_known("reason", &server::read::<Dismiss, Post>(incoming.request)?.input.reason)?;
                if !is_open {
                    return not_offered();
                }
                self.dismiss(id);
            }
            _ => return answer::found(self.renegotiation(id), incoming.format()),
        }
        answer::done()
    }
}

/// The SDP of a body.
pub(super) fn sdp_of(body: &RawBody) -> Result<String, ServiceError> {
    let essence = body.media_type().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence != "application/sdp" {
        let message = format!("The body is `application/sdp`, and this is `{essence}`.");
        return Err(ServiceError::of(&ErrorCode::UnsupportedMediaType, None, message));
    }
    let text = String::from_utf8(body.bytes().to_vec()).ok();
    text.filter(|text| sdp::read(text).is_some()).ok_or_else(no_sdp)
}

fn answering(
    body: &RawBody,
    context: Option<String>,
    processed: Option<String>,
) -> Result<Answering, ServiceError> {
    Ok(Answering { sdp: sdp_of(body)?, context: context.unwrap_or_default(), processed })
}

/// Returns an error unless a media offer is SDP, alone or in parts.
pub(super) fn check_offer(offer: Option<&ExternalResource>) -> Result<(), ServiceError> {
    let Some(offer) = offer else { return Ok(()) };
    let is_sdp = sdp::of_offer(offer).is_some_and(|(text, _)| sdp::read(&text).is_some());
    if is_sdp { Ok(()) } else { Err(no_sdp()) }
}

fn no_sdp() -> ServiceError {
    let message = "A media offer or answer is SDP, which begins with `v=0`: `application/sdp`, or in an offer \
                   `multipart/alternative` with such parts.";
    ServiceError::of(&ErrorCode::BadRequest, Some(&ErrorSubcode::InvalidMediaDescription), message)
}
