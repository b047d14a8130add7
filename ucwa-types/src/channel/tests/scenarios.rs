use std::time::Duration;

use serde_json::json;

use super::{Answer, EVENTS, LOST, answer, document, error, events, page, places};
use crate::channel::{Aggregation, Backoff, NextStep, StateLoss};

/// The same, of a server that is known.
const POOL: &str = "https://pool.example.com/ucwa/v1/applications/7/events?ack=1";

#[test]
fn scenario_a_get_on_the_events_link_is_held_open_and_answered_with_events_and_next() {
    let mut channel = events();
    let request = channel.next_request().unwrap();
    assert_eq!(request.href, EVENTS);
    assert_eq!(request.held, Duration::from_secs(180));
    let outcome = channel.handle(request.ticket, document(&["a", "b"], "next", "/events?ack=2"));
    assert_eq!(places(&outcome), ["/people/a", "/people/b"]);
    assert_eq!((outcome.state_loss, outcome.next_step), (None, NextStep::Continue));
    assert_eq!(channel.next_request().unwrap().href, "/events?ack=2");
}

#[test]
fn waiting_helps_after_some_steps() {
    let backoff = Backoff::default();
    let second = Some(Duration::from_secs(1));
    for (step, expected) in [
        (NextStep::Continue, Some(Duration::ZERO)),
        (NextStep::Ignore, None),
        (NextStep::Retry { attempt: 0 }, second),
        (NextStep::Retry { attempt: 99 }, Some(backoff.longest)),
        (NextStep::DeadEnd { attempt: 0 }, second),
        (NextStep::DeadEnd { attempt: NextStep::DEAD_ENDS - 1 }, Some(Duration::from_secs(4))),
        (NextStep::DeadEnd { attempt: NextStep::DEAD_ENDS }, None),
        (NextStep::Replaced, None),
        (NextStep::RenewToken { attempt: 0 }, None),
        (NextStep::Refused, None),
        (NextStep::CreateApplication, None),
        (NextStep::Discover, None),
    ] {
        let mut outcome = events().handle(events().next_request().unwrap().ticket, LOST);
        outcome.next_step = step;
        assert_eq!(outcome.delay(&backoff, u64::MAX), expected, "{step:?}");
    }
}

#[test]
fn scenario_events_keep_their_order_across_senders_that_occur_more_than_once() {
    let event = |name: &str| json!({"type": "updated", "link": {"rel": "x", "href": name}});
    let document = json!({
        "_links": {"next": {"href": "/e?ack=2"}},
        "sender": [
            {"rel": "me", "href": "/me", "events": [event("1"), event("2")]},
            {"rel": "people", "href": "/people"},
            {"rel": "people", "href": "/people", "events": [event("3")]},
            {"rel": "me", "href": "/me", "events": [event("4")]},
        ],
    });
    let mut channel = events();
    let request = channel.next_request().unwrap();
    let outcome = channel.handle(request.ticket, answer(document));
    assert_eq!(places(&outcome), ["1", "2", "3", "4"]);
    let senders: Vec<_> = outcome.events().map(|(sender, _)| sender.rel.as_deref().unwrap()).collect();
    assert_eq!(senders, ["me", "me", "people", "me"]);
}

#[test]
fn scenario_resync_takes_precedence_and_the_client_must_refetch() {
    let mut channel = events().with_aggregation(Aggregation::new().with_low(60).unwrap());
    let request = channel.next_request().unwrap();
    let outcome = channel.handle(
        request.ticket,
        answer(json!({"_links": {
            "next": {"href": "/e?ack=9"},
            "resume": {"href": "/e?ack=8"},
            "resync": {"href": "/e?ack=4"},
        }})),
    );
    assert_eq!((outcome.state_loss, outcome.next_step), (Some(StateLoss::Missed), NextStep::Continue));
    assert_eq!(channel.next_request().unwrap().href, "/e?ack=4&low=60");
}

