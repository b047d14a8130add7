//! Every request has an answer, and errors can be read by clients.

use std::time::Duration;

use http::Request;
use ucwa_sim::{Simulator, Times};
use ucwa_types::ErrorBody;
use ucwa_types::rest::WireFormat;

use crate::bench::{ANN, Bench, config};

/// All paths below an application, and some that do not exist.
const PATHS: [&str; 44] = [
    "",
    "/events",
    "/events?ack=1",
    "/events?low=-1",
    "/events?timeout=99999999999999999999",
    "/events?instanceId=none",
    "/batch",
    "/me",
    "/me/makeMeAvailable",
    "/me/reportMyActivity",
    "/me/presence",
    "/me/note",
    "/me/location",
    "/photos/ann@example.com",
    "/photos/nobody",
    "/people",
    "/people/contacts",
    "/people/groups",
    "/people/groups/default",
    "/people/groups/default/contacts",
    "/people/search",
    "/people/search?query=a&limit=0",
    "/people/subscribedContacts",
    "/people/presenceSubscriptions",
    "/people/presenceSubscriptions/1",
    "/people/presenceSubscriptionMemberships",
    "/people/presenceSubscriptionMemberships?presenceSubscriptionId=x",
    "/people/presenceSubscriptionMemberships/1/bo@example.com",
    "/people/contactsAndGroupsSubscription",
    "/people/contactsAndGroupsSubscription/start",
    "/people/contactsAndGroupsSubscription/stop",
    "/people/bo@example.com",
    "/people/bo%2F@example.com/presence",
    "/people/%ff/note",
    "/communication",
    "/communication/conversations",
    "/communication/messagingInvitations",
    "/communication/messagingInvitations/1/accept",
    "/communication/conversations/1",
    "/communication/conversations/1/messaging/messages",
    "/communication/conversations/1/participants/x/messaging",
    "/elsewhere",
    "/../..",
    "//",
];

const BODIES: [(&str, &[u8]); 9] = [
    ("", b""),
    ("application/json", b"{"),
    ("application/json", b"[]"),
    (
        "application/json",
        b"{\"uris\": 7, \"duration\": \"x\", \"to\": {}, \"message\": {\"href\": \"data:\"}}",
    ),
    (
        "application/json",
        b"{\"duration\": 10, \"uris\": [\"\"], \"to\": \"\", \"inactiveTimeout\": \"P99999999D\"}",
    ),
    ("application/vnd.microsoft.com.ucwa+xml", b"<input><property name=\"to\">x</property>"),
    ("text/plain", b"\xff\xfe"),
    ("multipart/batching; boundary=x", b"--x\r\n\r\nGET\r\n--x"),
    ("nonsense", b"nonsense"),
];

#[test]
fn every_request_is_answered() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        for path in PATHS {
            let mut bench = Bench::new(config(1));
            let ann = bench.sign_in(ANN, "a+b & c%");
            let own = ann.request(&ann.application.links.self_.clone().unwrap().get());
            for method in ["GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
                for (media_type, body) in BODIES {
                    // The paths below a deleted application do not exist.
                    if (method, path) == ("DELETE", "") {
                        continue;
                    }
                    let mut request = Request::builder()
                        .method(method)
                        .uri(format!("{}{path}", own.uri()))
                        .header("Authorization", own.headers()["authorization"].clone())
                        .header("Accept", format.media_type())
                        .header("Content-Length", body.len());
                    if !media_type.is_empty() {
                        request = request.header("Content-Type", media_type);
                    }
                    let id = bench.sim.submit(request.body(body.to_vec()).unwrap());
                    let what = || format!("{method} {path} {media_type}");
                    let Some(sent) = bench.take(id) else {
                        assert!(path.starts_with("/events"), "{}", what());
                        continue;
                    };
                    let response = sent.whole().unwrap();
                    assert!(response.status().as_u16() < 500, "{} {}", what(), response.status());
                    if response.status().as_u16() >= 400 {
                        let error: ErrorBody = match format {
                            WireFormat::Json => ucwa_types::json_body::from_slice(response.body()).unwrap(),
                            _ => ucwa_types::xml_body::from_slice(response.body()).unwrap(),
                        };
                        // The message says more than that.
                        let message = error.message.clone().unwrap_or_default();
                        let mut bare = error;
                        bare.message = None;
                        assert!(bare.code.is_some(), "{}", what());
                        assert!(message.contains(' ') && message != bare.to_string(), "{} {message}", what());
                    }
                }
            }
        }
    }
}

