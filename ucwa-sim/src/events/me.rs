//! Events of the user, and of the settings of communication.

use ucwa_types::api::{Communication, Location, Me, Note, Presence};
use ucwa_types::event::EventType;

use super::describe::{Described, about, communication, me};
use crate::happening::{MeHappening, Part};
use crate::ids::AppId;
use crate::world::World;

impl World {
    pub(super) fn describe_me(&self, app: AppId, happening: &MeHappening) -> Described {
        let hrefs = self.hrefs(app);
        match happening {
            MeHappening::CommunicationUpdated => {
                let event = about::<Communication>(EventType::Updated, hrefs.to("communication"));
                Described::medium(communication(&hrefs), self.with(event, self.communication(app)))
            }
            MeHappening::MeUpdated => {
                Described::medium(me(&hrefs), about::<Me>(EventType::Updated, hrefs.to("me")))
            }
            MeHappening::Own(r#type, part) => {
                let r#type = r#type.clone();
                let event = match part {
                    Part::Presence | Part::Modalities => about::<Presence>(r#type, hrefs.to("me/presence")),
                    Part::Note => about::<Note>(r#type, hrefs.to("me/note")),
                    Part::Location => about::<Location>(r#type, hrefs.to("me/location")),
                };
                Described::medium(me(&hrefs), event)
            }
        }
    }
}
