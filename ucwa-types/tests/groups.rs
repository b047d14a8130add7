//! A client of one group alone: what belongs to other groups has a type all the same, and nothing of it is lost.
//!
//! Run it with `--no-default-features --features communication,xml`.

#![cfg(all(feature = "communication", not(feature = "people")))]

use serde_json::json;
use ucwa_types::api::{AcceptedByContact, AnyEvent, AnyResource, Contact, Participant, PhoneAudioInvitation};
use ucwa_types::event::EventDocument;
use ucwa_types::{Link, RawJson, Resource, ResourceSet, Unknown};

/// What this client knows of a contact.
#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "contact")]
struct Person {
    name: Option<String>,
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[test]
fn a_link_to_another_group_has_a_type_and_can_be_given_another() -> Result<(), serde_json::Error> {
    let participant =
        json!({"rel": "participant", "name": "Ada", "_links": {"contact": {"href": "/people/1"}}});
    let participant: Participant = serde_json::from_value(participant)?;
    let link: Option<Link<Contact>> = participant.links.contact;
    assert_eq!(link.map(|link| link.cast::<Person>()), Some(Link::new("/people/1")));
    Ok(())
}

#[test]
fn a_representation_of_another_group_is_kept_whole() -> Result<(), serde_json::Error> {
    let value = json!({
        "rel": "contact", "name": "Ada", "emailAddresses": ["ada@example.com"], "more": {"a": [1, null]},
        "_links": {"self": {"href": "/people/1"}, "contactPhoto": {"href": "/photo", "title": "Ada"}},
        "_embedded": {"contactNote": {"rel": "contactNote", "message": "Out"}},
    });
    let contact: Contact = serde_json::from_value(value.clone())?;
    let name = contact.unknown.get("name").map(RawJson::to_value);
    assert_eq!((Contact::REL, name), ("contact", Some(json!("Ada"))));
    assert_eq!(serde_json::to_value(&contact)?, value);
    let person: Person = serde_json::from_value(serde_json::to_value(&contact)?)?;
    assert_eq!(person.name.as_deref(), Some("Ada"));
    assert_eq!(serde_json::to_value(&person)?, value);
    // A role is still the type of its representation.
    let _: AcceptedByContact = contact;

    let any: AnyResource = serde_json::from_value(value.clone())?;
    assert!(matches!(any, AnyResource::Unknown(_)));
    assert_eq!(serde_json::to_value(&any)?, value);
    assert_eq!(any.decode::<Person>()?, person);
    Ok(())
}

#[test]
fn an_embedded_resource_and_an_event_of_another_group_are_kept() -> Result<(), serde_json::Error> {
    let value = json!({"sender": [{"rel": "people", "href": "/people", "events": [
        {"type": "added", "link": {"rel": "contact", "href": "/people/1"}, "in": {"rel": "group", "href": "/group"},
         "_embedded": {"contact": {"rel": "contact", "name": "Ada"}}},
        {"type": "started", "link": {"rel": "phoneAudioInvitation", "href": "/invitation"},
         "_embedded": {"phoneAudioInvitation": {"rel": "phoneAudioInvitation", "subject": "Hi"}}},
    ]}]});
    let document: EventDocument<AnyResource> = serde_json::from_value(value.clone())?;
    assert_eq!(serde_json::to_value(&document)?, value);
    let events: Vec<_> = document.events().map(AnyEvent::from).collect();
    assert!(matches!(events[0], AnyEvent::Unknown(event) if event.event().name() == ("contact", "added")));
    let AnyEvent::PhoneAudioInvitationStarted(started) = events[1] else { unreachable!("{:?}", events[1]) };
    assert_eq!(started.resource().and_then(|it: &PhoneAudioInvitation| it.subject.as_deref()), Some("Hi"));
    Ok(())
}

#[cfg(feature = "xml")]
#[test]
fn xml_of_another_group_is_kept() -> Result<(), Box<dyn std::error::Error>> {
    let text = r#"<?xml version="1.0" encoding="utf-8"?><resource rel="contact" href="/people/1" xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa"><link rel="contactPhoto" href="/photo" /><property name="name">Ada</property><propertyList name="emailAddresses"><item>ada@example.com</item></propertyList></resource>"#;
    let contact: Contact = ucwa_types::xml_body::from_str(text)?;
    let again: Contact = ucwa_types::xml_body::from_str(&ucwa_types::xml_body::to_string(&contact)?)?;
    assert_eq!(again, contact);
    let addresses = contact.unknown.get("emailAddresses").map(RawJson::to_value);
    assert_eq!(addresses, Some(json!(["ada@example.com"])));
    Ok(())
}
