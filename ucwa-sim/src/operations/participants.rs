//! Operations of participants: what the user and leaders may do with them.

use ucwa_types::api::{
    Admit, Demote, Eject, MuteAudio, MuteVideo, Promote, Reject, Role, UnmuteAudio, UnmuteVideo,
};
use ucwa_types::operation::Post;
use ucwa_types::rest::server;

use crate::answer::{self, Handled, ServiceError};
use crate::ids::AppId;
use crate::route::ParticipantPlace as Place;
use crate::state::Medium;
use crate::world::{Incoming, World};

impl World {
    /// An operation on a participant of a conversation.
    pub(crate) fn participants_operation(
        &mut self,
        app: AppId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let (id, key) = place.of_whom();
        let conversation = self.own_conversation(app, id)?;
        let room = conversation.room;
        let member = self.member(id, key).cloned().ok_or_else(ServiceError::not_found)?;
        let (format, request) = (incoming.format(), incoming.request);
        let flow = |medium| match medium {
            Medium::Video => member.media.video.clone(),
            _ => member.media.audio.clone(),
        };
        let can_mute = |world: &Self, medium, is_muted| {
            flow(medium).is_some_and(|it| it.is_muted != is_muted && world.can_mute(id, &member, &it))
        };
        let is_offered = match place {
            Place::Participant(..) => return answer::found(self.participant(id, key), format),
            Place::Messaging(..) => {
                return answer::found(self.participant_messaging(id, key), format);
            }
            Place::Audio(..) => return answer::found(self.participant_audio(id, key), format),
            Place::Video(..) => return answer::found(self.participant_video(id, key), format),
            Place::Admit(..) => {
                server::read::<Admit, Post>(request)?;
                self.can_admit(id, &member)
            }
            Place::Reject(..) => {
                server::read::<Reject, Post>(request)?;
                self.can_admit(id, &member)
            }
            Place::Eject(..) => {
                server::read::<Eject, Post>(request)?;
                self.can_eject(id, &member)
            }
            Place::Promote(..) => {
                server::read::<Promote, Post>(request)?;
                self.can_set_role(id, &member) && member.role != Role::Leader
            }
            Place::Demote(..) => {
                server::read::<Demote, Post>(request)?;
                self.can_set_role(id, &member) && member.role == Role::Leader
            }
            Place::MuteAudio(..) => {
                server::read::<MuteAudio, Post>(request)?;
                can_mute(self, Medium::Audio, true)
            }
            Place::UnmuteAudio(..) => {
                server::read::<UnmuteAudio, Post>(request)?;
                can_mute(self, Medium::Audio, false)
            }
            Place::MuteVideo(..) => {
                server::read::<MuteVideo, Post>(request)?;
                can_mute(self, Medium::Video, true)
            }
            _ => {
                server::read::<UnmuteVideo, Post>(request)?;
                can_mute(self, Medium::Video, false)
            }
        };
        if !is_offered {
            let state = "the participant is not in that state, or the user may not do that";
            return Err(ServiceError::not_offered(place.rel(), state));
        }
        match place {
            Place::Admit(..) => self.admit(room, key),
            Place::Reject(..) => self.reject(room, key),
            Place::Eject(..) => self.eject(room, key),
            Place::Promote(..) => self.set_role(room, key, &Role::Leader),
            Place::Demote(..) => self.set_role(room, key, &Role::Attendee),
            Place::MuteAudio(..) => self.mute(room, key, Medium::Audio, true),
            Place::UnmuteAudio(..) => self.mute(room, key, Medium::Audio, false),
            Place::MuteVideo(..) => self.mute(room, key, Medium::Video, true),
            _ => self.mute(room, key, Medium::Video, false),
        }
        answer::done()
    }
}
