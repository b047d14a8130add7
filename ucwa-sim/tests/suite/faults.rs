//! What each fault does, as the client sees it.

use ucwa_sim::{Bot, Config, Fault, Person, Rule, Sent};
use ucwa_types::Link;
use ucwa_types::api::{
    ErrorKind, MakeMeAvailableInput, Me, NoteInput, Root, StartMessaging2, StartMessaging2Input,
    StartMessagingInput,
};
use ucwa_types::batch::Batch;
use ucwa_types::channel::{NextStep, StateLoss};
use ucwa_types::operation::{ErrorSet, Get, Operation};
use ucwa_types::rest::{Advice, Cause, WireFormat};

use crate::bench::{ANN, BO, Bench, Client, Failure, config};

/// Ann, available, and this fault from now on.
fn with(rule: Rule) -> (Bench, Client) {
    let mut bench = Bench::unchecked(config(1));
    let ann = bench.ann();
    bench.sim.add_fault(rule);
    (bench, ann)
}

/// What Ann receives for a request for `me`.
fn sent(bench: &mut Bench, ann: &Client) -> Option<Sent> {
    let link: Link<Me> = ann.me().links.self_.unwrap();
    let id = bench.sim.submit(ann.request(&link.get()));
    bench.take(id)
}

/// The failure of a request for `me`.
fn failure(fault: Fault) -> Failure {
    let (mut bench, ann) = with(Rule::new(fault).on("me"));
    let response = sent(&mut bench, &ann).unwrap().whole().unwrap();
    ann.me().links.self_.unwrap().get().read(response).unwrap_err()
}

#[test]
fn something_else_answers() {
    let error = |subcode: Option<&str>| Fault::Error {
        status: 418,
        code: "Teapot".to_owned(),
        subcode: subcode.map(str::to_owned),
    };
    let body = Fault::Body { status: 200, media_type: "application/json".to_owned(), body: b"{".to_vec() };
    for (fault, status, code, subcode) in [
        (Fault::Html(502), 502, None, None),
        (Fault::Empty(404), 404, None, None),
        (error(Some("Short")), 418, Some("Teapot"), Some("Short")),
        (error(None), 418, Some("Teapot"), None),
        (body, 200, None, None),
        (Fault::LostApplication, 404, Some("NotFound"), Some("ApplicationNotFound")),
        (Fault::LostBehind(Box::new(Fault::Html(410))), 410, None, None),
    ] {
        let failure = failure(fault.clone());
        let seen = (failure.status().as_u16(), failure.code(), failure.subcode());
        assert_eq!(seen, (status, code, subcode), "{fault:?}");
    }
    for (fault, diagnosis) in [(Fault::ExpiredToken, 401), (Fault::Ticket, 500)] {
        let failure = failure(fault);
        assert_eq!((failure.status().as_u16(), failure.advice()), (diagnosis, Some(Advice::RenewToken)));
    }
    assert!(matches!(failure(Fault::CutBody).cause(), Cause::Truncated(_) | Cause::Undecodable(_)));
}

#[test]
fn a_documented_error_is_one_of_the_operation() {
    let mut seen = Vec::new();
    let (mut bench, ann) = with(Rule::new(Fault::Documented).on("me"));
    for _ in 0..50 {
        let response = sent(&mut bench, &ann).unwrap().whole().unwrap();
        let failure = ann.me().links.self_.unwrap().get().read(response).unwrap_err();
        let kind = failure.kind().unwrap().clone();
        assert!(kind.is_documented::<Me, Get>(), "{kind}");
        if !seen.contains(&kind) {
            seen.push(kind);
        }
    }
    let all = <Me as Operation<Get>>::ERRORS.iter().chain(ErrorKind::GENERIC);
    assert!(all.into_iter().all(|kind| seen.contains(kind)), "{seen:?}");
}

