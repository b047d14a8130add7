//! From the address of discovery to the server, however servers are.

use ucwa_client::Credentials;
use ucwa_sim::{Config, Discovery, Fault, Quirks, Rule};
use ucwa_types::api::ApplicationsInput;

use crate::rig::{ANN, Rig, config};

fn with(seed: u64, change: impl FnOnce(&mut Quirks)) -> Config {
    let mut quirks = Quirks::default();
    change(&mut quirks);
    config(seed).with_quirks(quirks)
}

/// Signs Ann in, with all that a session does until then. Returns the steps.
fn try_in(mut rig: Rig, seat: usize) -> Vec<String> {
    let now = rig.sim.now();
    rig.seats[seat].session.sign_in(ApplicationsInput::new("en-US", "e", "suite/0.1"), now).unwrap();
    rig.pass(60);
    assert_eq!(rig.sim.complaints(), [] as [String; 0]);
    rig.seats[seat].names()
}

fn sign_in(config: Config) -> Vec<String> {
    let mut rig = Rig::new(config, 1);
    let ann = rig.seat(ANN, "a+b & c%");
    try_in(rig, ann)
}

#[test]
fn all_ways_lead_to_the_server() {
    for discovery in [Discovery::AtOnce, Discovery::Late] {
        assert_eq!(sign_in(with(1, |quirks| quirks.discovery = discovery))[0], "SignedIn", "{discovery:?}");
    }
    assert_eq!(sign_in(config(1).with_fault(Rule::new(Fault::Legacy).on("root")).unwrap())[0], "SignedIn");
}

#[test]
fn a_circle_is_left() {
    let names = sign_in(with(1, |quirks| quirks.discovery = Discovery::InCircles));
    assert_eq!(names, ["Ended(GET root: discovery leads in circles)"]);
}

#[test]
fn after_any_failure_the_next_address_is_tried() {
    let mut rig = Rig::new(config(1), 1);
    let answer = http::Response::builder().status(503).body(Vec::new()).unwrap();
    rig.elsewhere.push(("lyncdiscoverinternal.example.com".to_owned(), answer));
    let mut settings = Rig::settings();
    settings.fallbacks = vec![std::mem::replace(
        &mut settings.discovery,
        "https://lyncdiscoverinternal.example.com/".parse().unwrap(),
    )];
    let ann = rig.seat_with(settings, Credentials::password("ann@example.com", "a+b & c%"));
    assert_eq!(try_in(rig, ann)[0], "SignedIn");
}

#[test]
fn a_server_that_names_itself_otherwise_is_reached() {
    let mut rig = Rig::new(with(1, |quirks| quirks.internal = Some("https://pool.internal:4443".into())), 1);
    let mut settings = Rig::settings();
    settings.discovery = settings.discovery.with_aliases(["pool.internal"]);
    let ann = rig.seat_with(settings, Credentials::password("ann@example.com", "a+b & c%"));
    rig.sign_in(ann);
    rig.become_available(ann);
    rig.pass(600);
    assert!(!rig.seats[ann].session.is_over());
    assert!(rig.log.iter().all(|request| request.uri().host() != Some("pool.internal")));
}

#[test]
fn a_server_without_me_is_enough() {
    assert_eq!(sign_in(with(1, |quirks| quirks.is_without_me = true))[0], "SignedIn");
}
