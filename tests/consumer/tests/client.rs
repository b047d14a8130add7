//! A session over the types that a build script generated.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use ucwa_client::Credentials;
use ucwa_client::session::{Action, Awaits, Session, Settings, Step};
use ucwa_sim::{Config, Person, Simulator};
use ucwa_test_consumer::people::{
    AnyEvent, ApplicationsInput, PresenceSubscriptions, PresenceSubscriptionsInput,
};
use ucwa_types::Link;

ucwa_client::tree!(Mine = ucwa_test_consumer::people);

/// Drives the session until it has a step, past those that lead to the application and those of outages.
fn step(session: &mut Session<Mine>, sim: &mut Simulator) -> Step<Mine> {
    for _ in 0..100 {
        while let Some(action) = session.next_action(sim.now()) {
            let Action::Send(outgoing) = action else { panic!("{action:?}") };
            // What is held, is lost.
            let answer = sim.answer(outgoing.request).ok_or_else(|| "held".into());
            session.answer(outgoing.exchange, answer, sim.now());
            match session.next_step(sim.now()) {
                None | Some(Step::Discovered { .. } | Step::Challenged { .. }) => {}
                // So it looks if what is held is lost.
                Some(Step::Unreachable(_) | Step::Reachable) => {}
                Some(step) => return step,
            }
        }
        sim.advance(session.wait(sim.now()).unwrap());
    }
    panic!("nothing happens");
}

#[test]
fn a_session_decodes_into_the_types_of_the_build_script() {
    const BO: &str = "sip:bo@example.com";
    let ann = Person::new("sip:ann@example.com", "Ann Example", "ann");
    let config =
        Config::new(1).with_user(ann).unwrap().with_user(Person::new(BO, "Bo Example", "bo")).unwrap();
    let mut sim = Simulator::new(config);
    let settings = Settings::new("https://lyncdiscover.example.com/".parse().unwrap());
    let mut session: Session<Mine> =
        Session::new(settings, Credentials::password("ann@example.com", "ann"), 1);
    session.sign_in(ApplicationsInput::new("en-US", "endpoint", "test/0.1"), sim.now()).unwrap();
    let Step::SignedIn(application) = step(&mut session, &mut sim) else { panic!("not signed in") };
    // `me` and `people` are of groups that are not there: they keep what they hold.
    assert!(application.embedded.me.unwrap().unknown.get("name").is_some());
    let people = application.embedded.people.unwrap();
    let subscriptions: Link<PresenceSubscriptions> = people.unknown.link("presenceSubscriptions").unwrap();
    let call = subscriptions.post(PresenceSubscriptionsInput::new(30, [BO]));
    session.start(&call, Awaits::Answer, sim.now()).unwrap();
    let Step::Events(events) = step(&mut session, &mut sim) else { panic!("no events") };
    let is_presence = |event| matches!(event, AnyEvent::ContactPresenceUpdated(_));
    assert!(events.iter().map(AnyEvent::from).any(is_presence));
}
