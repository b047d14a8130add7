//! Bodies that are made wrong on purpose.

use serde_json::{Value, json};

use super::{Documented, ERROR, EVENTS, TOKEN};

const APPLICATION: &str = "/ucwa/oauth/v1/applications/1";

fn me() -> Value {
    json!({
        "rel": "me", "name": "Ann", "uri": "sip:ann@example.com", "emailAddresses": ["ann@example.com"],
        "_links": { "self": { "href": "/me" }, "note": { "href": "/me/note" } },
    })
}

fn application() -> Value {
    json!({
        "rel": "application", "culture": "en-US", "etag": "1",
        "_links": { "self": { "href": APPLICATION } },
        "_embedded": {
            "me": me(),
            "communication": {
                "rel": "communication", "supportedModalities": ["Messaging"],
                "12345678-1234-1234-1234-123456789abc": "please pass this in a PUT request",
                "_links": { "self": { "href": "/c" }, "startMessaging": { "href": "/c/m", "revision": "2" } },
            },
        },
    })
}

fn message() -> Value {
    json!({
        "rel": "message", "direction": "Incoming", "timeStamp": "/Date(1474932023993)/",
        "_links": {
            "self": { "href": "/m" },
            "plainMessage": { "href": "data:text/plain;charset=utf-8,Hi" },
            "failedDeliveryParticipant": [{ "href": "/p", "title": "Bo" }],
        },
    })
}

fn invitation() -> Value {
    json!({
        "rel": "messagingInvitation", "_links": { "self": { "href": "/i" } },
        "_embedded": { "from": {
            "rel": "participant",
            "_links": { "self": { "href": "/p" }, "eject": { "href": "/p/eject" } },
        } },
    })
}

fn contacts() -> Value {
    json!({
        "rel": "myContacts", "_links": { "self": { "href": "/people/contacts" } },
        "_embedded": { "contact": [{
            "rel": "contact", "type": "User", "sourceNetwork": "SameEnterprise",
            "_links": { "self": { "href": "/bo" } },
        }] },
    })
}

fn events() -> Value {
    json!({
        "_links": { "self": { "href": "/events?ack=1" }, "next": { "href": "/events?ack=2" } },
        "sender": [
            { "rel": "people", "href": "/people", "events": [
                {
                    "type": "updated", "link": { "rel": "contactPresence", "href": "/bo/presence" },
                    "in": { "rel": "contact", "href": "/bo" },
                },
            ] },
            { "rel": "conversation", "href": "/conversation", "events": [
                {
                    "type": "completed", "link": { "rel": "message", "href": "/m" }, "status": "Failure",
                    "reason": { "code": "RemoteFailure", "subcode": "Unreachable", "message": "Bo is away." },
                    "_embedded": { "message": message() },
                },
            ] },
        ],
    })
}

fn error() -> Value {
    let body = json!({ "code": "NotFound", "subcode": "ApplicationNotFound", "message": "There is none." });
    json!({ "status": 404, "body": body })
}

fn token() -> Value {
    json!({ "access_token": "x", "expires_in": 28800, "token_type": "Bearer" })
}

#[test]
fn what_is_documented_is_allowed() {
    for (name, body) in [
        ("me", me()),
        ("application", application()),
        ("message", message()),
        ("myContacts", contacts()),
        ("messagingInvitation", invitation()),
        (EVENTS, events()),
        (EVENTS, json!({ "_links": { "resync": { "href": "/events?ack=1" } } })),
        (ERROR, error()),
        (TOKEN, token()),
        (TOKEN, json!({ "error": "invalid_grant" })),
    ] {
        assert_eq!(Documented::get().faults(name, &body), [] as [String; 0], "{name}");
    }
}

/// What is at a place is replaced by something else, or removed if that is null.
fn changed(mut body: Value, place: &str, with: &Value) -> Value {
    let (parent, name) = place.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap_or_else(|| panic!("{place}"));
    match (parent, with) {
        (Value::Object(members), Value::Null) => assert!(members.remove(name).is_some(), "{place}"),
        (Value::Object(members), with) => drop(members.insert(name.to_owned(), with.clone())),
        (parent, with) => parent[name.parse::<usize>().unwrap()] = with.clone(),
    }
    body
}

