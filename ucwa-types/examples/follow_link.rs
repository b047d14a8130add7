//! Follows a link: a request for any HTTP client, and what becomes of the answer.

use std::error::Error;

use http::{Request, Response};
use ucwa_types::Link;
use ucwa_types::api::{ErrorKind, SendMessage, SendMessageQuery};
use ucwa_types::operation::RawBody;
use ucwa_types::rest::{BaseUrl, WireFormat};

fn main() -> Result<(), Box<dyn Error>> {
    let pool: BaseUrl = "https://pool.example.com".parse()?;
    // Links are found in representations and events.
    let link = Link::<SendMessage>::new("/ucwa/v1/conversations/1/messages");

    // `SendMessage` documents a required parameter, and so the operation takes it.
    let call = link.post_with(SendMessageQuery::new("message-1"), RawBody::new("text/plain", "On my way."));
    let request = call.request(&pool, WireFormat::Json)?;
    assert_eq!(request.method(), "POST");
    assert_eq!(
        request.uri(),
        "https://pool.example.com/ucwa/v1/conversations/1/messages?operationId=message-1"
    );

    let created = Response::builder().status(201).header("Location", "/ucwa/v1/messages/7");
    let reply = call.read(created.body(Vec::new())?)?;
    assert_eq!(reply.location.as_ref().map(Link::href), Some("/ucwa/v1/messages/7"));

    // A failure keeps everything that came back.
    let Err(error) = call.read(send(request)?) else { return Err("it went well".into()) };
    assert_eq!(error.kind(), Some(&ErrorKind::ServiceFailureCallbackChannelError));
    assert_eq!(error.status(), 500);
    assert!(error.body().starts_with(b"{\"code\""));
    Ok(())
}

/// What is an HTTP client elsewhere.
fn send(_: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, http::Error> {
    let body = r#"{"code": "ServiceFailure", "subcode": "CallbackChannelError"}"#;
    let response = Response::builder().status(500).header("Content-Type", "application/json");
    response.body(body.into())
}

#[test]
fn it_runs() -> Result<(), Box<dyn Error>> {
    main()
}
