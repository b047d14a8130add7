//! Answers as a server, or a test double of one: with representations, events and errors.

use std::error::Error;

use http::{Request, Response, StatusCode};
use ucwa_types::api::{
    Contact, Event, EventDocument, Me, MeLinks, Sender, StartMessaging, StartMessagingInput,
};
use ucwa_types::event::EventType;
use ucwa_types::operation::Post;
use ucwa_types::rest::{BaseUrl, EncodeError, WireFormat, server};
use ucwa_types::{ErrorBody, Link};

fn answer(request: &Request<Vec<u8>>) -> Result<Response<Vec<u8>>, EncodeError> {
    let format = server::accepted_format(request);
    match (request.method().as_str(), request.uri().path()) {
        ("GET", "/me") => {
            let links = MeLinks::default().with_self("/me").with_note("/me/note");
            server::ok(&Me::default().with_name("Ann").with_links(links), format)
        }
        ("GET", "/events") => {
            let contact = Contact::default().with_name("Ben");
            let event = Event::new(EventType::Updated, &Link::<Contact>::new("/contacts/2"));
            let sender = Sender::new("people", "/people").with_event(event.with_resource(contact));
            server::ok(&EventDocument::default().with_next("/events?ack=2").with_sender(sender), format)
        }
        // The request is checked by the rules that clients keep.
        ("POST", "/messagingInvitations") => match server::read::<StartMessaging, Post>(request) {
            Ok(_) => server::created("/messagingInvitations/1"),
            Err(error) => error.response(request),
        },
        _ => server::error(StatusCode::NOT_FOUND, &ErrorBody::new("NotFound"), format),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let base: BaseUrl = "https://pool.example.com".parse()?;

    let get = Link::<Me>::new("/me").get();
    let me = get.read(answer(&get.request(&base, WireFormat::Json)?)?)?.output.ok_or("no body")?;
    assert_eq!(me.name.as_deref(), Some("Ann"));

    let start = Link::<StartMessaging>::new("/messagingInvitations");
    let start = start.post(StartMessagingInput::new("sip:ben@example.com").with_subject("Lunch"));
    let reply = start.read(answer(&start.request(&base, WireFormat::Json)?)?)?;
    assert_eq!(reply.location.as_ref().map(Link::href), Some("/messagingInvitations/1"));

    // Our own client does not send what breaks a rule. Another one may.
    let mut request = start.request(&base, WireFormat::Json)?;
    *request.body_mut() = b"{}".to_vec();
    let Err(error) = start.read(answer(&request)?) else { return Err("nobody was invited".into()) };
    assert_eq!((error.status().as_u16(), error.subcode()), (400, Some("ParameterValidationFailure")));
    Ok(())
}

#[test]
fn it_runs() -> Result<(), Box<dyn Error>> {
    main()
}
