//! Changes of the state, and the events that they cause. Nothing here depends on requests.

mod applications;
mod audience;
mod audio_video;
mod calls;
mod connecting;
mod conversations;
mod e911;
mod forwarding;
mod groups;
mod guests;
mod logs;
mod meeting_rooms;
mod meetings;
mod messages;
mod others;
mod phone_audio;
mod presence;
mod privacy;
mod redirecting;
mod ringing;
mod rooms;
mod scheduling;
mod subscriptions;
mod voicemail;

pub(crate) use self::audio_video::Answering;
pub(crate) use self::calls::Wish;
pub(crate) use self::messages::Content;
pub(crate) use self::others::Caused;
pub(crate) use self::presence::Availing;
