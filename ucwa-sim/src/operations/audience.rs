//! What leaders permit everybody in an online meeting.

use ucwa_types::api::{
    DisableAudienceMessaging, DisableAudienceMuteLock, EnableAudienceMessaging, EnableAudienceMuteLock,
};
use ucwa_types::operation::Post;
use ucwa_types::rest::server;

use crate::answer::{self, Handled, ServiceError};
use crate::ids::ConversationId;
use crate::route::ConversationPlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// Permits something, or no longer.
    pub(super) fn audience_operation(
        &mut self,
        id: ConversationId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let request = incoming.request;
        let is_offered = match place {
            Place::EnableMuteLock(_) => {
                server::read::<EnableAudienceMuteLock, Post>(request)?;
                self.can_lock_mute(id, true)
            }
            Place::DisableMuteLock(_) => {
                server::read::<DisableAudienceMuteLock, Post>(request)?;
                self.can_lock_mute(id, false)
            }
            Place::EnableMessaging(_) => {
                server::read::<EnableAudienceMessaging, Post>(request)?;
                self.can_open_messaging(id, true)
            }
            _ => {
                server::read::<DisableAudienceMessaging, Post>(request)?;
                self.can_open_messaging(id, false)
            }
        };
        let room = self.conversations.get(&id).map(|it| it.room).filter(|_| is_offered);
        let Some(room) = room else {
            let state = "it is so already, or the user does not lead an online meeting";
            return Err(ServiceError::not_offered(place.rel(), state));
        };
        match place {
            Place::EnableMuteLock(_) => self.lock_mute(room, true),
            Place::DisableMuteLock(_) => self.lock_mute(room, false),
            Place::EnableMessaging(_) => self.open_messaging(room, true),
            _ => self.open_messaging(room, false),
        }
        answer::done()
    }
}
