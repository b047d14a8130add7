use ucwa_types::api::{ErrorCode, ErrorSubcode};
use ucwa_types::event::EventType;

use super::*;
use crate::config::{Config, Person};
use crate::happening::{ConversationHappening, MeHappening, Outcome, Part, PeopleHappening, Who};
use crate::ids::{Ids, UserId};
use crate::schema::PAGES;
use crate::state::Identity;

/// Ann, with an application.
pub(super) fn world() -> (World, AppId) {
    let ann = Person::new("sip:ann@example.com", "Ann Example", "");
    let mut world = World::new(Config::new(1).with_user(ann).unwrap());
    let identity = Identity {
        culture: String::new(),
        endpoint_id: String::new(),
        user_agent: String::new(),
        kind: None,
    };
    let (app, _) = world.begin_application(UserId(0), identity, "");
    (world, app)
}

/// Panics unless a page documents the event: its type, resource, sender, `in` and priority.
pub(super) fn check(world: &World, app: AppId, happening: impl Into<Happening>) {
    let happening = happening.into();
    let Described { sender, priority, event } = world.describe(app, &happening);
    let within = event.in_.as_ref().and_then(|link| link.rel());
    let is_documented = |row: &&crate::schema::Event| {
        event.r#type == Some(<EventType as ucwa_types::Enumeration>::from_text(row.ty))
            && event.rel() == Some(row.resource)
            && row.sender == sender.0
            && (row.within.is_empty() || within.is_some_and(|within| row.within.contains(&within)))
    };
    let row = PAGES.iter().flat_map(|page| page.events).find(is_documented);
    let row = row.unwrap_or_else(|| panic!("no page has {happening:?}"));
    let is_right =
        row.priority == format!("{priority:?}") || row.priority == "None" || row.priority.is_empty();
    assert!(is_right, "{happening:?} is {}", row.priority);
}

#[test]
fn every_event_has_the_documented_sender_and_priority() {
    let (world, app) = world();
    let mut ids = Ids::new(1);
    let (conversation, message) = (ids.id(), ids.id());
    let failure = Outcome::Failure(ErrorCode::RemoteFailure, ErrorSubcode::Declined);
    let uri = || "sip:bo@example.com".to_owned();
    let mut happenings = vec![
        Happening::from(ConversationHappening::InvitationStarted(ids.id())),
        Happening::from(ConversationHappening::InvitationUpdated(ids.id())),
        Happening::from(ConversationHappening::InvitationCompleted(ids.id(), failure)),
        Happening::from(ConversationHappening::MessagingUpdated(conversation)),
        Happening::from(ConversationHappening::MessageStarted(conversation, message)),
        Happening::from(ConversationHappening::MessageCompleted(conversation, message, Outcome::Success)),
        Happening::from(MeHappening::CommunicationUpdated),
        Happening::from(MeHappening::MeUpdated),
        Happening::from(PeopleHappening::ContactsSubscriptionUpdated),
    ];
    for r#type in [EventType::Added, EventType::Updated, EventType::Deleted] {
        let r#type = || r#type.clone();
        happenings.push(Happening::from(ConversationHappening::Conversation(r#type(), conversation)));
        happenings.push(Happening::from(PeopleHappening::Subscription(r#type(), ids.id())));
        happenings.push(Happening::from(ConversationHappening::Participant(
            r#type(),
            conversation,
            Who::Local,
        )));
        happenings.push(Happening::from(ConversationHappening::Participant(
            r#type(),
            conversation,
            Who::Peer,
        )));
        happenings.push(Happening::from(ConversationHappening::ParticipantMessaging(
            r#type(),
            conversation,
            Who::Local,
        )));
        for part in [Part::Presence, Part::Note, Part::Location] {
            happenings.push(Happening::from(MeHappening::Own(r#type(), part)));
        }
        if r#type() != EventType::Updated {
            happenings.push(Happening::from(ConversationHappening::Typing(r#type(), conversation)));
            happenings.push(Happening::from(PeopleHappening::Subscribed(r#type(), uri())));
        }
    }
    for part in [Part::Presence, Part::Note, Part::Location, Part::Modalities] {
        happenings.push(Happening::from(PeopleHappening::ContactUpdated(uri(), part)));
    }
    for happening in happenings {
        check(&world, app, happening);
    }
}
