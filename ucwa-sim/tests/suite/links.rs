//! Every link leads to a resource of its rel.

use std::collections::BTreeSet;

use http::Request;
use serde_json::Value;
use ucwa_types::api::{
    Accept, AddAudioVideoInput, AudioVideoInvitation, MessagingInvitation, PresenceSubscriptionsInput,
    SendProvisionalAnswerQuery, StartAudioInput, StartMessagingInput, StartPhoneAudioInput,
};
use ucwa_types::operation::RawBody;
use ucwa_types::rest::WireFormat;
use ucwa_types::{ExternalResource, Link};

use crate::bench::{ANN, BO, Bench, Client, config};
use crate::closed::Documented;
use crate::scene::{Scene, started};

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

/// A user, and URIs of all kinds that no user has.
const PEOPLE: [&str; 4] = [BO, "cy@example.com", "tel:+14255550101", "sip:o'hara/x@example.com"];

fn get(bench: &mut Bench, client: &Client, href: &str) -> (u16, Value) {
    let own = client.request(&client.application.links.self_.clone().unwrap().get());
    let request = Request::get(format!("https://pool.example.com{href}"))
        .header("Authorization", own.headers()["authorization"].clone())
        .header("Accept", "application/json");
    let response = bench.send(request.body(Vec::new()).unwrap());
    (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap_or_default())
}

/// Follows all links from these, and from the application, to whatever links lead to.
fn walk(
    bench: &mut Bench,
    client: &Client,
    start: &[(String, String)],
    asked: &mut BTreeSet<String>,
    rels: &mut BTreeSet<String>,
) {
    let application = client.application.links.self_.clone().unwrap().href().to_owned();
    let mut open: BTreeSet<_> = start.iter().cloned().chain([(String::new(), application)]).collect();
    let mut seen = BTreeSet::new();
    while let Some((rel, href)) = open.pop_first() {
        if rel == "events" || href.starts_with("data:") || !seen.insert((rel.clone(), href.clone())) {
            continue;
        }
        let (status, representation) = get(bench, client, &href);
        asked.insert(href.clone());
        assert!(matches!(status, 200 | 405 | 400), "{rel} {href}: {status}");
        let page = Documented::get().pages(&rel).next();
        let represented = page.and_then(|page| Documented::get().represented(&page.name));
        let documented = represented.map_or(&*rel, |page| &page.rel);
        let expected = NAMES.iter().find(|(name, _)| *name == rel).map_or(documented, |(_, target)| target);
        if let Some(found) = representation["rel"].as_str()
            && !["", "self"].contains(&expected)
        {
            assert_eq!(found, expected, "{href}");
        }
        rels.insert(rel);
        links(&representation, &mut open);
    }
}

#[test]
fn links_of_calls_lead_to_what_they_say() {
    let mut scene = Scene::new(WireFormat::Json);
    let [ours, _, _] = scene.all_meet();
    let Scene { bench, ann, bo, cy } = &mut scene;
    let offer = "v=0\r\nm=audio 5000 RTP/AVP 0\r\nm=video 5002 RTP/AVP 34\r\na=inactive\r\n";
    let offer = || ExternalResource::from_text("application/sdp", offer);
    // A call in the online meeting, one that rings, and one to Ann that does.
    let media = ann.get(bench, &ours).links.audio_video.unwrap();
    let add = ann.get(bench, &media).links.add_audio_video.unwrap();
    let joined = ann.call(bench, &add.post(AddAudioVideoInput::new(BO).with_media_offer(offer()))).unwrap();
    let start = ann.communication().links.start_audio.unwrap();
    let rings = ann.call(bench, &start.post(StartAudioInput::new(BO).with_media_offer(offer()))).unwrap();
    let phone = cy.communication().links.start_phone_audio.unwrap();
    let input = StartPhoneAudioInput::new(ANN).with_phone_number("+14255550101");
    cy.call(bench, &phone.post(input)).unwrap();
    bench.advance(2);
    let theirs: AudioVideoInvitation = started(&bo.events(bench));
    let answer = RawBody::new("application/sdp", "v=0\r\nm=audio 5000 RTP/AVP 0\r\n");
    let early = theirs.links.send_provisional_answer.unwrap();
    bo.call(bench, &early.post_with(SendProvisionalAnswerQuery::new("bo-1"), answer)).unwrap();
    // And what only events lead to.
    let events = ann.events(bench).into_iter().filter_map(|(_, event)| event.link);
    let mut begin: Vec<(String, String)> = events
        .filter(|link| !link.rel().unwrap_or_default().is_empty())
        .map(|link| (link.rel().unwrap_or_default().to_owned(), link.href().to_owned()))
        .collect();
    for location in [joined.location, rings.location].into_iter().flatten() {
        begin.push((String::new(), location.href().to_owned()));
    }
    let (mut asked, mut rels) = (BTreeSet::new(), BTreeSet::new());
    walk(bench, ann, &begin, &mut asked, &mut rels);
    for rel in [
        "audioVideoSession",
        "audioVideoNegotiation",
        "renegotiations",
        "replaceWithPhoneAudio",
        "stopAudioVideo",
        "addParticipant",
        "demote",
        "eject",
        "leaders",
        "attendees",
        "lobby",
        "onlineMeeting",
        "participantVideo",
        "muteAudio",
        "disableAudienceMessaging",
        "enableAudienceMuteLock",
        "phoneAudio",
        "accept",
        "cancel",
    ] {
        assert!(rels.contains(rel), "{rel} is found: {rels:?}");
    }
}

