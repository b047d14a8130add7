//! What applications get events of, by area.

mod audio_video;
mod conversations;
mod groups;
mod logs;
mod me;
mod meetings;
mod missed;
mod others;
mod participants;
mod parts;
mod people;
mod phone_audio;
mod policies;
mod privacy;

pub(crate) use self::audio_video::AudioVideoHappening;
pub(crate) use self::conversations::ConversationHappening;
pub(crate) use self::groups::GroupHappening;
pub(crate) use self::logs::LogHappening;
pub(crate) use self::me::MeHappening;
pub(crate) use self::meetings::MeetingHappening;
pub(crate) use self::missed::MissedHappening;
pub(crate) use self::others::OtherHappening;
pub(crate) use self::participants::{Circle, ParticipantHappening};
pub(crate) use self::parts::{Outcome, PARTS, Part};
pub(crate) use self::people::PeopleHappening;
pub(crate) use self::phone_audio::PhoneAudioHappening;
pub(crate) use self::policies::PolicyHappening;
pub(crate) use self::privacy::PrivacyHappening;

macro_rules! happenings {
    ($($area:ident($happening:ident),)*) => {
        /// Something that happened.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum Happening {
            $($area($happening),)*
        }

        $(impl From<$happening> for Happening {
            fn from(happening: $happening) -> Self {
                Self::$area(happening)
            }
        })*
    };
}

happenings! {
    Conversations(ConversationHappening),
    Me(MeHappening),
    People(PeopleHappening),
    PhoneAudio(PhoneAudioHappening),
    AudioVideo(AudioVideoHappening),
    Participants(ParticipantHappening),
    Meetings(MeetingHappening),
    Groups(GroupHappening),
    Privacy(PrivacyHappening),
    Logs(LogHappening),
    Missed(MissedHappening),
    Policies(PolicyHappening),
    Others(OtherHappening),
}
