//! Documents that cannot be decoded: what is skipped, and what is not found in them.

use serde_json::Value;

use crate::channel::{EventChannel, NextStep, PollAnswer, PollOutcome, Rejection, StateLoss, Undecoded};
use crate::scalar::Notation;

/// A document, taken for one that cannot be decoded. Whether it can is not looked at here.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Broken {
    pub(super) body: Vec<u8>,
    pub(super) notation: Notation,
    pub(super) is_truncated: bool,
}

impl Broken {
    pub(super) fn json(body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), notation: Notation::Json, is_truncated: false }
    }

    #[cfg(feature = "xml")]
    pub(super) fn xml(body: impl Into<Vec<u8>>) -> Self {
        Self { notation: Notation::Xml, ..Self::json(body) }
    }
}

impl Rejection for Broken {
    fn status(&self) -> u16 {
        200
    }

    fn subcode(&self) -> Option<&str> {
        None
    }

    fn undecoded(&self) -> Option<Undecoded<'_>> {
        let Self { body, notation, is_truncated } = self;
        Some(Undecoded { body, notation: *notation, is_truncated: *is_truncated })
    }
}

const POOL: &str = "https://pool.example.com/e?ack=1";

/// Where a channel goes that gets this as its first answer; `None` if it stays.
fn after(start: &str, broken: &Broken) -> Option<(String, Option<StateLoss>)> {
    let mut channel = EventChannel::<Value>::from_href(start);
    let request = channel.next_request().unwrap();
    let outcome = channel.handle(request.ticket, PollAnswer::Failure(broken.clone()));
    let next = channel.next_request().unwrap().href;
    let PollOutcome { state_loss, next_step, failure, skipped, senders } = outcome;
    assert!(senders.is_empty());
    if next_step == NextStep::Continue {
        // The caller gets the bytes.
        assert_eq!((skipped.as_ref(), failure), (Some(broken), None));
        assert!(state_loss.is_some());
        return Some((next, state_loss));
    }
    assert_eq!((next_step, state_loss, skipped), (NextStep::DeadEnd { attempt: 0 }, None, None));
    assert_eq!(failure.as_ref(), Some(broken));
    assert_eq!(next, start);
    None
}

fn leads(broken: &Broken) -> Option<String> {
    after(POOL, broken).map(|(href, _)| href)
}