#[test]
fn links_lead_to_what_they_say() {
    let mut bench = Bench::new(config(1));
    let (mut ann, mut bo) = (bench.ann(), bench.bo());
    let subscriptions = ann.people().links.presence_subscriptions.unwrap();
    ann.call(&mut bench, &subscriptions.post(PresenceSubscriptionsInput::new(10, PEOPLE))).unwrap();
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
        walk(&mut bench, &ann, std::slice::from_ref(&start), &mut asked, &mut rels);
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
        ("application/json;q=0.5, application/xml", "application/xml; charset=utf-8"),
        ("application/json;q=0, application/xml;q=0.1", "application/xml; charset=utf-8"),
        ("application/xml; q=0.5, application/json; q=0.5", "application/xml; charset=utf-8"),
    ] {
        let request = Request::get("https://lyncdiscover.example.com/").header("Accept", accept);
        let response = bench.send(request.body(Vec::new()).unwrap());
        assert_eq!(response.headers()["content-type"], expected, "{accept}");
    }
}

#[test]
fn the_id_of_an_instance_is_escaped() {
    use ucwa_types::api::{Applications, ApplicationsInput};
    let mut bench = Bench::new(config(1));
    let mut ann = bench.ann();
    let applications: Link<Applications> = Link::new("/ucwa/oauth/v1/applications");
    for id in ["a b&c=d", "line\nbreak", "50%+1", "\u{2603}#?/"] {
        let input = ApplicationsInput::new("en-US", "another endpoint", "suite/0.1").with_instance_id(id);
        let reply = ann.call(&mut bench, &applications.post(input)).unwrap();
        assert_eq!(reply.status, 201, "{id}");
        let application = reply.output.unwrap();
        let own = application.links.self_.clone().unwrap();
        let (status, again) = get(&mut bench, &ann, own.href());
        assert_eq!((status, again["instanceId"].as_str()), (200, Some(id)));
        // It is the address of this instance's event channel too.
        let events = application.links.events.clone().unwrap();
        assert!(events.href().is_ascii() && !events.href().contains([' ', '\n']), "{}", events.href());
    }
}

#[test]
fn http_has_methods_of_its_own() {
    let mut bench = Bench::new(config(1));
    let ann = bench.ann();
    let me = ann.request(&ann.me().links.self_.unwrap().get());
    let ask = |bench: &mut Bench, method: &str, uri: &http::Uri| {
        let mut request = me.clone();
        *request.method_mut() = method.parse().unwrap();
        *request.uri_mut() = uri.clone();
        bench.send(request)
    };
    let (head, whole) = (ask(&mut bench, "HEAD", me.uri()), ask(&mut bench, "GET", me.uri()));
    assert_eq!((head.status(), head.headers()), (whole.status(), whole.headers()));
    assert!(head.body().is_empty() && !whole.body().is_empty());
    let own = ann.request(&ann.application.links.self_.clone().unwrap().get()).uri().to_string();
    let events: http::Uri = format!("{own}/events").parse().unwrap();
    assert_eq!(ask(&mut bench, "HEAD", &events).status(), 405);
    for (uri, expected) in [
        (me.uri().clone(), "GET, HEAD, OPTIONS"),
        (events, "GET, OPTIONS"),
        (format!("{own}/batch").parse().unwrap(), "POST, OPTIONS"),
    ] {
        let answer = ask(&mut bench, "OPTIONS", &uri);
        assert_eq!(answer.status(), 204, "{uri}");
        assert_eq!(answer.headers()["allow"], expected, "{uri}");
        let answer = ask(&mut bench, "PATCH", &uri);
        assert_eq!(answer.status(), 405, "{uri}");
        assert_eq!(answer.headers()["allow"], expected, "{uri}");
    }
}

#[test]
fn a_search_has_an_address_that_repeats_it() {
    let mut bench = Bench::new(config(1));
    let ann = bench.ann();
    let own = ann.request(&ann.application.links.self_.clone().unwrap().get());
    for query in ["query=example&limit=1", "query=e%20%26%20e"] {
        let (status, page) = get(&mut bench, &ann, &format!("{}/people/search?{query}", own.uri().path()));
        assert_eq!(status, 200, "{query}");
        let again = get(&mut bench, &ann, page["_links"]["self"]["href"].as_str().unwrap());
        assert_eq!(again, (200, page), "{query}");
    }
}

#[test]
fn who_does_not_exist_is_not_found() {
    let mut bench = Bench::new(config(1));
    for (name, expected) in [("ann@example.com", 401), ("sip:ann@example.com", 401), ("eve@example.com", 404)]
    {
        let uri = "https://pool.example.com/Autodiscover/AutodiscoverService.svc/root/oauth/user";
        let request = Request::get(format!("{uri}?sipuri={name}")).body(Vec::new()).unwrap();
        let answer = bench.send(request);
        assert_eq!(
            (answer.status().as_u16(), answer.body().is_empty()),
            (expected, expected == 404),
            "{name}"
        );
    }
}
