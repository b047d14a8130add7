//! A server that loses, repeats and delays answers, and a client that does as the channel says: whatever happens, every
//! event comes once and in order.

use proptest::prelude::*;
use serde_json::json;

use super::{Answer, EVENTS, EventChannel, LOST, answer, error, events, page, places};
use crate::channel::{Aggregation, NextStep, PollRequest};

/// What happens next.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The client makes a request, whether or not one is open.
    Ask,
    /// The client changes its mind about the aggregation.
    Tune(u16),
    /// The server has this many events more.
    Happen(u8),
    /// The server answers one of the requests that are open, and the answer comes.
    Answer(prop::sample::Index),
    /// The server answers, and the answer is lost or spoiled.
    Spoil(prop::sample::Index, u8),
    /// An answer that came once comes again.
    Echo(prop::sample::Index),
    /// The server thinks that the client was away, or that it lost its way.
    StateLoss(prop::sample::Index, bool),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Ask),
        1 => (5_u16..=1800).prop_map(Step::Tune),
        4 => (1_u8..5).prop_map(Step::Happen),
        4 => any::<prop::sample::Index>().prop_map(Step::Answer),
        3 => any::<(prop::sample::Index, u8)>().prop_map(|(index, how)| Step::Spoil(index, how)),
        1 => any::<prop::sample::Index>().prop_map(Step::Echo),
        1 => any::<(prop::sample::Index, bool)>().prop_map(|(index, how)| Step::StateLoss(index, how)),
    ]
}

/// Sends packages of events, each until it is acknowledged by a request for the one after it.
#[derive(Default)]
struct Server {
    happened: usize,
    /// Where each package that was sent ends.
    ends: Vec<usize>,
}

impl Server {
    /// The answer to a request; a package that was sent before is sent as it was.
    fn answer(&mut self, href: &str, link: &str) -> Answer {
        let ack: usize = href.split(['=', '&']).nth(1).unwrap().parse().unwrap();
        let start = ack.checked_sub(2).map_or(0, |index| self.ends[index]);
        if self.ends.len() < ack {
            self.ends.push(self.happened);
        }
        let events: Vec<_> = (start..self.ends[ack - 1])
            .map(|number| json!({"type": "added", "link": {"rel": "x", "href": number.to_string()}}))
            .collect();
        let next = format!("/e?ack={}&key=abc", ack + 1);
        answer(json!({"_links": {link: {"href": next}}, "sender": [{"events": events}]}))
    }
}

struct Client {
    channel: EventChannel,
    open: Vec<PollRequest>,
    answered: Vec<(PollRequest, Answer)>,
    seen: Vec<usize>,
}

impl Client {
    fn take(&mut self, index: prop::sample::Index) -> Option<PollRequest> {
        (!self.open.is_empty()).then(|| self.open.remove(index.index(self.open.len())))
    }

    fn hand(&mut self, request: &PollRequest, answer: Answer) -> NextStep {
        let outcome = self.channel.handle(request.ticket, answer);
        self.seen.extend(places(&outcome).into_iter().map(|place| place.parse::<usize>().unwrap()));
        outcome.next_step
    }
}

proptest! {
    #[test]
    fn every_event_comes_once_and_in_order(steps in prop::collection::vec(step(), 1..80)) {
        let mut server = Server::default();
        let mut client = Client { channel: events(), open: Vec::new(), answered: Vec::new(), seen: Vec::new() };
        for step in steps {
            match step {
                Step::Ask => client.open.extend(client.channel.next_request()),
                Step::Tune(low) => {
                    client.channel.set_aggregation(Aggregation::new().with_low(low).unwrap());
                }
                Step::Happen(count) => server.happened += usize::from(count),
                Step::Answer(index) => if let Some(request) = client.take(index) {
                    let answer = server.answer(&request.href, "next");
                    client.hand(&request, answer.clone());
                    client.answered.push((request, answer));
                },
                Step::Spoil(index, how) => if let Some(request) = client.take(index) {
                    server.answer(&request.href, "next");
                    let answer = match how % 5 {
                        0 => LOST,
                        1 => page(500),
                        2 => page(401),
                        3 => error(409, "PGetReplaced"),
                        _ => page(200),
                    };
                    let before = client.channel.clone().next_request().unwrap().href;
                    let then = client.hand(&request, answer);
                    prop_assert_ne!(then, NextStep::Continue);
                    let after = client.channel.clone().next_request().unwrap().href;
                    let (before, after) = (before.split("&p").next(), after.split("&p").next());
                    prop_assert_eq!(before, after, "a failure leads elsewhere");
                },
                Step::Echo(index) => if !client.answered.is_empty() {
                    let (request, answer) = client.answered[index.index(client.answered.len())].clone();
                    prop_assert_eq!(client.hand(&request, answer), NextStep::Ignore);
                },
                Step::StateLoss(index, is_resync) => if let Some(request) = client.take(index) {
                    let answer = server.answer(&request.href, if is_resync { "resync" } else { "resume" });
                    client.hand(&request, answer);
                },
            }
            let expected: Vec<_> = (0..client.seen.len()).collect();
            prop_assert_eq!(&client.seen, &expected);
        }
        // When all is well again, everything arrives.
        let request = client.channel.next_request().unwrap();
        let answer = server.answer(&request.href, "next");
        client.hand(&request, answer);
        let request = client.channel.next_request().unwrap();
        let answer = server.answer(&request.href, "next");
        client.hand(&request, answer);
        prop_assert_eq!(client.seen.len(), server.happened);
    }
}

#[test]
fn the_server_of_these_tests_reads_the_first_link() {
    assert_eq!(EVENTS.split(['=', '&']).nth(1), Some("1"));
}
