use http::Request;
use serde_json::json;

use super::mirror::{Search2, StartMessaging};
use super::{JSON, base};
use crate::operation::{Get, Operation, Post, Rule, Violation};
use crate::rest::server::{self, ReceiveError};
use crate::rest::{Challenge, DecodeError, EncodeError, WireFormat};
use crate::{Input, Link, Resource, Unknown};

#[test]
fn scenario_a_request_in_any_case_is_read_kept_and_written_in_the_documented_spelling() {
    let sent = " {\"To\": \"sip:ann@example.com\", \"OPERATIONID\": \"op-1\", \"Other\": 1.50}";
    let request = Request::post("/m").header("Content-Type", JSON).body(sent.as_bytes().to_vec()).unwrap();
    let received = server::read::<StartMessaging, Post>(&request).unwrap();
    assert_eq!(
        (received.input.to.as_deref(), received.input.operation_id.as_deref()),
        (Some("sip:ann@example.com"), Some("op-1"))
    );
    // For whom it is sent on to, it is what it was.
    assert_eq!((received.body.media_type(), received.body.bytes()), (JSON, sent.as_bytes()));
    let call = Link::<StartMessaging>::new("/m").post(received.input);
    let request = call.request(&base(), WireFormat::Json).unwrap();
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(request.body()).unwrap(),
        json!({"to": "sip:ann@example.com", "operationId": "op-1", "Other": 1.5})
    );
}

#[test]
fn scenario_parameters_of_a_query_are_matched_in_any_case() {
    let request = Request::get("/search?Query=ann&LIMIT=3&new=1").body(Vec::new()).unwrap();
    let received = server::read::<Search2, Get>(&request).unwrap();
    assert_eq!((received.query.query.as_deref(), received.query.limit), (Some("ann"), Some(3)));
    assert_eq!(received.query.unknown.get("new"), Some(&"1".into()));
    assert_eq!((received.body.media_type(), received.body.bytes().len()), ("", 0));
}

#[test]
fn a_server_challenges_a_client_without_a_token() {
    let response = server::unauthorized("MsRtcOAuth href=\"/token\", grant_type=\"password\"").unwrap();
    assert_eq!(response.status(), 401);
    let [challenge] = &Challenge::from_headers(response.headers())[..] else { panic!("{response:?}") };
    assert!(challenge.token_service().is_some_and(|service| service.href == "/token"));
    assert!(matches!(server::unauthorized("\n"), Err(EncodeError::Header(_))));
}

#[test]
fn the_body_of_a_request_that_is_no_operation_is_read() {
    let request = |media_type: &str| {
        let body = b"{\"TO\": \"sip:ann@example.com\"}".to_vec();
        Request::post("/callback").header("Content-Type", media_type).body(body).unwrap()
    };
    let nested = "application/json; type=\"application/vnd.microsoft.com.ucwa+json\"; charset=utf-8";
    let input: super::mirror::StartMessagingInput = server::read_body(&request(nested)).unwrap();
    assert_eq!(input.to.as_deref(), Some("sip:ann@example.com"));
    let refusal =
        server::read_body::<super::mirror::StartMessagingInput>(&request("text/plain")).unwrap_err();
    assert!(matches!(refusal, ReceiveError::Decode(DecodeError::MediaType)));
}

/// A page that lists one name in the query and in the body.
#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "presenceSubscription")]
struct PresenceSubscription {
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Input)]
struct DurationQuery {
    duration: Option<i64>,
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Input)]
struct DurationInput {
    duration: Option<i64>,
    uris: Option<Vec<String>>,
    #[ucwa(unknown)]
    unknown: Unknown,
}

impl Operation<Post> for PresenceSubscription {
    type Query = DurationQuery;
    type Input = DurationInput;
    type Output = ();
    type Error = ();
    const QUERY: &'static [Rule] = &[Rule::new("duration").required().minimum(10)];
    const INPUT: &'static [Rule] = &[Rule::new("duration").required().minimum(10)];
}