#[test]
fn connections_end() {
    for (fault, is_expected) in [
        (Fault::Drop, (|sent| matches!(sent, Some(Sent::Closed))) as fn(&Option<Sent>) -> bool),
        (Fault::DropAnswer, |sent| matches!(sent, Some(Sent::Closed))),
        (Fault::Silence, |sent| sent.is_none()),
        (Fault::HalfBody, |sent| matches!(sent, Some(Sent::Half(_)))),
    ] {
        let (mut bench, ann) = with(Rule::new(fault.clone()).on("me"));
        let sent = sent(&mut bench, &ann);
        assert!(is_expected(&sent), "{fault:?} {sent:?}");
    }
}

#[test]
fn an_answer_comes_later() {
    let (mut bench, ann) = with(Rule::new(Fault::Delay(1500)).on("me"));
    let link: Link<Me> = ann.me().links.self_.unwrap();
    let id = bench.sim.submit(ann.request(&link.get()));
    bench.advance(1);
    assert!(bench.take(id).is_none());
    bench.advance(1);
    assert!(link.get().read(bench.take(id).unwrap().whole().unwrap()).is_ok());
}

#[test]
fn what_is_asked_happens_before_its_answer_is_lost_and_not_before_a_drop() {
    for (fault, expected) in [(Fault::Drop, ""), (Fault::DropAnswer, "Hi"), (Fault::Duplicate, "Hi")] {
        let (mut bench, mut ann) = with(Rule::new(fault.clone()).on("note").with_method("POST").times(1));
        let link = ann.me().links.note.unwrap();
        let request = ann.request(&link.post(NoteInput::default().with_message("Hi")));
        bench.sim.submit(request);
        assert_eq!(ann.get(&mut bench, &link).message.as_deref(), Some(expected), "{fault:?}");
    }
}

#[test]
fn nobody_complains_about_what_a_fault_has_done() {
    for fault in [Fault::Duplicate, Fault::DropAnswer, Fault::Html(502)] {
        let (mut bench, ann) = with(Rule::new(fault.clone()).on("startMessaging").times(1));
        let link = ann.communication().links.start_messaging.unwrap();
        let request = ann.request(&link.post(StartMessagingInput::new(BO).with_operation_id("1")));
        // The first one meets the fault, and the second one is sent because of it.
        for complaints in [0, 0, 1] {
            bench.sim.submit(request.clone());
            assert_eq!(bench.sim.complaints().len(), complaints, "{fault:?}");
        }
    }
    for (fault, expected) in [(Some(Fault::DropAnswer), 0), (Some(Fault::Duplicate), 0), (None, 1)] {
        let mut bench = Bench::unchecked(config(1));
        let ann = bench.sign_in(ANN, "a+b & c%");
        if let Some(fault) = fault.clone() {
            bench.sim.add_fault(Rule::new(fault).on("makeMeAvailable").times(1));
        }
        let link = ann.me().links.make_me_available.unwrap();
        for _ in 0..2 {
            bench.sim.submit(ann.request(&link.post(MakeMeAvailableInput::default())));
        }
        assert_eq!(bench.sim.complaints().len(), expected, "{fault:?}");
    }
}

#[test]
fn an_answer_waits_for_its_events() {
    let rule = Rule::new(Fault::Late).on("startMessaging");
    let (mut bench, mut ann) = with(rule);
    bench.bo();
    bench.advance(5);
    ann.events(&mut bench);
    let link = ann.communication().links.start_messaging.unwrap();
    let id = bench.sim.submit(ann.request(&link.post(StartMessagingInput::new(BO))));
    assert!(bench.take(id).is_none());
    // The next request for events acknowledges them.
    assert!(!ann.events(&mut bench).is_empty());
    assert_eq!(bench.take(id).unwrap().whole().unwrap().status(), 201);
}

#[test]
fn an_older_discovery_service_answers() {
    let mut bench = Bench::unchecked(config(1).with_fault(Rule::new(Fault::Legacy).on("root")).unwrap());
    let mut ann = Client::stranger(ANN, "");
    let failure = ann.call(&mut bench, &Link::<Root>::new("/").get()).unwrap_err();
    let applications: Link<ucwa_types::api::Applications> =
        failure.legacy_discovery().unwrap().applications().unwrap();
    assert_eq!(applications.href(), "https://pool.example.com/ucwa/oauth/v1/applications");
}

