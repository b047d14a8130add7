//! Whatever the answers are, the channel gets on or says that it does not, and goes nowhere but where an outermost link
//! leads.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

use super::undecodable::Broken;
use crate::channel::{Denial, EventChannel, NextStep, PollAnswer, Rejection, Undecoded};
use crate::event::EventDocument;

/// Every failure that there is.
#[derive(Clone, Debug, PartialEq)]
enum Failure {
    Status(u16, Option<&'static str>, Option<Denial>),
    Broken(Broken),
}

impl Rejection for Failure {
    fn status(&self) -> u16 {
        match self {
            Self::Status(status, ..) => *status,
            Self::Broken(broken) => broken.status(),
        }
    }

    fn subcode(&self) -> Option<&str> {
        match self {
            Self::Status(_, subcode, _) => *subcode,
            Self::Broken(_) => None,
        }
    }

    fn denial(&self) -> Option<Denial> {
        match self {
            Self::Status(.., denial) => *denial,
            Self::Broken(_) => None,
        }
    }

    fn undecoded(&self) -> Option<Undecoded<'_>> {
        match self {
            Self::Status(..) => None,
            Self::Broken(broken) => broken.undecoded(),
        }
    }
}

/// An answer, and where it may lead.
type Given = (PollAnswer<Value, Failure>, Vec<String>);

/// What is in a document beside its links, and looks like links.
const DECOYS: [&str; 8] = [
    r#""next":{"href":"/decoy"}"#,
    r#""sender":[{"events":[{"_links":{"next":{"href":"/decoy"}},"next":{"href":"/decoy"}}]}]"#,
    r#""x":"\"_links\":{\"next\":{\"href\":\"/decoy\"}}""#,
    r#""x":"},\"_links\":{\"next\":{\"href\":\"/decoy\"}},{""#,
    r#""_embedded":{"_links":{"resync":{"href":"/decoy"}}}"#,
    r#""\u005flink":{"\u006eext":{"href":"/decoy"}}"#,
    r#""x":"\\","y":",\"_links\":{""#,
    r#""x":["\ud83d",NaN,{"resume":{"href":"/decoy"}}]"#,
];

/// What is put into a document somewhere. A closing bracket is not: it can make something outermost that was not.
const SCRAPS: [&[u8]; 9] = [b"", b"\"", b"\\", b"{", b"[", b",", b":", b"\xff", b"NaN"];

fn href() -> impl Strategy<Value = String> {
    let own = (0_u8..200).prop_map(|ack| format!("/e?ack={ack}"));
    let absolute = (0_u8..200).prop_map(|ack| format!("https://pool.example.com/e?ack={ack}"));
    let elsewhere =
        select(&["https://decoy.example.com/", "//decoy.example.com/", "data:,decoy", "", "/\\\\decoy"][..]);
    prop_oneof![4 => own, 1 => absolute, 1 => elsewhere.prop_map(str::to_owned)]
}