#[test]
fn a_name_that_is_in_the_query_and_in_the_body_is_read_from_either() {
    for (query, media_type, body, expected) in [
        ("?duration=20", JSON, r#"{"duration": 30}"#, Ok((20, 30))),
        ("", JSON, r#"{"duration": 30, "uris": ["a"]}"#, Ok((30, 30))),
        ("", JSON, r#"{"Duration": 30}"#, Ok((30, 30))),
        ("?duration=20", JSON, "{}", Ok((20, 20))),
        ("?DURATION=20", JSON, "", Ok((20, 20))),
        ("?duration=20", "", "", Ok((20, 20))),
        ("", JSON, "{}", Err("the input breaks a rule")),
        ("", JSON, r#"{"duration": 9}"#, Err("the input breaks a rule")),
        ("", "", "", Err("the input breaks a rule")),
        ("?duration=9", JSON, "{}", Err("the query breaks a rule")),
        ("?duration=20", JSON, r#"{"duration": 9}"#, Err("the input breaks a rule")),
        ("?duration=soon", JSON, "{}", Err("the query breaks a rule")),
        ("?other=1", JSON, "", Err("the input breaks a rule")),
        ("?duration=20", JSON, "{", Err("the input cannot be decoded")),
    ] {
        let request = Request::post(format!("/s{query}")).header("Content-Type", media_type);
        let request = request.body(body.as_bytes().to_vec()).unwrap();
        let received = server::read::<PresenceSubscription, Post>(&request);
        let received = received.map(|it| (it.query.duration.unwrap(), it.input.duration.unwrap()));
        let received = received.map_err(|error| error.to_string());
        assert_eq!(received, expected.map_err(str::to_owned), "{query} {body}");
    }
    // What the query alone documents stays there, and so does what the body alone documents.
    let request = Request::post("/s?duration=10&x=1").header("Content-Type", JSON);
    let request = request.body(br#"{"uris": ["a", "b"], "y": 2}"#.to_vec()).unwrap();
    let received = server::read::<PresenceSubscription, Post>(&request).unwrap();
    assert_eq!(received.query.unknown.properties().map(|(name, _)| name).collect::<Vec<_>>(), ["x"]);
    assert_eq!(received.input.unknown.properties().map(|(name, _)| name).collect::<Vec<_>>(), ["y"]);
    assert_eq!(received.input.uris.unwrap(), ["a", "b"]);
}

#[test]
fn a_value_of_another_type_is_an_error() {
    for (query, media_type, body, expected) in [
        ("", JSON, r#"{"duration": "long"}"#, Some("duration")),
        ("", JSON, r#"{"Duration": [30]}"#, Some("duration")),
        ("?duration=20", JSON, r#"{"uris": "sip:ann@example.com"}"#, Some("uris")),
        ("?duration=20", JSON, r#"{"uris": ["sip:ann@example.com", 7]}"#, Some("uris")),
        ("?duration=soon", JSON, r#"{"duration": 30}"#, Some("duration")),
        ("?duration=20&duration=30", JSON, "{}", Some("duration")),
        // `null` is no value, and there is no type for what no page documents.
        ("", JSON, r#"{"duration": 30, "uris": null, "other": {}}"#, None),
        // Of two spellings, the documented one counts.
        ("", JSON, r#"{"duration": 30, "uris": ["a"], "URIS": 7}"#, None),
        #[cfg(feature = "xml")]
        (
            "",
            "application/xml",
            r#"<input><property name="Duration">long</property></input>"#,
            Some("duration"),
        ),
        #[cfg(feature = "xml")]
        ("", "application/xml", r#"<input><property name="Duration">30</property></input>"#, None),
    ] {
        let request = Request::post(format!("/s{query}")).header("Content-Type", media_type);
        let request = request.body(body.as_bytes().to_vec()).unwrap();
        let seen = match server::read::<PresenceSubscription, Post>(&request) {
            Err(
                ReceiveError::Query(Violation::Type { name }) | ReceiveError::Input(Violation::Type { name }),
            ) => Some(name),
            other => {
                assert!(other.is_ok(), "{query} {body}: {other:?}");
                None
            }
        };
        assert_eq!(seen, expected, "{query} {body}");
    }
}
