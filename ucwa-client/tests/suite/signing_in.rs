//! From nothing to an application, and back.

use std::time::Duration;

use http::Method;
use ucwa_client::Error;
use ucwa_client::error::Gone;
use ucwa_client::session::{Outcome, Session};
use ucwa_sim::{Fault, Rule};
use ucwa_types::api::ApplicationsInput;

use crate::rig::{ANN, Rig, config};

#[test]
fn a_session_signs_in_and_out() {
    let mut rig = Rig::new(config(1), 1);
    let ann = rig.seat(ANN, "a+b & c%");
    rig.sign_in(ann);
    assert_eq!(rig.sim.applications(), 1);
    let now = rig.sim.now();
    rig.seats[ann].session.sign_out(now);
    rig.wait("signed out", |rig| rig.seats[ann].session.is_over());
    assert_eq!(rig.sim.applications(), 0);
    assert_eq!(rig.seats[ann].names(), ["SignedIn", "SignedOut"]);
    // `root` is for everybody.
    let entered = ["Challenged(https://pool.example.com:443)", "Discovered(https://pool.example.com:443)"];
    assert_eq!(rig.seats[ann].entered, entered);
    assert_eq!(rig.sim.complaints(), [] as [String; 0]);
}

#[test]
fn a_server_that_does_not_delete_the_application_holds_nobody_up() {
    let forbidden = Fault::Error { status: 403, code: "Forbidden".to_owned(), subcode: None };
    for fault in [Fault::Silence, Fault::Drop, Fault::Empty(503), forbidden] {
        let rule = Rule::new(fault.clone()).on("application").with_method("DELETE");
        let mut rig = Rig::new(config(1).with_fault(rule).unwrap(), 1);
        let ann = rig.seat(ANN, "a+b & c%");
        rig.sign_in(ann);
        let now = rig.sim.now();
        rig.seats[ann].session.sign_out(now);
        rig.wait("signed out", |rig| rig.seats[ann].session.is_over());
        assert!(rig.sim.now() - now <= Rig::settings().patience, "{fault:?}");
        assert_eq!(rig.seats[ann].names(), ["SignedIn", "SignedOut(not deleted)"], "{fault:?}");
    }
}

#[test]
fn only_the_service_says_that_the_application_is_deleted() {
    let error = |subcode: &str| Fault::Error {
        status: 404,
        code: "NotFound".to_owned(),
        subcode: Some(subcode.to_owned()),
    };
    let body = Fault::Body { status: 200, media_type: "application/json".to_owned(), body: b"{}".to_vec() };
    for (fault, is_deleted) in [
        (error("ApplicationNotFound"), true),
        (Fault::Html(404), false),
        (Fault::Empty(404), false),
        (Fault::Html(200), false),
        (Fault::Empty(200), false),
        (body, false),
    ] {
        let rule = Rule::new(fault.clone()).on("application").with_method("DELETE");
        let mut rig = Rig::new(config(1).with_fault(rule).unwrap(), 1);
        let ann = rig.seat(ANN, "a+b & c%");
        rig.sign_in(ann);
        let now = rig.sim.now();
        rig.seats[ann].session.sign_out(now);
        rig.wait("signed out", |rig| rig.seats[ann].session.is_over());
        let expected = if is_deleted { "SignedOut" } else { "SignedOut(not deleted)" };
        assert_eq!(rig.seats[ann].names(), ["SignedIn", expected], "{fault:?}");
    }
}

#[test]
fn a_wrong_password_ends_it() {
    let mut rig = Rig::new(config(1), 1);
    let ann = rig.seat(ANN, "wrong");
    let now = rig.sim.now();
    let input = ApplicationsInput::new("en-US", "e", "suite/0.1");
    rig.seats[ann].session.sign_in(input, now).unwrap();
    rig.wait("it ends", |rig| rig.seats[ann].session.is_over());
    let names = rig.seats[ann].names();
    assert_eq!(names, ["Ended(the credentials are refused: 400 Bad Request: invalid_grant)"]);
}

#[test]
fn a_lost_application_is_created_again_but_not_for_ever() {
    let rule = Rule::new(Fault::LostApplication).on("events").skipping(1).times(2);
    let mut rig = Rig::new(config(1).with_fault(rule).unwrap(), 1);
    let ann = rig.seat(ANN, "a+b & c%");
    rig.sign_in(ann);
    rig.become_available(ann);
    rig.pass(400);
    let names = rig.seats[ann].names();
    assert_eq!(names.iter().filter(|name| *name == "Recreated").count(), 2, "{names:?}");
    rig.sim.add_fault(Rule::new(Fault::LostApplication).on("events")).unwrap();
    rig.wait("it ends", |rig| rig.seats[ann].session.is_over());
    let names = rig.seats[ann].names();
    assert!(names.last().unwrap().starts_with("Ended"), "{names:?}");
}

#[test]
fn a_call_without_a_session_fails() {
    let mut rig = Rig::new(config(1), 1);
    let ann = rig.seat(ANN, "a+b & c%");
    rig.sign_in(ann);
    let me = rig.seats[ann].application.clone().unwrap().embedded.me.unwrap().links.self_.unwrap();
    assert!(rig.call(ann, &me.get()).unwrap().is_ok());
    let id = rig.start(ann, &me.get(), ucwa_client::session::Awaits::Answer);
    let now = rig.sim.now();
    rig.seats[ann].session.sign_out(now);
    assert!(matches!(rig.outcome(ann, id), Outcome::Failed(Error::Gone(_))));
    assert!(rig.seats[ann].session.start(&me.get(), ucwa_client::session::Awaits::Answer, now).is_err());
}

