//! A server that cannot be reached.

use ucwa_client::Credentials;
use ucwa_client::session::{Awaits, Outcome};
use ucwa_client::{Error, ErrorKind};
use ucwa_sim::{Fault, Rule};
use ucwa_types::api::StartMessagingInput;

use crate::rig::{ANN, BO, Rig, config, is_poll};

fn outages(names: &[String]) -> Vec<&str> {
    let is_it = |name: &&str| name.starts_with("Unreachable") || *name == "Reachable";
    names.iter().map(String::as_str).filter(is_it).collect()
}

#[test]
fn an_outage_is_reported_once_and_so_is_its_end() {
    let page = "not an answer of UCWA, but text/html";
    for (fault, count, why) in [
        (Fault::Drop, 1, None),
        (Fault::Drop, 8, Some("there is no answer to GET events: the connection is closed")),
        (Fault::Html(403), 8, Some(page)),
        (Fault::Empty(503), 8, Some("503 Service Unavailable: no body")),
    ] {
        let mut rig = Rig::new(config(1), 1);
        let ann = rig.seat(ANN, "a+b & c%");
        rig.sign_in(ann);
        rig.sim.add_fault(Rule::new(fault.clone()).on("events").times(count)).unwrap();
        rig.pass(3600);
        let names = rig.seats[ann].names();
        let outages = outages(&names);
        match why {
            None => assert_eq!(outages, [""; 0], "{fault:?}"),
            Some(why) => {
                assert_eq!(outages.len(), 2, "{fault:?}: {names:?}");
                assert!(outages[0].contains(why) && outages[1] == "Reachable", "{outages:?}");
            }
        }
        assert!(rig.seats[ann].session.base().is_some(), "{fault:?}");
    }
}

#[test]
fn idle_connections_that_are_cut_are_no_outage() {
    let mut rig = Rig::new(config(1), 1);
    let ann = rig.seat(ANN, "a+b & c%");
    rig.sign_in(ann);
    // Each request for events is cut off after 45 seconds.
    rig.pass(7200);
    assert!(rig.polls() > 100, "{}", rig.polls());
    assert_eq!(outages(&rig.seats[ann].names()), [""; 0]);
}

#[test]
fn the_end_of_an_outage_is_found_out_while_the_server_holds_the_request() {
    let mut rig = Rig::new(config(1), 1);
    let ann = rig.seat(ANN, "a+b & c%");
    rig.sign_in(ann);
    rig.sim.add_fault(Rule::new(Fault::Drop).on("events").times(4)).unwrap();
    let last = |rig: &Rig| rig.seats[ann].steps.back().map(|step| format!("{step:?}")).unwrap_or_default();
    rig.wait("an outage", |rig| last(rig).starts_with("Unreachable"));
    let start = rig.sim.now();
    rig.wait("its end", |rig| last(rig) == "Reachable");
    // The server answers the request for events after three minutes.
    assert!((rig.sim.now() - start).as_secs() < 60);
}

#[test]
fn of_outages_that_nobody_takes_one_waits() {
    let mut rig = Rig::new(config(1), 1);
    let ann = rig.seat(ANN, "a+b & c%");
    rig.sign_in(ann);
    rig.seats[ann].steps.clear();
    rig.seats[ann].takes_steps = false;
    for _ in 0..5 {
        rig.sim.add_fault(Rule::new(Fault::Drop).on("events").times(4)).unwrap();
        rig.pass(600);
    }
    rig.seats[ann].takes_steps = true;
    rig.pass(1);
    assert_eq!(outages(&rig.seats[ann].names()).len(), 2);
}

#[test]
fn an_outage_while_the_application_is_created_again_is_reported() {
    let mut rig = Rig::new(config(1), 1);
    let ann = rig.seat(ANN, "a+b & c%");
    rig.sign_in(ann);
    rig.sim.add_fault(Rule::new(Fault::LostApplication).on("events").times(1)).unwrap();
    rig.sim.add_fault(Rule::new(Fault::Empty(503)).on("applications").times(50)).unwrap();
    rig.pass(3600);
    let names = rig.seats[ann].names();
    assert_eq!(outages(&names).len(), 2, "{names:?}");
    assert_eq!(&names[names.len() - 2..], ["Reachable", "Recreated"]);
}

