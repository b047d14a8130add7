//! Operations, and their events.

use std::time::Duration;

use ucwa_client::session::{Awaits, Outcome};
use ucwa_client::{Credentials, Error, Official};
use ucwa_sim::{Fault, Rule};
use ucwa_types::api::{
    MessagingInvitation, PreferredAvailability, PresenceInput, PresenceSubscriptionsInput,
    StartMessagingInput,
};
use ucwa_types::event::EventType;

use crate::rig::{BO, Rig, config, is_poll};

/// Ann invites Bo.
fn invite(rig: &mut Rig, ann: usize, name: &str) -> ucwa_client::session::CallId {
    let communication = rig.seats[ann].application.clone().unwrap().embedded.communication.unwrap();
    let call = communication
        .links
        .start_messaging
        .unwrap()
        .post(StartMessagingInput::new(BO).with_operation_id(name));
    rig.start(ann, &call, Awaits::Completion)
}

/// Bo accepts what rings.
fn accept(rig: &mut Rig, bo: usize) {
    let started = |event: &ucwa_types::api::Event| {
        let invitation = event.resource_as::<MessagingInvitation>()?;
        (event.r#type == Some(EventType::Started)).then(|| invitation.links.accept.clone()).flatten()
    };
    for _ in 0..60 {
        if let Some(accept) = rig.seats[bo].events().iter().find_map(started) {
            let _ = rig.call(bo, &accept.post(()));
            return;
        }
        rig.pass(1);
    }
    panic!("it does not ring");
}

fn succeeded(outcome: &Outcome<Official>) -> bool {
    matches!(outcome, Outcome::Completed(event) if event.is_success())
}

#[test]
fn an_operation_ends_with_its_event() {
    for fault in [None, Some(Fault::Late), Some(Fault::DropAnswer), Some(Fault::Delay(2000))] {
        let mut rules = fault.clone().into_iter().map(|fault| Rule::new(fault).on("startMessaging"));
        let mut rig = Rig::new(rules.try_fold(config(3), ucwa_sim::Config::with_fault).unwrap(), 3);
        let (ann, bo) = rig.pair();
        let id = invite(&mut rig, ann, "op-1");
        accept(&mut rig, bo);
        let outcome = rig.outcome(ann, id);
        assert!(succeeded(&outcome), "{fault:?}");
        assert_eq!(rig.sim.complaints(), [] as [String; 0]);
    }
}

#[test]
fn of_a_lost_operation_the_outcome_is_unknown_and_it_is_not_sent_again() {
    let rule = Rule::new(Fault::Drop).on("startMessaging");
    let mut rig = Rig::new(config(3).with_fault(rule).unwrap(), 3);
    let (ann, _) = rig.pair();
    let id = invite(&mut rig, ann, "op-1");
    let outcome = rig.outcome(ann, id);
    assert!(matches!(outcome, Outcome::Failed(Error::OutcomeUnknown(..))));
    let sent = rig.log.iter().filter(|it| it.uri().path().ends_with("messagingInvitations")).count();
    assert_eq!(sent, 1);
}

#[test]
fn an_operation_that_was_not_done_is_sent_again() {
    let error = Fault::Error {
        status: 500,
        code: "ServiceFailure".into(),
        subcode: Some("CallbackChannelError".into()),
    };
    for fault in [error, Fault::ExpiredToken, Fault::Ticket] {
        let rule = Rule::new(fault.clone()).on("startMessaging").times(1);
        let mut rig = Rig::new(config(3).with_fault(rule).unwrap(), 3);
        let (ann, bo) = rig.pair();
        let id = invite(&mut rig, ann, "op-1");
        accept(&mut rig, bo);
        let outcome = rig.outcome(ann, id);
        assert!(succeeded(&outcome), "{fault:?}");
    }
}

#[test]
fn whoever_takes_no_step_gets_the_outcome() {
    let mut rig = Rig::new(config(3), 3);
    let (ann, bo) = rig.pair();
    rig.seats[ann].takes_steps = false;
    let id = invite(&mut rig, ann, "op-1");
    accept(&mut rig, bo);
    assert!(succeeded(&rig.outcome(ann, id)));
}

#[test]
fn with_many_steps_waiting_the_events_are_forgotten_and_the_loss_is_reported() {
    let mut rig = Rig::new(config(3), 3);
    let mut settings = Rig::settings();
    settings.backlog = 2;
    let ann = rig.seat_with(settings, Credentials::password("ann@example.com", "a+b & c%"));
    let bo = rig.seat(BO, "secret");
    for seat in [ann, bo] {
        rig.sign_in(seat);
        rig.become_available(seat);
    }
    rig.pass(30);
    rig.seats[ann].takes_steps = false;
    for name in ["op-1", "op-2", "op-3"] {
        let id = invite(&mut rig, ann, name);
        accept(&mut rig, bo);
        assert!(matches!(rig.outcome(ann, id), Outcome::Completed(_)), "{name}");
    }
    rig.seats[ann].takes_steps = true;
    rig.seats[ann].steps.clear();
    rig.pass(30);
    let names = rig.seats[ann].names();
    assert!(names.iter().any(|name| name == "StateLoss(Missed)"), "{names:?}");
}

#[test]
fn a_token_that_expires_during_the_long_poll_loses_no_event() {
    let mut rig = Rig::new(config(3), 3);
    let (ann, bo) = rig.pair();
    rig.sim.add_fault(Rule::new(Fault::ExpiredToken).on("events").times(4)).unwrap();
    let id = invite(&mut rig, ann, "op-1");
    accept(&mut rig, bo);
    assert!(succeeded(&rig.outcome(ann, id)));
}

#[test]
fn a_gateway_does_not_say_whether_an_operation_was_done() {
    let rule = Rule::new(Fault::Html(504)).on("startMessaging");
    let mut rig = Rig::new(config(3).with_fault(rule).unwrap(), 3);
    let (ann, _) = rig.pair();
    let id = invite(&mut rig, ann, "op-1");
    let Outcome::Failed(error @ Error::OutcomeUnknown(..)) = rig.outcome(ann, id) else {
        panic!("it is known")
    };
    assert!(error.response().is_some_and(|answer| answer.status() == 504), "{error:?}");
    // The service says so itself.
    let error = Fault::Error { status: 403, code: "Forbidden".into(), subcode: None };
    rig.sim.clear_faults();
    rig.sim.add_fault(Rule::new(error).on("startMessaging")).unwrap();
    let id = invite(&mut rig, ann, "op-2");
    assert!(matches!(rig.outcome(ann, id), Outcome::Answer(response) if response.status() == 403));
}

#[test]
fn the_answer_that_started_an_operation_is_kept_if_its_event_is_lost() {
    let mut settings = Rig::settings();
    settings.lost_operation = Duration::from_secs(5);
    let mut rig = Rig::new(config(3), 3);
    let ann = rig.seat_with(settings, Credentials::password("ann@example.com", "a+b & c%"));
    rig.sign_in(ann);
    rig.become_available(ann);
    // Nobody accepts.
    let bo = rig.seat(BO, "secret");
    rig.sign_in(bo);
    rig.become_available(bo);
    rig.sim.add_fault(Rule::new(Fault::Resync).on("events").by("sip:ann@example.com").times(1)).unwrap();
    let id = invite(&mut rig, ann, "op-1");
    let Outcome::Failed(error) = rig.outcome(ann, id) else { panic!("it is known") };
    assert!(error.started().is_some_and(|answer| answer.headers().contains_key("location")), "{error:?}");
}

#[test]
fn a_lost_application_leaves_no_operation_waiting() {
    let mut rig = Rig::new(config(3), 3);
    let (ann, _) = rig.pair();
    let id = invite(&mut rig, ann, "op-1");
    rig.sim
        .add_fault(Rule::new(Fault::LostApplication).on("events").by("sip:ann@example.com").times(1))
        .unwrap();
    let outcome = rig.outcome(ann, id);
    assert!(matches!(outcome, Outcome::Failed(Error::OutcomeUnknown(..)) | Outcome::Completed(_)));
}

#[test]
fn a_call_that_nobody_waits_for_is_dropped() {
    let mut rig = Rig::new(config(3), 3);
    let (ann, _) = rig.pair();
    let id = invite(&mut rig, ann, "op-1");
    let now = rig.sim.now();
    rig.seats[ann].session.cancel(id, now);
    rig.pass(120);
    assert!(!rig.has_outcome(ann, id));
}

/// Ann subscribes to the presence of Bo, who then changes it as often as this, with time in between.
fn presence_changes(rig: &mut Rig, (ann, bo): (usize, usize), count: usize) {
    let people = rig.seats[ann].application.clone().unwrap().embedded.people.unwrap();
    let subscribe = people.links.presence_subscriptions.unwrap();
    rig.call(ann, &subscribe.post(PresenceSubscriptionsInput::new(30, [BO]))).unwrap().unwrap();
    let me = rig.seats[bo].application.clone().unwrap().embedded.me.unwrap().links.self_.unwrap();
    let presence = rig.insist(bo, &me.get()).unwrap().links.presence.unwrap();
    for number in 0..count {
        let availability = [PreferredAvailability::Busy, PreferredAvailability::Away][number % 2].clone();
        let input = PresenceInput::default().with_availability(availability);
        rig.call(bo, &presence.post(input)).unwrap().unwrap();
        rig.pass(30);
    }
}

#[test]
fn with_many_steps_waiting_polling_pauses_and_nothing_is_lost() {
    let mut rig = Rig::new(config(3), 3);
    let mut settings = Rig::settings();
    settings.backlog = 2;
    let ann = rig.seat_with(settings, Credentials::password("ann@example.com", "a+b & c%"));
    let bo = rig.seat(BO, "secret");
    for seat in [ann, bo] {
        rig.sign_in(seat);
        rig.become_available(seat);
    }
    rig.pass(30);
    rig.seats[ann].steps.clear();
    rig.seats[ann].takes_steps = false;
    presence_changes(&mut rig, (ann, bo), 6);
    let own = |rig: &Rig| {
        let start = rig.seats[ann].application.as_ref().unwrap().links.self_.as_ref().unwrap().href();
        rig.log.iter().filter(|it| is_poll(it) && it.uri().path().starts_with(start)).count()
    };
    let polls = own(&rig);
    rig.pass(120);
    assert_eq!(own(&rig), polls, "nothing is asked for while steps wait");
    rig.seats[ann].takes_steps = true;
    rig.pass(60);
    assert!(own(&rig) > polls);
    assert!(rig.seats[ann].events().iter().any(|event| event.rel() == Some("contactPresence")));
    assert!(!rig.seats[ann].names().iter().any(|name| name.contains("StateLoss")));
    // Whoever takes no step for longer than the server waits has lost the application.
    rig.seats[ann].takes_steps = false;
    presence_changes(&mut rig, (ann, bo), 6);
    rig.pass(3600);
    rig.seats[ann].takes_steps = true;
    rig.seats[ann].steps.clear();
    rig.pass(120);
    let names = rig.seats[ann].names();
    assert!(names.iter().any(|name| name == "Recreated"), "{names:?}");
}

#[test]
fn a_request_for_events_is_open_before_the_first_operation_and_before_events_are_handled() {
    let mut rig = Rig::new(config(3), 3);
    let (ann, bo) = rig.pair();
    let first = rig.log.iter().position(is_poll).unwrap();
    let operation = rig.log.iter().position(|it| it.uri().path().ends_with("makeMeAvailable")).unwrap();
    assert!(first < operation);
    // Nobody takes a step: the next request follows each answer all the same.
    for seat in [ann, bo] {
        rig.seats[seat].takes_steps = false;
    }
    let before = rig.polls();
    presence_changes(&mut rig, (ann, bo), 3);
    assert!(rig.polls() >= before + 3, "{} after {before}", rig.polls());
}
