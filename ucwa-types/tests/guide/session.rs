//! What every client does first: it finds the server of a user, signs in, creates an application, and listens.

use std::collections::BTreeMap;
use std::error::Error;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::Duration;
use std::{io, result};

use http::header::{AUTHORIZATION, HeaderValue};
use http::{Request, Response};
use ucwa_types::Link;
use ucwa_types::api::{
    Application, Applications, ApplicationsInput, ErrorKind, EventChannel, Events, PollAnswer, PollOutcome,
    Root, RootQuery, TypedEvent, User,
};
use ucwa_types::channel::Backoff;
use ucwa_types::operation::HttpMethod;
use ucwa_types::rest::{
    Advice, BaseUrl, Call, Callable, Fetchable, Reply, ResponseError, TokenService, WireFormat,
};

pub type Result<T> = result::Result<T, Box<dyn Error + Send + Sync>>;
pub type Failure = ResponseError<ErrorKind>;
/// What the event channel brought, or why there will be no more.
pub type Happened = Result<PollOutcome<Failure>>;

/// The HTTP client: sends a request and waits this long for the answer. An error means that there is none.
pub type Http<'a> = &'a (dyn Fn(Request<Vec<u8>>, Duration) -> io::Result<Response<Vec<u8>>> + Sync);

const PATIENCE: Duration = Duration::from_secs(30);

pub struct Session<'a> {
    http: Http<'a>,
    /// What hrefs are relative to.
    base: BaseUrl,
    credentials: (&'a str, &'a str),
    /// A token is good for one host.
    tokens: Mutex<BTreeMap<String, HeaderValue>>,
}

impl<'a> Session<'a> {
    pub fn new(http: Http<'a>, root: BaseUrl, user: &'a str, password: &'a str) -> Self {
        Self { http, base: root, credentials: (user, password), tokens: Mutex::default() }
    }

    /// Step 1: from the discovery service to the server where the user's applications are created.
    pub fn discover(&mut self) -> Result<Link<Applications>> {
        let mut root = self.root(&Link::new(self.base.to_string()))?;
        for _ in 0..5 {
            let user = root.links.user.map_or_else(|| Ok(User::default()), |user| self.get(&user))?;
            if let Some(applications) = user.links.applications {
                self.base = self.base.follow(applications.href())?;
                return Ok(applications);
            }
            let redirect = user.links.redirect.or(root.links.redirect).ok_or("discovery leads nowhere")?;
            self.base = self.base.follow(redirect.href())?;
            root = self.root(&redirect.cast())?;
        }
        Err("discovery redirects too often".into())
    }

    /// The discovery service finds the server by the name of the user.
    fn root(&self, link: &Link<Root>) -> Result<Root> {
        let call = link.get_with(RootQuery::default().with_sipuri(self.credentials.0));
        Ok(self.call(&call)?.output.ok_or("an answer without a body")?)
    }

    /// Step 3: the application, and its event channel. Its links are good for this application only.
    pub fn create(&self, applications: &Link<Applications>) -> Result<(Application, EventChannel)> {
        let input = ApplicationsInput::new("en-US", "guide-1", "guide/1.0");
        let application = self.call(&applications.post(input))?.output.ok_or("no application")?;
        let events = application.links.events.as_ref().ok_or("no event channel")?;
        let channel = EventChannel::new(events).with_server(&self.base.to_string());
        Ok((application, channel))
    }