#[test]
fn scenario_resume_asks_for_the_query_parameters_again() {
    let saving = Aggregation::new().with_medium(300).unwrap().with_timeout(900).unwrap();
    let mut channel = events().with_aggregation(saving);
    let request = channel.next_request().unwrap();
    assert_eq!(request.href, format!("{EVENTS}&medium=300&timeout=900"));
    assert_eq!(request.held, Duration::from_secs(900));
    channel.handle(request.ticket, document(&[], "next", "/e?ack=2"));
    // The server remembers them.
    let request = channel.next_request().unwrap();
    assert_eq!((&*request.href, request.held.as_secs()), ("/e?ack=2", 900));
    let outcome = channel.handle(request.ticket, document(&["a"], "resume", "/e?ack=3"));
    assert_eq!((outcome.state_loss, outcome.next_step), (Some(StateLoss::Reset), NextStep::Continue));
    assert_eq!(places(&outcome), ["/people/a"]);
    let request = channel.next_request().unwrap();
    assert_eq!(request.href, "/e?ack=3&medium=300&timeout=900");
    // They were not told until an answer says so.
    channel.handle(request.ticket, LOST);
    let request = channel.next_request().unwrap();
    assert_eq!(request.href, "/e?ack=3&medium=300&timeout=900");
    channel.handle(request.ticket, document(&[], "next", "/e?ack=4"));
    assert_eq!(channel.next_request().unwrap().href, "/e?ack=4");
}

#[test]
fn scenario_an_empty_timeout_answer_has_just_next() {
    let mut channel = events();
    let request = channel.next_request().unwrap();
    let outcome = channel.handle(request.ticket, document(&[], "next", "/e?ack=1"));
    assert!(outcome.senders.is_empty());
    assert_eq!((outcome.state_loss, outcome.next_step), (None, NextStep::Continue));
    assert_eq!(channel.next_request().unwrap().href, "/e?ack=1");
}

#[test]
fn scenario_the_ack_number_is_the_servers_and_never_computed() {
    let mut channel = events();
    for href in ["/e?ack=1000", "/e?ack=2", "/e?ack=x&key=%2B", "https://other.example.com/e?key=1"] {
        let request = channel.next_request().unwrap();
        channel.handle(request.ticket, document(&[], "next", href));
        assert_eq!(channel.next_request().unwrap().href, href);
    }
}

#[test]
fn scenario_a_second_pending_get_answers_the_first_with_409_pget_replaced() {
    let mut channel = events();
    let first = channel.next_request().unwrap();
    channel.set_aggregation(Aggregation::new().with_low(600).unwrap());
    let second = channel.next_request().unwrap();
    assert_eq!(second.href, format!("{EVENTS}&low=600&priority=1"));
    let outcome = channel.handle(first.ticket, error(409, "PGetReplaced"));
    assert_eq!(outcome.next_step, NextStep::Ignore);
    let outcome = channel.handle(second.ticket, document(&["a"], "next", "/e?ack=2"));
    assert_eq!((places(&outcome), outcome.next_step), (vec!["/people/a"], NextStep::Continue));
    assert_eq!(channel.next_request().unwrap().href, "/e?ack=2");
}

#[test]
fn scenario_replacing_requests_have_rising_priorities() {
    let mut channel = events().with_aggregation(Aggregation::new().with_priority(5));
    let told = |channel: &mut super::EventChannel| {
        channel.next_request().unwrap().href.rsplit('=').next().unwrap().to_owned()
    };
    assert_eq!(told(&mut channel), "5");
    assert_eq!(told(&mut channel), "6");
    channel.set_aggregation(Aggregation::new().with_priority(20));
    assert_eq!(told(&mut channel), "20");
    let last = channel.next_request().unwrap();
    assert!(last.href.ends_with("priority=21"));
    // A request that failed is repeated, not replaced.
    channel.handle(last.ticket, LOST);
    assert_eq!(channel.next_request().unwrap().href, last.href);
}

#[test]
fn scenario_events_that_both_of_two_pending_gets_are_answered_with_come_once() {
    let mut channel = events();
    let first = channel.next_request().unwrap();
    channel.set_aggregation(Aggregation::new().with_low(600).unwrap());
    let second = channel.next_request().unwrap();
    let outcome = channel.handle(first.ticket, document(&["a"], "next", "/e?ack=2"));
    assert_eq!((places(&outcome), outcome.next_step), (vec!["/people/a"], NextStep::Continue));
    let outcome = channel.handle(second.ticket, document(&["a"], "next", "/e?ack=2"));
    assert_eq!((places(&outcome), outcome.next_step), (vec![], NextStep::Ignore));
    // The first was not told the parameters, so they still are to be.
    assert_eq!(channel.next_request().unwrap().href, "/e?ack=2&low=600");
}