/// A document of JSON, whole or damaged.
fn document() -> impl Strategy<Value = Given> {
    let links = prop::collection::vec((select(&["next", "resync", "resume", "self"][..]), href()), 0..4);
    let decoys = || prop::collection::vec(select(&DECOYS[..]), 0..3);
    let damage = (any::<Index>(), select(&SCRAPS[..]), any::<Index>(), 0_u8..4);
    (decoys(), links, decoys(), damage).prop_map(|(before, links, after, (at, scrap, end, how))| {
        let member = |(rel, href): &(&str, String)| format!(r#""{rel}":{{"href":"{href}"}}"#);
        let members: Vec<_> = links.iter().map(member).collect();
        let links_member = format!(r#""_links":{{{}}}"#, members.join(","));
        let all: Vec<_> = before.iter().copied().chain([&*links_member]).chain(after).collect();
        let mut body = format!("{{{}}}", all.join(",")).into_bytes();
        if how < 2 {
            // Not in the links: they would lead elsewhere.
            let start = 1 + before.iter().map(|decoy| decoy.len() + 1).sum::<usize>();
            let at = at.index(body.len());
            let at = if (start..start + links_member.len()).contains(&at) { start } else { at };
            body.splice(at..at, scrap.iter().copied());
        }
        if how == 1 {
            body.truncate(end.index(body.len()) + 1);
        }
        let hrefs = links.into_iter().map(|(_, href)| href.replace("\\\\", "\\")).collect();
        let answer = match serde_json::from_slice::<EventDocument<Value>>(&body) {
            Ok(document) => PollAnswer::Document(document),
            Err(error) => PollAnswer::Failure(Failure::Broken(Broken {
                is_truncated: error.is_eof(),
                ..Broken::json(body)
            })),
        };
        (answer, hrefs)
    })
}

fn failure() -> impl Strategy<Value = Given> {
    let subcodes = [
        None,
        Some("ApplicationNotFound"),
        Some("CannotRedirect"),
        Some("PGetReplaced"),
        Some("APIVersionNotSupported"),
    ];
    let denials = [None, None, None, Some(Denial::Token), Some(Denial::Lasting)];
    let statuses = [200, 301, 401, 403, 404, 409, 410, 429, 500, 503];
    (select(statuses.to_vec()), select(subcodes.to_vec()), select(denials.to_vec()))
        .prop_map(|(status, subcode, denial)| Failure::Status(status, subcode, denial))
        .prop_map(|failure| (PollAnswer::Failure(failure), Vec::new()))
}

fn given() -> impl Strategy<Value = Given> {
    prop_oneof![
        6 => document(),
        2 => failure(),
        1 => Just((PollAnswer::Lost, Vec::new())),
        1 => Just((PollAnswer::Nothing, Vec::new())),
    ]
}

fn here(channel: &EventChannel<Value>) -> Option<String> {
    channel.clone().next_request().map(|request| request.href)
}

proptest! {
    #[test]
    fn the_channel_gets_on_or_says_that_it_does_not(
        answers in prop::collection::vec(given(), 1..20),
        start in select(&["/e?ack=0", "https://pool.example.com/e?ack=0"][..]),
    ) {
        let mut channel = EventChannel::<Value>::from_href(start).with_server("https://pool.example.com");
        for (answer, hrefs) in answers {
            let Some(request) = channel.next_request() else { break };
            let has_events = matches!(&answer, PollAnswer::Document(document) if !document.senders.is_empty());
            let outcome = channel.handle(request.ticket, answer.clone());
            match (outcome.next_step, here(&channel)) {
                (NextStep::Continue, Some(href)) => {
                    prop_assert!(hrefs.contains(&href) && !href.contains("decoy"), "{href} of {answer:?}");
                    prop_assert_eq!(outcome.skipped.is_some(), matches!(answer, PollAnswer::Failure(_)));
                    prop_assert!(outcome.failure.is_none() && outcome.senders.is_empty() != has_events);
                }
                (NextStep::CreateApplication | NextStep::Discover, href) => prop_assert_eq!(href, None),
                (NextStep::Ignore, _) => prop_assert!(false, "an answer was ignored"),
                (_, href) => {
                    prop_assert_eq!(href, Some(request.href));
                    prop_assert!(outcome.skipped.is_none() && outcome.senders.is_empty());
                }
            }
        }
    }

    #[test]
    fn a_document_that_comes_again_and_again_is_not_taken_for_a_busy_network((answer, _) in document()) {
        let mut channel = EventChannel::<Value>::from_href("/e?ack=0");
        let steps: Vec<_> = (0..8)
            .map(|_| {
                let request = channel.next_request().unwrap();
                channel.handle(request.ticket, answer.clone()).next_step
            })
            .collect();
        // What is cut short may be whole the next time. In the end it is skipped, or leads nowhere.
        let is_decided = |step: &NextStep| matches!(step, NextStep::Continue | NextStep::DeadEnd { .. });
        prop_assert!(steps.windows(4).all(|steps| steps.iter().any(is_decided)), "{steps:?}");
    }
}
