//! Representations.

use serde_json::{Map, Value, json};

use crate::wire::Answer;

/// What must go back in a `PUT`, by the name that it has here.
pub(crate) const GUID: &str = "7f0c2b1e-53a4-4d6b-9a38-0f6c1d2e3b4a";

/// The revision that this server says it has of `startMessaging`.
pub(crate) const REVISION: u32 = 2;

/// The members of a value that is an object.
pub(crate) fn object(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = json!({});
    }
    match value {
        Value::Object(object) => object,
        // Not reached: it has just been made one.
        _ => unreachable!(),
    }
}

pub(crate) fn application(own: &str, events: &str, is_available: bool, communication: &Value) -> Value {
    let mut me = json!({
        "rel": "me",
        "name": "Ann Example",
        "uri": "sip:ann@example.com",
        "_links": {
            "self": {"href": format!("{own}/me")},
            "photo": {"href": format!("{own}/photo")},
        },
    });
    if !is_available {
        me["_links"]["makeMeAvailable"] = json!({"href": format!("{own}/me/makeMeAvailable")});
    }
    json!({
        "rel": "application",
        "culture": "en-US",
        "_links": {
            "self": {"href": own},
            "events": {"href": events},
            "batch": {"href": format!("{own}/batch")},
        },
        "_embedded": {"me": me, "communication": communication},
    })
}

pub(crate) fn communication(own: &str, etag: u32, changes: &Map<String, Value>) -> Value {
    let mut page = json!({
        "rel": "communication",
        "supportedModalities": ["Messaging"],
        GUID: "please pass this in a PUT request",
        "rehearsal": {"since": 2015},
        "etag": etag.to_string(),
        "_links": {
            "self": {"href": format!("{own}/communication")},
            "conversations": {"href": format!("{own}/communication/conversations?filter=active")},
            "startMessaging": {"href": format!("{own}/communication/invitations"), "revision": REVISION.to_string()},
        },
    });
    let kept = changes.iter().filter(|(name, _)| !["etag", "rel"].contains(&&***name));
    object(&mut page).extend(kept.map(|(name, value)| (name.clone(), value.clone())));
    page
}

pub(crate) fn conversations(own: &str, is_accepted: bool) -> Value {
    let mut page = json!({
        "rel": "conversations",
        "_links": {"self": {"href": format!("{own}/communication/conversations?filter=active")}},
    });
    if is_accepted {
        page["_links"]["conversation"] = json!([{"href": format!("{own}/conversations/1")}]);
    }
    page
}

pub(crate) fn conversation(own: &str) -> Value {
    json!({
        "rel": "conversation",
        "state": "Connected",
        "_links": {
            "self": {"href": format!("{own}/conversations/1")},
            "messaging": {"href": format!("{own}/conversations/1/messaging")},
        },
    })
}

pub(crate) fn invitation(own: &str, is_open: bool) -> Value {
    let mut page = json!({
        "rel": "messagingInvitation",
        "direction": "Incoming",
        "state": if is_open { "Connecting" } else { "Connected" },
        "subject": "",
        "_links": {
            "self": {"href": format!("{own}/invitations/1")},
            "conversation": {"href": format!("{own}/conversations/1")},
            "message": {"href": "data:text/plain;charset=utf-8,Is+it+5+%2b+1+%e2%98%83%0d%0a"},
        },
        "_embedded": {"from": {"rel": "participant", "name": "Bo Example", "uri": "sip:bo@example.com"}},
    });
    if is_open {
        page["_links"]["accept"] = json!({"href": format!("{own}/invitations/1/accept")});
    }
    page
}

pub(crate) fn messaging(own: &str, is_connected: bool) -> Value {
    let here = format!("{own}/conversations/1/messaging");
    let mut page = json!({
        "rel": "messaging",
        "state": if is_connected { "Connected" } else { "Connecting" },
        "_links": {"self": {"href": here}},
    });
    if is_connected {
        page["_links"]["sendMessage"] = json!({"href": format!("{here}/messages?to=all")});
    }
    page
}

