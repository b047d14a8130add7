//! Every link leads to a resource of its rel.

use std::collections::BTreeSet;

use http::Request;
use serde_json::Value;
use ucwa_types::Link;
use ucwa_types::api::{Accept, MessagingInvitation, PresenceSubscriptionsInput, StartMessagingInput};

use crate::bench::{BO, Bench, Client, config};

/// The links of a representation and of everything in it, with their rels.
fn links(value: &Value, found: &mut BTreeSet<(String, String)>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::Object(links)) = members.get("_links") {
                for (rel, link) in links {
                    let list = link.as_array().map_or_else(|| vec![link], |list| list.iter().collect());
                    for href in list.iter().filter_map(|link| link["href"].as_str()) {
                        found.insert((rel.clone(), href.to_owned()));
                    }
                }
            }
            members.values().for_each(|value| links_below(value, found));
        }
        value => links_below(value, found),
    }
}

fn links_below(value: &Value, found: &mut BTreeSet<(String, String)>) {
    match value {
        Value::Object(_) => links(value, found),
        Value::Array(items) => items.iter().for_each(|item| links_below(item, found)),
        _ => {}
    }
}

/// The rels that differ from the rel of their target, and that rel.
const NAMES: [(&str, &str); 10] = [
    ("localParticipant", "participant"),
    ("from", "participant"),
    ("to", "contact"),
    ("me", "me"),
    ("memberships", "presenceSubscriptionMemberships"),
    ("contactPhoto", "photo"),
    ("photo", "photo"),
    ("addToPresenceSubscription", "presenceSubscriptionMemberships"),
    ("acceptedByParticipant", "participant"),
    ("failedDeliveryParticipant", "participant"),
];

/// Rels without a documented operation.
const NOWHERE: [&str; 1] = ["typingParticipants"];

fn get(bench: &mut Bench, client: &Client, href: &str) -> (u16, Value) {
    let own = client.request(&client.application.links.self_.clone().unwrap().get());
    let request = Request::get(format!("https://pool.example.com{href}"))
        .header("Authorization", own.headers()["authorization"].clone())
        .header("Accept", "application/json");
    let response = bench.send(request.body(Vec::new()).unwrap());
    (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap_or_default())
}

#[test]
fn links_lead_to_what_they_say() {
    let mut bench = Bench::new(config(1));
    let (mut ann, mut bo) = (bench.ann(), bench.bo());
    let subscriptions = ann.people().links.presence_subscriptions.unwrap();
    ann.call(&mut bench, &subscriptions.post(PresenceSubscriptionsInput::new(10, [BO]))).unwrap();
    let start = ann.communication().links.start_messaging.unwrap();
    let own: Link<MessagingInvitation> =
        ann.call(&mut bench, &start.post(StartMessagingInput::new(BO))).unwrap().location.unwrap().cast();
    let events = bo.events(&mut bench);
    let invitation = events.iter().find_map(|(_, event)| event.resource_as::<MessagingInvitation>()).unwrap();
    let accept: Link<Accept> = invitation.links.accept.clone().unwrap();
    let start = ("".to_owned(), own.href().to_owned());
    let mut asked = BTreeSet::new();
    let mut rels = BTreeSet::new();
    for is_connected in [false, true] {
        if is_connected {
            bo.call(&mut bench, &accept.post(())).unwrap();
        }
        let application = ann.application.links.self_.clone().unwrap().href().to_owned();
        let mut open = BTreeSet::from([start.clone(), (String::new(), application)]);
        let mut seen = BTreeSet::new();
        while let Some((rel, href)) = open.pop_first() {
            if rel == "events" || href.starts_with("data:") || !seen.insert((rel.clone(), href.clone())) {
                continue;
            }
            let (status, representation) = get(&mut bench, &ann, &href);
            asked.insert(href.clone());
            if NOWHERE.contains(&&*rel) {
                continue;
            }
            assert!(matches!(status, 200 | 405 | 400), "{rel} {href}: {status}");
            let expected = NAMES.iter().find(|(name, _)| *name == rel).map_or(&*rel, |(_, target)| target);
            if let Some(found) = representation["rel"].as_str()
                && !["", "self"].contains(&expected)
            {
                assert_eq!(found, expected, "{href}");
            }
            rels.insert(rel);
            links(&representation, &mut open);
        }
    }
    for rel in ["sendMessage", "cancel", "stopMessaging", "contactPresence", "participantMessaging", "search"]
    {
        assert!(rels.contains(rel), "{rel} is found: {rels:?}");
    }
    assert!(asked.len() > 30, "{}", asked.len());
    bench.advance(5);
    ann.events(&mut bench);
}

#[test]
fn the_media_type_is_the_one_that_was_asked_for() {
    let mut bench = Bench::new(config(1));
    for (accept, expected) in [
        ("application/json", "application/json; charset=utf-8"),
        ("text/html, application/xml;q=0.9", "application/xml; charset=utf-8"),
        ("application/vnd.microsoft.com.ucwa+xml, application/xml", "application/vnd.microsoft.com.ucwa+xml"),
        ("*/*", "application/vnd.microsoft.com.ucwa+json"),
    ] {
        let request = Request::get("https://lyncdiscover.example.com/").header("Accept", accept);
        let response = bench.send(request.body(Vec::new()).unwrap());
        assert_eq!(response.headers()["content-type"], expected, "{accept}");
    }
}
