//! A session with the generated types and without a network: what a client says and a server answers, in order.

// Helpers outside of the test functions fail as those do.
#![allow(clippy::panic, clippy::unwrap_used)]

use http::{Request, Response};
use serde_json::{Value, json};
use ucwa_types::api::{
    AnyEvent, AnyResource, Application, ApplicationsInput, Communication, ErrorKind, ErrorSubcode, Events,
    MakeMeAvailableInput, MessageFormat, Messaging, ModalityType, MyOnlineMeeting, Root, Search, Search2,
    Search2Query, SearchQuery, SendMessage, SendMessageQuery, StartMessaging, StartMessagingInput,
    TypingParticipants,
};
use ucwa_types::batch::{Batch, requests};
use ucwa_types::channel::{Aggregation, EventChannel, NextStep, Operations, PollAnswer, StateLoss};
use ucwa_types::operation::{Get, Post, RawBody, Violation};
use ucwa_types::rest::{BaseUrl, Cause, RequestError, ResponseError, WireFormat, server};
use ucwa_types::{ErrorBody, Link, Resource, json_body};

const POOL: &str = "https://pool.example.com";

fn pool() -> BaseUrl {
    POOL.parse().unwrap()
}

fn answer(status: u16, body: &Value) -> Response<Vec<u8>> {
    let builder =
        Response::builder().status(status).header("Content-Type", "application/json; charset=utf-8");
    builder.body(body.to_string().into_bytes()).unwrap()
}

fn created(location: &str) -> Response<Vec<u8>> {
    Response::builder().status(201).header("Location", location).body(Vec::new()).unwrap()
}

/// Method, URI and body of a request.
fn said(request: &Request<Vec<u8>>) -> (String, Value) {
    let body = serde_json::from_slice(request.body()).unwrap_or(Value::Null);
    (format!("{} {}", request.method(), request.uri()), body)
}

fn application() -> Application {
    let body = json!({
        "rel": "application",
        "_links": {
            "self": {"href": "/a/7"},
            "events": {"href": "/a/7/events?ack=1"},
            "batch": {"href": "/a/7/batch"},
        },
        "_embedded": {
            "me": {
                "rel": "me",
                "name": "Ann",
                "_links": {
                    "self": {"href": "/a/7/me"},
                    "makeMeAvailable": {"href": "/a/7/me/makeMeAvailable"},
                },
            },
            "communication": {
                "rel": "communication",
                "etag": "17",
                "3fb21a5f-cfc7-47a3-a4c8-8b1df5f9f3c7": "please pass this in a PUT request",
                "_links": {
                    "self": {"href": "/a/7/communication"},
                    "startMessaging": {"href": "/a/7/messagingInvitations", "revision": "2"},
                },
            },
            "people": {"rel": "people", "_links": {"search": {"href": "/a/7/search?x=1", "revision": "2"}}},
        },
    });
    serde_json::from_value(body).unwrap()
}

