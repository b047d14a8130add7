//! Addresses: the resource that a path leads to.

mod application;
mod audio_video;
mod communication;
mod conversations;
mod e911;
mod forwarding;
mod groups;
mod logs;
mod me;
mod meetings;
mod messaging;
mod missed;
mod other;
mod participants;
mod people;
mod phone_audio;
mod phones;
mod policies;
mod privacy;
mod scheduling;
mod subscriptions;
mod table;

use percent_encoding::percent_decode_str;
use ucwa_types::api::ErrorKind;

pub(crate) use self::application::ApplicationPlace;
pub(crate) use self::audio_video::AudioVideoPlace;
pub(crate) use self::communication::CommunicationPlace;
pub(crate) use self::conversations::ConversationPlace;
pub(crate) use self::e911::EmergencyPlace;
pub(crate) use self::forwarding::ForwardingPlace;
pub(crate) use self::groups::GroupPlace;
pub(crate) use self::logs::LogPlace;
pub(crate) use self::me::MePlace;
pub(crate) use self::meetings::MeetingPlace;
pub(crate) use self::messaging::InvitationPlace;
pub(crate) use self::missed::MissedPlace;
pub(crate) use self::other::{OtherPlace, digest};
pub(crate) use self::participants::ParticipantPlace;
pub(crate) use self::people::PeoplePlace;
pub(crate) use self::phone_audio::PhoneAudioPlace;
pub(crate) use self::phones::PhonePlace;
pub(crate) use self::policies::PolicyPlace;
pub(crate) use self::privacy::PrivacyPlace;
pub(crate) use self::scheduling::SchedulingPlace;
pub(crate) use self::subscriptions::SubscriptionPlace;
use crate::ids::AppId;
use crate::schema;

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    Root,
    User,
    XFrame,
    Token,
    Applications,
    AnonApplications,
    In(AppId, Place),
    Unknown,
}

macro_rules! areas {
    ($($area:ident($places:ident),)*) => {
        /// What a path within an application leads to, by area.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum Place {
            $($area($places),)*
        }

        /// The rels within an application, by area.
        const RELS: &[&[&str]] = &[$($places::RELS),*];

        impl Place {
            /// The place of a path. The first area that knows the path decides.
            fn of(segments: &[&str]) -> Option<Self> {
                $(if let Some(place) = $places::of(segments) {
                    return Some(Self::$area(place));
                })*
                None
            }

            /// The rel of the resource.
            pub(crate) fn rel(&self) -> &'static str {
                match self {
                    $(Self::$area(place) => place.rel(),)*
                }
            }
        }
    };
}

areas! {
    Application(ApplicationPlace),
    Me(MePlace),
    Groups(GroupPlace),
    Privacy(PrivacyPlace),
    Subscriptions(SubscriptionPlace),
    PhoneAudio(PhoneAudioPlace),
    AudioVideo(AudioVideoPlace),
    Participants(ParticipantPlace),
    Meetings(MeetingPlace),
    Scheduling(SchedulingPlace),
    Phones(PhonePlace),
    Forwarding(ForwardingPlace),
    Logs(LogPlace),
    Missed(MissedPlace),
    Policies(PolicyPlace),
    Emergency(EmergencyPlace),
    Communication(CommunicationPlace),
    Messaging(InvitationPlace),
    Conversations(ConversationPlace),
    People(PeoplePlace),
    Other(OtherPlace),
}

impl Place {
    /// Whether those can use it who have no account, and join an online meeting.
    pub(crate) fn is_for_guests(&self) -> bool {
        match self {
            Self::Application(_) | Self::Policies(_) | Self::Messaging(_) | Self::Conversations(_) => true,
            Self::Me(place) => *place == MePlace::Me,
            Self::PhoneAudio(_) | Self::AudioVideo(_) | Self::Communication(_) | Self::Meetings(_) => {
                !self.rel().starts_with("start")
            }
            Self::Participants(_) => true,
            _ => false,
        }
    }

    /// Whether it is the event channel.
    pub(crate) fn is_events(&self) -> bool {
        *self == Self::Application(ApplicationPlace::Events)
    }
}

impl Route {
    /// What a path leads to, in any case and escaping.
    pub(crate) fn of(path: &str) -> Self {
        // One by one: an escaped slash is part of its segment.
        let decode = |segment: &str| percent_decode_str(segment).decode_utf8_lossy().to_lowercase();
        let segments: Vec<String> =
            path.split('/').filter(|segment| !segment.is_empty()).map(decode).collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match segments.as_slice() {
            [] | ["autodiscover", "autodiscoverservice.svc", "root"] => Self::Root,
            ["autodiscover", "autodiscoverservice.svc", "root", "oauth", "user"] => Self::User,
            ["autodiscover", "autodiscoverservice.svc", "root", "xframe"] => Self::XFrame,
            ["webticket", "oauthtoken"] => Self::Token,
            ["ucwa", "oauth", "v1", "applications"] => Self::Applications,
            ["ucwa", "oauth", "v1", "anonapplications"] => Self::AnonApplications,
            ["ucwa", "oauth", "v1", "applications", id, rest @ ..] => match (id.parse(), Place::of(rest)) {
                (Ok(id), Some(place)) => Self::In(id, place),
                _ => Self::Unknown,
            },
            _ => Self::Unknown,
        }
    }

    /// The rel of the resource.
    pub(crate) fn rel(&self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::User => "user",
            Self::XFrame => "xframe",
            Self::Token => "token",
            Self::Applications => "applications",
            Self::AnonApplications => "anonApplications",
            Self::In(_, place) => place.rel(),
            Self::Unknown => "",
        }
    }

    /// The methods of the resource.
    pub(crate) fn methods(&self) -> &'static [&'static str] {
        match self {
            Self::Token | Self::AnonApplications => &["POST"],
            // `OPTIONS` is the same everywhere.
            Self::Applications => &["GET", "POST"],
            route => schema::methods_of(route.rel()).unwrap_or_default(),
        }
    }

    /// The errors that an operation documents.
    pub(crate) fn errors(&self, method: &str) -> Vec<ErrorKind> {
        schema::errors_of(self.rel(), method)
    }
}

/// The methods of the resource with this rel, in any case; `None` if the simulator has no such resource.
pub(crate) fn methods_of(rel: &str) -> Option<&'static [&'static str]> {
    let outside =
        [Route::Root, Route::User, Route::XFrame, Route::Token, Route::Applications, Route::AnonApplications];
    let outside = outside.iter().find(|route| route.rel().eq_ignore_ascii_case(rel));
    outside.map(Route::methods).or_else(|| schema::methods_of(rel))
}

/// Whether an area has resources with this rel, or with that of which it is a role.
pub(crate) fn has_behaviour(page: &'static schema::Page) -> bool {
    let rel = page.representation().rel;
    let outside = ["root", "user", "xframe", "redirect", "applications", "anonApplications"];
    outside.contains(&rel) || RELS.iter().any(|rels| rels.contains(&rel) || rels.contains(&page.rel))
}

#[cfg(test)]
mod tests;
