use proptest::prelude::*;
use ucwa_types::Link;
use ucwa_types::api::{ContactPresence, Message};
use ucwa_types::rest::WireFormat;

use super::*;

const SENDER: &str = "/c";

struct Bench {
    channel: Channel,
    ids: Ids,
    asked: u64,
}

impl Bench {
    fn new() -> Self {
        let mut ids = Ids::new(1);
        Self { channel: Channel::new("/events".to_owned(), None, 3, seconds(0), &mut ids), ids, asked: 0 }
    }

    fn ask(&mut self, href: &str, more: &str, now: u64) -> Polled {
        self.asked += 1;
        let asked = Asked::of(&format!("{}{more}", href.split_once('?').unwrap().1));
        let poll = Poll::new(RequestId(self.asked), (WireFormat::Json, ""), &asked, None, seconds(now));
        self.channel.poll(&asked, poll, &mut self.ids)
    }

    fn happen(&mut self, r#type: &str, href: &str, priority: Priority, now: u64) {
        let link: Link<Message> = Link::new(href);
        let r#type = <EventType as ucwa_types::Enumeration>::from_text(r#type);
        self.channel.push(
            ("conversation", SENDER.to_owned()),
            Event::new(r#type, &link),
            priority,
            seconds(now),
        );
    }

    /// What is answered at this time: the hrefs of the events, and the next href.
    fn released(&mut self, now: u64) -> Option<(Vec<String>, String)> {
        self.channel.release(seconds(now), &mut self.ids).map(|(_, document)| read(&document))
    }
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn read(document: &EventDocument) -> (Vec<String>, String) {
    let hrefs = document.events().filter_map(|(_, event)| Some(event.link.as_ref()?.href().to_owned()));
    (hrefs.collect(), document.links.next.as_ref().map(|next| next.href().to_owned()).unwrap_or_default())
}

fn is_held(polled: &Polled) -> bool {
    matches!(polled, Polled::Held { replaced: None })
}

#[test]
fn events_wait_for_as_long_as_their_priority_says_and_in_order() {
    for (priority, due) in [(Priority::High, 10), (Priority::Medium, 15), (Priority::Low, 25)] {
        let mut bench = Bench::new();
        assert!(is_held(&bench.ask(&bench.channel.href(), "", 0)));
        bench.happen("added", "/1", priority, 10);
        assert_eq!(bench.channel.due(), Some(seconds(due)), "{priority:?}");
        assert_eq!(bench.released(9), None);
        // One that is urgent takes those before it along.
        bench.happen("added", "/2", Priority::High, 12);
        let (events, _) = bench.released(12).unwrap();
        assert_eq!(events, ["/1", "/2"]);
    }
}

#[test]
fn the_client_says_how_long_and_need_not_repeat_it() {
    let mut bench = Bench::new();
    assert!(is_held(&bench.ask(&bench.channel.href(), "&medium=60&timeout=600", 0)));
    assert_eq!(bench.channel.due(), Some(seconds(600)));
    bench.happen("added", "/1", Priority::Medium, 10);
    assert_eq!(bench.channel.due(), Some(seconds(70)));
    let (_, next) = bench.released(70).unwrap();
    assert!(is_held(&bench.ask(&next, "", 71)));
    assert_eq!(bench.channel.due(), Some(seconds(671)));
    let (events, next) = bench.released(671).unwrap();
    assert!(events.is_empty() && !next.is_empty(), "just `next`");
}

#[test]
fn the_last_update_of_several_counts_and_has_waited_since_the_first() {
    let mut bench = Bench::new();
    let link: Link<ContactPresence> = Link::new("/bo/presence");
    for (since, name) in [(1, "a"), (3, "b")] {
        let presence = ContactPresence::default().with_activity(name);
        let event = Event::new(EventType::Updated, &link).with_resource(presence);
        bench.channel.push(("people", "/people".to_owned()), event, Priority::Medium, seconds(since));
    }
    assert!(is_held(&bench.ask(&bench.channel.href(), "", 4)));
    assert_eq!(bench.channel.due(), Some(seconds(6)));
    let (_, document) = bench.channel.release(seconds(6), &mut bench.ids).unwrap();
    let presences: Vec<_> =
        document.events().filter_map(|(_, it)| it.resource_as::<ContactPresence>()).collect();
    assert_eq!(presences.len(), 1);
    assert_eq!(presences[0].activity.as_deref(), Some("b"));
}

#[test]
fn an_answer_that_was_lost_comes_again_until_the_next_one_is_asked_for() {
    let mut bench = Bench::new();
    let first = bench.channel.href();
    bench.happen("added", "/1", Priority::High, 0);
    let Polled::Document(document) = bench.ask(&first, "", 1) else { panic!() };
    bench.happen("added", "/2", Priority::High, 2);
    let Polled::Document(again) = bench.ask(&first, "", 3) else { panic!() };
    assert_eq!(document, again);
    let (_, next) = read(&document);
    assert_eq!((bench.channel.acknowledged(), bench.channel.ahead()), (0, 2));
    let Polled::Document(second) = bench.ask(&next, "", 4) else { panic!() };
    assert_eq!(read(&second).0, ["/2"]);
    assert_eq!(bench.channel.acknowledged(), 1);
    // What was acknowledged is not kept.
    let Polled::Lost(lost) = bench.ask(&first, "", 5) else { panic!() };
    let resync = lost.links.resync.unwrap();
    assert_eq!((lost.links.next, resync.href()), (None, next.as_str()));
    let Polled::Document(third) = bench.ask(resync.href(), "", 6) else { panic!() };
    assert_eq!(second, third);
}

#[test]
fn one_request_waits() {
    let mut bench = Bench::new();
    let href = bench.channel.href();
    assert!(is_held(&bench.ask(&href, "", 0)));
    let Polled::Held { replaced: Some(first) } = bench.ask(&href, "&priority=1", 1) else { panic!() };
    assert_eq!(first.request, RequestId(1));
    assert!(matches!(bench.ask(&href, "", 2), Polled::Outranked));
    bench.channel.forget(RequestId(1), seconds(3));
    assert_eq!(bench.channel.idle_since(), None);
    bench.channel.forget(RequestId(2), seconds(4));
    assert_eq!(bench.channel.idle_since(), Some(seconds(4)));
}

#[test]
fn who_falls_behind_is_told() {
    let mut bench = Bench::new();
    for number in 0..4 {
        bench.happen("added", &number.to_string(), Priority::High, 0);
    }
    let Polled::Document(document) = bench.ask(&bench.channel.href(), "", 1) else { panic!() };
    let links = &document.links;
    assert!(document.senders.is_empty() && links.next.is_none() && links.resync.is_some());
    bench.channel.lose(Loss::Reset);
    bench.channel.lose(Loss::Missed);
    let Polled::Document(document) = bench.ask(links.resync.as_ref().unwrap().href(), "", 2) else {
        panic!()
    };
    assert!(document.links.resume.is_some() && document.links.resync.is_none());
}

/// What happens to a channel.
#[derive(Clone, Debug)]
enum Step {
    Happen(Priority),
    Wait(u64),
    /// A request for events, the answer to which is lost or arrives.
    Ask {
        is_lost: bool,
    },
    HangUp,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        prop_oneof![Just(Priority::High), Just(Priority::Medium), Just(Priority::Low)].prop_map(Step::Happen),
        (1..40_u64).prop_map(Step::Wait),
        any::<bool>().prop_map(|is_lost| Step::Ask { is_lost }),
        Just(Step::HangUp),
    ]
}

proptest! {
    /// Whatever is lost on its way, each event arrives once, and in order.
    #[test]
    fn each_event_arrives_once(steps in proptest::collection::vec(step(), 0..60)) {
        let mut bench = Bench::new();
        bench.channel.backlog = 100;
        let (mut now, mut happened, mut seen) = (0, 0, Vec::new());
        let mut next = bench.channel.href();
        let mut is_open = None;
        let ask = [Step::Ask { is_lost: false }, Step::Wait(180), Step::Ask { is_lost: false }, Step::Wait(180)];
        for step in steps.into_iter().chain(ask) {
            match step {
                Step::Happen(priority) => {
                    bench.happen("added", &happened.to_string(), priority, now);
                    happened += 1;
                }
                Step::Wait(seconds) => now += seconds,
                Step::HangUp => {
                    bench.channel.forget(RequestId(bench.asked), seconds(now));
                    is_open = None;
                }
                Step::Ask { is_lost } => match bench.ask(&next, "", now) {
                    Polled::Document(document) if is_lost => drop(document),
                    Polled::Document(document) => {
                        let (events, then) = read(&document);
                        seen.extend(events);
                        next = then;
                    }
                    Polled::Held { .. } => is_open = Some(is_lost),
                    other => prop_assert!(false, "{other:?}"),
                },
            }
            if let Some((events, then)) = bench.released(now)
                && is_open.take() == Some(false)
            {
                seen.extend(events);
                next = then;
            }
        }
        let expected: Vec<String> = (0..happened).map(|number: u32| number.to_string()).collect();
        prop_assert_eq!(seen, expected);
    }
}
