//! Operations that the bot does not use, over a real socket.

use std::thread;
use std::time::Duration;

use ucwa_client::Credentials;
use ucwa_client::blocking::{self, Ureq};
use ucwa_client::session::{Settings, Step};
use ucwa_sim::Fault;
use ucwa_types::api::{
    Application, ApplicationsInput, Communication, ErrorKind, Events, MessagingInvitation, Photo,
    StartMessaging2, StartMessaging2Input,
};
use ucwa_types::channel::{Aggregation, Backoff, StateLoss};
use ucwa_types::operation::RawBody;
use ucwa_types::rest::{Cause, RequestError, ResponseError};
use ucwa_types::{Link, Model, Resource};

use crate::bot::{Error, available};
use crate::script::{Route, Script, Server};

/// A client with an application.
struct Session {
    server: Server,
    client: blocking::Client,
    application: Application,
}

impl Session {
    fn new(script: Script) -> Self {
        Self::with(script, |_| {})
    }

    fn with(script: Script, change: impl FnOnce(&mut Settings)) -> Self {
        let server = Server::start(script);
        let client = blocking::Client::builder(server.root().parse().unwrap())
            .credentials(Credentials::password(Server::USER, Server::PASSWORD))
            .settings(|settings| {
                settings.backoff = Backoff::new(Duration::from_millis(1), Duration::from_millis(2));
                change(settings);
            })
            .build_on(Ureq::default());
        let application = client.sign_in(ApplicationsInput::new("en-US", "op-1", "op/0.1")).unwrap();
        Self { server, client, application }
    }

    fn communication(&self) -> Communication {
        *self.application.embedded.communication.clone().unwrap()
    }

    fn is_tidy(&self) {
        let none: [String; 0] = [];
        assert_eq!(self.server.complaints(), none);
    }
}

fn failure(error: Error) -> ResponseError<ErrorKind> {
    match error {
        Error::Service(_, failure) => failure,
        error => panic!("{error:?}"),
    }
}

#[test]
fn scenario_a_put_sends_back_every_property_unknown_ones_included_with_if_match() {
    let session = Session::new(Script::new());
    let link = session.communication().links.self_.unwrap();
    let mut communication = session.client.get(&link).unwrap();
    let etag = communication.etag.clone().unwrap();
    communication.phone_number = Some("tel:+14255550100".to_owned());
    let reply = session.client.send(&link.put(communication)).unwrap();
    assert_eq!((reply.status.as_u16(), reply.output), (200, None));
    let put = session.server.requests_on(Route::PutCommunication).remove(0);
    assert_eq!(put.header("if-match"), Some(&*format!("\"{etag}\"")));
    // The property that has to be sent back has an undocumented name.
    let sent: Communication = ucwa_types::json_body::from_slice(put.request.body()).unwrap();
    assert_eq!(sent.guid_property().unwrap().1, "please pass this in a PUT request");
    let changed = session.client.get(&link).unwrap();
    assert_eq!(changed.phone_number.as_deref(), Some("tel:+14255550100"));
    session.is_tidy();
}

#[test]
fn scenario_a_missing_etag_is_428_and_a_stale_one_412() {
    let session = Session::new(Script::new());
    let link = session.communication().links.self_.unwrap();
    let mut communication = session.client.get(&link).unwrap();
    session.client.send(&link.put(communication.clone())).unwrap();
    // Again, with a representation that is now stale:
    let stale = failure(session.client.send(&link.put(communication.clone())).unwrap_err());
    assert_eq!((stale.status().as_u16(), stale.code()), (412, Some("PreconditionFailed")));
    communication.etag = None;
    let missing = failure(session.client.send(&link.put(communication)).unwrap_err());
    assert_eq!((missing.status().as_u16(), missing.code()), (428, Some("PreconditionRequired")));
    // Neither is tried again.
    assert_eq!(session.server.requests_on(Route::PutCommunication).len(), 3);
    // It succeeds with the current representation.
    let now = session.client.get(&link).unwrap();
    session.client.send(&link.put(now)).unwrap();
    session.is_tidy();
}

