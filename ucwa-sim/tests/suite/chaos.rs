//! Two users talk while every fault happens.
//!
//! `UCWA_SEEDS` is how many seeds are tried, 500 if it is not set.

use std::time::Duration;

use fastrand::Rng;
use ucwa_sim::{Config, Fault, Rule};
use ucwa_types::Link;
use ucwa_types::api::{
    Accept, Conversation, Direction, Message, Messaging, MessagingInvitation, NoteInput, PresenceInput,
    PresenceSubscriptionsInput, SendMessageQuery, StartMessagingInput,
};
use ucwa_types::channel::NextStep;
use ucwa_types::event::EventType;
use ucwa_types::operation::RawBody;

use crate::bench::{ANN, BO, Bench, Client, config};

fn seeds() -> u64 {
    std::env::var("UCWA_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(500)
}

/// The faults from which a client recovers without a loss.
fn harmless() -> Vec<Fault> {
    vec![
        Fault::Drop,
        Fault::DropAnswer,
        Fault::Silence,
        Fault::HalfBody,
        Fault::CutBody,
        Fault::Html(502),
        Fault::Empty(503),
        Fault::Delay(1500),
        Fault::ExpiredToken,
        Fault::Ticket,
        Fault::Quiet,
        Fault::Late,
    ]
}

/// The faults that can cost a client its state.
fn harmful() -> Vec<Fault> {
    vec![
        Fault::Documented,
        Fault::Duplicate,
        Fault::LostApplication,
        Fault::LostBehind(Box::new(Fault::Empty(404))),
        Fault::Undecodable,
        Fault::Resync,
        Fault::ResyncAmongOthers,
        Fault::Resume,
        Fault::OutOfOrder,
        Fault::Undelivered,
    ]
}

fn config_with(seed: u64, faults: Vec<Fault>) -> Config {
    // An answer of the event channel that is cut short for the fourth time is skipped, so there is an end to each.
    let mut rules = faults.into_iter().map(|fault| Rule::new(fault).with_chance(6).times(3));
    rules.try_fold(config(seed), Config::with_fault).unwrap()
}

/// A client, and what it has received.
struct Actor {
    client: Client,
    accept: Option<Link<Accept>>,
    messaging: Option<Link<Messaging>>,
    conversation: Option<Link<Conversation>>,
    received: Vec<String>,
    completed: Vec<String>,
    invitations: Vec<String>,
}

impl Actor {
    fn new(uri: &str, password: &str) -> Self {
        let mut client = Client::stranger(uri, password);
        client.longest = Duration::from_secs(45);
        Self {
            client,
            accept: None,
            messaging: None,
            conversation: None,
            received: Vec::new(),
            completed: Vec::new(),
            invitations: Vec::new(),
        }
    }

    fn sign_in(&mut self, bench: &mut Bench) {
        self.client.struggle_in(bench);
        let input = ucwa_types::api::MakeMeAvailableInput::default()
            .with_supported_modalities([ucwa_types::api::ModalityType::Messaging]);
        let link = self.client.me().links.make_me_available.unwrap();
        if let Err(failure) = self.client.insist(bench, &link.post(input)) {
            assert_eq!(failure.subcode(), Some("AlreadyExists"));
        }
    }

    /// Takes the answers of the event channel. Returns whether there will be more.
    fn hear(&mut self, bench: &mut Bench) -> bool {
        for _ in 0..10 {
            let Some(outcome) = self.client.outcome(bench) else { return true };
            for (_, event) in outcome.events() {
                let is = |r#type| event.r#type == Some(r#type);
                if let Some(invitation) = event.resource_as::<MessagingInvitation>() {
                    self.accept = invitation.links.accept.clone().or(self.accept.take());
                    self.messaging.clone_from(&invitation.links.messaging);
                    self.conversation.clone_from(&invitation.links.conversation);
                    if is(EventType::Completed) {
                        self.invitations.extend(invitation.operation_id.clone());
                    }
                }
                if let Some(message) = event.resource_as::<Message>()
                    && is(EventType::Completed)
                {
                    match (&message.direction, &message.plain_message) {
                        (Some(Direction::Incoming), Some(text)) => {
                            self.received.push(text.to_text().unwrap());
                        }
                        _ => self.completed.extend(message.operation_id.clone()),
                    }
                }
            }
            if matches!(
                outcome.next_step,
                NextStep::CreateApplication | NextStep::Discover | NextStep::Refused
            ) {
                return false;
            }
        }
        true
    }
}

/// Waits until a condition holds.
fn wait(bench: &mut Bench, actors: [&mut Actor; 2], what: &str, is_so: impl Fn(&Actor, &Actor) -> bool) {
    let [one, other] = actors;
    for _ in 0..400 {
        one.hear(bench);
        other.hear(bench);
        if is_so(one, other) {
            return;
        }
        bench.advance(1);
    }
    panic!("it never came to this: {what}");
}

/// Ann writes to Bo until they are connected.
fn connect(bench: &mut Bench, ann: &mut Actor, bo: &mut Actor, name: &str) {
    for attempt in 0..10 {
        let operation = format!("{name} {attempt}");
        let link = ann.client.communication().links.start_messaging.unwrap();
        let input = StartMessagingInput::new(BO).with_operation_id(&*operation);
        if let Err(failure) = ann.client.insist(bench, &link.post(input)) {
            assert_eq!(failure.subcode(), Some("AlreadyExists"));
        }
        bo.accept = None;
        wait(bench, [ann, bo], "it rings", |ann, bo| {
            bo.accept.is_some() || ann.invitations.contains(&operation)
        });
        if let Some(accept) = bo.accept.take() {
            let _ = bo.client.insist(bench, &accept.post(()));
        }
        wait(bench, [ann, bo], "the invitation ends", |ann, _| ann.invitations.contains(&operation));
        let is_connected = |actor: &mut Actor, bench: &mut Bench| {
            let link = actor.messaging.clone().unwrap();
            let messaging = actor.client.insist(bench, &link.get());
            messaging.is_ok_and(|reply| reply.output.unwrap().links.send_message.is_some())
        };
        if is_connected(ann, bench) && is_connected(bo, bench) {
            return;
        }
    }
    panic!("nobody is connected");
}

/// Sends a message, more than once if necessary: the `operationId` identifies it.
fn send(bench: &mut Bench, actor: &mut Actor, text: &str) {
    let messaging = actor.messaging.clone().unwrap();
    let link =
        actor.client.insist(bench, &messaging.get()).unwrap().output.unwrap().links.send_message.unwrap();
    let call = link.post_with(SendMessageQuery::new(text), RawBody::new("text/plain", text));
    if let Err(failure) = actor.client.insist(bench, &call) {
        assert_eq!(failure.subcode(), Some("AlreadyExists"));
    }
}

fn recorded(bench: &mut Bench) -> Vec<String> {
    bench.sim.take_exchanges().iter().filter_map(ucwa_sim::Exchange::record).collect()
}

/// A conversation with faults that cost only time.
fn talk(seed: u64, bench: fn(Config) -> Bench) -> Vec<String> {
    // On the event channel, that would be events that come twice.
    let twice = ["startMessaging", "sendMessage", "accept"]
        .map(|rel| Rule::new(Fault::Duplicate).on(rel).with_chance(20));
    let config = twice.into_iter().try_fold(config_with(seed, harmless()), Config::with_fault).unwrap();
    let mut bench = bench(config);
    let (mut ann, mut bo) = (Actor::new(ANN, "a+b & c%"), Actor::new(BO, "secret"));
    ann.sign_in(&mut bench);
    bo.sign_in(&mut bench);
    connect(&mut bench, &mut ann, &mut bo, "invite");
    let (mut to_bo, mut to_ann) = (Vec::new(), Vec::new());
    for number in 0..3 {
        to_bo.push(format!("to Bo {number}"));
        send(&mut bench, &mut ann, &to_bo[number]);
        wait(&mut bench, [&mut ann, &mut bo], "it arrives", |ann, bo| {
            bo.received.len() > number && ann.completed.len() > number
        });
        to_ann.push(format!("to Ann {number}"));
        send(&mut bench, &mut bo, &to_ann[number]);
        wait(&mut bench, [&mut ann, &mut bo], "it arrives", |ann, bo| {
            ann.received.len() > number && bo.completed.len() > number
        });
    }
    for _ in 0..30 {
        ann.hear(&mut bench);
        bo.hear(&mut bench);
        bench.advance(1);
    }
    // Nothing is lost, and nothing comes twice.
    assert_eq!((&bo.received, &ann.received), (&to_bo, &to_ann), "seed {seed}");
    assert_eq!((&ann.completed, &bo.completed), (&to_bo, &to_ann), "seed {seed}");
    recorded(&mut bench)
}

/// Random operations with every fault, and then a conversation without faults.
fn wander(seed: u64, bench: fn(Config) -> Bench) -> Vec<String> {
    let mut bench = bench(config_with(seed, [harmless(), harmful()].concat()));
    let mut actors = [Actor::new(ANN, "a+b & c%"), Actor::new(BO, "secret")];
    let mut rng = Rng::with_seed(seed);
    for step in 0..60 {
        let who = rng.usize(0..2);
        let (actor, other) = (&mut actors[who], [BO, ANN][who]);
        if !actor.client.is_in() {
            let input = ucwa_types::api::ApplicationsInput::new("en-US", "wanderer", "suite/0.1");
            let link: Link<ucwa_types::api::Applications> = Link::new("/ucwa/oauth/v1/applications");
            actor.client.base = "https://pool.example.com".parse().unwrap();
            if let Some(Ok(reply)) = actor.client.try_call(&mut bench, &link.post(input)) {
                actor.client.adopt(reply.output.unwrap());
            }
            continue;
        }
        if !actor.hear(&mut bench) {
            actor.client.forget();
            continue;
        }
        act(&mut bench, actor, other, rng.u8(0..12), step);
    }
    bench.sim.clear_faults();
    bench.advance(3600);
    let _ = bench.sim.take();
    let [mut ann, mut bo] = [Actor::new(ANN, "a+b & c%"), Actor::new(BO, "secret")];
    ann.sign_in(&mut bench);
    bo.sign_in(&mut bench);
    connect(&mut bench, &mut ann, &mut bo, "at last");
    send(&mut bench, &mut ann, "All is well");
    wait(&mut bench, [&mut ann, &mut bo], "it arrives", |_, bo| bo.received == ["All is well"]);
    recorded(&mut bench)
}

fn act(bench: &mut Bench, actor: &mut Actor, other: &str, which: u8, step: usize) {
    let client = &mut actor.client;
    match which {
        0 | 1 => bench.advance(u64::from(which) * 7 + 1),
        2 => {
            if let Some(link) = client.me().links.make_me_available {
                let input = ucwa_types::api::MakeMeAvailableInput::default()
                    .with_supported_modalities([ucwa_types::api::ModalityType::Messaging]);
                let _ = client.try_call(bench, &link.post(input));
            }
        }
        3 => {
            let link = client.communication().links.start_messaging.unwrap();
            let input = StartMessagingInput::new(other).with_operation_id(step.to_string());
            let _ = client.try_call(bench, &link.post(input));
        }
        4 => {
            if let Some(accept) = actor.accept.take() {
                let _ = client.try_call(bench, &accept.post(()));
            }
        }
        5 | 6 => {
            let messaging = actor.messaging.clone().and_then(|link| client.try_call(bench, &link.get()));
            let links = messaging.and_then(|outcome| outcome.ok()?.output).map(|messaging| messaging.links);
            if let Some(link) = links.and_then(|links| links.send_message) {
                let body = RawBody::new("text/plain", step.to_string());
                let _ =
                    client.try_call(bench, &link.post_with(SendMessageQuery::new(step.to_string()), body));
            }
        }
        7 => {
            if let Some(link) = &actor.conversation {
                let _ = client.try_call(bench, &link.delete());
            }
        }
        8 => {
            let link = client.people().links.presence_subscriptions.unwrap();
            let _ = client.try_call(bench, &link.post(PresenceSubscriptionsInput::new(10, [other])));
        }
        9 => {
            let own = client.application.links.self_.clone().unwrap();
            if let Some(Ok(reply)) = client.try_call(bench, &own.get()) {
                client.application = reply.output.unwrap();
            }
        }
        10 => {
            let links = client.me().links;
            if let (Some(presence), Some(note)) = (links.presence, links.note) {
                let _ = client.try_call(bench, &presence.post(PresenceInput::default()));
                let _ =
                    client.try_call(bench, &note.post(NoteInput::default().with_message(step.to_string())));
            }
        }
        _ if step.is_multiple_of(3) => {
            let own = client.application.links.self_.clone().unwrap();
            let _ = client.try_call(bench, &own.delete());
            client.forget();
        }
        _ => {}
    }
}

#[test]
fn nothing_is_lost_and_nothing_comes_twice_and_the_seed_decides_every_byte() {
    for seed in 0..seeds() {
        let first = talk(seed, Bench::new);
        assert!(first == talk(seed, Bench::unchecked), "seed {seed} gives other bytes");
    }
}

#[test]
fn whatever_goes_wrong_the_server_goes_on() {
    for seed in 0..seeds() {
        let first = wander(seed, Bench::new);
        assert!(first == wander(seed, Bench::unchecked), "seed {seed} gives other bytes");
    }
}