#[test]
fn what_is_wrong_is_found() {
    let (link, event) = (json!({ "href": "/x" }), "/sender/0/events/0");
    let failed = "/sender/1/events/0";
    let cases: Vec<(&str, Value, String, Value)> = [
        // Properties.
        ("me", me(), "/name", json!(7)),
        ("me", me(), "/name", json!(["Ann"])),
        ("me", me(), "/emailAddresses", json!("ann@example.com")),
        ("me", me(), "/emailAddresses/0", json!(true)),
        ("me", me(), "/uri", json!("Ann")),
        ("me", me(), "/Name", json!("Ann")),
        ("me", me(), "/nickname", json!("Ann")),
        ("me", me(), "/rel", json!("contact")),
        ("me", me(), "/rel", Value::Null),
        ("message", message(), "/timeStamp", json!("2016-09-26T23:20:23Z")),
        ("message", message(), "/timeStamp", json!(1_474_932_023)),
        ("message", message(), "/direction", json!("Sideways")),
        ("message", message(), "/plainMessage", json!("Hi")),
        ("application", application(), "/_embedded/communication/supportedModalities/0", json!("Smoke")),
        ("application", application(), "/_embedded/communication/12345678", json!("x")),
        // Links.
        ("me", me(), "/_links", Value::Null),
        ("me", me(), "/_links/self", Value::Null),
        ("me", me(), "/_links/note", json!([link])),
        ("me", me(), "/_links/note", json!("/me/note")),
        ("me", me(), "/_links/note/href", Value::Null),
        ("me", me(), "/_links/note/href", json!("")),
        ("me", me(), "/_links/note/href", json!("me/note")),
        ("me", me(), "/_links/note/title", json!(1)),
        ("me", me(), "/_links/note/colour", json!("red")),
        ("me", me(), "/_links/startMessaging", link.clone()),
        ("message", message(), "/_links/failedDeliveryParticipant", link.clone()),
        ("message", message(), "/_links/plainMessage/href", json!("/text")),
        ("message", message(), "/_links/plainMessage", json!([{ "href": "data:,Hi" }])),
        ("application", application(), "/_embedded/communication/_links/startMessaging/revision", json!(2)),
        // Embedded resources.
        ("myContacts", contacts(), "/_embedded/contact", contacts()["_embedded"]["contact"][0].clone()),
        ("myContacts", contacts(), "/_embedded/contact/0", me()),
        ("myContacts", contacts(), "/_embedded/contact/0/type", json!("Ghost")),
        ("myContacts", contacts(), "/_embedded/contact/0/_links/self", Value::Null),
        ("application", application(), "/_embedded/me", json!([me()])),
        ("application", application(), "/_embedded/me", contacts()),
        ("application", application(), "/_embedded/note", me()),
        ("messagingInvitation", invitation(), "/_embedded/from/_links/demote", link.clone()),
        ("messagingInvitation", invitation(), "/_embedded/from/_links/admit", link.clone()),
        ("messagingInvitation", invitation(), "/_embedded/from/rel", json!("from")),
        // Errors and tokens.
        (ERROR, error(), "/body/code", json!("Missing")),
        (ERROR, error(), "/body/code", Value::Null),
        (ERROR, error(), "/body/code", json!("Conflict")),
        (ERROR, error(), "/body/subcode", json!("Missing")),
        (ERROR, error(), "/body/hint", json!("Try again.")),
        (ERROR, error(), "/status", json!(409)),
        (TOKEN, token(), "/expires_in", json!("8 hours")),
        (TOKEN, token(), "/expires_in", json!(0)),
        (TOKEN, token(), "/access_token", Value::Null),
        (TOKEN, token(), "/error", json!("invalid_grant")),
    ]
    .map(|(name, body, place, with)| (name, body, place.to_owned(), with))
    .into_iter()
    // Events.
    .chain(
        [
            ("/_links/next", "", Value::Null),
            ("/_links/next", "", json!([link])),
            ("/_links/next", "/href", Value::Null),
            ("/_links/previous", "", link.clone()),
            ("/events", "", json!([])),
            ("/sender", "", json!({})),
            ("/sender/0/rel", "", json!("phones")),
            ("/sender/0/rel", "", json!("me")),
            ("/sender/0/href", "", Value::Null),
            ("/sender/0/events", "", json!([])),
            (event, "/type", json!("changed")),
            (event, "/type", json!("started")),
            (event, "/type", Value::Null),
            (event, "/link", Value::Null),
            (event, "/link/rel", json!("presence")),
            (event, "/link/href", Value::Null),
            (event, "/in", Value::Null),
            (event, "/in", json!({ "rel": "group", "href": "/g" })),
            (event, "/in/rel", Value::Null),
            (event, "/status", json!("Success")),
            (event, "/_embedded", json!({ "contact": contacts()["_embedded"]["contact"][0] })),
            (event, "/priority", json!("High")),
            (failed, "/status", Value::Null),
            (failed, "/status", json!("Success")),
            (failed, "/status", json!("Perhaps")),
            (failed, "/reason", Value::Null),
            (failed, "/reason/code", json!("Weather")),
            (failed, "/_embedded/message", me()),
            (failed, "/_embedded/message/direction", json!("Sideways")),
        ]
        .map(|(place, rest, with)| (EVENTS, events(), format!("{place}{rest}"), with)),
    )
    .collect();
    for (name, body, place, with) in cases {
        let changed = changed(body, &place, &with);
        assert!(!Documented::get().faults(name, &changed).is_empty(), "{name} {place} {with}");
    }
}
