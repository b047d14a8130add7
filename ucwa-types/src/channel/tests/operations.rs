use serde_json::{Value, json};

use crate::channel::Operations;
use crate::event::{Event, EventType};
use crate::{AnyResource, Resource, Unknown};

/// A type that documents the id, beside a set without types.
#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "messagingInvitation")]
struct MessagingInvitation {
    operation_id: Option<String>,
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "message")]
struct Message {
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Clone, Debug, PartialEq, AnyResource)]
enum Any {
    MessagingInvitation(Box<MessagingInvitation>),
    Message(Box<Message>),
    #[ucwa(unknown)]
    Unknown(Value),
}

fn event<R: crate::ResourceSet>(r#type: &str, href: &str, rel: &str, operation_id: Option<&str>) -> Event<R> {
    let mut event = json!({"type": r#type, "link": {"rel": rel, "href": href}});
    if let Some(id) = operation_id {
        event["_embedded"] = json!({rel: {"rel": rel, "operationId": id}});
    }
    serde_json::from_value(event).unwrap()
}

fn invitation(r#type: &str, href: &str, operation_id: Option<&str>) -> Event<Any> {
    event(r#type, href, "messagingInvitation", operation_id)
}

#[test]
fn scenario_an_operation_can_complete_before_the_post_that_started_it_is_answered() {
    let mut operations = Operations::new();
    operations.start("op-1");
    assert_eq!(operations.observe(&invitation("started", "/i/1", Some("op-1"))).as_deref(), Some("op-1"));
    // Without the operation embedded it is known by its place.
    assert_eq!(operations.observe(&invitation("completed", "/i/1", None)).as_deref(), Some("op-1"));
    assert_eq!(operations.iter().count(), 0);
    assert_eq!(operations.locate("op-1", "/i/1"), []);
    assert_eq!(operations.observe(&invitation("updated", "/i/1", Some("op-1"))), None);
}

#[test]
fn scenario_events_without_the_operation_embedded_wait_for_the_location_of_the_201() {
    let mut operations = Operations::new();
    operations.start("op-1");
    operations.start("op-2");
    let events = [
        invitation("started", "/i/2", None),
        invitation("started", "/i/1", None),
        invitation("updated", "/i/1", None),
        invitation("completed", "/i/1", None),
    ];
    assert!(events.iter().all(|event| operations.observe(event).is_none()));
    let early = operations.locate("op-1", "https://pool.example.com:443/i/1");
    assert_eq!(early, events[1..]);
    assert_eq!(operations.iter().collect::<Vec<_>>(), ["op-2"]);
    assert_eq!(operations.locate("op-2", "/i/2"), events[..1]);
    assert_eq!(operations.observe(&invitation("completed", "/i/2", None)).as_deref(), Some("op-2"));
}

#[test]
fn scenario_operation_id_chosen_by_the_client_ties_them_whatever_the_type_says() {
    let mut operations = Operations::<Any>::new();
    operations.start("op-1");
    // The type does not document the property.
    assert_eq!(
        operations.observe(&event("started", "/m/1", "message", Some("op-1"))).as_deref(),
        Some("op-1")
    );
    // Nobody knows the rel.
    operations.start("op-2");
    assert_eq!(operations.observe(&event("started", "/n/1", "new", Some("op-2"))).as_deref(), Some("op-2"));
    // There are no types at all.
    let mut operations = Operations::<Value>::new();
    operations.start("op-3");
    assert_eq!(operations.observe(&event("completed", "/n/1", "new", Some("op-3"))).as_deref(), Some("op-3"));
}

#[test]
fn events_of_others_are_told_apart() {
    let mut operations = Operations::new();
    assert_eq!(operations.observe(&invitation("started", "/i/5", None)), None);
    operations.start("op-1");
    assert_eq!(operations.observe(&invitation("started", "/i/9", Some("theirs"))), None);
    assert_eq!(operations.observe(&event("added", "/i/1", "conversation", None)), None);
    assert_eq!(operations.locate("op-1", "/i/1"), []);
    assert_eq!(operations.locate("nobody", "/i/1"), []);
    // Nothing is waited for any more, so nothing is kept.
    assert_eq!(operations.observe(&invitation("started", "/i/8", None)), None);
    operations.start("op-2");
    assert_eq!(operations.locate("op-2", "/i/8"), []);
}

#[test]
fn an_abandoned_operation_is_not_expected() {
    let mut operations = Operations::new();
    operations.start("op-1");
    operations.observe(&invitation("started", "/i/1", None));
    operations.abandon("op-1");
    assert_eq!(operations, Operations::new());
    assert_eq!(operations.observe(&invitation("started", "/i/1", Some("op-1"))), None);
}

#[test]
fn what_is_kept_is_bounded_and_what_is_not_is_counted() {
    for (operations, capacity) in [
        (Operations::new(), 256),
        (Operations::new().with_capacity(3), 3),
        (Operations::new().with_capacity(0), 0),
    ] {
        let mut operations = operations;
        operations.start("op-1");
        for count in 0..capacity + 10 {
            let r#type = if count < 10 { "started" } else { "updated" };
            assert_eq!(operations.observe(&invitation(r#type, "/i/1", None)), None);
            assert_eq!(operations.dropped(), (count as u64 + 1).saturating_sub(capacity as u64));
        }
        let kept = operations.locate("op-1", "/i/1");
        // The oldest have gone.
        assert!(kept.len() == capacity && kept.iter().all(|event| event.r#type == Some(EventType::Updated)));
    }
}

#[test]
fn an_event_says_what_it_is_about() {
    let event: Event<Any> = serde_json::from_value(json!({
        "type": "completed",
        "status": "Failure",
        "link": {"rel": "messagingInvitation", "href": "/i/1"},
        "in": {"rel": "message", "href": "/m"},
    }))
    .unwrap();
    assert!(event.is::<MessagingInvitation>(&EventType::Completed));
    assert!(
        !event.is::<MessagingInvitation>(&EventType::Started) && !event.is::<Message>(&EventType::Completed)
    );
    assert!(event.is_in::<Message>() && !event.is_in::<MessagingInvitation>());
    assert_eq!(event.href(), Some("/i/1"));
    assert!(event.is_failure() && !event.is_success());
    let nothing = Event::<Any>::default();
    assert_eq!(nothing.subject(), (None, None, None));
    assert!(!nothing.is_failure() && !nothing.is_success());
}
