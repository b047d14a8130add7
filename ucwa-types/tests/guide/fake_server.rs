//! A fake server: one user, whom somebody writes to as soon as the user is available.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{Request, Response, StatusCode};
use ucwa_types::api::*;
use ucwa_types::event::{EventStatus, EventType};
use ucwa_types::operation::Post;
use ucwa_types::rest::{EncodeError, WireFormat, server};
use ucwa_types::{ErrorBody, ExternalResource, Link};

pub const HOST: &str = "https://pool.example.com";
const CHALLENGE: &str = "MsRtcOAuth href=\"https://pool.example.com/token\", grant_type=\"password\"";
const USER: &str = "https://pool.example.com/user";
/// Real servers hold a request for events for minutes.
const HELD: Duration = Duration::from_secs(2);
type Answer = Result<Response<Vec<u8>>, EncodeError>;

#[derive(Default)]
pub struct FakeServer {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// What the next answer of the event channel holds.
    queue: Vec<Sender>,
    ack: u64,
    /// How many requests for events are open.
    listeners: usize,
    is_gone: bool,
    messages: Vec<String>,
}

impl FakeServer {
    /// What the client wrote.
    pub fn messages(&self) -> Vec<String> {
        self.state().messages.clone()
    }

    /// Sends events, by one sender.
    pub fn send(&self, sender: Sender) {
        self.state().queue.push(sender);
        self.changed.notify_all();
    }

    /// Answers a request.
    pub fn answer(&self, request: &Request<Vec<u8>>) -> Answer {
        self.route(request).unwrap_or_else(|error| error.response(request))
    }

    fn route(&self, request: &Request<Vec<u8>>) -> Result<Answer, server::ReceiveError> {
        let format = server::accepted_format(request);
        let is_authorized = request.headers().get(AUTHORIZATION).is_some_and(|token| token == "Bearer t1");
        Ok(match (request.method().as_str(), request.uri().path()) {
            ("GET", "/") => {
                server::ok(&Root::default().with_links(RootLinks::default().with_user(USER)), format)
            }
            // A token service has a protocol of its own.
            ("POST", "/token") => Ok(Response::new(br#"{"access_token": "t1"}"#.to_vec())),
            _ if !is_authorized => server::unauthorized(CHALLENGE),
            ("GET", "/user") => {
                let links = UserLinks::default().with_applications(format!("{HOST}/applications"));
                server::ok(&User::default().with_links(links), format)
            }
            ("POST", "/applications") => {
                server::read::<Applications, Post>(request)?;
                let links = ApplicationLinks::default().with_self("/a/1").with_events("/a/1/events?ack=1");
                let embedded = ApplicationEmbedded::default().with_me(me());
                server::ok(&Application::default().with_links(links).with_embedded(embedded), format)
            }
            ("GET", "/a/1/events") => self.events(format),
            ("GET", "/a/1/me") => server::ok(&me(), format),
            ("POST", "/a/1/me/makeMeAvailable") if self.state().listeners == 0 => {
                let error = ErrorBody::new("ServiceFailure").with_subcode("CallbackChannelError");
                server::error(StatusCode::INTERNAL_SERVER_ERROR, &error, format)
            }
            ("POST", "/a/1/me/makeMeAvailable") => {
                server::read::<MakeMeAvailable, Post>(request)?;
                let invitation = MessagingInvitation::default()
                    .with_message(ExternalResource::from_text("text/plain", "Are you there?"))
                    .with_links(MessagingInvitationLinks::default().with_accept("/a/1/i/1/accept"));
                let event = Event::new(EventType::Started, &Link::<MessagingInvitation>::new("/a/1/i/1"));
                self.send(Sender::new("communication", "/a/1/c").with_event(event.with_resource(invitation)));
                Ok(server::empty(StatusCode::NO_CONTENT))
            }
            ("POST", "/a/1/i/1/accept") => {
                // Without the resource, as servers do: the client is to fetch it.
                let event = Event::new(EventType::Updated, &Link::<Messaging>::new("/a/1/c/1/messaging"));
                self.send(Sender::new("conversation", "/a/1/c/1").with_event(event));
                Ok(server::empty(StatusCode::NO_CONTENT))
            }
            ("GET", "/a/1/c/1/messaging") => {
                let links = MessagingLinks::default().with_send_message("/a/1/c/1/messages");
                let messaging = Messaging::default().with_state(CallState::Connected);
                server::ok(&messaging.with_links(links), format)
            }
            ("POST", "/a/1/c/1/messages") => {
                let received = server::read::<SendMessage, Post>(request)?;
                self.state().messages.push(String::from_utf8_lossy(received.input.bytes()).into_owned());
                let id = received.query.operation_id.unwrap_or_default();
                let message = Message::default().with_operation_id(id);
                let event = Event::new(EventType::Completed, &Link::<Message>::new("/a/1/c/1/messages/1"));
                let event = event.with_status(EventStatus::Success).with_resource(message);
                self.send(Sender::new("conversation", "/a/1/c/1").with_event(event));
                server::created("/a/1/c/1/messages/1")
            }
            ("DELETE", "/a/1") => {
                self.state().is_gone = true;
                self.changed.notify_all();
                Ok(server::empty(StatusCode::NO_CONTENT))
            }
            _ => server::error(StatusCode::NOT_FOUND, &ErrorBody::new("NotFound"), format),
        })
    }

    /// Waits until there is something to tell.
    fn events(&self, format: WireFormat) -> Answer {
        let mut state = self.state();
        state.listeners += 1;
        let is_idle = |state: &mut State| state.queue.is_empty() && !state.is_gone;
        let waited = self.changed.wait_timeout_while(state, HELD, is_idle);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.listeners -= 1;
        if state.is_gone {
            let error = ErrorBody::new("NotFound").with_subcode("ApplicationNotFound");
            return server::error(StatusCode::NOT_FOUND, &error, format);
        }
        state.ack += 1;
        let next = format!("/a/1/events?ack={}", state.ack + 1);
        let senders = std::mem::take(&mut state.queue);
        server::ok(&EventDocument::default().with_next(next).with_senders(senders), format)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn me() -> Me {
    let links = MeLinks::default().with_self("/a/1/me").with_make_me_available("/a/1/me/makeMeAvailable");
    Me::default().with_name("Ann").with_links(links)
}
