use std::time::Duration;

use http::header::{DATE, HeaderValue, RETRY_AFTER};
use http::{Response, StatusCode};
use serde_json::json;

use super::mirror::{
    Communication, ErrorKind, Events, Invitation, MyOnlineMeeting, MyOnlineMeetings, Photo, Renegotiations,
    Root, StartMessaging, StartMessagingInput,
};
use super::{JSON, base, response};
use crate::channel::{Backoff, EventChannel, NextStep, PollAnswer, StateLoss};
use crate::limits::{LimitExceeded, Limits};
use crate::operation::{ErrorSet, Get, Post};
use crate::rest::{Advice, Call, Cause, DecodeError, ResponseError, RetryAfter, Warning, WireFormat};
use crate::{Enumeration, Link, RawJson};

fn get() -> Call<Communication, Get> {
    Link::new("/c").get()
}

fn start() -> Call<StartMessaging, Post> {
    Link::new("/m").post(StartMessagingInput::default())
}

fn fails(status: u16, media_type: &str, body: &str) -> ResponseError<()> {
    get().read(response(status, media_type, body)).unwrap_err()
}

#[test]
fn scenario_a_body_may_start_with_a_byte_order_mark() {
    let body = "\u{feff}{\"audioPreference\": \"VoipAudio\"}";
    let reply = get().read(response(200, JSON, body)).unwrap();
    assert_eq!(reply.output.unwrap().audio_preference.as_deref(), Some("VoipAudio"));
    assert_eq!(reply.status, StatusCode::OK);
}

#[test]
fn scenario_responses_carry_x_ms_ucwa_version() {
    let mut answer = response(200, JSON, "{}");
    answer.headers_mut().insert("X-MS-UcwaVersion", HeaderValue::from_static("1.7"));
    assert_eq!(get().read(answer).unwrap().version.as_deref(), Some("1.7"));
}

#[test]
fn scenario_invitations_are_201_with_location_and_an_empty_body() {
    for body in ["", "\r\n", "\u{feff}"] {
        let answer = Response::builder().status(201).header("Location", "/i/1").body(body).unwrap();
        let reply = start().read(answer).unwrap();
        assert_eq!((reply.status, reply.output), (StatusCode::CREATED, None));
        assert_eq!(reply.location, Some(Link::<Invitation>::new("/i/1")));
    }
}

