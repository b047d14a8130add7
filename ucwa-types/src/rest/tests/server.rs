use http::Request;
use serde_json::json;

use super::mirror::{Search2, StartMessaging};
use super::{JSON, base};
use crate::Link;
use crate::operation::{Get, Post};
use crate::rest::server::{self, ReceiveError};
use crate::rest::{Challenge, DecodeError, EncodeError, WireFormat};

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