#[test]
fn scenario_discovery_follows_a_redirect_gets_a_challenge_and_creates_the_application() {
    let base: BaseUrl = "https://discover.example.com".parse().unwrap();
    let root = Link::<Root>::new("/").get();
    assert_eq!(said(&root.request(&base, WireFormat::Json).unwrap()).0, "GET https://discover.example.com/");
    let body = json!({"_links": {"redirect": {"href": format!("{POOL}/root")}}});
    let redirect = root.read(answer(200, &body)).unwrap().output.unwrap().links.redirect.unwrap();

    let base = base.follow(redirect.href()).unwrap();
    let redirect = redirect.get();
    assert_eq!(said(&redirect.request(&base, WireFormat::Json).unwrap()).0, format!("GET {POOL}/root"));
    let body = json!({"rel": "redirect", "_links": {"user": {"href": "/user"}}});
    let user = redirect.read(answer(200, &body)).unwrap().output.unwrap().links.user.unwrap().get();

    let request = user.request(&base, WireFormat::Json).unwrap();
    assert_eq!(said(&request).0, format!("GET {POOL}/user"));
    assert!(base.same_origin(request.uri()));
    let challenge = Response::builder()
        .status(401)
        .header("Content-Type", "text/html")
        .header("WWW-Authenticate", "Bearer client_id=\"1\", Negotiate")
        .header("WWW-Authenticate", format!("MsRtcOAuth href=\"{POOL}/token\",grant_type=\"password\""))
        .body("<h1>401</h1>")
        .unwrap();
    let failure = user.read(challenge).unwrap_err();
    assert_eq!(failure.token_service().unwrap().href, format!("{POOL}/token"));

    // As live servers answer: without a rel.
    let body = json!({"_links": {"applications": {"href": "/a", "revision": "2"}}});
    let user = user.read(answer(200, &body)).unwrap().output.unwrap();
    let applications = user.links.applications.unwrap();
    let input = ApplicationsInput::new("en-US", "endpoint-1", "example");
    let create = applications.post(input);
    let (line, body) = said(&create.request(&base, WireFormat::Json).unwrap());
    assert_eq!(line, format!("POST {POOL}/a"));
    assert_eq!(body, json!({"culture": "en-US", "endpointId": "endpoint-1", "userAgent": "example"}));
    let mut reply = answer(201, &serde_json::to_value(application()).unwrap());
    reply.headers_mut().insert("Location", "/a/7".parse().unwrap());
    let reply = create.read(reply).unwrap();
    assert_eq!(reply.location.unwrap().href(), "/a/7");
    assert_eq!(reply.output, Some(application()));

    let refusal = applications
        .post(ApplicationsInput::new("en-US", "x".repeat(101), "example"))
        .request(&base, WireFormat::Json)
        .unwrap_err();
    assert!(
        matches!(refusal, RequestError::Input(Violation::TooLong { name: "endpointId", .. })),
        "{refusal}"
    );
}

#[test]
fn scenario_make_me_available_is_answered_with_204_and_delete_too() {
    let application = application();
    let me = application.embedded.me.unwrap();
    let input = MakeMeAvailableInput::default()
        .with_supported_modalities([ModalityType::Messaging])
        .with_supported_message_formats([MessageFormat::Plain]);
    let call = me.links.make_me_available.unwrap().post(input);
    let (line, body) = said(&call.request(&pool(), WireFormat::Json).unwrap());
    assert_eq!(line, format!("POST {POOL}/a/7/me/makeMeAvailable"));
    assert_eq!(body, json!({"supportedModalities": ["Messaging"], "supportedMessageFormats": ["Plain"]}));
    assert_eq!(call.read(Response::builder().status(204).body("").unwrap()).unwrap().output, None);
    let call = application.links.self_.unwrap().delete();
    assert_eq!(said(&call.request(&pool(), WireFormat::Json).unwrap()).0, format!("DELETE {POOL}/a/7"));
    assert_eq!(call.read(Response::builder().status(204).body("").unwrap()).unwrap().status, 204);
}

#[test]
fn scenario_a_put_sends_back_the_guid_property_and_412_and_428_are_told() {
    let communication = *application().embedded.communication.unwrap();
    let link = communication.links.self_.clone().unwrap();
    let call = link.put(communication.clone());
    let request = call.request(&pool(), WireFormat::Json).unwrap();
    assert_eq!(request.headers()["If-Match"], "\"17\"");
    assert_eq!(said(&request).1, serde_json::to_value(&communication).unwrap());
    let guid = "3fb21a5f-cfc7-47a3-a4c8-8b1df5f9f3c7";
    assert_eq!(said(&request).1[guid], "please pass this in a PUT request");
    for (status, code) in [(412, "PreconditionFailed"), (428, "PreconditionRequired")] {
        let failure = call.read(answer(status, &json!({"code": code}))).unwrap_err();
        assert_eq!((failure.status().as_u16(), failure.code()), (status, Some(code)));
    }
    // One without an etag is not held back: the server says what is missing.
    let request = link.put(Communication::default()).request(&pool(), WireFormat::Json).unwrap();
    assert!(request.headers().get("If-Match").is_none());
    let meeting = Link::<MyOnlineMeeting>::new("/m").put(MyOnlineMeeting::default());
    assert_eq!(meeting.request(&pool(), WireFormat::Json).unwrap().method(), http::Method::PUT);
}

