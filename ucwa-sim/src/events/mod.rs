//! Turns what has happened into events. No other module makes events.

mod audio_video;
mod conversations;
mod describe;
mod groups;
mod logs;
mod me;
mod meetings;
mod missed;
mod others;
mod participants;
mod people;
mod phone_audio;
mod policies;
mod privacy;
mod reasons;
#[cfg(test)]
mod tests;

use crate::channel::Channel;
use crate::happening::Happening;
use crate::ids::AppId;
use crate::world::{Due, World};

use self::describe::Described;

impl World {
    /// Adds an event to the channels of an application.
    pub(crate) fn emit(&mut self, app: AppId, happening: impl Into<Happening>) {
        let happening = happening.into();
        let Some(application) = self.applications.get(&app) else { return };
        if application.is_bot {
            self.for_bots.push_back((app, happening));
            return;
        }
        let Described { sender, priority, event } = self.describe(app, &happening);
        let now = self.now();
        let Some(application) = self.applications.get_mut(&app) else { return };
        for channel in application.channels.values_mut() {
            channel.push(sender.clone(), event.clone(), priority, now);
        }
        self.look_at_channels(app);
    }

    /// Asks to be reminded when an answer of a channel of this application is due.
    pub(crate) fn look_at_channels(&mut self, app: AppId) {
        let Some(application) = self.applications.get(&app) else { return };
        let due: Vec<_> = application.channels.values().filter_map(Channel::due).collect();
        for at in due {
            self.clock.remind(at, Due::Events(app));
        }
    }

    /// The event, with the documented sender and priority.
    fn describe(&self, app: AppId, happening: &Happening) -> Described {
        match happening {
            Happening::Conversations(happening) => self.describe_conversations(app, happening),
            Happening::Me(happening) => self.describe_me(app, happening),
            Happening::People(happening) => self.describe_people(app, happening),
            Happening::PhoneAudio(happening) => self.describe_phone_audio(app, happening),
            Happening::AudioVideo(happening) => self.describe_audio_video(app, happening),
            Happening::Participants(happening) => self.describe_participants(app, happening),
            Happening::Meetings(happening) => self.describe_meetings(app, happening),
            Happening::Groups(happening) => self.describe_groups(app, happening),
            Happening::Privacy(happening) => self.describe_privacy(app, happening),
            Happening::Logs(happening) => self.describe_logs(app, happening),
            Happening::Missed(happening) => self.describe_missed(app, happening),
            Happening::Policies(happening) => self.describe_policies(app, happening),
            Happening::Others(happening) => self.describe_others(app, happening),
        }
    }
}
