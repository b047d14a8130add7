//! Events that are lost, and events that come twice.

use std::time::Duration;

use ucwa_client::Credentials;
use ucwa_client::session::Awaits;
use ucwa_sim::{Fault, Rule};
use ucwa_types::api::StartMessagingInput;

use crate::rig::{ANN, BO, Rig, config, is_poll};

/// Ann, who waits for each answer of the event channel as long as the server does.
fn patient(rig: &mut Rig) -> usize {
    let mut settings = Rig::settings();
    settings.longest_poll = Duration::from_secs(3600);
    let ann = rig.seat_with(settings, Credentials::password("ann@example.com", "a+b & c%"));
    rig.sign_in(ann);
    rig.become_available(ann);
    ann
}

#[test]
fn a_loss_is_reported_before_the_session_ends() {
    let forbidden = Fault::Error { status: 403, code: "Forbidden".to_owned(), subcode: None };
    for (is_ended, last) in [(false, "SignedOut"), (true, "Ended")] {
        let mut rig = Rig::new(config(5), 5);
        let ann = patient(&mut rig);
        rig.sim.add_fault(Rule::new(Fault::Resync).on("events").times(1)).unwrap();
        rig.sim.add_fault(Rule::new(Fault::Silence).on("application").with_method("GET")).unwrap();
        if is_ended {
            rig.sim.add_fault(Rule::new(forbidden.clone()).on("events").skipping(1)).unwrap();
        }
        rig.wait("the application is fetched", |rig| {
            rig.sim.requests().any(|asked| asked.faults.contains(&Fault::Silence))
        });
        let now = rig.sim.now();
        rig.seats[ann].session.sign_out(now);
        rig.wait("it ends", |rig| rig.seats[ann].session.is_over());
        let names = rig.seats[ann].names();
        let end = &names[names.len() - 2..];
        assert_eq!(end[0], "StateLoss(Missed, no application)", "{names:?}");
        assert!(end[1].starts_with(last), "{names:?}");
    }
}

#[test]
fn an_answer_that_comes_twice_is_handled_once() {
    let mut rig = Rig::new(config(3), 3);
    let (ann, bo) = rig.pair();
    rig.sim.add_fault(Rule::new(Fault::Duplicate).on("events")).unwrap();
    for seat in [ann, bo] {
        rig.seats[seat].steps.clear();
    }
    let communication = rig.seats[ann].application.clone().unwrap().embedded.communication.unwrap();
    let input = StartMessagingInput::new(BO).with_operation_id("op-1");
    rig.start(ann, &communication.links.start_messaging.unwrap().post(input), Awaits::Completion);
    rig.pass(60);
    assert!(rig.sim.requests().filter(|asked| !asked.faults.is_empty()).count() > 2);
    let started = |event: &ucwa_types::api::Event| {
        let is_started = event.r#type == Some(ucwa_types::event::EventType::Started);
        is_started && event.rel() == Some("messagingInvitation")
    };
    for seat in [ann, bo] {
        let events = rig.seats[seat].events();
        assert_eq!(events.iter().filter(|event| started(event)).count(), 1, "{events:?}");
    }
}

#[test]
fn an_answer_that_leads_to_itself_is_not_asked_for_without_end() {
    let mut rig = Rig::new(config(3), 3);
    let ann = rig.seat(ANN, "a+b & c%");
    rig.sign_in(ann);
    let events = rig.seats[ann].application.clone().unwrap().links.events.unwrap();
    let path = events.href().split('?').next().unwrap().to_owned();
    let body = serde_json::json!({
        "_links": {"self": {"href": events.href()}, "next": {"href": format!("{path}?ack=1")}},
        "sender": [{"rel": "me", "href": "/me", "events": [{"type": "updated", "link": {"rel": "me", "href": "/me"}}]}],
    });
    let media_type = "application/json".to_owned();
    let fault = Fault::Body { status: 200, media_type, body: body.to_string().into_bytes() };
    rig.sim.add_fault(Rule::new(fault).on("events")).unwrap();
    rig.pass(60);
    rig.seats[ann].steps.clear();
    let before = rig.log.iter().filter(|it| is_poll(it)).count();
    rig.pass(1200);
    let polls = rig.log.iter().filter(|it| is_poll(it)).count() - before;
    assert!((10..60).contains(&polls), "{polls}");
    assert!(rig.seats[ann].events().is_empty());
}
