//! Addresses: the resource that a path leads to.

use percent_encoding::percent_decode_str;
use ucwa_types::api::{self, ErrorKind};
use ucwa_types::operation::{Delete, ErrorSet, Get, Operation, Post, Put};

use crate::ids::{AppId, ConversationId, InvitationId, MessageId, SubscriptionId};

/// Where applications are created.
pub(crate) const APPLICATIONS: &str = "/ucwa/oauth/v1/applications";
/// The root of discovery. `/` is one too.
pub(crate) const ROOT: &str = "/Autodiscover/AutodiscoverService.svc/root";
/// The user of discovery.
pub(crate) const USER: &str = "/Autodiscover/AutodiscoverService.svc/root/oauth/user";
/// The page for a frame in a browser.
pub(crate) const XFRAME: &str = "/Autodiscover/AutodiscoverService.svc/root/xframe";
/// The token service.
pub(crate) const TOKEN: &str = "/WebTicket/oauthtoken";

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    Root,
    User,
    XFrame,
    Token,
    Applications,
    In(AppId, Place),
    Unknown,
}

macro_rules! places {
    ($($place:ident $(($($field:ty),*))? = $rel:literal, $target:ident, [$($method:ident),*];)*) => {
        /// What a path within an application leads to.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum Place {
            $($place $(($($field),*))?,)*
        }

        /// The rels within an application, with their methods.
        const RELS: &[(&str, &[&str])] =
            &[$(($rel, &[$(<$method as ucwa_types::operation::HttpMethod>::NAME),*])),*];

        impl Place {
            /// The rel of the resource.
            pub(crate) fn rel(&self) -> &'static str {
                match self {
                    $(Self::$place { .. } => $rel,)*
                }
            }

            /// The methods that the resource documents and the simulator has.
            pub(crate) fn methods(&self) -> &'static [&'static str] {
                match self {
                    $(Self::$place { .. } => &[$(<$method as ucwa_types::operation::HttpMethod>::NAME),*],)*
                }
            }
        }

        /// The errors that an operation within an application documents.
        fn errors_within(rel: &str, method: &str) -> Vec<ErrorKind> {
            $(if rel.eq_ignore_ascii_case($rel) {
                $(if method.eq_ignore_ascii_case(<$method as ucwa_types::operation::HttpMethod>::NAME) {
                    return documented::<api::$target, $method>();
                })*
            })*
            Vec::new()
        }
    };
}

places! {
    Application = "application", Application, [Get, Delete];
    Events = "events", Events, [Get];
    Batch = "batch", Batch, [Post];
    Me = "me", Me, [Get];
    MakeMeAvailable = "makeMeAvailable", MakeMeAvailable, [Post];
    ReportMyActivity = "reportMyActivity", ReportMyActivity, [Post];
    Presence = "presence", Presence, [Get, Post];
    Note = "note", Note, [Get, Post];
    Location = "location", Location, [Get, Post];
    Photo(String) = "photo", Photo, [Get];
    People = "people", People, [Get];
    MyContacts = "myContacts", MyContacts, [Get];
    MyGroups = "myGroups", MyGroups, [Get];
    DefaultGroup = "defaultGroup", DefaultGroup, [Get];
    GroupContacts = "groupContacts", GroupContacts, [Get];
    SubscribedContacts = "subscribedContacts", SubscribedContacts, [Get];
    Search = "search", Search, [Get];
    PresenceSubscriptions = "presenceSubscriptions", PresenceSubscriptions, [Get, Post];
    PresenceSubscription(SubscriptionId) = "presenceSubscription", PresenceSubscription, [Get, Post, Delete];
    Memberships = "presenceSubscriptionMemberships", PresenceSubscriptionMemberships, [Get, Post];
    Membership(SubscriptionId, String) = "presenceSubscriptionMembership", PresenceSubscriptionMembership, [Get, Delete];
    ContactsSubscription = "myContactsAndGroupsSubscription", MyContactsAndGroupsSubscription, [Get];
    StartContactsSubscription = "startOrRefreshSubscriptionToContactsAndGroups",
        StartOrRefreshSubscriptionToContactsAndGroups, [Post];
    StopContactsSubscription = "stopSubscriptionToContactsAndGroups", StopSubscriptionToContactsAndGroups, [Post];
    Contact(String) = "contact", Contact, [Get];
    ContactPresence(String) = "contactPresence", ContactPresence, [Get];
    ContactNote(String) = "contactNote", ContactNote, [Get];
    ContactLocation(String) = "contactLocation", ContactLocation, [Get];
    ContactModalities(String) = "contactSupportedModalities", ContactSupportedModalities, [Get];
    Communication = "communication", Communication, [Get, Put];
    Conversations = "conversations", Conversations, [Get];
    StartMessaging = "startMessaging", StartMessaging, [Post];
    Invitation(InvitationId) = "messagingInvitation", MessagingInvitation, [Get];
    Accept(InvitationId) = "accept", Accept, [Post];
    Decline(InvitationId) = "decline", Decline, [Post];
    Cancel(InvitationId) = "cancel", Cancel, [Post];
    Conversation(ConversationId) = "conversation", Conversation, [Get, Delete];
    Participant(ConversationId, String) = "participant", Participant, [Get];
    ParticipantMessaging(ConversationId, String) = "participantMessaging", ParticipantMessaging, [Get];
    Messaging(ConversationId) = "messaging", Messaging, [Get];
    AddMessaging(ConversationId) = "addMessaging", AddMessaging, [Post];
    StopMessaging(ConversationId) = "stopMessaging", StopMessaging, [Post];
    SendMessage(ConversationId) = "sendMessage", SendMessage, [Post];
    Message(ConversationId, MessageId) = "message", Message, [Get];
    SetIsTyping(ConversationId) = "setIsTyping", SetIsTyping, [Post];
    TypingParticipants(ConversationId) = "typingParticipants", TypingParticipants, [];
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
            ["ucwa", "oauth", "v1", "applications", id, rest @ ..] => match (id.parse(), place(rest)) {
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
            Self::In(_, place) => place.rel(),
            Self::Unknown => "",
        }
    }

    /// The methods that the resource documents and the simulator has.
    pub(crate) fn methods(&self) -> &'static [&'static str] {
        match self {
            Self::Root | Self::User | Self::XFrame => &["GET"],
            Self::Token | Self::Applications => &["POST"],
            Self::In(_, place) => place.methods(),
            Self::Unknown => &[],
        }
    }

    /// The errors that an operation documents.
    pub(crate) fn errors(&self, method: &str) -> Vec<ErrorKind> {
        errors_of(self.rel(), method)
    }
}

