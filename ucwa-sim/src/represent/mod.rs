//! The state as resources. A link is present only while it can be followed.

mod application;
mod audio_video;
mod choices;
mod communication;
mod existing;
mod forwarding;
mod groups;
mod invitations;
mod logs;
pub(crate) mod me;
mod meetings;
mod others;
mod participants;
mod people;
mod phone_audio;
mod phones;
mod policies;
mod privacy;
mod scheduling;
mod values;

pub(crate) use self::choices::{ACCESS_LEVELS, ANNOUNCEMENTS, BYPASSES, LEADER_ASSIGNMENTS};
pub(crate) use self::policies::{EMERGENCY, EMERGENCY_MASK};
