use std::time::Duration;

use http::Request;
use ucwa_sim::{Discovery, Quirks};
use ucwa_types::Link;
use ucwa_types::api::{Application, Applications, ApplicationsInput, Root, User};
use ucwa_types::rest::{Advice, WireFormat};

use crate::bench::{ANN, Bench, config};

#[test]
fn a_client_finds_its_server_and_signs_in() {
    for discovery in [Discovery::AtOnce, Discovery::Late] {
        for format in [WireFormat::Json, WireFormat::Xml] {
            let mut quirks = Quirks::default();
            quirks.discovery = discovery;
            let mut bench = Bench::new(config(1).with_quirks(quirks));
            let ann = bench.sign_in_with(ANN, "a+b & c%", format);
            assert_eq!(ann.me().name.as_deref(), Some("Ann Example"));
            assert_eq!(bench.sim.applications(), 1);
            bench.is_tidy();
        }
    }
}

#[test]
fn what_is_asked_without_a_token_is_challenged_and_what_others_have_is_not_there() {
    let mut bench = Bench::new(config(1));
    let ann = bench.ann();
    let mut bo = bench.bo();
    let own: Link<Application> = ann.application.links.self_.clone().unwrap();
    let request = own.get().request(&ann.base, WireFormat::Json).unwrap();
    let response = bench.send(request);
    assert_eq!(response.status(), 401);
    assert_eq!(response.headers().get_all("www-authenticate").iter().count(), 3);
    assert!(String::from_utf8_lossy(response.body()).contains("wants a token"));
    let failure = bo.call(&mut bench, &own.get()).unwrap_err();
    assert_eq!((failure.status().as_u16(), failure.subcode()), (404, Some("ApplicationNotFound")));
    bench.is_tidy();
}

#[test]
fn a_token_is_for_one_host_and_for_a_while() {
    let mut bench = Bench::new(config(1));
    let mut ann = bench.ann();
    let own = ann.application.links.self_.clone().unwrap();
    bench.advance(9 * 3600);
    let response = bench.send(ann.request(&own.get()));
    assert_eq!(own.get().read(response).unwrap_err().advice(), Some(Advice::RenewToken));
    // With a new one, the application is still gone: nobody asked for events.
    let failure = ann.call(&mut bench, &own.get()).unwrap_err();
    assert_eq!(failure.advice(), Some(Advice::CreateApplication));
    let mut stray = ann.request(&own.get());
    *stray.uri_mut() =
        "https://lyncdiscover.example.com/Autodiscover/AutodiscoverService.svc/root/oauth/user"
            .parse()
            .unwrap();
    assert_eq!(bench.send(stray).status(), 401);
    assert_eq!(bench.sim.complaints().len(), 1);
}

#[test]
fn a_query_is_not_appended_to_another_one() {
    for (query, complaints) in [
        ("originalDomain=example.com&sipuri=ann@example.com", 0),
        ("originalDomain=example.com?sipuri=ann@example.com", 1),
    ] {
        let mut bench = Bench::new(config(1));
        let request = Request::get(format!("https://lyncdiscover.example.com/?{query}"));
        assert_eq!(bench.send(request.body(Vec::new()).unwrap()).status(), 200);
        assert_eq!(bench.sim.complaints().len(), complaints, "{query}");
    }
}

#[test]
fn a_wrong_password_gets_no_token() {
    let mut bench = Bench::new(config(1));
    for (form, error) in [
        ("grant_type=password&username=ann%40example.com&password=x", "invalid_grant"),
        ("grant_type=password&username=nobody%40example.com&password=", "invalid_grant"),
        ("grant_type=urn%3Amicrosoft.rtc%3Awindows", "unsupported_grant_type"),
        ("", "unsupported_grant_type"),
    ] {
        let request = Request::post("https://pool.example.com/WebTicket/oauthtoken")
            .header("Content-Length", form.len());
        let response = bench.send(request.body(form.as_bytes().to_vec()).unwrap());
        assert_eq!(response.status(), 400);
        assert!(String::from_utf8_lossy(response.body()).contains(error), "{form}");
    }
}

#[test]
fn an_instance_that_is_known_is_answered_with_200() {
    let mut bench = Bench::new(config(1));
    let mut ann = bench.sign_in(ANN, "a+b & c%");
    let applications: Link<Applications> = Link::new("/ucwa/oauth/v1/applications");
    let mut created = |instance: &str| {
        let input =
            ApplicationsInput::new("en-us", "123", "foo").with_instance_id(instance).with_type("Browser");
        let reply = ann.call(&mut bench, &applications.post(input)).unwrap();
        let application = reply.output.unwrap();
        let links = application.links;
        (
            reply.status.as_u16(),
            links.self_.unwrap(),
            links.events.unwrap().href().to_owned(),
            links.batch.unwrap(),
        )
    };
    let (first, again, second) = (created("abc"), created("abc"), created("def"));
    assert_eq!((first.0, again.0, second.0), (201, 200, 201));
    assert_eq!(first.2, again.2);
    assert!(first.2.contains("instanceId=abc") && second.2.contains("instanceId=def"));
    // Two event channels of one application.
    assert_eq!(first.3, second.3);
    assert_eq!(bench.sim.applications(), 2);
    for own in [&first.1, &second.1] {
        assert!(ann.call(&mut bench, &own.get()).is_ok());
        ann.call(&mut bench, &own.delete()).unwrap();
        assert!(ann.call(&mut bench, &own.get()).is_err());
    }
    assert_eq!(bench.sim.applications(), 1);
    bench.is_tidy();
}