/// The errors that the operation of a resource with this rel documents. The rel and the method can be in any case.
pub(crate) fn errors_of(rel: &str, method: &str) -> Vec<ErrorKind> {
    match (rel.to_ascii_lowercase().as_str(), method.to_ascii_uppercase().as_str()) {
        ("root", "GET") => documented::<api::Root, Get>(),
        ("user", "GET") => documented::<api::User, Get>(),
        ("xframe", "GET") => documented::<api::Xframe, Get>(),
        ("applications", "POST") => documented::<api::Applications, Post>(),
        _ => errors_within(rel, method),
    }
}

/// The methods of the resource with this rel, in any case; `None` if the simulator has no such resource.
pub(crate) fn methods_of(rel: &str) -> Option<&'static [&'static str]> {
    let outside = [Route::Root, Route::User, Route::XFrame, Route::Token, Route::Applications];
    let outside = outside.iter().map(|route| (route.rel(), route.methods()));
    let mut all = outside.chain(RELS.iter().copied());
    all.find(|(known, _)| known.eq_ignore_ascii_case(rel)).map(|(_, methods)| methods)
}

fn documented<T: Operation<M, Error = ErrorKind>, M: ucwa_types::operation::HttpMethod>() -> Vec<ErrorKind> {
    let generic = if T::GENERIC_ERRORS { ErrorKind::GENERIC } else { &[] };
    T::ERRORS.iter().chain(generic).cloned().collect()
}

fn place(segments: &[&str]) -> Option<Place> {
    Some(match segments {
        [] => Place::Application,
        ["events"] => Place::Events,
        ["batch"] => Place::Batch,
        ["me"] => Place::Me,
        ["me", "makemeavailable"] => Place::MakeMeAvailable,
        ["me", "reportmyactivity"] => Place::ReportMyActivity,
        ["me", "presence"] => Place::Presence,
        ["me", "note"] => Place::Note,
        ["me", "location"] => Place::Location,
        ["photos", who] => Place::Photo(uri(who)),
        ["people"] => Place::People,
        ["people", rest @ ..] => return people(rest),
        ["communication"] => Place::Communication,
        ["communication", rest @ ..] => return communication(rest),
        _ => return None,
    })
}

