use ucwa_types::api::{ErrorCode, LOCAL_PARTICIPANT_EVENTS};
use ucwa_types::operation::DocumentedEvent;

use super::*;
use crate::config::{Config, Person};
use crate::ids::{Ids, UserId};
use crate::state::Identity;

fn tables() -> Vec<&'static [DocumentedEvent]> {
    vec![
        MessagingInvitation::EVENTS,
        Messaging::EVENTS,
        Message::EVENTS,
        Conversation::EVENTS,
        Participant::EVENTS,
        LOCAL_PARTICIPANT_EVENTS,
        ParticipantMessaging::EVENTS,
        TypingParticipants::EVENTS,
        Communication::EVENTS,
        Me::EVENTS,
        Presence::EVENTS,
        Note::EVENTS,
        Location::EVENTS,
        ContactPresence::EVENTS,
        ContactNote::EVENTS,
        ContactLocation::EVENTS,
        ContactSupportedModalities::EVENTS,
        PresenceSubscription::EVENTS,
        SubscribedContacts::EVENTS,
        MyContactsAndGroupsSubscription::EVENTS,
    ]
}

#[test]
fn every_event_has_the_documented_sender_and_priority() {
    let mut world =
        World::new(Config::new(1).with_user(Person::new("sip:ann@example.com", "Ann Example", "")).unwrap());
    let identity = Identity {
        culture: String::new(),
        endpoint_id: String::new(),
        user_agent: String::new(),
        kind: None,
    };
    let (app, _) = world.begin_application(UserId(0), identity, "");
    let mut ids = Ids::new(1);
    let (conversation, message) = (ids.id(), ids.id());
    let failure = Outcome::Failure(ErrorCode::RemoteFailure, ErrorSubcode::Declined);
    let uri = || "sip:bo@example.com".to_owned();
    let mut happenings = vec![
        Happening::InvitationStarted(ids.id()),
        Happening::InvitationUpdated(ids.id()),
        Happening::InvitationCompleted(ids.id(), failure),
        Happening::MessagingUpdated(conversation),
        Happening::MessageStarted(conversation, message),
        Happening::MessageCompleted(conversation, message, Outcome::Success),
        Happening::CommunicationUpdated,
        Happening::MeUpdated,
        Happening::ContactsSubscriptionUpdated,
    ];
    for r#type in [EventType::Added, EventType::Updated, EventType::Deleted] {
        let r#type = || r#type.clone();
        happenings.push(Happening::Conversation(r#type(), conversation));
        happenings.push(Happening::Subscription(r#type(), ids.id()));
        happenings.push(Happening::Participant(r#type(), conversation, Who::Local));
        happenings.push(Happening::Participant(r#type(), conversation, Who::Peer));
        happenings.push(Happening::ParticipantMessaging(r#type(), conversation, Who::Local));
        for part in [Part::Presence, Part::Note, Part::Location] {
            happenings.push(Happening::Own(r#type(), part));
        }
        if r#type() != EventType::Updated {
            happenings.push(Happening::Typing(r#type(), conversation));
            happenings.push(Happening::Subscribed(r#type(), uri()));
        }
    }
    for part in [Part::Presence, Part::Note, Part::Location, Part::Modalities] {
        happenings.push(Happening::ContactUpdated(uri(), part));
    }
    let tables = tables();
    for happening in happenings {
        let Described { sender, priority, event } = world.describe(app, &happening);
        let within = event.in_.as_ref().and_then(|link| link.rel());
        let is_documented = |row: &&DocumentedEvent| {
            event.r#type == Some(<EventType as ucwa_types::Enumeration>::from_text(row.event))
                && event.rel() == Some(row.resource)
                && row.sender == sender.0
                && (row.within.is_empty() || within.is_some_and(|within| row.within.contains(&within)))
        };
        let row = tables.iter().flat_map(|table| table.iter()).find(is_documented);
        let row = row.unwrap_or_else(|| panic!("no page has {happening:?}"));
        assert!(
            row.priority == format!("{priority:?}") || row.priority == "None" || row.priority.is_empty(),
            "{happening:?} is {}",
            row.priority
        );
    }
}