#[test]
fn limits_are_kept() {
    let mut bench = Bench::new(config(1));
    let ann = bench.ann();
    // A larger batch than the server accepts. `Batch` itself rejects it too.
    let own = ann.me().links.self_.unwrap();
    let mut batch = Batch::new(ann.base.clone(), WireFormat::Json);
    for _ in 0..100 {
        batch.add(&own.get()).unwrap();
    }
    let call = batch.call(&ann.application.links.batch.clone().unwrap());
    let mut request = ann.request(&call);
    let media_type = request.headers()["content-type"].to_str().unwrap().to_owned();
    let boundary = media_type.split("boundary=").nth(1).unwrap().trim_matches('"').to_owned();
    let more = format!("--{boundary}\r\nContent-Type: application/http\r\n\r\nGET / HTTP/1.1\r\n\r\n\r\n");
    request.body_mut().splice(0..0, more.into_bytes());
    assert_eq!(bench.send(request).status(), 429);
    // A revision that the server does not have.
    let link: Link<StartMessaging2> = ann.communication().links.start_messaging.unwrap().revised().unwrap();
    let mut request = ann.request(&link.post(StartMessaging2Input::new("1").with_to(BO)));
    request.headers_mut().insert("X-MS-RequiresMinResourceVersion", "3".parse().unwrap());
    let failure = link.post(StartMessaging2Input::new("1")).read(bench.send(request)).unwrap_err();
    assert_eq!((failure.status().as_u16(), failure.subcode()), (404, Some("APIVersionNotSupported")));
}

#[test]
fn a_bot_declines_or_lets_it_ring() {
    for (bot, reason) in [(Bot::default(), "Timeout"), (declining(), "Declined")] {
        let config = Config::new(1)
            .with_user(Person::new(ANN, "Ann Example", "a+b & c%"))
            .and_then(|config| config.with_user(Person::new(BO, "Bo Example", "").with_bot(bot)))
            .unwrap();
        let mut bench = Bench::new(config);
        let mut ann = bench.ann();
        let link = ann.communication().links.start_messaging.unwrap();
        ann.call(&mut bench, &link.post(StartMessagingInput::new(BO))).unwrap();
        bench.advance(30);
        let expected = format!("communication: completed messagingInvitation Failure {reason} +");
        let lines = ann.lines(&mut bench);
        assert!(lines.contains(&expected), "{lines:?}");
        assert_eq!(bench.sim.conversations(), 0);
    }
}

fn declining() -> Bot {
    let mut bot = Bot::default();
    bot.declines = true;
    bot
}

#[test]
fn without_events_a_loss_comes_at_the_timeout() {
    for (fault, loss) in [
        (Fault::Resync, StateLoss::Missed),
        (Fault::ResyncAmongOthers, StateLoss::Missed),
        (Fault::Resume, StateLoss::Reset),
    ] {
        let (mut bench, mut ann) = with(Rule::new(fault.clone()).on("events").skipping(1).times(1));
        // What has happened at sign-in.
        bench.advance(10);
        assert_eq!(ann.outcome(&mut bench).unwrap().state_loss, None, "{fault:?}");
        ann.listen(&mut bench);
        bench.advance(179);
        assert!(ann.outcome(&mut bench).is_none(), "{fault:?}");
        bench.advance(1);
        assert_eq!(ann.outcome(&mut bench).unwrap().state_loss, Some(loss), "{fault:?}");
    }
}

#[test]
fn an_answer_of_the_event_channel_is_sent_twice_and_no_more() {
    let (mut bench, mut ann) = with(Rule::new(Fault::Duplicate).on("events"));
    bench.advance(10);
    let mut counts = Vec::new();
    while let Some(outcome) = ann.outcome(&mut bench) {
        assert_eq!(outcome.next_step, NextStep::Continue);
        counts.push(outcome.events().count());
    }
    assert_eq!(counts.len() % 2, 0, "{counts:?}");
    assert!(!counts.is_empty() && counts.chunks(2).all(|pair| pair[0] == pair[1]), "{counts:?}");
}