fn people(segments: &[&str]) -> Option<Place> {
    Some(match segments {
        ["contacts"] => Place::MyContacts,
        ["groups"] => Place::MyGroups,
        ["groups", "default"] => Place::DefaultGroup,
        ["groups", "default", "contacts"] => Place::GroupContacts,
        ["subscribedcontacts"] => Place::SubscribedContacts,
        ["search"] => Place::Search,
        ["presencesubscriptions"] => Place::PresenceSubscriptions,
        ["presencesubscriptions", id] => Place::PresenceSubscription(id.parse().ok()?),
        ["presencesubscriptionmemberships"] => Place::Memberships,
        ["presencesubscriptionmemberships", id, who] => Place::Membership(id.parse().ok()?, uri(who)),
        ["contactsandgroupssubscription"] => Place::ContactsSubscription,
        ["contactsandgroupssubscription", "start"] => Place::StartContactsSubscription,
        ["contactsandgroupssubscription", "stop"] => Place::StopContactsSubscription,
        [who] => Place::Contact(uri(who)),
        [who, "presence"] => Place::ContactPresence(uri(who)),
        [who, "note"] => Place::ContactNote(uri(who)),
        [who, "location"] => Place::ContactLocation(uri(who)),
        [who, "supportedmedia"] => Place::ContactModalities(uri(who)),
        _ => return None,
    })
}

fn communication(segments: &[&str]) -> Option<Place> {
    Some(match segments {
        ["conversations"] => Place::Conversations,
        ["messaginginvitations"] => Place::StartMessaging,
        ["messaginginvitations", id] => Place::Invitation(id.parse().ok()?),
        ["messaginginvitations", id, "accept"] => Place::Accept(id.parse().ok()?),
        ["messaginginvitations", id, "decline"] => Place::Decline(id.parse().ok()?),
        ["messaginginvitations", id, "cancel"] => Place::Cancel(id.parse().ok()?),
        ["conversations", id] => Place::Conversation(id.parse().ok()?),
        ["conversations", id, "participants", who] => Place::Participant(id.parse().ok()?, uri(who)),
        ["conversations", id, "participants", who, "messaging"] => {
            Place::ParticipantMessaging(id.parse().ok()?, uri(who))
        }
        ["conversations", id, "messaging"] => Place::Messaging(id.parse().ok()?),
        ["conversations", id, "messaging", "messaginginvitations"] => Place::AddMessaging(id.parse().ok()?),
        ["conversations", id, "messaging", "terminate"] => Place::StopMessaging(id.parse().ok()?),
        ["conversations", id, "messaging", "typing"] => Place::SetIsTyping(id.parse().ok()?),
        ["conversations", id, "messaging", "typingparticipants"] => {
            Place::TypingParticipants(id.parse().ok()?)
        }
        ["conversations", id, "messaging", "messages"] => Place::SendMessage(id.parse().ok()?),
        ["conversations", id, "messaging", "messages", message] => {
            Place::Message(id.parse().ok()?, message.parse().ok()?)
        }
        _ => return None,
    })
}

/// The URI of the user whom a segment names.
fn uri(segment: &str) -> String {
    crate::uri::normal(segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_in_any_case_and_escaping() {
        let app: AppId = "00000000002a".parse().unwrap();
        let inside = |place| Route::In(app, place);
        for (path, expected) in [
            ("/", Route::Root),
            (ROOT, Route::Root),
            (USER, Route::User),
            (XFRAME, Route::XFrame),
            (TOKEN, Route::Token),
            (APPLICATIONS, Route::Applications),
            ("/UCWA/%6Fauth/v1/applications/00000000002A", inside(Place::Application)),
            ("/ucwa/oauth/v1/applications/00000000002a/events", inside(Place::Events)),
            (
                "/ucwa/oauth/v1/applications/00000000002a/people/Bo%40Example.com/presence",
                inside(Place::ContactPresence("sip:bo@example.com".to_owned())),
            ),
            ("/ucwa/oauth/v1/applications/00000000002a/people/bo/x", Route::Unknown),
            ("/ucwa/oauth/v1/applications/x", Route::Unknown),
            ("/elsewhere", Route::Unknown),
        ] {
            assert_eq!(Route::of(path), expected, "{path}");
        }
    }

    #[test]
    fn documented_errors_are_those_of_the_operation_and_the_generic_ones() {
        let app: AppId = "2a".parse().unwrap();
        let errors = Route::In(app, Place::MakeMeAvailable).errors("POST");
        assert!(errors.contains(&ErrorKind::ForbiddenAnonymousNotAllowed), "{errors:?}");
        assert!(errors.contains(&ErrorKind::GoneCannotRedirect), "{errors:?}");
        assert!(Route::In(app, Place::MakeMeAvailable).errors("GET").is_empty());
    }
}