#[test]
fn scenario_a_type_of_revision_2_asks_for_it() {
    let people = application().embedded.people.unwrap();
    let search: Link<Search2> = people.links.search.unwrap().revised().unwrap();
    let call = search.get().query(Search2Query::default().with_query("ann b"));
    let request = call.request(&pool(), WireFormat::Json).unwrap();
    assert_eq!(said(&request).0, format!("GET {POOL}/a/7/search?x=1&query=ann%20b"));
    assert_eq!(request.headers()["X-MS-RequiresMinResourceVersion"], "2");
    let body = json!({"code": "NotFound", "subcode": "APIVersionNotSupported"});
    let failure = call.read(answer(404, &body)).unwrap_err();
    assert_eq!(failure.subcode(), Some("APIVersionNotSupported"));
}

#[test]
fn scenario_documented_errors_are_told_from_others() {
    let start = Link::<StartMessaging>::new("/m").post(StartMessagingInput::new("sip:b@example.com"));
    let failure = |status: u16, body: Value| start.read(answer(status, &body)).unwrap_err();
    let is_documented = ResponseError::is_documented::<StartMessaging, Post>;
    let error = failure(500, json!({"code": "ServiceFailure", "subcode": "CallbackChannelError"}));
    assert_eq!(error.kind(), Some(&ErrorKind::ServiceFailureCallbackChannelError));
    assert!(is_documented(&error));
    assert_eq!(error.subcode_as::<ErrorSubcode>(), Some("CallbackChannelError".into()));
    // Any resource can answer with this one.
    let error = failure(410, json!({"code": "Gone", "subcode": "CannotRedirect"}));
    assert_eq!(error.kind(), Some(&ErrorKind::GoneCannotRedirect));
    assert!(is_documented(&error));
    let error = failure(500, json!({"code": "ServiceFailure", "subcode": "New"}));
    assert!(matches!(error.kind(), Some(ErrorKind::Other { .. })) && !is_documented(&error));
    assert_eq!(error.subcode(), Some("New"));
}

#[test]
fn scenario_a_conversation_is_started_and_followed_on_the_event_channel() {
    let application = application();
    let mut channel = EventChannel::new(application.links.events.as_ref().unwrap())
        .with_aggregation(Aggregation::new().with_timeout(300).unwrap());
    let mut operations = Operations::<AnyResource>::new();

    // A message is sent …
    let start = application.embedded.communication.unwrap().links.start_messaging.unwrap();
    let call = start.post(StartMessagingInput::new("sip:bob@example.com").with_operation_id("op-1"));
    assert_eq!(
        said(&call.request(&pool(), WireFormat::Json).unwrap()).1,
        json!({"operationId": "op-1", "to": "sip:bob@example.com"})
    );
    operations.start("op-1");

    // … and the event channel knows of it before the answer comes.
    let request = channel.next_request().unwrap();
    let call_events = request.call::<Events>();
    let sent = call_events.request(&pool(), WireFormat::Json).unwrap();
    assert_eq!(said(&sent).0, format!("GET {POOL}/a/7/events?ack=1&timeout=300"));
    let document = json!({
        "_links": {"self": {"href": "/a/7/events?ack=1"}, "next": {"href": "/a/7/events?ack=2"}},
        "sender": [{
            "rel": "communication",
            "href": "/a/7/communication",
            "events": [{
                "type": "started",
                "link": {"rel": "messagingInvitation", "href": "/a/7/i/1"},
                "_embedded": {"messagingInvitation": {
                    "rel": "messagingInvitation", "operationId": "op-1", "state": "Connecting",
                }},
            }],
        }, {
            "rel": "conversation",
            "href": "/a/7/c/1",
            "events": [{
                "type": "added",
                "link": {"rel": "participant", "href": "/a/7/c/1/p/bob"},
                "in": {"rel": "typingParticipants", "href": "/a/7/c/1/typing"},
            }, {
                "type": "completed",
                "status": "Failure",
                "reason": {"code": "Conflict", "subcode": "Declined"},
                "link": {"rel": "messagingInvitation", "href": "/a/7/i/1"},
            }],
        }],
    });
    let outcome = channel.handle(request.ticket, call_events.read(answer(200, &document)).into());
    assert_eq!(outcome.next_step, NextStep::Continue);
    let mut seen = Vec::new();
    for (sender, event) in outcome.events() {
        let id = operations.observe(event);
        match AnyEvent::from((sender, event)) {
            AnyEvent::ParticipantAdded(event) if event.is_in::<TypingParticipants>() => {
                // Whoever it is was not sent along, and yet there is something to fetch.
                assert_eq!(event.resource(), None);
                let fetch = event.target().unwrap().get().request(&pool(), WireFormat::Json).unwrap();
                assert_eq!(said(&fetch).0, format!("GET {POOL}/a/7/c/1/p/bob"));
                seen.push("typing");
            }
            AnyEvent::MessagingInvitationStarted(event) => {
                assert_eq!(event.resource().unwrap().operation_id.as_deref(), Some("op-1"));
                let sender = event.sender().rel.as_deref();
                assert_eq!((id.as_deref(), sender), (Some("op-1"), Some("communication")));
                seen.push("started");
            }
            AnyEvent::MessagingInvitationCompleted(event) if event.is_failure() => {
                assert_eq!(operations.iter().count(), 0);
                assert_eq!(event.reason().unwrap().subcode.as_deref(), Some("Declined"));
                seen.push("declined");
            }
            event => panic!("{event:?}"),
        }
    }
    assert_eq!(seen, ["started", "typing", "declined"]);
    let reply = call.read(created("/a/7/i/1")).unwrap();
    assert!(operations.locate("op-1", reply.location.unwrap().href()).is_empty());

    // The client was away.
    let request = channel.next_request().unwrap();
    let resume = json!({"_links": {"resume": {"href": "/a/7/events?ack=3"}}});
    let outcome = channel.handle(request.ticket, request.call::<Events>().read(answer(200, &resume)).into());
    assert_eq!(outcome.state_loss, Some(StateLoss::Reset));
    let request = channel.next_request().unwrap();
    assert_eq!(request.href, "/a/7/events?ack=3&timeout=300");
    assert_eq!(
        channel.handle(request.ticket, PollAnswer::<_, ResponseError<ErrorKind>>::Lost).next_step,
        NextStep::Retry { attempt: 0 }
    );
}

