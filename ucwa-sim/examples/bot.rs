//! A test of a bot in virtual time: a user writes, and the bot answers. It needs no network and does not wait.

use std::error::Error;
use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderValue};
use http::{Request, Response};
use ucwa_sim::{Bot, Config, Person, Simulator};
use ucwa_types::Link;
use ucwa_types::api::{
    AnyEvent, Applications, ApplicationsInput, CallState, ErrorKind, EventChannel, Events,
    MakeMeAvailableInput, MessageFormat, ModalityType, PollAnswer, SendMessageQuery,
};
use ucwa_types::channel::NextStep;
use ucwa_types::operation::{HttpMethod, RawBody};
use ucwa_types::rest::{BaseUrl, Call, Callable, Reply, ResponseError, TokenService, WireFormat};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The way to the server. In production it is an HTTP client.
struct Wire {
    simulator: Simulator,
    base: BaseUrl,
    token: Option<HeaderValue>,
}

impl Wire {
    /// Sends a request, and lets time pass until there is an answer.
    fn send(&mut self, mut request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>> {
        if let Some(token) = &self.token {
            request.headers_mut().insert(AUTHORIZATION, token.clone());
        }
        let id = self.simulator.submit(request);
        loop {
            if let Some(delivery) = self.simulator.take().into_iter().find(|it| it.request == id) {
                return delivery.sent.whole().ok_or_else(|| "the answer was lost on its way".into());
            }
            let due = self.simulator.next_due().ok_or("nothing will ever happen")?;
            self.simulator.advance(due);
        }
    }

    /// Does an operation.
    fn call<T, M: HttpMethod>(&mut self, call: &Call<T, M>) -> Result<Reply<T::Output>>
    where
        T: Callable<M, Error = ErrorKind>,
    {
        let response = self.send(call.request(&self.base, WireFormat::Json)?)?;
        Ok(call.read(response)?)
    }
}

/// The bot: signs in, becomes available, and answers the first user who writes.
fn run(wire: &mut Wire, user: &str, password: &str, answer: &str) -> Result<()> {
    // How a client finds this link is in the guide: `docs/guide/clients.md`.
    let applications: Link<Applications> = Link::new("/ucwa/oauth/v1/applications");
    let create = applications.post(ApplicationsInput::new("en-US", "bot-1", "bot/1.0"));
    let refused = create.read(wire.send(create.request(&wire.base, WireFormat::Json)?)?);
    let service = refused.err().as_ref().and_then(ResponseError::token_service).ok_or("no token service")?;
    let ask = service.password_request(&wire.base, user, password)?;
    wire.token = TokenService::authorization(&wire.send(ask)?);
    let application = wire.call(&create)?.output.ok_or("no application")?;

    let me = application.embedded.me.as_ref().ok_or("no user")?;
    let available = me.links.make_me_available.as_ref().ok_or("the user is available already")?;
    let input = MakeMeAvailableInput::default()
        .with_supported_modalities([ModalityType::Messaging])
        .with_supported_message_formats([MessageFormat::Plain]);
    wire.call(&available.post(input))?;

    let mut channel = EventChannel::new(application.links.events.as_ref().ok_or("no event channel")?);
    while let Some(request) = channel.next_request() {
        let call = request.call::<Events>();
        let response = wire.send(call.request(&wire.base, WireFormat::Json)?)?;
        let polled: PollAnswer<ResponseError<ErrorKind>> = call.read(response).into();
        let outcome = channel.handle(request.ticket, polled);
        if outcome.next_step != NextStep::Continue {
            return Err(format!("the event channel: {:?}", outcome.next_step).into());
        }
        for (sender, event) in outcome.events() {
            match AnyEvent::from((sender, event)) {
                AnyEvent::MessagingInvitationStarted(event) => {
                    // The event embeds the invitation.
                    let accept = event.resource().and_then(|it| it.links.accept.clone());
                    wire.call(&accept.ok_or("nothing to accept")?.post(()))?;
                }
                AnyEvent::MessagingUpdated(event) => {
                    let link = event.target().ok_or("an event without a link")?;
                    let messaging = wire.call(&link.get())?.output.ok_or("no messaging")?;
                    let is_ready = messaging.state == Some(CallState::Connected);
                    if let Some(link) = messaging.links.send_message.filter(|_| is_ready) {
                        let content = RawBody::new("text/plain; charset=utf-8", answer);
                        wire.call(&link.post_with(SendMessageQuery::new("answer-1"), content))?;
                    }
                }
                // The bot's own message was delivered.
                AnyEvent::MessageCompleted(event) if !event.is_failure() => return Ok(()),
                _ => {}
            }
        }
    }
    Err("the event channel has ended".into())
}

/// In a project of its own this is a `#[test]`.
fn main() -> Result<()> {
    // Ann writes to every user who becomes available. The seed determines all ids.
    let ann = Person::new("sip:ann@example.com", "Ann Example", "").with_bot(Bot::greeting("Are you there?"));
    let bo = Person::new("sip:bo@example.com", "Bo Example", "secret");
    let simulator = Simulator::new(Config::new(7).with_user(ann)?.with_user(bo)?);
    let mut wire = Wire { simulator, base: "https://pool.example.com".parse()?, token: None };
    run(&mut wire, "bo@example.com", "secret", "I shall be back at two.")?;

    // What the bot has sent, and the virtual time that it took.
    let sent =
        wire.simulator.requests().find(|asked| asked.rel == "sendMessage").ok_or("nothing was sent")?;
    assert_eq!(sent.request.body(), b"I shall be back at two.");
    assert!(wire.simulator.now() < Duration::from_secs(60));
    assert!(wire.simulator.complaints().is_empty());
    // The server ends an application that does not request events for 15 minutes.
    wire.simulator.advance(Duration::from_secs(15 * 60));
    assert_eq!(wire.simulator.applications(), 0);
    Ok(())
}