#[test]
fn the_outermost_links_of_json_lead_on() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for (what, body) in [
        ("half a surrogate pair", r#"{"_links":{"next":{"href":"/ok"}},"sender":[{"x":"\ud83d"}]}"#.to_owned()),
        ("half a pair before them", r#"{"sender":[{"x":"\ud83d"}],"_links":{"next":{"href":"/ok"}}}"#.to_owned()),
        ("half a pair in a name", r#"{"\ud83d":1,"_links":{"\ud83d":{"href":"/no"},"next":{"href":"/ok"}}}"#.to_owned()),
        ("too deep, before", format!(r#"{{"sender":{deep},"_links":{{"next":{{"href":"/ok"}}}}}}"#)),
        ("too deep, after", format!(r#"{{"_links":{{"next":{{"href":"/ok"}}}},"sender":{deep}}}"#)),
        ("too large", format!(r#"{{"x":"{}","_links":{{"next":{{"href":"/ok"}}}}}}"#, "y".repeat(17 << 20))),
        ("no numbers", r#"{"x":[NaN,-,01,1.,+1,1e999],"_links":{"next":{"href":"/ok"}}}"#.to_owned()),
        ("no words", r#"{"x":[True,undefined,'y'],"_links":{"next":{"href":"/ok"}}}"#.to_owned()),
        ("no escapes", "{\"x\":\"\\x\\ud\u{1}\n\",\"_links\":{\"next\":{\"href\":\"/ok\"}}}".to_owned()),
        ("escaped names", r#"{"\u005flinks":{"\u006eext":{"h\u0072ef":"\/o\u006b"}},"x":NaN}"#.to_owned()),
        ("cut off after them", r#"{"_links":{"next":{"href":"/ok"}},"sender":[{"rel":"me","eve"#.to_owned()),
        ("cut off at their end", r#"{"_links":{"next":{"href":"/ok"}}"#.to_owned()),
        ("broken after them", r#"{"_links":{"next":{"href":"/ok"}},"sender":[}],"_links":{"next":{"href":"/no"}}}"#.to_owned()),
        ("a comma too many after them", r#"{"_links":{"next":{"href":"/ok"}},}"#.to_owned()),
        ("more than one document", r#"{"_links":{"next":{"href":"/ok"}}}{"_links":{"next":{"href":"/no"}}}"#.to_owned()),
        ("twice", r#"{"_links":{"next":{"href":"/no"}},"x":NaN,"_links":{"next":{"href":"/ok"}}}"#.to_owned()),
        ("twice, the second cut off", r#"{"_links":{"next":{"href":"/ok"}},"x":NaN,"_links":{"next":{"href":"/no"}"#.to_owned()),
        ("a link twice", r#"{"_links":{"next":{"href":"/no"},"next":{"title":"]","href":"/no","href":"/ok"}},"x":NaN}"#.to_owned()),
        ("blanks and a byte-order mark", "\u{feff}\r\n { \"_links\" : { \"next\" : { \"href\" : \"/ok\" } } , \"x\" : NaN } \n".to_owned()),
        ("among other links", r#"{"_links":{"self":{"href":"/no"},"first":[{"href":"/no"}],"next":{"href":"/ok"},"last":null},"x":NaN}"#.to_owned()),
        ("absolute", r#"{"_links":{"next":{"href":"https://pool.example.com:443/ok"}},"x":NaN}"#.to_owned()),
    ] {
        let href = leads(&Broken::json(body)).unwrap_or_default();
        assert!(["/ok", "https://pool.example.com:443/ok"].contains(&&*href), "{what}: {href}");
    }
    let invalid = [&b"{\"x\":\"\xff\xfe\",\"_links\":{\"next\":{\"href\":\"/ok\"}}}"[..], b""].concat();
    assert_eq!(leads(&Broken::json(invalid)).as_deref(), Some("/ok"));
}

#[test]
fn what_only_looks_like_an_outermost_link_of_json_does_not() {
    for (what, body) in [
        ("in a text", r#"{"x":"\"_links\":{\"next\":{\"href\":\"/no\"}}","y":NaN}"#),
        (
            "in a text that ends in a backslash",
            r#"{"x":"\\","y":"\"},\"_links\":{\"next\":{\"href\":\"/no\"}}","z":NaN}"#,
        ),
        ("without `_links`", r#"{"next":{"href":"/no"},"x":NaN}"#),
        ("further inside", r#"{"sender":[{"events":[{"_links":{"next":{"href":"/no"}}}]}],"x":NaN}"#),
        (
            "in a message",
            r#"{"_embedded":{"message":{"_links":{"next":{"href":"/no"}},"next":{"href":"/no"}}},"x":NaN}"#,
        ),
        ("in a list", r#"[{"_links":{"next":{"href":"/no"}}},NaN]"#),
        ("in a list of links", r#"{"_links":[{"next":{"href":"/no"}}],"x":NaN}"#),
        (
            "too far inside the links",
            r#"{"_links":{"x":{"next":{"href":"/no"}},"next":{"x":{"href":"/no"}}},"y":NaN}"#,
        ),
        ("after the end", r#"{"x":NaN}{"_links":{"next":{"href":"/no"}}}"#),
        ("after a bracket of the other kind", r#"{"x":[{]},"_links":{"next":{"href":"/no"}}}"#),
        ("after a quote too many", r#"{"x":"y"z","_links":{"next":{"href":"/no"}}}"#),
        ("after a value without a comma", r#"{"x":NaN "_links":{"next":{"href":"/no"}}}"#),
        ("after a name without a colon", r#"{"x","_links":{"next":{"href":"/no"}}}"#),
        ("after a name without quotes", r#"{x:1,"_links":{"next":{"href":"/no"}}}"#),
        ("cut off inside", r#"{"_links":{"next":{"href":"/no"}"#),
        ("cut off in the href", r#"{"_links":{"next":{"href":"/no"#),
        (
            "replaced by links that do not lead on",
            r#"{"_links":{"next":{"href":"/no"}},"x":NaN,"_links":{}}"#,
        ),
        ("of another server", r#"{"_links":{"next":{"href":"https://no.example.com/"}},"x":NaN}"#),
        ("of another port", r#"{"_links":{"next":{"href":"https://pool.example.com:8443/"}},"x":NaN}"#),
        ("of another scheme", r#"{"_links":{"next":{"href":"http://pool.example.com/"}},"x":NaN}"#),
        ("of a server without a scheme", r#"{"_links":{"next":{"href":"//pool.example.com/no"}},"x":NaN}"#),
        ("of a server in disguise", r#"{"_links":{"next":{"href":"/\\no.example.com/"}},"x":NaN}"#),
        ("of a user", r#"{"_links":{"next":{"href":"https://pool.example.com@no.example.com/"}},"x":NaN}"#),
        ("of no server", r#"{"_links":{"next":{"href":"data:,no"}},"x":NaN}"#),
        ("with half a pair", r#"{"_links":{"next":{"href":"/no\ud83d"}},"x":NaN}"#),
        ("that is no string", r#"{"_links":{"next":{"href":["/no"]}},"x":NaN}"#),
        ("that is a fragment", r##"{"_links":{"next":{"href":"#no"}},"x":NaN}"##),
        ("that is empty", r#"{"_links":{"next":{"href":""}},"x":NaN}"#),
        ("compressed", "\u{1f}\u{8b}{\"_links\":{\"next\":{\"href\":\"/no\"}}}"),
        ("in chunks", "2a\r\n{\"_links\":{\"next\":{\"href\":\"/no\"}}}"),
        ("in nothing", ""),
    ] {
        assert_eq!(leads(&Broken::json(body)), None, "{what}");
    }
}

#[test]
fn which_link_it_is_says_what_was_lost() {
    let body = |links: &str| format!(r#"{{"_links":{{{links}}},"x":NaN}}"#);
    let (next, resync, resume) =
        (r#""next":{"href":"/n"}"#, r#""resync":{"href":"/s"}"#, r#""resume":{"href":"/m"}"#);
    for (links, expected) in [
        (next.to_owned(), ("/n", StateLoss::Missed)),
        (resume.to_owned(), ("/m", StateLoss::Reset)),
        (format!("{next},{resume}"), ("/m", StateLoss::Reset)),
        (format!("{next},{resume},{resync}"), ("/s", StateLoss::Missed)),
    ] {
        let (href, state_loss) = after(POOL, &Broken::json(body(&links))).unwrap();
        assert_eq!((&*href, state_loss), (expected.0, Some(expected.1)), "{links}");
    }
}

#[test]
fn a_server_that_is_not_known_is_not_learnt_from_what_cannot_be_decoded() {
    let absolute = Broken::json(r#"{"_links":{"next":{"href":"https://pool.example.com/e?ack=2"}},"x":NaN}"#);
    assert_eq!(after("/e?ack=1", &absolute), None);
    assert!(after(POOL, &absolute).is_some());
    let mut channel = EventChannel::<Value>::from_href("/e?ack=1").with_server(POOL);
    let request = channel.next_request().unwrap();
    assert_eq!(channel.handle(request.ticket, PollAnswer::Failure(absolute)).next_step, NextStep::Continue);
}

#[test]
fn what_is_cut_short_is_asked_for_again_a_few_times() {
    let whole = br#"{"_links":{"next":{"href":"/ok"}},"sender":[{"rel":"#;
    for (body, expected) in
        [(&whole[..], NextStep::Continue), (&whole[..20], NextStep::DeadEnd { attempt: 0 })]
    {
        let broken = Broken { is_truncated: true, ..Broken::json(body) };
        let mut channel = EventChannel::<Value>::from_href(POOL);
        let mut handle = || {
            let request = channel.next_request().unwrap();
            channel.handle(request.ticket, PollAnswer::Failure(broken.clone()))
        };
        for attempt in 0..3 {
            let outcome = handle();
            assert_eq!((outcome.next_step, outcome.skipped), (NextStep::Retry { attempt }, None));
        }
        assert_eq!(handle().next_step, expected);
    }
}

#[test]
fn what_is_old_is_not_skipped() {
    let broken = Broken::json(r#"{"_links":{"next":{"href":"/ok"}},"x":NaN}"#);
    let mut channel = EventChannel::<Value>::from_href(POOL);
    let request = channel.next_request().unwrap();
    for expected in [NextStep::Continue, NextStep::Ignore, NextStep::Ignore] {
        let outcome = channel.handle(request.ticket, PollAnswer::Failure(broken.clone()));
        assert_eq!(
            (outcome.next_step, outcome.skipped.is_some()),
            (expected, expected == NextStep::Continue)
        );
        assert_eq!(channel.next_request().unwrap().href.split('?').next(), Some("/ok"));
    }
}

#[cfg(feature = "xml")]
#[test]
fn the_links_directly_in_the_outermost_element_of_xml_lead_on() {
    let deep = format!("{}{}", "<x>".repeat(10_000), "</x>".repeat(10_000));
    for (what, body) in [
        ("too deep, before", format!("<events>{deep}<link rel='next' href='/ok'/></events>")),
        ("too deep, after", format!("<events><link rel='next' href='/ok'/>{deep}</events>")),
        ("cut off after it", "<events><link rel='next' href='/ok'/><sender rel='me' hr".to_owned()),
        (
            "broken after it",
            "<events><link rel='next' href='/ok'/><a></b><link rel='next' href='/no'/></events>".to_owned(),
        ),
        (
            "an entity of another document",
            "<events><x>&x;</x><link rel='next' href='/ok'/></events>".to_owned(),
        ),
        (
            "a character that XML does not have",
            "<events><x>\u{1}</x><link rel='next' href='/ok'/></events>".to_owned(),
        ),
        (
            "with a prefix",
            "<u:events xmlns:u='urn:u'><u:link rel='next' href='/o&#x6b;'></u:link>&x;</u:events>".to_owned(),
        ),
        (
            "twice",
            "<events><link rel='next' href='/no'/>&x;<link rel='next' href='/ok'/></events>".to_owned(),
        ),
        (
            "with a declaration",
            "\u{feff}<?xml version='1.0'?>\r\n<!-- x --><events><link rel='next' href='/ok'/>&x;</events>"
                .to_owned(),
        ),
        (
            "with what cannot be in an attribute",
            "<events><link rel='next' href='/no' a='&x;'/><link rel='next' href='/ok'/></events>".to_owned(),
        ),
    ] {
        assert_eq!(leads(&Broken::xml(body)).as_deref(), Some("/ok"), "{what}");
    }
    let invalid = [&b"<events><x>\xff</x><link rel='next' href='/ok'/></events>"[..]].concat();
    assert_eq!(leads(&Broken::xml(invalid)).as_deref(), Some("/ok"));
    let resync =
        Broken::xml("<events><link rel='next' href='/n'/><link rel='resync' href='/s'/>&x;</events>");
    assert_eq!(after(POOL, &resync), Some(("/s".to_owned(), Some(StateLoss::Missed))));
}

#[cfg(feature = "xml")]
#[test]
fn what_only_looks_like_an_outermost_link_of_xml_does_not() {
    for (what, body) in [
        ("in a text", "<events><x>&lt;link rel='next' href='/no'/></x>&x;</events>"),
        ("in a section of characters", "<events><![CDATA[<link rel='next' href='/no'/>]]>&x;</events>"),
        ("in a comment", "<events><!-- <link rel='next' href='/no'/> -->&x;</events>"),
        ("in an attribute", "<events x=\"<link rel='next' href='/no'/>\">&x;</events>"),
        (
            "further inside",
            "<events><sender><updated><resource><link rel='next' href='/no'/></resource></updated></sender>&x;</events>",
        ),
        ("in a link", "<events><link rel='x' href='/x'><link rel='next' href='/no'/></link>&x;</events>"),
        ("in another element", "<resource><link rel='next' href='/no'/>&x;</resource>"),
        ("outside", "<link rel='next' href='/no'/><events>&x;</events>"),
        ("after the end", "<events>&x;</events><link rel='next' href='/no'/>"),
        ("after another end", "<events/><events><link rel='next' href='/no'/></events>"),
        ("after an end that is none", "<events><a></b><link rel='next' href='/no'/></events>"),
        ("after a document type", "<!DOCTYPE events><events><link rel='next' href='/no'/></events>"),
        ("of another name", "<events><property rel='next' href='/no'/>&x;</events>"),
        ("of another rel", "<events><link rel='self' href='/no'/>&x;</events>"),
        ("without an href", "<events><link rel='next'/>&x;</events>"),
        ("cut off", "<events><link rel='next' href='/no'"),
        ("of another server", "<events><link rel='next' href='https://no.example.com/'/>&x;</events>"),
        ("with an entity", "<events><link rel='next' href='/no&x;'/></events>"),
        ("with two of them", "<events><link rel='next' href='/no' href='/no'/>&x;</events>"),
        ("in nothing", ""),
    ] {
        assert_eq!(leads(&Broken::xml(body)), None, "{what}");
    }
}
