//! What ends unless it is renewed.

use http::Method;
use ucwa_client::session::{Action, Awaits, Outcome, Session};
use ucwa_client::{Credentials, Error, Official};
use ucwa_sim::{Fault, Rule};
use ucwa_types::api::{
    ApplicationsInput, PreferredAvailability, PresenceInput, PresenceSubscriptionsInput, StartMessagingInput,
};

use crate::rig::{ANN, BO, Rig, config};

fn posts(rig: &Rig, what: &str) -> usize {
    let is_it = |it: &&http::Request<Vec<u8>>| it.method() == Method::POST && it.uri().path().contains(what);
    rig.log.iter().filter(is_it).count()
}

#[test]
fn activity_is_reported_and_subscriptions_are_extended() {
    let mut rig = Rig::new(config(5), 5);
    let (ann, bo) = rig.pair();
    let people = rig.seats[ann].application.clone().unwrap().embedded.people.unwrap();
    let subscribe =
        people.links.presence_subscriptions.unwrap().post(PresenceSubscriptionsInput::new(10, [BO]));
    rig.call(ann, &subscribe).unwrap().unwrap();
    rig.pass(2 * 3600);
    assert!(posts(&rig, "reportMyActivity") >= 2 * 2 * 3600 / 240, "{}", posts(&rig, "reportMyActivity"));
    assert!(posts(&rig, "presenceSubscriptions/") >= 4, "{}", posts(&rig, "presenceSubscriptions/"));
    // It is still there.
    rig.seats[ann].steps.clear();
    let me = rig.seats[bo].application.clone().unwrap().embedded.me.unwrap().links.self_.unwrap();
    let me = rig.call(bo, &me.get()).unwrap().unwrap().output.unwrap();
    let input = PresenceInput::default().with_availability(PreferredAvailability::Busy);
    rig.call(bo, &me.links.presence.unwrap().post(input)).unwrap().unwrap();
    rig.pass(60);
    let heard = rig.seats[ann].events();
    assert!(heard.iter().any(|event| event.rel() == Some("contactPresence")), "{heard:?}");
}

#[test]
fn after_a_loss_of_state_the_application_is_fetched_before_the_next_step() {
    for (fault, expected) in [(Fault::Resync, "StateLoss(Missed)"), (Fault::Resume, "StateLoss(Reset)")] {
        let mut rig = Rig::new(config(5), 5);
        let (ann, _) = rig.pair();
        rig.sim.add_fault(Rule::new(fault).on("events").by(ANN).times(5)).unwrap();
        rig.sim.add_fault(Rule::new(Fault::Empty(503)).on("application").by(ANN).times(2)).unwrap();
        // A fault happens to a request that is sent from now on.
        rig.pass(60);
        rig.seats[ann].steps.clear();
        let me = rig.seats[ann].application.clone().unwrap().embedded.me.unwrap().links.self_.unwrap();
        let me = rig.call(ann, &me.get()).unwrap().unwrap().output.unwrap();
        let input = PresenceInput::default().with_availability(PreferredAvailability::Busy);
        rig.call(ann, &me.links.presence.unwrap().post(input)).unwrap().unwrap();
        rig.pass(120);
        let names = rig.seats[ann].names();
        assert!(names.iter().any(|name| name == expected), "{names:?}");
    }
}

#[test]
fn an_application_whose_links_cannot_be_fetched_is_asked_for_again() {
    let mut rig = Rig::new(config(5), 5);
    let mut settings = Rig::settings();
    settings.retries = 2;
    let ann = rig.seat_with(settings, Credentials::password("ann@example.com", "a+b & c%"));
    rig.sign_in(ann);
    rig.sim.add_fault(Rule::new(Fault::Empty(503)).on("application").times(5)).unwrap();
    rig.become_available(ann);
    rig.pass(1200);
    assert!(posts(&rig, "reportMyActivity") >= 2);
}