#[test]
fn scenario_a_message_is_sent_as_plain_text_with_its_operation_id_in_the_query() {
    let messaging: Messaging = serde_json::from_value(json!({
        "rel": "messaging",
        "_links": {"sendMessage": {"href": "/a/7/c/1/messages?key=1"}},
    }))
    .unwrap();
    let call = messaging
        .links
        .send_message
        .unwrap()
        .post_with(SendMessageQuery::new("op-2"), RawBody::new("text/plain; charset=utf-8", "grüß dich"));
    let request = call.request(&pool(), WireFormat::Json).unwrap();
    assert_eq!(said(&request).0, format!("POST {POOL}/a/7/c/1/messages?key=1&operationId=op-2"));
    assert_eq!(request.headers()["Content-Type"], "text/plain; charset=utf-8");
    assert_eq!(request.body(), "grüß dich".as_bytes());
    let reply = call.read(created("/a/7/c/1/messages/1")).unwrap();
    assert_eq!(reply.location.unwrap().href(), "/a/7/c/1/messages/1");
}

#[test]
fn scenario_a_batch_of_typed_operations_is_answered_in_any_order() {
    let application = application();
    let me = application.embedded.me.unwrap();
    let mut batch = Batch::new(pool(), WireFormat::Json);
    let mine = batch.add(&me.links.self_.unwrap().get()).unwrap();
    let policies = batch.add(&Link::<ucwa_types::api::Policies>::new("/a/7/policies").get()).unwrap();
    let events = application.links.events.unwrap();
    assert!(matches!(batch.add(&events.get()), Err(RequestError::Batch)));
    let request = batch.request(application.links.batch.as_ref().unwrap()).unwrap();
    assert_eq!(request.uri(), "https://pool.example.com/a/7/batch");
    let seen = requests(request.headers()["Content-Type"].to_str().unwrap(), request.body()).unwrap();
    assert_eq!(seen.count(), 2);

    let part = |status: &str, body: Value| {
        format!(
            "--x\r\nContent-Type: application/http; msgtype=response\r\n\r\nHTTP/1.1 {status}\r\n\
             Content-Type: application/json; charset=utf-8\r\n\r\n\u{feff}{body}\r\n"
        )
    };
    let body = part("404 Not Found", json!({"code": "NotFound"}))
        + &part("200 OK", json!({"rel": "me", "name": "Ann", "_links": {"self": {"href": "/a/7/me"}}}))
        + "--x--\r\n";
    let response =
        Response::builder().header("Content-Type", "multipart/batching; boundary=\"x\"").body(body);
    let mut answers = batch.read(response.unwrap()).unwrap();
    assert_eq!(answers.take(&mine).unwrap().output.unwrap().name.as_deref(), Some("Ann"));
    let error = answers.take(&policies).unwrap_err();
    assert_eq!(error.to_string(), "404 Not Found: NotFound");
}