#[test]
fn time_has_an_end_and_no_overflow() {
    let mut config = config(1);
    let mut times = Times::default();
    (times.idle, times.token, times.inactive) = (Duration::MAX, Duration::MAX, Duration::MAX);
    config.times = times;
    config.epoch = Duration::MAX;
    let mut bench = Bench::new(config);
    let mut ann = bench.ann();
    let _ = bench.bo();
    ann.events(&mut bench);
    for _ in 0..3 {
        bench.sim.advance(Duration::MAX);
        ann.events(&mut bench);
    }
    let mut empty = Simulator::new(ucwa_sim::Config::new(1));
    empty.advance(Duration::MAX);
    assert!(empty.take().is_empty());
}

#[test]
fn a_batch_in_a_batch_is_refused() {
    let mut bench = Bench::new(config(1));
    let ann = bench.ann();
    let own = ann.request(&ann.application.links.self_.clone().unwrap().get());
    let path = format!("{}/batch", own.uri().path());
    let inner = "--y\r\nContent-Type: application/http\r\n\r\nGET / HTTP/1.1\r\n\r\n\r\n--y--";
    let body = format!(
        "--x\r\nContent-Type: application/http\r\n\r\nPOST {path} HTTP/1.1\r\n\
         Content-Type: multipart/batching; boundary=y\r\n\r\n{inner}\r\n--x--"
    );
    let request = Request::post(format!("https://pool.example.com{path}"))
        .header("Authorization", own.headers()["authorization"].clone())
        .header("Content-Type", "multipart/batching; boundary=x");
    let response = bench.send(request.body(body.into_bytes()).unwrap());
    let body = String::from_utf8_lossy(response.body()).into_owned();
    assert!(response.status() == 200 && body.contains("HTTP/1.1 400"), "{body}");
}

#[test]
fn a_batch_has_the_documented_media_type() {
    let mut bench = Bench::new(config(1));
    let ann = bench.ann();
    let own = ann.request(&ann.application.links.self_.clone().unwrap().get());
    let path = own.uri().path();
    let body = format!("--x\r\nContent-Type: application/http\r\n\r\nGET {path} HTTP/1.1\r\n\r\n\r\n--x--");
    for (media_type, expected) in [
        ("multipart/batching; boundary=x", 200),
        ("Multipart/Batching; boundary=\"x\"", 200),
        ("multipart/batching", 400),
        ("multipart/mixed; boundary=x", 415),
        ("application/json", 415),
    ] {
        let request = Request::post(format!("https://pool.example.com{path}/batch"))
            .header("Authorization", own.headers()["authorization"].clone())
            .header("Content-Type", media_type);
        let response = bench.send(request.body(body.clone().into_bytes()).unwrap());
        assert_eq!(response.status(), expected, "{media_type}");
    }
}

