//! Events of online meetings.

use ucwa_types::Link;
use ucwa_types::api::{Conversation, OnlineMeeting};

use super::describe::{Described, about};
use crate::happening::MeetingHappening;
use crate::ids::AppId;
use crate::world::World;

impl World {
    pub(super) fn describe_meetings(&self, app: AppId, happening: &MeetingHappening) -> Described {
        match happening {
            MeetingHappening::OnlineMeeting(r#type, id) => {
                let own = self.hrefs(app).conversation(*id);
                let event = about::<OnlineMeeting>(r#type.clone(), format!("{own}/onlineMeeting"))
                    .with_collection(&Link::<Conversation>::new(own.clone()));
                Described::high(("conversation", own), self.with(event, self.online_meeting(*id)))
            }
        }
    }
}
