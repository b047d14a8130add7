//! Two sessions talk while everything goes wrong that can.
//!
//! `UCWA_SEEDS` is how many seeds are tried, 500 if it is not set, or which ones: `521..522`.

use std::ops::Range;

use ucwa_client::Error;
use ucwa_client::session::{Awaits, Outcome};
use ucwa_sim::{Config, Discovery, Fault, Quirks, Rule};
use ucwa_types::Link;
use ucwa_types::api::{
    Accept, Direction, Message, Messaging, MessagingInvitation, SendMessageQuery, StartMessagingInput,
};
use ucwa_types::event::EventType;
use ucwa_types::operation::RawBody;

use crate::rig::{BO, Rig, config};

fn seeds() -> Range<u64> {
    let given = std::env::var("UCWA_SEEDS").unwrap_or_else(|_| "500".to_owned());
    let (first, end) = given.split_once("..").unwrap_or(("0", &given));
    first.parse().unwrap()..end.parse().unwrap()
}

/// What a session gets over without losing anything.
fn harmless() -> Vec<Fault> {
    vec![
        Fault::Drop,
        Fault::DropAnswer,
        Fault::Silence,
        Fault::HalfBody,
        Fault::CutBody,
        Fault::Html(502),
        Fault::Empty(503),
        error(429, "TooManyRequests", ""),
        error(500, "ServiceFailure", "CallbackChannelError"),
        Fault::Delay(1500),
        Fault::ExpiredToken,
        Fault::Ticket,
        Fault::Quiet,
        Fault::Late,
    ]
}

/// What costs a session its state.
fn harmful() -> Vec<Fault> {
    vec![
        Fault::Documented,
        Fault::LostApplication,
        Fault::LostBehind(Box::new(Fault::Empty(404))),
        Fault::Undecodable,
        Fault::Resync,
        Fault::ResyncAmongOthers,
        Fault::Resume,
        Fault::OutOfOrder,
        Fault::Undelivered,
        Fault::Duplicate,
        Fault::Legacy,
        Fault::Html(200),
        Fault::Empty(200),
        error(418, "Teapot", "ShortAndStout"),
        Fault::Body {
            status: 200,
            media_type: "application/json".to_owned(),
            body: b"{\"_links\": {}}".to_vec(),
        },
    ]
}

fn error(status: u16, code: &str, subcode: &str) -> Fault {
    let subcode = Some(subcode.to_owned()).filter(|subcode| !subcode.is_empty());
    Fault::Error { status, code: code.to_owned(), subcode }
}

fn config_with(seed: u64, faults: Vec<Fault>) -> Config {
    let mut rules = faults.into_iter().map(|fault| Rule::new(fault).with_chance(6).times(3));
    let mut quirks = Quirks::default();
    // One token or two; and things that no page documents.
    if seed.is_multiple_of(2) {
        quirks.discovery = Discovery::Late;
    }
    quirks.is_odd = seed.is_multiple_of(3);
    rules.try_fold(config(seed).with_quirks(quirks), Config::with_fault).unwrap()
}

/// What one of the two has heard.
#[derive(Default)]
struct Heard {
    accept: Option<Link<Accept>>,
    messaging: Option<Link<Messaging>>,
    received: Vec<String>,
}

fn hear(rig: &mut Rig, seat: usize, heard: &mut Heard) {
    for event in rig.seats[seat].events() {
        if let Some(invitation) = event.resource_as::<MessagingInvitation>() {
            heard.accept = invitation.links.accept.clone().or(heard.accept.take());
            heard.messaging.clone_from(&invitation.links.messaging);
        }
        if let Some(message) = event.resource_as::<Message>()
            && event.r#type == Some(EventType::Completed)
            && message.direction == Some(Direction::Incoming)
        {
            heard.received.extend(message.plain_message.as_ref().map(|text| text.to_text().unwrap()));
        }
    }
}