#[test]
fn an_operation_that_was_not_sent_fails_at_once() {
    let mut rig = Rig::new(config(3), 3);
    let (ann, _) = rig.pair();
    let communication = rig.seats[ann].application.clone().unwrap().embedded.communication.unwrap();
    let input = StartMessagingInput::new(BO).with_operation_id("op-1");
    let call = communication.links.start_messaging.unwrap().post(input);
    rig.pass(1);
    let start = rig.sim.now();
    rig.unsent = 1;
    let id = rig.start(ann, &call, Awaits::Completion);
    let Outcome::Failed(error) = rig.outcome(ann, id) else { panic!("it was sent") };
    assert!(error.kind() == ErrorKind::Transport && error.is_retryable(), "{error:?}");
    assert!((rig.sim.now() - start).as_secs() < 2);
    // What may be sent twice is sent again.
    rig.unsent = 2;
    let me = rig.seats[ann].application.clone().unwrap().embedded.me.unwrap().links.self_.unwrap();
    assert!(rig.call(ann, &me.get()).unwrap().is_ok());
}

#[test]
fn at_sign_in_a_source_of_tokens_is_asked_again() {
    let mut settings = Rig::settings();
    (settings.retries, settings.renewals) = (4, 3);
    for (failures, is_signed_in) in [(4, true), (5, false)] {
        let mut rig = Rig::new(config(5), 5);
        rig.tokens.extend((0..failures).map(|_| Err("the vault is closed")));
        let ann = rig.seat_with(settings.clone(), Credentials::given("ann@example.com"));
        let now = rig.sim.now();
        let input = ucwa_types::api::ApplicationsInput::new("en-US", "e", "suite/0.1");
        rig.seats[ann].session.sign_in(input, now).unwrap();
        rig.wait("it comes to something", |rig| !rig.seats[ann].steps.is_empty());
        let names = rig.seats[ann].names();
        assert_eq!(names[0] == "SignedIn", is_signed_in, "{names:?}");
        assert!(rig.tokens.is_empty());
        assert!((rig.sim.now() - now).as_secs() >= 5);
    }
}

#[test]
fn activity_that_cannot_be_reported_is_reported_less_and_less_often() {
    for fault in [Fault::ExpiredToken, Fault::Empty(503), Fault::Empty(404)] {
        let mut rig = Rig::new(config(5), 5);
        let mut settings = Rig::settings();
        (settings.retries, settings.renewals) = (4, 3);
        let ann = rig.seat_with(settings, Credentials::password("ann@example.com", "a+b & c%"));
        rig.sign_in(ann);
        rig.become_available(ann);
        rig.pass(10);
        rig.sim.add_fault(Rule::new(fault.clone()).on("reportMyActivity")).unwrap();
        let before = rig.log.len();
        rig.pass(3600);
        let others = rig.log[before..].iter().filter(|it| !is_poll(it)).count();
        assert!((10..150).contains(&others), "{fault:?}: {others}");
    }
}

#[test]
fn two_operations_with_one_id_are_refused() {
    let mut rig = Rig::new(config(3), 3);
    let (ann, _) = rig.pair();
    let communication = rig.seats[ann].application.clone().unwrap().embedded.communication.unwrap();
    let link = communication.links.start_messaging.unwrap();
    let call = link.post(StartMessagingInput::new(BO).with_operation_id("op-1"));
    let id = rig.start(ann, &call, Awaits::Completion);
    let now = rig.sim.now();
    let again = rig.seats[ann].session.start(&call, Awaits::Completion, now).unwrap_err();
    assert!(matches!(again, Error::OperationIdInUse) && !again.is_retryable());
    // The first one goes on, and those without an id are each their own.
    for _ in 0..2 {
        rig.start(ann, &link.post(StartMessagingInput::new("sip:nobody@example.com")), Awaits::Completion);
    }
    assert!(matches!(rig.outcome(ann, id), Outcome::Completed(_)));
    // Now the id is free here; it is the server that refuses it.
    let id = rig.start(ann, &call, Awaits::Completion);
    assert!(matches!(rig.outcome(ann, id), Outcome::Answer(response) if response.status() == 409));
}
