use ucwa_types::api::{ConversationState, Direction, ErrorCode, ErrorSubcode};
use ucwa_types::event::EventType;

use super::*;
use crate::config::{Config, Person};
use crate::happening::{
    AudioVideoHappening, Circle, ConversationHappening, MeHappening, MeetingHappening, Outcome, Part,
    ParticipantHappening, PeopleHappening,
};
use crate::ids::{Ids, UserId};
use crate::schema::PAGES;
use crate::state::{Call, Identity, Kind, MediaCall, Medium, Modality, PhoneCall, Stage};

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
    let (mut world, app) = world();
    let mut ids = Ids::new(1);
    let message = ids.id();
    let room = world.open_room(None, None, None);
    let me = world.add_member(room, "sip:ann@example.com", Stage::Joined);
    let other = world.add_member(room, "sip:bo@example.com", Stage::Joined);
    let conversation = world.open_view(app, room, &me, ConversationState::Connected);
    // An invitation of each kind, in both directions.
    let mut invitations = Vec::new();
    let phone = PhoneCall { phone: "tel:1".to_owned(), is_replacement: false };
    let kinds = [
        Kind::Messaging,
        Kind::PhoneAudio(phone),
        Kind::AudioVideo(MediaCall::default()),
        Kind::Participant,
        Kind::Joining,
    ];
    for kind in kinds {
        let call = ids.id();
        world.calls.insert(call, Call::new(kind, room, ids.id(), "sip:ann@example.com"));
        for direction in [Direction::Incoming, Direction::Outgoing] {
            let id = ids.id();
            world.add_invitation(id, app, call, conversation, direction, None, false);
            invitations.push(id);
        }
    }
    let failure = Outcome::Failure(ErrorCode::RemoteFailure, ErrorSubcode::Declined);
    let uri = || "sip:bo@example.com".to_owned();
    let mut happenings = vec![
        Happening::from(ConversationHappening::MessageStarted(conversation, message)),
        Happening::from(ConversationHappening::MessageCompleted(conversation, message, Outcome::Success)),
        Happening::from(MeHappening::CommunicationUpdated),
        Happening::from(MeHappening::MeUpdated),
        Happening::from(PeopleHappening::ContactsSubscriptionUpdated),
    ];
    for id in invitations {
        happenings.push(ConversationHappening::InvitationStarted(id).into());
        happenings.push(ConversationHappening::InvitationUpdated(id).into());
        happenings.push(ConversationHappening::InvitationCompleted(id, failure.clone()).into());
        happenings.push(AudioVideoHappening::NegotiationUpdated(id).into());
    }
    happenings.push(AudioVideoHappening::RenegotiationStarted(ids.id()).into());
    for modality in Modality::ALL {
        happenings.push(ConversationHappening::ModalityUpdated(conversation, modality).into());
    }
    for r#type in [EventType::Added, EventType::Updated, EventType::Deleted] {
        let r#type = || r#type.clone();
        happenings.push(Happening::from(ConversationHappening::Conversation(r#type(), conversation)));
        happenings.push(Happening::from(PeopleHappening::Subscription(r#type(), ids.id())));
        for key in [&me, &other] {
            happenings.push(ParticipantHappening::Participant(r#type(), conversation, key.clone()).into());
        }
        // Pages name only `localParticipant` as what this happens in.
        for medium in Medium::ALL {
            happenings.push(ParticipantHappening::Medium(r#type(), conversation, me.clone(), medium).into());
        }
        for circle in [Circle::Leaders, Circle::Attendees, Circle::Lobby] {
            let key = other.clone();
            happenings.push(ParticipantHappening::Circle(r#type(), conversation, key, circle).into());
        }
        happenings.push(AudioVideoHappening::Session(r#type(), conversation).into());
        if r#type() != EventType::Deleted {
            happenings.push(MeetingHappening::OnlineMeeting(r#type(), conversation).into());
        }
        for part in [Part::Presence, Part::Note, Part::Location] {
            happenings.push(Happening::from(MeHappening::Own(r#type(), part)));
        }
        if r#type() != EventType::Updated {
            happenings.push(ConversationHappening::Typing(r#type(), conversation, other.clone()).into());
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