#[test]
fn every_failure_keeps_what_came() {
    let get = Link::<Application>::new("/a/7").get();
    let html =
        Response::builder().status(500).header("Content-Type", "text/html").body("<h1>500</h1>").unwrap();
    let failure = get.read(html).unwrap_err();
    assert!(matches!(failure.cause(), Cause::NotUcwa));
    assert_eq!(failure.body(), b"<h1>500</h1>");
    assert_eq!(Application::REL, "application");
}

#[test]
fn scenario_a_server_reads_what_a_client_sends() {
    let send = Link::<SendMessage>::new("/messages?key=1");
    let call = send.post_with(SendMessageQuery::new("op 1"), RawBody::new("text/plain", "Hi"));
    let request = call.request(&pool(), WireFormat::Json).unwrap();
    let received = server::read::<SendMessage, Post>(&request).unwrap();
    assert_eq!(received.query.operation_id.as_deref(), Some("op 1"));
    // The server's own parameter is kept.
    assert_eq!(received.query.unknown.get("key"), Some(&ucwa_types::RawJson::from("1")));
    assert_eq!((received.input.media_type(), received.input.bytes()), ("text/plain", b"Hi".as_slice()));
    let reply = call.read(server::created("/messages/1").unwrap()).unwrap();
    assert_eq!(reply.location.unwrap().href(), "/messages/1");

    // A parameter of a query is text on the wire, and a number to the program.
    let search = Link::<Search>::new("/search").get_with(SearchQuery::new("ann").with_limit(7));
    let request = search.request(&pool(), WireFormat::Xml).unwrap();
    let received = server::read::<Search, Get>(&request).unwrap();
    assert_eq!((received.query.query.as_deref(), received.query.limit), (Some("ann"), Some(7)));
    assert_eq!(received.format, WireFormat::Xml);
}

#[test]
fn scenario_a_server_refuses_what_a_client_would_not_send() {
    for (method, uri, content_type, body, status, subcode, message) in [
        ("GET", "/s", "application/json", "{}", 405, None, "the method is not POST"),
        (
            "POST",
            "/s",
            "application/json",
            "{}",
            400,
            Some("ParameterValidationFailure"),
            "the input breaks a rule: `to` is required",
        ),
        (
            "POST",
            "/s",
            "application/json",
            "{",
            400,
            Some("DeserializationFailure"),
            "the input cannot be decoded: cut short: EOF while parsing an object at line 1 column 1",
        ),
        (
            "POST",
            "/s",
            "text/html",
            "<p>",
            415,
            None,
            "the input cannot be decoded: not of a media type of UCWA",
        ),
    ] {
        let request = Request::builder().method(method).uri(uri).header("Content-Type", content_type);
        let request = request.body(body.as_bytes().to_vec()).unwrap();
        let error = server::read::<StartMessaging, Post>(&request).unwrap_err();
        let response = error.response(&request).unwrap();
        assert_eq!(response.status(), status);
        let error: ErrorBody = json_body::from_slice(response.body()).unwrap();
        assert_eq!((error.subcode.as_deref(), error.message.as_deref()), (subcode, Some(message)));
    }
    // What an input requires may be in the query.
    let request = Request::builder().method("POST").uri("/s?to=sip:bob%40example.com");
    let request = request.header("Content-Type", "application/json").body(b"{}".to_vec()).unwrap();
    let received = server::read::<StartMessaging, Post>(&request).unwrap();
    assert_eq!(received.query.to.as_deref(), Some("sip:bob@example.com"));
}