#[test]
fn scenario_409_pget_replaced_without_another_request_of_ones_own_is_another_client() {
    let mut channel = events();
    let request = channel.next_request().unwrap();
    let outcome = channel.handle(request.ticket, error(409, "PGetReplaced"));
    assert_eq!(outcome.next_step, NextStep::Replaced);
    assert_eq!(channel.next_request().unwrap().href, request.href);
}

#[test]
fn scenario_404_application_not_found_ends_the_channel() {
    for subcode in ["ApplicationNotFound", "InactiveApplicationExpired"] {
        let mut channel = events();
        let request = channel.next_request().unwrap();
        let outcome = channel.handle(request.ticket, error(404, subcode));
        assert_eq!(outcome.next_step, NextStep::CreateApplication);
        assert_eq!(channel.next_request(), None);
        let outcome = channel.handle(request.ticket, document(&["a"], "next", "/e?ack=2"));
        assert_eq!((places(&outcome), outcome.next_step), (vec![], NextStep::Ignore));
    }
}

#[test]
fn scenario_500_html_and_dropped_connections_repeat_the_same_request_after_a_delay() {
    let mut channel = events().with_aggregation(Aggregation::new().with_low(30).unwrap());
    let first = channel.next_request().unwrap();
    let mut request = first.clone();
    let failures = [page(500), LOST, page(503), error(429, "LimitExceeded"), page(200)];
    for (count, failure) in (0..).zip(failures) {
        let outcome = channel.handle(request.ticket, failure);
        assert_eq!(outcome.next_step, NextStep::Retry { attempt: count });
        request = channel.next_request().unwrap();
        assert_eq!(request.href, first.href);
    }
    let outcome = channel.handle(request.ticket, document(&["a"], "next", "/e?ack=2"));
    assert_eq!(places(&outcome), ["/people/a"]);
    // The next trouble is a new one.
    let request = channel.next_request().unwrap();
    let outcome = channel.handle(request.ticket, LOST);
    assert_eq!(outcome.next_step, NextStep::Retry { attempt: 0 });
}

#[test]
fn scenario_403_and_other_refusals_wait_for_the_caller() {
    let refusals = [
        page(403),
        error(403, "UserAgentNotAllowed"),
        error(404, "APIVersionNotSupported"),
        error(409, "TooManyGroups"),
    ];
    for refusal in refusals {
        let mut channel = events();
        let request = channel.next_request().unwrap();
        let outcome = channel.handle(request.ticket, refusal.clone());
        assert_eq!(
            (outcome.next_step, outcome.failure.map(Answer::Failure)),
            (NextStep::Refused, Some(refusal))
        );
        assert_eq!(channel.next_request().unwrap().href, request.href);
    }
}

#[test]
fn scenario_a_document_that_leads_nowhere_is_a_dead_end() {
    let event = json!({"type": "added", "link": {"rel": "x", "href": "/x"}});
    for links in [
        json!({}),
        json!({"next": null}),
        json!({"next": {"href": ""}}),
        json!({"next": {}}),
        json!({"next": {"href": "https://other.example.com/e?ack=2"}}),
        json!({"next": {"href": "//pool.example.com/e?ack=2"}}),
        json!({"next": {"href": "data:text/plain,x"}}),
        // What is not followed is not passed over either.
        json!({"resync": {"href": "https://other.example.com/e?ack=2"}, "next": {"href": "/e?ack=2"}}),
    ] {
        let mut channel = super::EventChannel::from_href(POOL);
        let request = channel.next_request().unwrap();
        let outcome =
            channel.handle(request.ticket, answer(json!({"_links": links, "sender": [{"events": [event]}]})));
        assert_eq!((places(&outcome), outcome.next_step), (vec![], NextStep::DeadEnd { attempt: 0 }));
        let request = channel.next_request().unwrap();
        assert_eq!(request.href, POOL);
        let outcome = channel.handle(request.ticket, answer(json!({})));
        assert_eq!(outcome.next_step, NextStep::DeadEnd { attempt: 1 });
    }
}