/// An event, with or without what it is about.
pub(crate) fn event(r#type: &str, rel: &str, href: &str, resource: Option<Value>) -> Value {
    let mut event = json!({"type": r#type, "link": {"rel": rel, "href": href}});
    if let Some(resource) = resource {
        event["_embedded"] = json!({rel: resource});
    }
    event
}

/// Adds what nobody knows, wherever something can be unknown.
pub(crate) fn make_odd(page: &mut Value) {
    let Value::Object(members) = page else { return };
    if let Some(Value::Array(senders)) = members.get_mut("sender") {
        senders.iter_mut().for_each(make_odd);
        let events = json!([
            {"type": "evaporated", "link": {"rel": "moonPhase", "href": "/moon", "title": 3}, "status": "Perhaps"},
            {"type": "added", "link": {"rel": "moonPhase", "href": "/moon"}, "_embedded": {"moonPhase": {"rel": "moonPhase"}}},
            {"type": "updated", "link": {"rel": "messaging", "href": "/odd"}, "_embedded": {"messaging": {"rel": "messaging", "state": "Humming"}}},
            {"type": "added", "link": {"rel": "participant", "href": "/odd"}, "in": {"rel": "chorus", "href": "/odd"}},
            {"type": "completed", "reason": {"code": "Tired", "subcode": "VeryTired", "hint": []}},
            {},
        ]);
        senders.insert(0, json!({"rel": "moon", "href": "/moon", "colour": null, "events": events}));
        senders.push(json!({}));
    }
    if let Some(Value::Array(events)) = members.get_mut("events") {
        for event in events {
            event["weight"] = json!(0.5);
            if let Some(Value::Object(embedded)) = event.get_mut("_embedded") {
                embedded.values_mut().for_each(make_odd);
            }
        }
        return;
    }
    for (name, value) in
        [("mood", json!(["mild", null])), ("importance", json!("Cosmic")), ("culture", json!(7))]
    {
        members.entry(name).or_insert(value);
    }
    if let Some(Value::Object(links)) = members.get_mut("_links") {
        links.insert("orbit".to_owned(), json!({"href": "/orbit", "etag": 5}));
        links.insert("orbits".to_owned(), json!([{"href": "/1"}, {"rel": "no href"}, "neither"]));
        for link in links.values_mut().filter_map(Value::as_object_mut) {
            link.insert("templated".to_owned(), json!(false));
        }
    }
    if let Some(Value::Object(embedded)) = members.get_mut("_embedded") {
        embedded.values_mut().for_each(make_odd);
        embedded.insert("orbit".to_owned(), json!({"rel": "orbit", "_links": {}}));
    }
}

/// Puts this host before the hrefs that have none.
pub(crate) fn make_internal(answer: &mut Answer, host: &str) {
    let absolute = |href: &mut String| {
        if href.starts_with('/') {
            href.insert_str(0, &format!("https://{host}:4443"));
        }
    };
    answer.headers.iter_mut().filter(|(name, _)| *name == "location").for_each(|(_, value)| absolute(value));
    each_href(answer, &mut |value| {
        if let Value::String(href) = value {
            absolute(href);
        }
    });
}

/// The same in another spelling: its own href is in upper case, some letters are escaped.
pub(crate) fn respelt(mut answer: Answer) -> Answer {
    each_href(&mut answer, &mut |value| {
        if let Value::String(href) = value {
            *href = href.to_uppercase().replace('O', "%6F");
        }
    });
    answer
}

fn each_href(answer: &mut Answer, change: &mut dyn FnMut(&mut Value)) {
    if let Ok(mut page) = serde_json::from_slice(&answer.body) {
        each_in(&mut page, change);
        answer.body = page.to_string().into_bytes();
    }
}

fn each_in(value: &mut Value, change: &mut dyn FnMut(&mut Value)) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if name == "href" { change(value) } else { each_in(value, change) }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_in(item, change)),
        _ => {}
    }
}