    /// Step 4: follows the event channel until it ends. The next request is sent before the events of the last answer
    /// are handled, because another thread handles them, in the order in which they come.
    pub fn listen(&self, mut channel: EventChannel, outcomes: &Sender<Happened>) {
        while let Some(request) = channel.next_request() {
            let answer = match self.attempt(&request.call::<Events>(), request.held + PATIENCE) {
                Ok(reply) => Ok(reply).into(),
                Err(error) => match error.downcast::<Failure>() {
                    Ok(failure) => PollAnswer::Failure(*failure),
                    Err(error) if error.is::<io::Error>() => PollAnswer::Lost,
                    // Such as a wrong password: it would go the same way the next time.
                    Err(error) => {
                        let _ = outcomes.send(Err(error));
                        return;
                    }
                },
            };
            let outcome = channel.handle(request.ticket, answer);
            let next_step = outcome.next_step;
            if outcomes.send(Ok(outcome)).is_err() {
                return;
            }
            match next_step.delay(&Backoff::default(), random()) {
                Some(delay) => sleep(delay),
                // The application is gone, the request is refused, or another client has taken the channel.
                None => return,
            }
        }
    }

    /// Fetches a resource.
    pub fn get<T: Fetchable<Error = ErrorKind>>(&self, link: &Link<T>) -> Result<T> {
        Ok(self.call(&link.get())?.output.ok_or("an answer without a body")?)
    }

    /// The resource of an event. The server may leave it out, so that it is to be fetched.
    pub fn resource<T>(&self, event: TypedEvent<'_, T>) -> Result<T>
    where
        T: Fetchable<Error = ErrorKind> + Clone,
    {
        match event.resource() {
            Some(resource) => Ok(resource.clone()),
            None => self.get(&event.target().ok_or("an event without a link")?),
        }
    }

    /// Does an operation, and tries again while the server cannot reach our event channel.
    pub fn call<T, M: HttpMethod>(&self, call: &Call<T, M>) -> Result<Reply<T::Output>>
    where
        T: Callable<M, Error = ErrorKind>,
    {
        for attempt in 0..5 {
            match self.attempt(call, PATIENCE) {
                Err(error) if is_unreachable(&*error) => {
                    sleep(Backoff::new(Duration::from_millis(100), PATIENCE).delay(attempt, random()));
                }
                result => return result,
            }
        }
        self.attempt(call, PATIENCE)
    }

    /// Step 2, whenever a host asks for it: gets a token, and sends the request again with it.
    fn attempt<T, M: HttpMethod>(&self, call: &Call<T, M>, wait: Duration) -> Result<Reply<T::Output>>
    where
        T: Callable<M, Error = ErrorKind>,
    {
        let request = call.request(&self.base, WireFormat::Json)?;
        let mut failure = match call.read(self.send(request.clone(), wait)?) {
            Err(failure) if failure.advice() == Some(Advice::RenewToken) => failure,
            result => return Ok(result?),
        };
        // A 500 can mean so as well, and names no token service. To a request without a token, the host names it.
        if failure.token_service().is_none() && self.tokens().remove(&host(&request)).is_some() {
            match call.read(self.send(request.clone(), wait)?) {
                Err(challenge) => failure = challenge,
                result => return Ok(result?),
            }
        }
        let service = failure.token_service().filter(|service| service.grants("password")).ok_or(failure)?;
        let (user, password) = self.credentials;
        let answer = self.send(service.password_request(&self.base, user, password)?, PATIENCE)?;
        let token = TokenService::authorization(&answer).ok_or("no token")?;
        self.tokens().insert(host(&request), token);
        Ok(call.read(self.send(request, wait)?)?)
    }

    fn send(&self, mut request: Request<Vec<u8>>, wait: Duration) -> io::Result<Response<Vec<u8>>> {
        let token = self.tokens().get(&host(&request)).cloned();
        request.headers_mut().extend(token.map(|token| (AUTHORIZATION, token)));
        (self.http)(request, wait)
    }

    fn tokens(&self) -> MutexGuard<'_, BTreeMap<String, HeaderValue>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_unreachable(error: &(dyn Error + Send + Sync + 'static)) -> bool {
    let kind = error.downcast_ref::<Failure>().and_then(Failure::kind);
    kind == Some(&ErrorKind::ServiceFailureCallbackChannelError)
}

fn host<B>(request: &Request<B>) -> String {
    request.uri().authority().map_or_else(String::new, ToString::to_string)
}

/// Every hasher of the standard library has keys of its own.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}