#[test]
fn a_call_without_a_session_says_why_it_has_ended() {
    let mut rig = Rig::new(config(1), 1);
    let ann = rig.seat(ANN, "a+b & c%");
    rig.sign_in(ann);
    let forbidden = Fault::Error { status: 403, code: "Forbidden".to_owned(), subcode: None };
    rig.sim.add_fault(Rule::new(forbidden).on("events")).unwrap();
    rig.sim.add_fault(Rule::new(Fault::Silence).on("me")).unwrap();
    let me = rig.seats[ann].application.clone().unwrap().embedded.me.unwrap().links.self_.unwrap();
    let id = rig.start(ann, &me.get(), ucwa_client::session::Awaits::Answer);
    let outcome = format!("{:?}", rig.outcome(ann, id));
    assert!(outcome.contains("the session has ended: GET events failed: 403 Forbidden"), "{outcome}");
}

#[test]
fn a_session_signs_in_once() {
    let mut rig = Rig::new(config(1), 1);
    let ann = rig.seat(ANN, "a+b & c%");
    rig.sign_in(ann);
    let again = |session: &mut Session<_>, now| {
        session.sign_in(ApplicationsInput::new("en-US", "e", "suite/0.1"), now).unwrap_err()
    };
    let now = rig.sim.now();
    let session = &mut rig.seats[ann].session;
    assert!(matches!(again(session, now), Error::Gone(Gone::SignedInBefore)));
    session.sign_out(now);
    rig.wait("signed out", |rig| rig.seats[ann].session.is_over());
    assert!(matches!(again(&mut rig.seats[ann].session, now), Error::Gone(Gone::SignedOut)));
}

/// When applications were created, each after the one before.
fn creations(rig: &Rig) -> Vec<Duration> {
    let is_creation = |it: &http::Request<Vec<u8>>| {
        it.method() == Method::POST && it.uri().path().ends_with("/applications")
    };
    let times = rig.log.iter().zip(&rig.times).filter(|(it, _)| is_creation(it)).map(|(_, time)| *time);
    times.collect()
}

#[test]
fn re_creation_waits_longer_each_time_and_has_a_limit() {
    let mut rig = Rig::new(config(1), 1);
    let mut settings = Rig::settings();
    settings.recreations = 4;
    let ann = rig.seat_with(settings, ucwa_client::Credentials::password("ann@example.com", "a+b & c%"));
    rig.sign_in(ann);
    rig.sim.add_fault(Rule::new(Fault::LostApplication).on("events")).unwrap();
    rig.wait("it ends", |rig| rig.seats[ann].session.is_over());
    let times = creations(&rig);
    let waits: Vec<_> = times.windows(2).map(|pair| (pair[1] - pair[0]).as_secs_f64()).collect();
    // The first is from the sign-in on. Half of each delay is random.
    assert_eq!(waits.len(), 4, "{waits:?}");
    for (wait, most) in waits.iter().zip([1.0, 2.0, 4.0, 8.0]).skip(1) {
        assert!((most / 2.0..=most + 0.1).contains(wait), "{waits:?}");
    }
    assert!(rig.seats[ann].names().last().unwrap().starts_with("Ended"));
}

#[test]
fn an_outage_while_the_application_is_created_again_is_waited_out() {
    let mut rig = Rig::new(config(1), 1);
    let ann = rig.seat(ANN, "a+b & c%");
    rig.sign_in(ann);
    rig.sim.add_fault(Rule::new(Fault::LostApplication).on("events").times(1)).unwrap();
    rig.sim.add_fault(Rule::new(Fault::Empty(503)).on("applications").times(20)).unwrap();
    rig.sim.add_fault(Rule::new(Fault::Drop).on("root").times(20)).unwrap();
    rig.pass(1800);
    assert_eq!(rig.seats[ann].names().last().unwrap(), "Recreated");
}

#[test]
fn an_outage_while_there_is_an_application_is_waited_out() {
    let mut rig = Rig::new(config(1), 1);
    let ann = rig.seat(ANN, "a+b & c%");
    rig.sign_in(ann);
    rig.sim.add_fault(Rule::new(Fault::Drop).on("events").times(200)).unwrap();
    rig.pass(4 * 3600);
    assert!(rig.seats[ann].session.base().is_some());
    rig.sim.add_fault(Rule::new(Fault::ExpiredToken).on("events").times(1)).unwrap();
    rig.sim.add_fault(Rule::new(Fault::Empty(503)).on("token").times(100)).unwrap();
    rig.sim.add_fault(Rule::new(Fault::CutBody).on("token").skipping(100).times(20)).unwrap();
    rig.pass(4 * 3600);
    assert!(rig.seats[ann].session.base().is_some(), "{:?}", rig.seats[ann].names());
    assert!(rig.sim.requests().filter(|asked| asked.rel == "token").count() > 120);
}

#[test]
fn a_call_finds_out_that_the_application_is_gone_and_a_link_of_an_older_one_does_not() {
    let gone = Fault::Error {
        status: 404,
        code: "NotFound".to_owned(),
        subcode: Some("ApplicationNotFound".to_owned()),
    };
    for is_gone in [true, false] {
        let mut rig = Rig::new(config(1), 1);
        let ann = rig.seat(ANN, "a+b & c%");
        rig.sign_in(ann);
        rig.sim.add_fault(Rule::new(gone.clone()).on("me").times(1)).unwrap();
        if is_gone {
            rig.sim.add_fault(Rule::new(gone.clone()).on("application").times(1)).unwrap();
        }
        let me = rig.seats[ann].application.clone().unwrap().embedded.me.unwrap().links.self_.unwrap();
        let failure = rig.call(ann, &me.get()).unwrap().unwrap_err();
        assert_eq!(failure.subcode(), Some("ApplicationNotFound"));
        rig.pass(20);
        assert_eq!(creations(&rig).len(), if is_gone { 2 } else { 1 });
    }
}