#[test]
fn scenario_a_link_leads_to_the_server_of_the_channel_and_no_other() {
    let mut channel = super::EventChannel::from_href(POOL);
    for href in
        ["/e?ack=2", "HTTPS://Pool.example.com:443/e?ack=3", "?ack=4", "https://pool.example.com/e?ack=5"]
    {
        let request = channel.next_request().unwrap();
        assert_eq!(channel.handle(request.ticket, document(&[], "next", href)).next_step, NextStep::Continue);
        assert_eq!(channel.next_request().unwrap().href, href);
    }
    let mut channel = events().with_server("https://pool.example.com/ucwa/v1/applications/7");
    let request = channel.next_request().unwrap();
    let elsewhere = document(&[], "next", "https://other.example.com/e?ack=2");
    let outcome = channel.handle(request.ticket, elsewhere);
    assert_eq!(outcome.next_step, NextStep::DeadEnd { attempt: 0 });
    // An internal name beside the one by which it is reached.
    let mut channel = super::EventChannel::from_href("https://fe1.example.net/e").with_server(POOL);
    for href in ["https://pool.example.com/e?ack=2", "https://fe1.example.net/e?ack=3"] {
        let request = channel.next_request().unwrap();
        assert_eq!(channel.handle(request.ticket, document(&[], "next", href)).next_step, NextStep::Continue);
    }
    // Nobody said which server it is: the first link that does is believed.
    let mut channel = events();
    for (href, expected) in [
        ("https://pool.example.com/e?ack=2", NextStep::Continue),
        ("/e?ack=3", NextStep::Continue),
        ("https://other.example.com/e?ack=4", NextStep::DeadEnd { attempt: 0 }),
    ] {
        let request = channel.next_request().unwrap();
        assert_eq!(channel.handle(request.ticket, document(&[], "next", href)).next_step, expected, "{href}");
    }
}

#[test]
fn scenario_a_token_that_is_not_accepted_is_renewed() {
    let mut channel = events();
    for attempt in 0..3 {
        let request = channel.next_request().unwrap();
        let outcome = channel.handle(request.ticket, page(401));
        assert_eq!((outcome.next_step, outcome.failure.is_some()), (NextStep::RenewToken { attempt }, true));
        assert_eq!(request.href, EVENTS);
    }
    let request = channel.next_request().unwrap();
    channel.handle(request.ticket, document(&[], "next", "/e?ack=2"));
    let request = channel.next_request().unwrap();
    assert_eq!(channel.handle(request.ticket, page(401)).next_step, NextStep::RenewToken { attempt: 0 });
}

#[test]
fn scenario_404_of_something_else_and_410_mean_that_the_application_is_gone() {
    for (answer, expected) in [
        (page(404), NextStep::CreateApplication),
        (page(410), NextStep::CreateApplication),
        (error(410, "InactiveApplicationExpired"), NextStep::CreateApplication),
        (error(410, "SomethingNew"), NextStep::CreateApplication),
        (error(410, "CannotRedirect"), NextStep::Discover),
        (error(404, "CannotRedirect"), NextStep::Discover),
    ] {
        let mut channel = events();
        let request = channel.next_request().unwrap();
        assert_eq!(channel.handle(request.ticket, answer.clone()).next_step, expected, "{answer:?}");
        assert_eq!(channel.next_request(), None);
        assert_eq!(channel.handle(request.ticket, answer).next_step, NextStep::Ignore);
    }
}

#[test]
fn a_request_that_was_answered_is_answered_once() {
    let mut channel = events();
    let request = channel.next_request().unwrap();
    assert_eq!(channel.handle(request.ticket, LOST).next_step, NextStep::Retry { attempt: 0 });
    assert_eq!(channel.handle(request.ticket, LOST).next_step, NextStep::Ignore);
    channel.handle(request.ticket, document(&["a"], "next", "/e?ack=2"));
    let outcome = channel.handle(request.ticket, document(&["a"], "next", "/e?ack=2"));
    assert_eq!((places(&outcome), outcome.next_step), (vec![], NextStep::Ignore));
}