#[test]
fn scenario_my_online_meetings_post_answers_200_or_201() {
    for status in [200, 201] {
        let call = Link::<MyOnlineMeetings>::new("/o").post(MyOnlineMeeting::default());
        let reply = call.read(response(status, JSON, r#"{"rel":"myOnlineMeeting","subject":"x"}"#)).unwrap();
        assert_eq!(reply.status, status);
        assert_eq!(reply.output.unwrap().subject.as_deref(), Some("x"));
        assert_eq!(reply.location, None);
    }
}

#[test]
fn scenario_delete_is_answered_with_204() {
    let reply = Link::<Renegotiations>::new("/r").delete().read(response(204, "", "")).unwrap();
    assert_eq!((reply.status, reply.output), (StatusCode::NO_CONTENT, None));
    // Whatever is said beyond that is not asked for.
    assert!(Link::<Renegotiations>::new("/r").delete().read(response(200, "text/html", "<p>")).is_ok());
}

#[test]
fn scenario_a_put_is_answered_with_204_or_200() {
    let call = Link::<Communication>::new("/c").put(Communication::default());
    assert_eq!(call.read(response(204, "", "")).unwrap().output, None);
    assert_eq!(call.read(response(200, "", "")).unwrap().output, None);
    assert!(call.read(response(200, JSON, "{}")).unwrap().output.is_some());
}

#[test]
fn scenario_304_says_that_nothing_has_changed() {
    let reply = get().if_none_match("1").read(response(304, "text/html", "ignored")).unwrap();
    assert!(reply.is_unchanged());
    assert_eq!(reply.output, None);
}

#[test]
fn scenario_409_412_and_428_are_errors_of_the_service() {
    for (status, code) in [(409, "Conflict"), (412, "PreconditionFailed"), (428, "PreconditionRequired")] {
        let failure = fails(status, JSON, &json!({"code": code}).to_string());
        assert_eq!(
            (failure.status().as_u16(), failure.code(), failure.subcode()),
            (status, Some(code), None)
        );
    }
}

#[test]
fn scenario_errors_have_a_code_and_perhaps_all_the_rest() {
    let body = json!({
        "code": "BadRequest",
        "subcode": "ParameterValidationFailure",
        "message": "Please check what you have entered.",
        "link": {"href": "https://help.example.com"},
        "parameters": [{"name": "to", "reason": "Missing"}],
        "debugInfo": {"diagnosticsCode": "2"},
        "undocumented": 1,
    });
    for media_type in ["application/json", "application/vnd.microsoft.com.ucwa+json; charset=utf-8"] {
        let failure = fails(400, media_type, &body.to_string());
        assert_eq!(failure.code(), Some("BadRequest"));
        assert_eq!(failure.subcode(), Some("ParameterValidationFailure"));
        assert_eq!(failure.message(), Some("Please check what you have entered."));
        assert_eq!(failure.parameters(), Some(&body["parameters"]));
        assert_eq!(failure.debug_info(), Some(&body["debugInfo"]));
        assert_eq!(
            failure.service_error().unwrap().body().unknown.get("undocumented"),
            Some(&RawJson::from(1))
        );
        assert_eq!(
            failure.to_string(),
            "400 Bad Request: BadRequest/ParameterValidationFailure: Please check what you have entered."
        );
        assert_eq!(failure.body(), body.to_string().as_bytes());
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Enumeration)]
enum Subcode {
    AlreadyExists,
    #[ucwa(unrecognized)]
    Unrecognized(Box<str>),
}

#[test]
fn scenario_subcodes_are_open_ended_and_known_to_the_operation_or_not() {
    let failure = |subcode: &str| {
        let body = json!({"code": "Conflict", "subcode": subcode}).to_string();
        start().read(response(409, JSON, body)).unwrap_err()
    };
    let (known, unknown) = (failure("AlreadyExists"), failure("NewOne"));
    assert_eq!(known.kind(), Some(&ErrorKind::ConflictAlreadyExists));
    assert_eq!(unknown.kind(), Some(&ErrorKind::other("Conflict", Some("NewOne"))));
    let is_documented = ResponseError::is_documented::<StartMessaging, Post>;
    assert!(is_documented(&known) && !is_documented(&unknown));
    assert_eq!(known.subcode_as(), Some(Subcode::AlreadyExists));
    assert_eq!(unknown.subcode_as(), Some(Subcode::Unrecognized("NewOne".into())));
    // An error of the API that this operation does not document, in another spelling.
    let plain = start().read(response(409, JSON, r#"{"code": "conflict"}"#)).unwrap_err();
    assert_eq!((plain.kind(), is_documented(&plain)), (Some(&ErrorKind::Conflict), false));
    // One that any resource can answer with.
    let busy = r#"{"code": "ServiceFailure", "subcode": "Busy"}"#;
    let busy = start().read(response(500, JSON, busy)).unwrap_err();
    assert_eq!((busy.kind(), is_documented(&busy)), (Some(&ErrorKind::Busy), true));
    // Not an error of the service.
    let page = start().read(response(502, "text/html", "<h1>Oh</h1>")).unwrap_err();
    assert_eq!((page.kind(), is_documented(&page), page.body()), (None, false, b"<h1>Oh</h1>".as_slice()));
}

#[test]
fn scenario_a_proxy_or_iis_may_answer_with_html() {
    for status in [401, 403, 404, 500, 502, 503, 200] {
        let failure = fails(status, "text/html", "<h1>Nothing here</h1>");
        assert!(matches!(failure.cause(), Cause::NotUcwa), "{failure}");
        assert_eq!(failure.status(), status);
        assert_eq!(failure.media_type(), Some("text/html"));
        assert_eq!(failure.body(), b"<h1>Nothing here</h1>");
        assert_eq!((failure.code(), failure.message(), failure.debug_info()), (None, None, None));
    }
    // Nor is this the service's, whatever it calls itself.
    for body in ["{}", r#"{"Message": "An error has occurred."}"#] {
        assert!(matches!(fails(500, JSON, body).cause(), Cause::NotUcwa));
    }
    assert!(matches!(fails(500, "", r#"{"code": "ServiceFailure"}"#).cause(), Cause::NotUcwa));
}

#[test]
fn scenario_an_empty_body_is_a_failure_of_its_own() {
    for status in [200, 302, 404, 500] {
        assert!(matches!(fails(status, JSON, " ").cause(), Cause::Empty));
    }
    assert!(get().read(response(204, "", "")).unwrap().output.is_none());
}

#[test]
fn scenario_half_a_body_is_a_failure_with_the_body_kept() {
    for status in [200, 500] {
        let failure = fails(status, JSON, r#"{"code": "Serv"#);
        assert!(matches!(failure.cause(), Cause::Truncated(_)), "{failure:?}");
        assert_eq!(failure.body(), br#"{"code": "Serv"#);
    }
    for body in ["[1, 2]", "{]", "\"text\"", "<html>"] {
        let failure = fails(200, JSON, body);
        assert!(matches!(failure.cause(), Cause::Undecodable(DecodeError::Invalid(_))), "{failure:?}");
    }
}

#[test]
fn scenario_a_body_shorter_than_its_content_length_is_cut_short_whatever_is_in_it() {
    let photo = Link::<Photo>::new("/p").get();
    let answer = |status: u16, length: &str, body: &[u8]| {
        let mut response = response(status, "image/jpeg", body);
        response.headers_mut().insert("Content-Length", length.parse().unwrap());
        response
    };
    for status in [200, 201] {
        for body in [&[0xff, 0xd8][..], &[]] {
            let failure = photo.read(answer(status, "3", body)).unwrap_err();
            assert!(matches!(failure.cause(), Cause::Truncated(_)), "{failure:?}");
            assert_eq!((failure.status().as_u16(), failure.body()), (status, body));
            assert_eq!(failure.to_string().split(": ").nth(1), Some("cut short"), "{failure}");
        }
    }
    assert!(matches!(photo.read(answer(502, "3", b"")).unwrap_err().cause(), Cause::Truncated(_)));
    // What a proxy sends is a proxy's, cut short or not, and an error that can be read is that error.
    assert!(matches!(photo.read(answer(502, "30", b"<h1>")).unwrap_err().cause(), Cause::NotUcwa));
    let mut error = answer(404, "99", br#"{"code": "NotFound"}"#);
    error.headers_mut().insert("Content-Type", JSON.parse().unwrap());
    assert_eq!(photo.read(error).unwrap_err().code(), Some("NotFound"));
    // A 304 and a 204 have no body, whatever they say of it.
    assert!(photo.read(answer(304, "3", b"")).unwrap().is_unchanged());
    assert!(photo.read(answer(204, "3", b"")).unwrap().output.is_none());
    for (length, encoding) in [("2", ""), ("1", ""), ("many", ""), ("", ""), ("9", "gzip")] {
        let mut whole = answer(200, length, &[0xff, 0xd8]);
        if !encoding.is_empty() {
            whole.headers_mut().insert("Content-Encoding", encoding.parse().unwrap());
        }
        assert!(photo.read(whole).is_ok(), "{length} {encoding}");
    }
}

#[test]
fn limits_count_for_outputs_and_errors() {
    let limits = Limits::default().with_size(10).with_depth(2);
    for status in [200, 500] {
        let failure = get().read_within(response(status, JSON, "[[[1]]]"), limits).unwrap_err();
        let Cause::Undecodable(DecodeError::Limit(limit)) = failure.cause() else { panic!("{failure:?}") };
        assert_eq!(*limit, LimitExceeded::Depth(2));
    }
    let photo = Link::<Photo>::new("/p").get();
    assert!(photo.read_within(response(200, "image/jpeg", [0; 10]), limits).is_ok());
    let failure = photo.read_within(response(200, "image/jpeg", [0; 11]), limits).unwrap_err();
    let Cause::Undecodable(DecodeError::Limit(limit)) = failure.cause() else { panic!("{failure:?}") };
    assert_eq!(*limit, LimitExceeded::Size(10));
}

#[test]
fn other_content_comes_as_it_is() {
    let reply = Link::<Photo>::new("/p").get().read(response(200, "image/jpeg", [0xff, 0xd8])).unwrap();
    let photo = reply.output.unwrap();
    assert_eq!((photo.media_type(), photo.bytes()), ("image/jpeg", &[0xff, 0xd8][..]));
    let failure =
        Link::<Photo>::new("/p").get().read(response(404, JSON, r#"{"code": "NotFound"}"#)).unwrap_err();
    assert_eq!(failure.code(), Some("NotFound"));
}

#[test]
fn scenario_401_carries_several_challenges_and_says_where_a_token_can_be_had() {
    let answer = Response::builder()
        .status(401)
        .header("Content-Type", "text/html")
        .header("WWW-Authenticate", "Bearer client_id=\"1\"")
        .header("WWW-Authenticate", "MsRtcOAuth href=\"https://pool.example.com/t\",grant_type=\"password\"")
        .body("<h1>Unauthorized</h1>")
        .unwrap();
    let failure = get().read(answer).unwrap_err();
    assert_eq!(failure.challenges().len(), 2);
    let service = failure.token_service().unwrap();
    assert_eq!(service.href, "https://pool.example.com/t");
    assert!(service.grants("password"));
    assert_eq!(failure.into_response().into_body(), b"<h1>Unauthorized</h1>");
    assert_eq!(fails(401, "", "").token_service(), None);
}

#[test]
fn scenario_discovery_may_answer_with_only_a_redirect_link_to_another_host() {
    let body = json!({"_links": {"redirect": {"href": "https://pool2.example.com/root?x=1"}}});
    let reply = Link::<Root>::new("/").get().read(response(200, JSON, body.to_string())).unwrap();
    let redirect = reply.output.unwrap().links.redirect.unwrap();
    let base = base();
    let request = redirect.get().request(&base, WireFormat::Json).unwrap();
    assert_eq!(request.uri(), "https://pool2.example.com/root?x=1");
    assert!(!base.same_origin(request.uri()));
    let base = base.follow(redirect.href()).unwrap();
    let body = json!({"_links": {"user": {"href": "/user"}}});
    let reply = redirect.get().read(response(200, JSON, body.to_string())).unwrap();
    let user = reply.output.unwrap().links.user.unwrap();
    assert_eq!(user.get().request(&base, WireFormat::Json).unwrap().uri(), "https://pool2.example.com/user");
}

#[test]
fn scenario_legacy_autodiscovery_is_not_an_empty_root() {
    let legacy = r#"{"AccessLocation":"External","User":{"Links":[{"href":"https://p.example.com/a","token":"Ucwa"}]}}"#;
    let get = Link::<Root>::new("/").get();
    let failure = get.read(response(200, JSON, legacy)).unwrap_err();
    let found = failure.legacy_discovery().unwrap();
    assert_eq!(found.applications(), Some(Link::<Root>::new("https://p.example.com/a")));
    assert_eq!(failure.to_string(), "200 OK: legacy autodiscovery, not UCWA");
    assert_eq!((failure.advice(), failure.body()), (None, legacy.as_bytes()));
    let failure =
        get.read(response(200, "application/vnd.microsoft.rtc.autodiscover+json", legacy)).unwrap_err();
    assert!(failure.legacy_discovery().is_some());
    // A property of that name alone is not it.
    for body in [r#"{"User": "Ann"}"#, r#"{"User": {"Links": 1}, "_links": {"user": {"href": "/u"}}}"#] {
        assert!(get.read(response(200, JSON, body)).is_ok(), "{body}");
    }
    assert!(matches!(get.read(response(200, "text/html", legacy)).unwrap_err().cause(), Cause::NotUcwa));
}

#[test]
fn scenario_a_reply_keeps_what_came() {
    let body = " {\"audioPreference\": \"VoipAudio\", \"audioPreference\": \"PhoneAudio\"}\r\n";
    let mut answer = response(200, JSON, body);
    answer.headers_mut().insert("X-MS-Correlation-Id", HeaderValue::from_static("7"));
    answer.headers_mut().append("Warning", HeaderValue::from_static("120 fe1 \"Old\""));
    let reply = get().read(answer).unwrap();
    assert_eq!(reply.output.unwrap().audio_preference.as_deref(), Some("PhoneAudio"));
    assert_eq!(
        (reply.headers["X-MS-Correlation-Id"].to_str().unwrap(), &*reply.body),
        ("7", body.as_bytes())
    );
    assert_eq!(Warning::from_headers(&reply.headers)[0].text, "Old");
    let photo = Link::<Photo>::new("/p").get().read(response(200, "image/jpeg", [0xff, 0xd8])).unwrap();
    assert_eq!(photo.output.unwrap().bytes(), photo.body);
    // Nothing is in these, and that is kept as well.
    let reply = Link::<Renegotiations>::new("/r").delete().read(response(204, "", "")).unwrap();
    assert_eq!((reply.headers.len(), reply.body.len()), (0, 0));
    fn assert_send<T: Send + Sync>(_: &T) {}
    assert_send(&reply);
}

#[test]
fn scenario_a_failure_says_what_to_do() {
    let failure = |status: u16, field: (&'static str, &'static str), body: &'static str| {
        let mut answer = response(status, JSON, body);
        answer.headers_mut().append(field.0, HeaderValue::from_static(field.1));
        get().read(answer).unwrap_err()
    };
    let none = ("X-Other", "");
    for (failure, expected) in [
        (failure(401, none, ""), Some(Advice::RenewToken)),
        (
            failure(500, ("X-Ms-diagnostics", "28032;reason=\"The ticket is not valid.\""), ""),
            Some(Advice::RenewToken),
        ),
        (failure(403, ("X-Ms-diagnostics", "28070"), ""), Some(Advice::GiveUp)),
        // The number decides, and one that is not known does not.
        (failure(401, ("X-Ms-diagnostics", "28000"), ""), Some(Advice::GiveUp)),
        (failure(401, ("X-Ms-diagnostics", "99;reason=x"), ""), Some(Advice::RenewToken)),
        (failure(500, ("X-Ms-diagnostics", "99, 28033"), ""), Some(Advice::RenewToken)),
        (failure(403, ("WWW-Authenticate", "Bearer"), ""), Some(Advice::RenewToken)),
        (failure(403, none, r#"{"code": "Forbidden"}"#), None),
        (
            failure(404, none, r#"{"code": "NotFound", "subcode": "ApplicationNotFound"}"#),
            Some(Advice::CreateApplication),
        ),
        (failure(410, none, r#"{"code": "Gone", "subcode": "CannotRedirect"}"#), Some(Advice::Discover)),
        (failure(412, none, ""), Some(Advice::Refetch)),
        (failure(503, ("Retry-After", "3"), ""), Some(Advice::Retry)),
        (failure(404, none, ""), None),
        // What was asked for was done.
        (failure(200, none, "{"), Some(Advice::Retry)),
        (failure(200, none, ""), None),
    ] {
        assert_eq!(failure.advice(), expected, "{failure}");
    }
    let busy = failure(503, ("Retry-After", "3"), "");
    assert_eq!(busy.retry_after(), Some(RetryAfter::Delay(Duration::from_secs(3))));
    let denied = failure(403, ("Warning", "120 fe1 \"InvalidToken\""), "");
    assert_eq!(denied.warnings()[0].text, "InvalidToken");
    let denied = failure(403, ("X-Ms-diagnostics", "28070;source=\"fe1\";reason=\"No.\""), "");
    assert_eq!(denied.diagnostics()[0].source(), Some("fe1"));
    assert_eq!(denied.to_string(), "403 Forbidden: no body (28070: No.)");
}

#[test]
fn scenario_the_event_channel_over_http() {
    let mut channel = EventChannel::new(&Link::<Events>::new("/e?ack=1"));
    let mut outcome = |answer: Option<Response<Vec<u8>>>| {
        let request = channel.next_request().unwrap();
        let call = request.call::<Events>();
        let sent = call.request(&base(), WireFormat::Json).unwrap();
        let answer = answer.map_or(PollAnswer::Lost, |answer| call.read(answer).into());
        let is_silent = matches!(answer, PollAnswer::Lost | PollAnswer::Nothing);
        let outcome = channel.handle(request.ticket, answer);
        assert_eq!(outcome.failure.is_some(), outcome.next_step != NextStep::Continue && !is_silent);
        if let NextStep::Refused | NextStep::RenewToken { .. } = outcome.next_step {
            // All of it is there, to see what is to be mended.
            assert_eq!(
                outcome.failure.map(|failure| failure.into_response().into_body()).as_deref(),
                Some(&b"x"[..])
            );
        }
        (sent.uri().path_and_query().unwrap().as_str().to_owned(), outcome.next_step)
    };
    let next = |ack: u32| {
        let body = json!({"_links": {"next": {"href": format!("/e?ack={ack}")}}});
        Some(response(200, JSON, body.to_string()))
    };
    assert_eq!(outcome(next(2)), ("/e?ack=1".into(), NextStep::Continue));
    assert_eq!(outcome(None), ("/e?ack=2".into(), NextStep::Retry { attempt: 0 }));
    assert_eq!(
        outcome(Some(response(500, "text/html", "<h1>Oh</h1>"))),
        ("/e?ack=2".into(), NextStep::Retry { attempt: 1 })
    );
    assert_eq!(
        outcome(Some(response(200, JSON, r#"{"_links": {"#))),
        ("/e?ack=2".into(), NextStep::Retry { attempt: 2 })
    );
    assert_eq!(outcome(Some(response(204, "", ""))), ("/e?ack=2".into(), NextStep::Retry { attempt: 3 }));
    assert_eq!(
        outcome(Some(response(401, "text/html", "x"))),
        ("/e?ack=2".into(), NextStep::RenewToken { attempt: 0 })
    );
    assert_eq!(outcome(Some(response(403, "text/html", "x"))), ("/e?ack=2".into(), NextStep::Refused));
    let mut ticket = response(500, "text/html", "x");
    let diagnostics =
        HeaderValue::from_static("28032;source=\"fe.example.com\";reason=\"The web ticket is invalid.\"");
    ticket.headers_mut().insert("X-Ms-diagnostics", diagnostics);
    assert_eq!(outcome(Some(ticket)), ("/e?ack=2".into(), NextStep::RenewToken { attempt: 1 }));
    let replaced = json!({"code": "Conflict", "subcode": "PGetReplaced"}).to_string();
    assert_eq!(outcome(Some(response(409, JSON, replaced))), ("/e?ack=2".into(), NextStep::Replaced));
    assert_eq!(outcome(next(3)), ("/e?ack=2".into(), NextStep::Continue));
    let gone = json!({"code": "NotFound", "subcode": "ApplicationNotFound"}).to_string();
    assert_eq!(outcome(Some(response(404, JSON, gone))), ("/e?ack=3".into(), NextStep::CreateApplication));
}

#[test]
fn scenario_a_busy_server_says_when_to_come_back() {
    let now = "Mon, 30 Nov 2026 10:00:00 GMT";
    for (after, date, expected) in [
        (None, None, 1),
        (Some("60"), None, 60),
        (Some("0"), None, 1),
        (Some("Mon, 30 Nov 2026 10:02:00 GMT"), Some(now), 120),
        (Some("Mon, 30 Nov 2026 09:00:00 GMT"), Some(now), 1),
        // By whose clock is not known.
        (Some("Mon, 30 Nov 2026 10:02:00 GMT"), None, 1),
        (Some("soon"), Some(now), 1),
    ] {
        let mut busy = response(429, "text/html", "x");
        for (name, value) in [(RETRY_AFTER, after), (DATE, date)] {
            busy.headers_mut().extend(value.map(|value| (name, HeaderValue::from_static(value))));
        }
        let mut channel = EventChannel::new(&Link::<Events>::new("/e?ack=1"));
        let request = channel.next_request().unwrap();
        let outcome = channel.handle(request.ticket, request.call::<Events>().read(busy).into());
        let delay = outcome.delay(&Backoff::default(), u64::MAX);
        assert_eq!(delay, Some(Duration::from_secs(expected)), "{after:?}");
    }
}

#[test]
fn scenario_the_application_is_gone_over_http() {
    let moved = json!({"code": "Gone", "subcode": "CannotRedirect"}).to_string();
    for (response, expected) in [
        (response(404, "", ""), NextStep::CreateApplication),
        (response(404, "text/html", "<h1>Oh</h1>"), NextStep::CreateApplication),
        (response(404, JSON, "{}"), NextStep::CreateApplication),
        (response(410, "", ""), NextStep::CreateApplication),
        (response(410, JSON, moved), NextStep::Discover),
    ] {
        let mut channel = EventChannel::new(&Link::<Events>::new("/e?ack=1"));
        let request = channel.next_request().unwrap();
        let outcome = channel.handle(request.ticket, request.call::<Events>().read(response).into());
        assert_eq!(outcome.next_step, expected, "{:?}", outcome.failure);
    }
}

#[test]
fn scenario_a_document_that_cannot_be_decoded_is_skipped() {
    let limits = Limits::default().with_depth(8);
    let deep = format!(
        r#"{{"sender":{}1{},"_links":{{"next":{{"href":"/e?ack=2"}}}}}}"#,
        "[".repeat(9),
        "]".repeat(9)
    );
    let body = r#"{"_links":{"next":{"href":"/e?ack=2"}},"sender":[}"#;
    for body in [deep.as_str(), body] {
        let mut channel = EventChannel::new(&Link::<Events>::new("/e?ack=1"));
        let request = channel.next_request().unwrap();
        let call = request.call::<Events>();
        let outcome =
            channel.handle(request.ticket, call.read_within(response(200, JSON, body), limits).into());
        assert_eq!((outcome.next_step, outcome.state_loss), (NextStep::Continue, Some(StateLoss::Missed)));
        // The caller has the bytes.
        assert_eq!(outcome.skipped.map(|answer| answer.body().to_vec()).as_deref(), Some(body.as_bytes()));
        assert_eq!(channel.next_request().unwrap().href, "/e?ack=2");
    }
}

#[cfg(feature = "xml")]
#[test]
fn xml_is_read_by_its_media_type() {
    let xml = "application/vnd.microsoft.com.ucwa+xml";
    let body = r#"<resource rel="communication" href="/c" xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa">
        <property name="audioPreference">VoipAudio</property></resource>"#;
    let reply = get().read(response(200, xml, body)).unwrap();
    assert_eq!(reply.output.unwrap().audio_preference.as_deref(), Some("VoipAudio"));
    let body = "<reason><code>Conflict</code><subcode>AlreadyExists</subcode><debugInfo/></reason>";
    assert_eq!(fails(409, "application/xml", body).subcode(), Some("AlreadyExists"));
    for cut in 1..body.len() {
        let failure = fails(409, xml, &body[..cut]);
        let is_cut = matches!(failure.cause(), Cause::Truncated(_));
        // In the very first tag it cannot be told from text.
        assert!(is_cut || cut <= "<reason>".len(), "{failure:?}");
    }
    assert!(matches!(fails(500, xml, "<html><p>x</p></html>").cause(), Cause::Undecodable(_)));
}
