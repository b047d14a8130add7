//! Events of audio and video.

use ucwa_types::Link;
use ucwa_types::api::{AudioVideoNegotiation, AudioVideoRenegotiation, AudioVideoSession, Event};
use ucwa_types::event::EventType;

use super::describe::{Described, about, communication};
use crate::happening::AudioVideoHappening;
use crate::ids::AppId;
use crate::world::World;

impl World {
    pub(super) fn describe_audio_video(&self, app: AppId, happening: &AudioVideoHappening) -> Described {
        let hrefs = self.hrefs(app);
        match happening {
            AudioVideoHappening::NegotiationUpdated(id) => {
                let sender = ("audioVideoInvitation", hrefs.invitation("audioVideoInvitation", *id));
                let event = about::<AudioVideoNegotiation>(EventType::Updated, hrefs.negotiation(*id));
                Described::high(sender, self.with(event, self.negotiation(*id)))
            }
            AudioVideoHappening::Session(r#type, id) => {
                // Its type is that of a `session`.
                let mut link = Link::<AudioVideoSession>::new(hrefs.session(*id));
                link.set_attribute("rel", Some("audioVideoSession".into()));
                let event = Event::new(r#type.clone(), &link);
                let session = self.session(*id).filter(|_| *r#type != EventType::Deleted);
                Described::high(communication(&hrefs), self.with(event, session))
            }
            AudioVideoHappening::RenegotiationStarted(id) => {
                let event = about::<AudioVideoRenegotiation>(EventType::Started, hrefs.renegotiation(*id));
                Described::high(communication(&hrefs), self.with(event, self.renegotiation(*id)))
            }
        }
    }
}