#[test]
fn scenario_204_and_304_have_no_body() {
    let session = Session::new(Script::new());
    let me = session.application.embedded.me.as_ref().unwrap();
    let reply = session.client.send(&me.links.make_me_available.as_ref().unwrap().post(available())).unwrap();
    assert_eq!((reply.status.as_u16(), reply.output), (204, None));
    let photo: &Link<Photo> = me.links.photo.as_ref().unwrap();
    let reply = session.client.send(&photo.get()).unwrap();
    assert_eq!(reply.output.as_ref().map(RawBody::media_type), Some("image/jpeg"));
    let reply = session.client.send(&photo.get().if_none_match("p1")).unwrap();
    assert!(reply.is_unchanged() && reply.output.is_none());
    session.is_tidy();
}

#[test]
fn scenario_an_invitation_is_answered_by_201_with_location_and_an_empty_body() {
    let session = Session::new(Script::new());
    let link: Link<StartMessaging2> =
        session.communication().links.start_messaging.unwrap().revised().unwrap();
    let input = StartMessaging2Input::new("op-1").with_to("sip:bo@example.com");
    let reply = session.client.send(&link.post(input)).unwrap();
    assert_eq!((reply.status.as_u16(), reply.output.is_none()), (201, true));
    let location: Link<MessagingInvitation> = reply.location.unwrap().cast();
    assert_eq!(session.client.get(&location).unwrap().operation_id.as_deref(), Some("op-1"));
    session.is_tidy();
}

#[test]
fn scenario_a_revision_is_asked_for_by_a_header_and_refused_locally_or_by_the_server() {
    let session = Session::new(Script::new().old());
    let link: Link<StartMessaging2> =
        session.communication().links.start_messaging.unwrap().revised().unwrap();
    let input = StartMessaging2Input::new("op-1").with_to("sip:bo@example.com");
    // The link has the revision 2, so the request is sent.
    let refused = failure(session.client.send(&link.post(input.clone())).unwrap_err());
    assert_eq!((refused.code(), refused.subcode()), (Some("NotFound"), Some("APIVersionNotSupported")));
    let asked = session.server.requests_on(Route::StartMessaging);
    assert_eq!(asked[0].header("x-ms-requiresminresourceversion"), Some("2"));
    // A link without a revision means 1, and no request is sent.
    let link: Link<StartMessaging2> = Link::new(link.href());
    let error = session.client.send(&link.post(input)).unwrap_err();
    assert!(matches!(error, Error::Request(RequestError::Revision { asked: 2, offered: 1 })));
    assert_eq!(session.server.requests_on(Route::StartMessaging).len(), 1);
    session.is_tidy();
}

#[test]
fn scenario_batch_answers_come_in_any_order_and_bad_parts_leave_the_rest_intact() {
    let script = Script::new().on(Route::Conversations, Fault::Html(500));
    let session = Session::new(script);
    let communication = session.communication();
    let me = session.application.embedded.me.as_ref().unwrap();
    let mut batch = session.client.batch().unwrap();
    let available = batch.add(&me.links.make_me_available.as_ref().unwrap().post(available())).unwrap();
    let list = batch.add(&communication.links.conversations.as_ref().unwrap().get()).unwrap();
    let lost = batch.add(&Link::<Application>::new("/ucwa/oauth/v1/applications/999").get()).unwrap();
    let own = batch.add(&communication.links.self_.as_ref().unwrap().get()).unwrap();

    let link = session.application.links.batch.clone().unwrap();
    let mut answers = batch.answers(session.client.send(&batch.call(&link)).unwrap()).unwrap();

    assert_eq!(answers.take(&available).unwrap().status, 204);
    assert!(answers.take(&list).is_err());
    assert!(answers.take(&lost).is_err());
    let own = answers.take(&own).unwrap().output.unwrap();
    assert_eq!(own.links.self_, communication.links.self_);
    session.is_tidy();
}

