//! A token goes to the host that it is for, and to no other.

use std::collections::HashSet;

use http::Response;
use http::header::AUTHORIZATION;
use ucwa_client::error::{ErrorKind, ProtocolError};
use ucwa_client::session::{Awaits, Outcome, Settings, Step};
use ucwa_client::{Credentials, Error};
use ucwa_sim::{Discovery, Fault, Quirks, Rule};
use ucwa_types::Link;
use ucwa_types::api::{ApplicationsInput, Me};

use crate::rig::{ANN, Rig, config};

const EVIL: &str = "evil.example.com";

#[test]
fn a_link_to_a_foreign_host_gets_no_token_and_no_password() {
    let mut rig = Rig::new(config(1), 1);
    let ann = rig.seat(ANN, "a+b & c%");
    rig.sign_in(ann);
    let challenge = format!(r#"MsRtcOAuth href="https://{EVIL}/token", grant_type="password""#);
    let answer =
        Response::builder().status(401).header("WWW-Authenticate", challenge).body(Vec::new()).unwrap();
    rig.elsewhere.push((EVIL.to_owned(), answer));
    let failure = rig.call(ann, &Link::<Me>::new(format!("https://{EVIL}/me")).get()).unwrap().unwrap_err();
    assert_eq!(failure.status(), 401);
    nothing_leaks(&rig);
}

#[test]
fn a_redirect_to_a_foreign_host_is_not_followed() {
    let mut rig = Rig::new(config(1), 1);
    let ann = rig.seat(ANN, "a+b & c%");
    rig.sign_in(ann);
    let location = format!("https://{EVIL}/me");
    let answer = Response::builder().status(302).header("Location", location).body(Vec::new()).unwrap();
    rig.elsewhere.push(("pool.example.com".to_owned(), answer));
    let failure = rig.call(ann, &Link::<Me>::new("/me").get()).unwrap().unwrap_err();
    assert_eq!(failure.status(), 302);
    nothing_leaks(&rig);
}

#[test]
fn a_token_service_that_is_not_safe_gets_no_password() {
    let mut rig = Rig::new(config(1), 1);
    let ann = rig.seat(ANN, "a+b & c%");
    rig.sign_in(ann);
    let challenge = r#"MsRtcOAuth href="http://pool.example.com/token", grant_type="password""#;
    let answer =
        Response::builder().status(401).header("WWW-Authenticate", challenge).body(Vec::new()).unwrap();
    let before = rig.log.len();
    rig.elsewhere.push(("pool.example.com".to_owned(), answer));
    let id = rig.start(ann, &Link::<Me>::new("/me").get(), Awaits::Answer);
    let outcome = rig.outcome(ann, id);
    assert!(matches!(outcome, Outcome::Failed(Error::Protocol(_, ProtocolError::Untrusted))), "{outcome:?}");
    assert!(rig.log[before..].iter().all(|it| it.uri().path() != "/token"));
}

/// Signs in, which fails, and returns why.
fn ended(rig: &mut Rig, password: &str) -> Error<ucwa_types::api::ErrorKind> {
    let ann = rig.seat(ANN, password);
    let now = rig.sim.now();
    rig.seats[ann].session.sign_in(ApplicationsInput::new("en-US", "e", "suite/0.1"), now).unwrap();
    rig.wait("it ends", |rig| rig.seats[ann].session.is_over());
    match rig.seats[ann].steps.pop_back() {
        Some(Step::Ended(error)) => error,
        step => panic!("{step:?}"),
    }
}

/// Signs in, which fails, and returns how.
fn refused(rig: &mut Rig, settings: Settings) -> String {
    let ann = rig.seat_with(settings, Credentials::password("ann@example.com", "a+b & c%"));
    let now = rig.sim.now();
    let input = ApplicationsInput::new("en-US", "e", "suite/0.1");
    rig.seats[ann].session.sign_in(input, now).unwrap();
    rig.wait("it ends", |rig| rig.seats[ann].session.is_over());
    rig.seats[ann].names().pop().unwrap()
}

const UNTRUSTED: &str = "Ended(GET root: discovery or a challenge leads to a host that is not trusted)";

#[test]
fn discovery_is_not_followed_to_a_host_that_is_not_trusted() {
    let mut rig = Rig::new(config(1), 1);
    let mut settings = Rig::settings();
    settings.trusted_hosts = vec!["lyncdiscover.example.com".to_owned()];
    assert_eq!(refused(&mut rig, settings), UNTRUSTED);
    assert!(rig.log.iter().all(|it| it.uri().host() == Some("lyncdiscover.example.com")));
    // The host of the pool is below this one.
    let mut settings = Rig::settings();
    settings.trusted_hosts = vec!["example.com".to_owned()];
    let ann = rig.seat_with(settings, Credentials::password("ann@example.com", "a+b & c%"));
    rig.sign_in(ann);
}

#[test]
fn discovery_is_not_followed_from_https_to_http() {
    let mut rig = Rig::new(config(1), 1);
    let body = br#"{"_links": {"redirect": {"href": "http://pool.example.com/"}}}"#.to_vec();
    let answer = Response::builder().header("Content-Type", "application/json").body(body).unwrap();
    rig.elsewhere.push(("lyncdiscover.example.com".to_owned(), answer));
    assert_eq!(refused(&mut rig, Rig::settings()), UNTRUSTED);
    assert!(rig.log.iter().all(|it| it.uri().scheme_str() == Some("https")));
}

#[test]
fn what_is_left_of_a_token_is_in_no_error() {
    for fault in [Fault::CutBody, Fault::Undecodable, Fault::Html(200)] {
        let mut rig = Rig::new(config(1).with_fault(Rule::new(fault.clone()).on("token")).unwrap(), 1);
        let ann = rig.seat(ANN, "a+b & c%");
        let now = rig.sim.now();
        let input = ApplicationsInput::new("en-US", "e", "suite/0.1");
        rig.seats[ann].session.sign_in(input, now).unwrap();
        rig.wait("it ends", |rig| rig.seats[ann].session.is_over());
        let Some(Step::Ended(error)) = rig.seats[ann].steps.pop_back() else { panic!("it goes on") };
        assert!(matches!(error, Error::Transport(..)) && error.is_retryable(), "{fault:?}: {error:?}");
    }
}

#[test]
fn no_body_of_a_token_service_is_in_an_error() {
    for status in [403, 502] {
        let body = br#"{"access_token": "secret", "code": "Forbidden"}"#.to_vec();
        let fault = Fault::Body { status, media_type: "application/json".to_owned(), body };
        let mut rig = Rig::new(config(1).with_fault(Rule::new(fault).on("token")).unwrap(), 1);
        let error = ended(&mut rig, "a+b & c%");
        assert!(error.response().is_some_and(|answer| answer.status() == status), "{error:?}");
        assert!(!format!("{error:?} {error}").contains("secret"), "{error:?}");
    }
}

#[test]
fn refused_credentials_are_an_error_of_their_own() {
    let mut rig = Rig::new(config(1), 1);
    let error = ended(&mut rig, "wrong");
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Credentials, false));
    assert_eq!(error.to_string(), "the credentials are refused: 400 Bad Request: invalid_grant");
}