#[test]
fn an_instance_may_have_any_id() {
    let mut bench = Bench::new(config(1));
    let mut ann = bench.sign_in(ANN, "a+b & c%");
    let applications: Link<Applications> = Link::new("/ucwa/oauth/v1/applications");
    for instance in ["a b+c", "a&b=c", "50%20#", "\u{e9}"] {
        let input = ApplicationsInput::new("en-us", "123", "foo").with_instance_id(instance);
        let application = ann.call(&mut bench, &applications.post(input)).unwrap().output.unwrap();
        let own = application.links.self_.unwrap();
        assert_eq!(ann.get(&mut bench, &own).instance_id.as_deref(), Some(instance));
        let (_, parameter) = own.href().split_once('?').unwrap();
        assert!(application.links.events.unwrap().href().contains(parameter), "{instance}");
    }
    bench.is_tidy();
}

#[test]
fn without_a_request_for_events_an_application_falls_asleep_and_ends() {
    let mut bench = Bench::new(config(1));
    let mut ann = bench.ann();
    ann.events(&mut bench);
    // A waiting request for events keeps it alive.
    for _ in 0..20 {
        bench.advance(120);
        ann.events(&mut bench);
    }
    assert_eq!(bench.sim.applications(), 1);
    ann.refresh(&mut bench);
    assert!(ann.me().links.make_me_available.is_none());
    // The waiting request is answered after 180 seconds at the latest, and there is no further one.
    bench.advance(180 + 10 * 60);
    ann.refresh(&mut bench);
    assert!(ann.me().links.make_me_available.is_some(), "presence has ended");
    bench.advance(5 * 60);
    assert_eq!(bench.sim.applications(), 0);
    assert!(bench.sim.next_due().is_none_or(|due| due > Duration::ZERO));
}

#[test]
fn discovery_keeps_the_domain_in_mind() {
    let mut bench = Bench::new(config(1));
    for (query, expected) in [
        ("?sipuri=ann%40contoso.com", "originalDomain=contoso.com"),
        ("?originalDomain=contoso.com", "originalDomain=contoso.com"),
        ("?sipuri=ann%40a%26b", "originalDomain=example.com"),
        ("", "originalDomain=example.com"),
    ] {
        let request = Request::get(format!("https://lyncdiscover.example.com/{query}"));
        let response = bench.send(request.body(Vec::new()).unwrap());
        let body = String::from_utf8_lossy(response.body()).into_owned();
        assert!(body.contains(&format!("{expected}\"")), "{query}: {body}");
    }
}

#[test]
fn discovery_has_a_page_for_a_frame() {
    let mut bench = Bench::new(config(1));
    let mut ann = bench.ann();
    let root = bench.send(Request::get("https://lyncdiscover.example.com/").body(Vec::new()).unwrap());
    let root = Link::<Root>::new("/").get().read(root).unwrap().output.unwrap();
    let user: Link<User> = Link::new("/Autodiscover/AutodiscoverService.svc/root/oauth/user");
    let user = ann.get(&mut bench, &user);
    for link in [root.links.xframe.unwrap(), user.links.xframe.unwrap()] {
        // A browser sends no token with it.
        let response = bench.send(Request::get(link.href()).body(Vec::new()).unwrap());
        let page = link.get().read(response).unwrap().output.unwrap();
        assert_eq!(page.media_type(), "text/html");
    }
    bench.is_tidy();
}

#[test]
fn the_etag_of_an_application_changes_with_what_is_in_it() {
    let mut bench = Bench::new(config(1));
    let mut ann = bench.sign_in(ANN, "a+b & c%");
    let mut etags = vec![ann.application.etag.clone().unwrap()];
    // `me` and `communication`, then the link `events` change.
    ann.become_available(&mut bench);
    etags.push(ann.application.etag.clone().unwrap());
    bench.advance(5);
    ann.events(&mut bench);
    ann.refresh(&mut bench);
    etags.push(ann.application.etag.clone().unwrap());
    ann.refresh(&mut bench);
    assert_eq!(ann.application.etag.as_ref(), etags.last());
    assert!(etags.iter().all(|etag| etag.bytes().all(|digit| digit.is_ascii_digit())), "{etags:?}");
    etags.sort();
    etags.dedup();
    assert_eq!(etags.len(), 3);
}

#[test]
fn the_lifetime_of_a_token_is_a_number_or_a_string() {
    let lifetimes = (0..20).map(|seed| {
        let mut bench = Bench::new(config(seed));
        let form = "grant_type=password&username=bo%40example.com&password=secret";
        let request = Request::post("https://pool.example.com/WebTicket/oauthtoken");
        let response = bench.send(request.body(form.as_bytes().to_vec()).unwrap());
        let token: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
        token["expires_in"].clone()
    });
    let lifetimes: std::collections::HashSet<_> = lifetimes.collect();
    assert_eq!(lifetimes, [28800.into(), "28800".into()].into());
}
