//! Three users follow links at random. Whatever is offered succeeds, and in the end nothing is left.
//!
//! A hundredth of `UCWA_SEEDS` is how many seeds are tried, 5 if it is not set.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use http::Request;
use serde_json::Value;
use ucwa_types::rest::WireFormat;

use crate::bench::{ANN, BO, Bench, Client};
use crate::scene::{CY, Scene};

/// How many links are followed with each seed.
const STEPS: usize = 60;
const PEOPLE: [&str; 3] = [ANN, BO, CY];
const AUDIO: &str = "v=0\r\nm=audio 5000 RTP/AVP 0\r\n";
const BOTH: &str = "v=0\r\nm=audio 5000 RTP/AVP 0\r\na=sendonly\r\nm=video 5002 RTP/AVP 34\r\n";

fn seeds() -> u64 {
    let seeds = std::env::var("UCWA_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(500);
    (seeds / 100u64).max(1)
}

/// The representations in which actions are looked for, by the rel of the link to them.
const VISITED: [&str; 19] = [
    "communication",
    "conversations",
    "conversation",
    "messaging",
    "phoneAudio",
    "audioVideo",
    "audioVideoSession",
    "localParticipant",
    "leaders",
    "attendees",
    "lobby",
    "participant",
    "participantAudio",
    "participantVideo",
    "messagingInvitation",
    "phoneAudioInvitation",
    "audioVideoInvitation",
    "participantInvitation",
    "onlineMeetingInvitation",
];

/// The actions, each with the query and the body that it needs. `{to}` is somebody, `{n}` a number that was not used before.
const ACTIONS: [(&str, &str, &str); 47] = [
    ("startMessaging", "", r#"{"to": "{to}"}"#),
    ("startPhoneAudio", "", r#"{"to": "{to}", "phoneNumber": "+14255550101"}"#),
    ("startAudio", "", r#"{"to": "{to}"}"#),
    ("startVideo", "", r#"{"to": "{to}", "operationId": "{n}"}"#),
    ("startAudioVideo", "", r#"{"to": "{to}"}"#),
    ("startOnlineMeeting", "", "{}"),
    ("addMessaging", "", "{}"),
    ("addPhoneAudio", "", r#"{"to": "{to}", "phoneNumber": "+14255550101"}"#),
    ("addAudio", "", r#"{"to": "{to}"}"#),
    ("addVideo", "", r#"{"to": "{to}"}"#),
    ("addAudioVideo", "", r#"{"to": "{to}"}"#),
    ("addParticipant", "", r#"{"to": "{to}"}"#),
    ("replaceWithPhoneAudio", "", r#"{"to": "{to}", "phoneNumber": "+14255550101"}"#),
    ("sendMessage", "operationId={n}", "Hello"),
    ("acceptWithAnswer", "sessionContext={n}", AUDIO),
    ("sendProvisionalAnswer", "sessionContext={n}", BOTH),
    ("renegotiations", "operationId={n}", BOTH),
    ("resumeAudio", "operationId={n}", AUDIO),
    ("resumeAudioVideo", "operationId={n}", BOTH),
    ("escalateAudio", "operationId={n}&sessionContext=s", AUDIO),
    ("escalateAudioVideo", "operationId={n}&sessionContext=s", BOTH),
    ("accept", "", ""),
    ("decline", "", ""),
    ("cancel", "", ""),
    ("acceptWithPhoneAudio", "", ""),
    ("answer", "", ""),
    ("dismiss", "", ""),
    ("setIsTyping", "", ""),
    ("stopMessaging", "", ""),
    ("stopPhoneAudio", "", ""),
    ("holdPhoneAudio", "", ""),
    ("resumePhoneAudio", "", ""),
    ("stopAudio", "", ""),
    ("stopVideo", "", ""),
    ("stopAudioVideo", "", ""),
    ("promote", "", ""),
    ("demote", "", ""),
    ("eject", "", ""),
    ("admit", "", ""),
    ("reject", "", ""),
    ("muteAudio", "", ""),
    ("unmuteAudio", "", ""),
    ("muteVideo", "", ""),
    ("unmuteVideo", "", ""),
    ("enableAudienceMuteLock", "", ""),
    ("disableAudienceMuteLock", "", ""),
    ("disableAudienceMessaging", "", ""),
];

struct Wanderer {
    client: Client,
    /// What events have led to, with its rel.
    known: BTreeMap<String, String>,
}

impl Wanderer {
    fn send(&self, bench: &mut Bench, method: &str, href: &str, body: &str) -> (u16, Value) {
        let own = self.client.request(&self.client.application.links.self_.clone().unwrap().get());
        let media_type = match body {
            AUDIO | BOTH => "application/sdp",
            "Hello" => "text/plain",
            _ => "application/json",
        };
        let request = Request::builder()
            .method(method)
            .uri(format!("https://pool.example.com{href}"))
            .header("Authorization", own.headers()["authorization"].clone())
            .header("Accept", "application/json")
            .header("Content-Type", media_type)
            .header("Content-Length", body.len());
        let response = bench.send(request.body(body.as_bytes().to_vec()).unwrap());
        (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap_or_default())
    }

    fn listen(&mut self, bench: &mut Bench) {
        for (_, event) in self.client.events(bench) {
            let Some(link) = &event.link else { continue };
            if let Some(rel) = event.rel()
                && (rel.ends_with("nvitation") || matches!(rel, "conversation" | "audioVideoRenegotiation"))
            {
                self.known.insert(link.href().to_owned(), rel.to_owned());
            }
        }
    }

    /// The actions that are offered.
    fn offers(&self, bench: &mut Bench) -> Vec<(String, String)> {
        let application = self.client.application.links.self_.clone().unwrap().href().to_owned();
        let mut open = vec![("communication".to_owned(), format!("{application}/communication"))];
        open.extend(self.known.iter().map(|(href, rel)| (rel.clone(), href.clone())));
        let mut seen = BTreeSet::new();
        let mut offers = BTreeSet::new();
        while let Some((rel, href)) = open.pop() {
            if !seen.insert(href.clone()) {
                continue;
            }
            let (status, body) = self.send(bench, "GET", &href, "");
            // What an event has led to can be over.
            assert!(
                status == 200 || (status == 404 && self.known.contains_key(&href)),
                "{rel} {href}: {status}"
            );
            let members = [&body]
                .into_iter()
                .chain(body["_embedded"].as_object().into_iter().flat_map(|it| it.values()));
            for representation in
                members.flat_map(|it| it.as_array().map_or(vec![it], |all| all.iter().collect()))
            {
                for (rel, link) in representation["_links"].as_object().into_iter().flatten() {
                    let all = link.as_array().map_or(vec![link], |all| all.iter().collect());
                    for href in all.iter().filter_map(|link| link["href"].as_str()) {
                        let one = (rel.clone(), href.to_owned());
                        if ACTIONS.iter().any(|(action, ..)| action == rel) {
                            offers.insert(one);
                        } else if VISITED.contains(&rel.as_str()) {
                            open.push(one);
                        }
                    }
                }
            }
        }
        offers.into_iter().collect()
    }

    /// Leaves all conversations.
    fn leave(&self, bench: &mut Bench) {
        for (href, _) in self.known.iter().filter(|(_, rel)| *rel == "conversation") {
            let (status, _) = self.send(bench, "DELETE", href, "");
            assert!(matches!(status, 204 | 404), "DELETE {href}: {status}");
        }
    }
}

#[test]
fn whatever_is_offered_succeeds() {
    let mut followed: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..seeds() {
        let mut rng = Rng::with_seed(seed);
        let Scene { mut bench, ann, bo, cy } = Scene::new(WireFormat::Json);
        let mut users = [ann, bo, cy].map(|client| Wanderer { client, known: BTreeMap::new() });
        let mut trail = Vec::new();
        for step in 0..STEPS {
            users.iter_mut().for_each(|user| user.listen(&mut bench));
            let who = rng.usize(..users.len());
            let offers = users[who].offers(&mut bench);
            // What begins new conversations is chosen less often than all else.
            let is_start = |rel: &str| rel.starts_with("start");
            let (starts, others): (Vec<_>, Vec<_>) = offers.into_iter().partition(|(rel, _)| is_start(rel));
            let some = if others.is_empty() || rng.u8(..6) == 0 { starts } else { others };
            let (rel, href) = rng.choice(some).expect("an offer");
            let (_, query, body) = ACTIONS.iter().find(|(action, ..)| *action == rel).unwrap();
            let to = PEOPLE[(who + 1 + rng.usize(..2)) % PEOPLE.len()];
            let fill = |text: &str| text.replace("{to}", to).replace("{n}", &format!("{seed}-{step}"));
            let href = if query.is_empty() { href } else { format!("{href}?{}", fill(query)) };
            let body = fill(body);
            trail.push(format!("{}: {rel} {href}", PEOPLE[who]));
            let (status, answer) = users[who].send(&mut bench, "POST", &href, &body);
            // The link does not say who is in the conversation already.
            let is_there = rel == "addParticipant" && status == 409 && answer["subcode"] == "AlreadyExists";
            assert!(
                matches!(status, 201 | 204) || is_there,
                "seed {seed}: {status} {answer}\n{}",
                trail.join("\n")
            );
            *followed.entry(rel).or_default() += 1;
            if rng.u8(..5) == 0 {
                bench.advance(rng.u64(1..20));
            }
        }
        users.iter_mut().for_each(|user| user.listen(&mut bench));
        users.iter().for_each(|user| user.leave(&mut bench));
        bench.advance(60);
        users.iter_mut().for_each(|user| user.listen(&mut bench));
        users.iter().for_each(|user| user.leave(&mut bench));
        assert_eq!(bench.sim.conversations(), 0, "seed {seed}\n{}", trail.join("\n"));
        bench.is_tidy();
    }
    assert!(followed.len() > 20, "{followed:?}");
}