#[test]
fn the_program_is_asked_for_a_token_once_for_each_host() {
    let settings = Rig::settings();
    let mut sim = ucwa_sim::Simulator::new(config(5));
    let mut session: Session<Official> = Session::new(settings, Credentials::given("ann@example.com"), 1);
    session.sign_in(ApplicationsInput::new("en-US", "e", "suite/0.1"), sim.now()).unwrap();
    let mut asked = Vec::new();
    for _ in 0..20 {
        while let Some(action) = session.next_action(sim.now()) {
            match action {
                Action::Send(outgoing) => {
                    let answer = sim.answer(outgoing.request).ok_or_else(|| "held".into());
                    session.answer(outgoing.exchange, answer, sim.now());
                }
                Action::GetToken(query) => {
                    assert!(query.service.is_some() && !query.is_renewal);
                    session.token(&query.origin, Ok(None), sim.now());
                    asked.push(query.origin);
                }
                _ => {}
            }
        }
    }
    assert_eq!(asked, ["https://pool.example.com:443"]);
    assert!(session.is_over());
}

#[test]
fn what_the_server_does_not_extend_is_reported() {
    let mut rig = Rig::new(config(5), 5);
    let (ann, _) = rig.pair();
    let people = rig.seats[ann].application.clone().unwrap().embedded.people.unwrap();
    let subscribe =
        people.links.presence_subscriptions.unwrap().post(PresenceSubscriptionsInput::new(10, [BO]));
    rig.call(ann, &subscribe).unwrap().unwrap();
    let refused = |status| Fault::Error { status, code: "NotFound".to_owned(), subcode: None };
    // The first is a passing failure.
    rig.sim.add_fault(Rule::new(refused(503)).on("presenceSubscription").times(5)).unwrap();
    rig.sim.add_fault(Rule::new(refused(404)).on("presenceSubscription").skipping(5).times(1)).unwrap();
    rig.sim.add_fault(Rule::new(refused(404)).on("reportMyActivity").times(2)).unwrap();
    rig.pass(3600);
    let names = rig.seats[ann].names();
    assert_eq!(names.iter().filter(|name| *name == "SubscriptionEnded").count(), 1, "{names:?}");
    assert!(posts(&rig, "reportMyActivity") >= 2 * 3600 / 240, "{}", posts(&rig, "reportMyActivity"));
}

#[test]
fn a_source_of_tokens_may_fail_for_a_while_but_not_for_ever() {
    let mut rig = Rig::new(config(5), 5);
    let ann = rig.seat_with(Rig::settings(), Credentials::given("ann@example.com"));
    rig.sign_in(ann);
    rig.sim.add_fault(Rule::new(Fault::ExpiredToken).on("events").times(1)).unwrap();
    rig.tokens.extend([Err("it is down"), Err("it is still down")]);
    rig.pass(600);
    assert!(rig.tokens.is_empty() && !rig.seats[ann].session.is_over());
    // A call is told, and was not done.
    rig.sim.add_fault(Rule::new(Fault::ExpiredToken).on("startMessaging").times(1)).unwrap();
    rig.tokens.push_back(Err("it is down"));
    let communication = rig.seats[ann].application.clone().unwrap().embedded.communication.unwrap();
    let input = StartMessagingInput::new(BO).with_operation_id("op-1");
    let call = communication.links.start_messaging.unwrap().post(input);
    let id = rig.start(ann, &call, Awaits::Completion);
    let outcome = rig.outcome(ann, id);
    assert!(matches!(&outcome, Outcome::Failed(error @ Error::Transport(..)) if error.is_retryable()));
    // There is no token any more.
    rig.sim.add_fault(Rule::new(Fault::ExpiredToken).on("events").times(1)).unwrap();
    rig.tokens.push_back(Ok(None));
    rig.wait("it ends", |rig| rig.seats[ann].session.is_over());
    assert_eq!(rig.seats[ann].names().last().unwrap(), "Ended(there is no application: no token)");
}