#[test]
fn what_no_page_permits_is_refused() {
    let mut bench = Bench::new(config(1));
    let ann = bench.sign_in(ANN, "a+b & c%");
    let bo = bench.bo();
    let post = |bench: &mut Bench, client: &crate::bench::Client, path: &str, body: &str| {
        let own = client.request(&client.application.links.self_.clone().unwrap().get());
        let request = Request::post(format!("{}{path}", own.uri()))
            .header("Authorization", own.headers()["authorization"].clone())
            .header("Accept", "application/json")
            .header("Content-Type", "application/json");
        let response = bench.send(request.body(body.as_bytes().to_vec()).unwrap());
        let error: ErrorBody = ucwa_types::json_body::from_slice(response.body()).unwrap_or_default();
        (response.status().as_u16(), error.code.unwrap_or_default(), error.message.unwrap_or_default())
    };
    // Ann is not available yet, and is not by any of these.
    for (body, status, code, why) in [
        (r#"{"signInAs": "Sulking"}"#, 400, "BadRequest", "`signInAs` has `Sulking`"),
        (r#"{"supportedModalities": ["Smell"]}"#, 400, "BadRequest", "`supportedModalities` has `Smell`"),
        (r#"{"supportedMessageFormats": ["Rtf"]}"#, 400, "BadRequest", "`supportedMessageFormats` has `Rtf`"),
        (r#"{"audioPreference": "Loud"}"#, 400, "BadRequest", "`audioPreference` has `Loud`"),
        (r#"{"signInAs": 7}"#, 400, "BadRequest", "`signInAs` is not of its documented type"),
        (r#"{"SupportedModalities": "Messaging"}"#, 400, "BadRequest", "`supportedModalities` is not of"),
        (r#"{"inactiveTimeout": {}, "phoneNumber": null}"#, 400, "BadRequest", "`inactiveTimeout` is not of"),
        (r#"{"supportedModalities": ["Messaging", "Video"]}"#, 403, "Forbidden", "`Video`"),
        (r#"{"supportedModalities": ["Messaging", "PhoneAudio"]}"#, 204, "", ""),
    ] {
        let (seen, given, message) = post(&mut bench, &ann, "/me/makeMeAvailable", body);
        assert_eq!((seen, &*given), (status, code), "{body}: {message}");
        assert!(message.contains(why), "{body}: {message}");
    }
    for (path, body, why) in [
        ("/me/presence", r#"{"availability": "IdleBusy"}"#, "`availability` has `IdleBusy`"),
        ("/me/note", r#"{"message": 7}"#, "`message` is not of its documented type"),
        ("/me/note", r#"{"message": }"#, "at line 1 column 13"),
        ("/people/presenceSubscriptions", r#"{"duration": 10, "uris": [""]}"#, "`uris` has ``"),
        (
            "/people/presenceSubscriptions",
            r#"{"duration": 10, "uris": "sip:ann@example.com"}"#,
            "`uris` is not",
        ),
        ("/people/presenceSubscriptions", r#"{"duration": "long", "uris": []}"#, "`duration` is not"),
        ("/communication/messagingInvitations", r#"{"to": "sip:"}"#, "`to` has `sip:`"),
        (
            "/communication/messagingInvitations",
            r#"{"to": "sip:ann@example.com", "operationId": ""}"#,
            "`operationId` is empty",
        ),
        (
            "/communication/messagingInvitations",
            r#"{"to": "sip:ann@example.com", "_links": {"message": {"href": "http://x/y"}}}"#,
            "`message` wants a `data:` URI with text",
        ),
        (
            "/communication/messagingInvitations",
            r#"{"to": "sip:ann@example.com", "_links": {"message": {"href": "data:text/html,%ff"}}}"#,
            "`message` wants a `data:` URI with text",
        ),
        (
            "/communication/messagingInvitations",
            r#"{"to": "sip:ann@example.com", "importance": "Cosmic"}"#,
            "`importance` has `Cosmic`",
        ),
    ] {
        let (status, code, message) = post(&mut bench, &bo, path, body);
        assert_eq!((status, &*code), (400, "BadRequest"), "{path} {body}: {message}");
        assert!(message.contains(why), "{path} {body}: {message}");
    }
    let image = r#"{"to": "sip:ann@example.com", "_links": {"message": {"href": "data:image/png,x"}}}"#;
    let (status, code, _) = post(&mut bench, &bo, "/communication/messagingInvitations", image);
    assert_eq!((status, &*code), (415, "UnsupportedMediaType"));
}

#[test]
fn queries_that_no_page_permits_are_refused() {
    let mut bench = Bench::new(config(1));
    let ann = bench.ann();
    let own = ann.request(&ann.application.links.self_.clone().unwrap().get());
    for (target, why) in [
        ("/events?timeout=x", "`timeout` is not of its documented type"),
        ("/events?timeout=", "`timeout` is not"),
        ("/events?timeout=30.5", "`timeout` is not"),
        ("/events?low=x", "`low` is not"),
        ("/events?medium=abc", "`medium` is not"),
        ("/events?priority=x", "`priority` is not"),
        // The smallest one that is accepted, not the documented one.
        ("/events?timeout=20", "`timeout` is 20, and at least 30"),
        ("/communication/conversations?filter=bogus", "`filter` has `bogus`"),
    ] {
        let request = Request::get(format!("{}{target}", own.uri()))
            .header("Authorization", own.headers()["authorization"].clone())
            .header("Accept", "application/json");
        let response = bench.send(request.body(Vec::new()).unwrap());
        let error: ErrorBody = ucwa_types::json_body::from_slice(response.body()).unwrap();
        let message = error.message.unwrap_or_default();
        assert_eq!(
            (response.status().as_u16(), error.code.as_deref()),
            (400, Some("BadRequest")),
            "{target}"
        );
        assert!(message.contains(why), "{target}: {message}");
    }
}

#[test]
fn a_request_without_a_body_has_an_input_without_members() {
    const BAD: (u16, &str) = (400, "ParameterValidationFailure");
    let mut bench = Bench::new(config(1));
    let mut ann = bench.ann();
    ann.use_everything(&mut bench);
    let own = ann.request(&ann.application.links.self_.clone().unwrap().get());
    let mut send = |method: &str, path: &str, media_type: Option<&str>| {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", own.uri()))
            .header("Authorization", own.headers()["authorization"].clone())
            .header("Accept", "application/json")
            .header("Content-Length", "0");
        if let Some(media_type) = media_type {
            request = request.header("Content-Type", media_type);
        }
        let response = bench.send(request.body(Vec::new()).unwrap());
        let error: ErrorBody = ucwa_types::json_body::from_slice(response.body()).unwrap_or_default();
        (response.status().as_u16(), error.subcode.unwrap_or_default(), error.message.unwrap_or_default())
    };
    for (path, (status, subcode)) in [
        // Every parameter is optional.
        ("/me/phones/mobile/number", (204, "")),
        ("/me/phones/mobile/visibility", (204, "")),
        ("/me/note", (204, "")),
        ("/me/presence", (204, "")),
        ("/people/contactsAndGroupsSubscription/start?duration=11", (201, "")),
        ("/onlineMeetings/myOnlineMeetings", (201, "")),
        ("/communication/adhocOnlineMeetings", (201, "")),
        ("/communication/onlineMeetingInvitations", (201, "")),
        // At least one is required.
        ("/communication/messagingInvitations", BAD),
        ("/people/presenceSubscriptions", BAD),
        ("/me/callForwardingSettings/immediate/contact", BAD),
    ] {
        for media_type in [None, Some("application/json")] {
            let (seen, given, message) = send("POST", path, media_type);
            assert_eq!((seen, &*given), (status, subcode), "{path}: {message}");
        }
    }
    // What is missing was not in the input: the query need not have it.
    let (_, _, message) = send("POST", "/people/presenceSubscriptions", None);
    assert!(message.starts_with("the input breaks a rule"), "{message}");
}

#[test]
fn a_method_of_a_later_revision_says_how_to_ask_for_it() {
    let mut bench = Bench::new(config(1));
    let ann = bench.ann();
    let own = ann.request(&ann.application.links.self_.clone().unwrap().get());
    let mut add = |revision: Option<&str>| {
        let mut request = Request::post(format!("{}/people/groups", own.uri()))
            .header("Authorization", own.headers()["authorization"].clone())
            .header("Accept", "application/json")
            .header("Content-Type", "application/json");
        if let Some(revision) = revision {
            request = request.header("X-MS-RequiresMinResourceVersion", revision);
        }
        let response = bench.send(request.body(br#"{"displayName": "Friends"}"#.to_vec()).unwrap());
        (response.status().as_u16(), String::from_utf8(response.into_body()).unwrap())
    };
    let (status, message) = add(None);
    assert_eq!(status, 405);
    assert!(message.contains("X-MS-RequiresMinResourceVersion: 2"), "{message}");
    assert_eq!(add(Some("2")).0, 204);
}