#[test]
fn two_hosts_have_a_token_each() {
    let mut quirks = Quirks::default();
    quirks.discovery = Discovery::Late;
    let mut rig = Rig::new(config(1).with_quirks(quirks), 1);
    let ann = rig.seat(ANN, "a+b & c%");
    rig.sign_in(ann);
    rig.pass(600);
    let of = |host: &str| {
        let at_host = rig.log.iter().filter(|it| it.uri().host() == Some(host));
        at_host.filter_map(|it| it.headers().get(AUTHORIZATION).cloned()).collect::<HashSet<_>>()
    };
    let (discovery, pool) = (of("lyncdiscover.example.com"), of("pool.example.com"));
    assert_eq!((discovery.len(), pool.len()), (1, 1));
    assert!(discovery.is_disjoint(&pool));
}

fn nothing_leaks(rig: &Rig) {
    for request in &rig.log {
        let is_foreign = request.uri().host() == Some(EVIL);
        assert!(!is_foreign || !request.headers().contains_key(AUTHORIZATION), "{request:?}");
        assert!(!is_foreign || request.body().is_empty(), "{request:?}");
        assert!(!format!("{request:?}").contains("Bearer "), "{request:?}");
    }
    let mut hosts: Vec<_> =
        rig.log.iter().filter_map(|it| it.headers().get(AUTHORIZATION).map(|_| it.uri().host())).collect();
    hosts.dedup();
    assert_eq!(hosts, [Some("pool.example.com")]);
}
