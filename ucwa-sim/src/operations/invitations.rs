//! Invitations of all kinds: fetched, accepted, declined, cancelled.

use ucwa_types::api::{Accept, Cancel, Decline, Direction};
use ucwa_types::operation::Post;
use ucwa_types::rest::server;

use super::check_known;
use crate::answer::{self, Handled, ServiceError};
use crate::ids::{AppId, InvitationId};
use crate::route::InvitationPlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// An operation on an invitation.
    pub(crate) fn invitation_operation(
        &mut self,
        app: AppId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let id = place.id();
        let invitation = self.own_invitation(app, id)?;
        let is_act = matches!(place, Place::Accept(_) | Place::Decline(_) | Place::Cancel(_));
        if !is_act {
            return self.get_invitation(id, place, incoming);
        }
        // Each side has its own links while the invitation is open.
        let is_incoming = invitation.direction == Direction::Incoming;
        let (direction, state) = (invitation.direction.clone(), invitation.state.clone());
        // Audio and video are accepted with an answer to the offer.
        let is_plain =
            self.invitation_rel(id) != "audioVideoInvitation" || !matches!(place, Place::Accept(_));
        let is_offered = is_plain && invitation.is_open() && is_incoming != matches!(place, Place::Cancel(_));
        match place {
            Place::Accept(_) => drop(server::read::<Accept, Post>(incoming.request)?),
            Place::Decline(_) => {
                check_known("reason", &server::read::<Decline, Post>(incoming.request)?.input.reason)?;
            }
            _ => drop(server::read::<Cancel, Post>(incoming.request)?),
        }
        if !is_offered {
            self.complain_of_repetition(incoming, format!("{} where it is not offered", place.rel()));
            return Err(ServiceError::not_offered(
                place.rel(),
                format!("the invitation is {} and {}", direction.as_str(), state.as_str()),
            ));
        }
        match place {
            Place::Accept(_) => self.accept(id),
            Place::Decline(_) => self.decline(id),
            _ => self.cancel(id),
        }
        answer::done()
    }

    fn get_invitation(&mut self, id: InvitationId, place: &Place, incoming: &Incoming<'_>) -> Handled {
        let format = incoming.format();
        // The same id at the address of another kind.
        if self.invitation_rel(id) != place.rel() {
            return Err(ServiceError::not_found());
        }
        match place {
            Place::PhoneAudio(_) => answer::found(self.phone_audio_invitation(id), format),
            Place::AudioVideo(_) => answer::found(self.audio_video_invitation(id), format),
            Place::Participant(_) => answer::found(self.participant_invitation(id), format),
            Place::Meeting(_) => answer::found(self.meeting_invitation(id), format),
            _ => answer::found(self.messaging_invitation(id), format),
        }
    }
}