/// Ann invites Bo until they are connected: an operation is never sent again by itself, so another one is.
fn connect(rig: &mut Rig, (ann, bo): (usize, usize), heard: &mut [Heard; 2]) {
    for attempt in 0..20 {
        let communication = rig.seats[ann].application.clone().unwrap().embedded.communication.unwrap();
        let input = StartMessagingInput::new(BO).with_operation_id(format!("invite {attempt}"));
        let call = communication.links.start_messaging.unwrap().post(input);
        let id = rig.start(ann, &call, Awaits::Completion);
        heard[1].accept = None;
        for _ in 0..20 {
            rig.pass(1);
            hear(rig, bo, &mut heard[1]);
            if let Some(accept) = heard[1].accept.take() {
                let _ = rig.call(bo, &accept.post(()));
                break;
            }
        }
        let is_success = matches!(rig.outcome(ann, id), Outcome::Completed(event) if event.is_success());
        rig.pass(3);
        hear(rig, ann, &mut heard[0]);
        hear(rig, bo, &mut heard[1]);
        if is_success {
            return;
        }
    }
    panic!("nobody is connected");
}

#[test]
fn nothing_is_lost_and_nothing_is_sent_twice() {
    let mut count = 0;
    for seed in seeds() {
        let mut rig = Rig::new(config_with(seed, harmless()), seed);
        // More than there are faults: in some thousand seeds there is one request that meets a dozen of them.
        rig.retries = 50;
        let (ann, bo) = rig.pair();
        let mut heard = [Heard::default(), Heard::default()];
        connect(&mut rig, (ann, bo), &mut heard);
        let mut told = Vec::new();
        for number in 0..4 {
            let text = format!("message {number}");
            let messaging = heard[0].messaging.clone().unwrap();
            let messaging = rig.insist(ann, &messaging.get()).unwrap();
            let Some(link) = messaging.links.send_message else { panic!("seed {seed}: not connected") };
            let call = link.post_with(SendMessageQuery::new(&*text), RawBody::new("text/plain", &*text));
            let id = rig.start(ann, &call, Awaits::Completion);
            match rig.outcome(ann, id) {
                Outcome::Completed(event) => {
                    assert!(event.is_success(), "seed {seed}");
                    told.push(text);
                }
                // Nobody knows, which is the outcome: what was dropped did not arrive, what was answered would have had its event.
                Outcome::Failed(Error::OutcomeUnknown(..)) => {}
                // Something in between refused it.
                Outcome::Answer(response) => assert!(!response.status().is_success(), "seed {seed}"),
                Outcome::Failed(error) => panic!("seed {seed}: {error}"),
                _ => {}
            }
        }
        // Longer than the event channel can be silent.
        rig.pass(600);
        hear(&mut rig, bo, &mut heard[1]);
        assert_eq!(heard[1].received, told, "seed {seed}");
        count += told.len();
        // That is done by the test, which does not know whether it was done.
        let own = |complaint: &&String| *complaint != "made available twice";
        assert_eq!(rig.sim.complaints().iter().find(own), None, "seed {seed}");
    }
    assert!(count >= 2 * seeds().count(), "{count} messages are few");
}

#[test]
fn whatever_goes_wrong_each_call_has_an_outcome() {
    for seed in seeds() {
        let mut rig = Rig::new(config_with(seed, [harmless(), harmful()].concat()), seed);
        let seats = [rig.seat("sip:ann@example.com", "a+b & c%"), rig.seat(BO, "secret")];
        for seat in seats {
            let now = rig.sim.now();
            let input = ucwa_types::api::ApplicationsInput::new("en-US", "e", "suite/0.1");
            rig.seats[seat].session.sign_in(input, now).unwrap();
        }
        rig.pass(60);
        for attempt in 0..10 {
            let ann = seats[0];
            rig.pass(7);
            if rig.seats[ann].session.base().is_none() {
                continue;
            }
            let Some(application) = rig.seats[ann].application.clone() else { continue };
            let communication = application.embedded.communication.unwrap();
            let input = StartMessagingInput::new(BO).with_operation_id(format!("invite {attempt}"));
            let call = communication.links.start_messaging.unwrap().post(input);
            let id = rig.start(ann, &call, Awaits::Completion);
            let _ = rig.outcome(ann, id);
        }
        for seat in seats {
            let now = rig.sim.now();
            rig.seats[seat].session.sign_out(now);
        }
        rig.wait("both are over", |rig| rig.seats.iter().all(|seat| seat.session.is_over()));
    }
}