#[test]
fn scenario_batch_answers_are_told_by_hrefs_in_another_spelling() {
    let session = Session::new(Script::new().respelt());
    let communication = session.communication();
    let mut batch = session.client.batch().unwrap();
    let own = batch.add(&communication.links.self_.as_ref().unwrap().get()).unwrap();
    let application = batch.add(&session.application.links.self_.as_ref().unwrap().get()).unwrap();
    let link = session.application.links.batch.clone().unwrap();
    let mut answers = batch.answers(session.client.send(&batch.call(&link)).unwrap()).unwrap();
    // They come in the other order.
    assert_eq!(answers.take(&own).unwrap().output.unwrap().rel(), Some("communication"));
    assert_eq!(answers.take(&application).unwrap().output.unwrap().culture.as_deref(), Some("en-US"));
    session.is_tidy();
}

/// Another GET on the event channel answers that of the client, which takes the channel back after a while.
#[test]
fn scenario_two_gets_are_pending_and_the_first_is_answered_409() {
    let session = Session::new(Script::new());
    let events: &Link<Events> = session.application.links.events.as_ref().unwrap();
    while session.server.requests_on(Route::Events).is_empty() {
        thread::yield_now();
    }
    thread::scope(|scope| {
        let other = scope.spawn(|| session.client.send(&events.get_verbatim()));
        assert!(matches!(session.client.next_step(), Some(Step::Replaced)));
        let other = failure(other.join().unwrap().unwrap_err());
        assert_eq!((other.status().as_u16(), other.subcode()), (409, Some("PGetReplaced")));
    });
    let me = session.application.embedded.me.as_ref().unwrap();
    session.client.send(&me.links.make_me_available.as_ref().unwrap().post(available())).unwrap();
    let is_invited = |step: Step<_>| match step {
        Step::Events(events) => events.iter().any(|(_, event)| event.rel() == Some("messagingInvitation")),
        _ => false,
    };
    assert!(session.client.steps().any(is_invited));
    session.is_tidy();
}

#[test]
fn scenario_resume_asks_for_the_query_parameters_again() {
    let script =
        Script::new().well(Route::Events).on(Route::Events, Fault::Quiet).on(Route::Events, Fault::Resume);
    let aggregation = Aggregation::new().with_medium(30).unwrap().with_timeout(600).unwrap();
    let session = Session::with(script, |settings| settings.aggregation = aggregation);
    let me = session.application.embedded.me.as_ref().unwrap();
    let available_now = me.links.make_me_available.as_ref().unwrap().post(available());
    session.client.send(&available_now).unwrap();
    let mut losses = Vec::new();
    // A conversation that the reset ends, and the next.
    for _ in 0..2 {
        let invitation = session.client.steps().find_map(|step| match step {
            Step::Events(events) => events.iter().find_map(|(_, event)| {
                event.resource_as::<MessagingInvitation>().filter(|it| it.links.accept.is_some()).cloned()
            }),
            Step::StateLoss { loss, .. } => {
                losses.push(loss);
                session.client.send(&available_now).unwrap();
                None
            }
            step => panic!("{step:?}"),
        });
        session.client.send(&invitation.unwrap().links.accept.unwrap().post(())).unwrap();
    }
    assert_eq!(losses, [StateLoss::Reset]);
    let asked = session.server.requests_on(Route::Events);
    let told: Vec<_> = asked.iter().map(|get| get.target().contains("%2F&medium=30&timeout=600")).collect();
    assert_eq!(told[..4], [true, false, false, true]);
    session.is_tidy();
}

#[test]
fn scenario_a_body_that_is_not_ucwas_is_kept() {
    let faults = [Fault::Html(500), Fault::Html(403), Fault::Empty(401), Fault::CutBody];
    for fault in faults {
        let session = Session::new(
            (0..9).fold(Script::new(), |script, _| script.on(Route::Application, fault.clone())),
        );
        let own = session.application.links.self_.as_ref().unwrap();
        let failure = failure(session.client.get(own).unwrap_err());
        assert_eq!((failure.code(), failure.kind()), (None, None));
        let cause = failure.cause();
        match fault {
            Fault::Html(_) => assert!(matches!(cause, Cause::NotUcwa)),
            Fault::Empty(_) => assert!(matches!(cause, Cause::Empty)),
            _ => assert!(matches!(cause, Cause::Truncated(_)) && failure.status() == 200),
        }
        assert_eq!(failure.body().is_empty(), matches!(cause, Cause::Empty));
        session.is_tidy();
    }
}
