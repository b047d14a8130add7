//! Two clients of UCWA 2.0 that do the same: they find the server of a user, sign in, wait for somebody to write, answer
//! with one message, and leave.
//!
//! [`blocking`] is on `ureq`, [`asynchronous`] on `reqwest`. Each is meant to be read from its top to its bottom. What is
//! here is what both need and what has nothing to do with how they talk to the network.

#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use http::header::{AUTHORIZATION, HeaderValue};
use http::{HeaderMap, Request, Response, StatusCode, Uri};
use ucwa_types::Link;
use ucwa_types::api::{Applications, ApplicationsInput, ErrorKind, Events, PollAnswer, PollOutcome};
use ucwa_types::channel::{Backoff, NextStep};
use ucwa_types::operation::{Get, HttpMethod, Operation};
use ucwa_types::rest::{BaseUrl, Reply, ResponseError, TokenService, WireFormat};

pub mod asynchronous;
pub mod blocking;
mod talk;

pub use self::talk::{Talk, Task, available};

/// How many other hosts discovery may lead to, before it is taken for a circle.
pub const HOPS: usize = 5;

/// How often a request is sent again that failed for a reason that may pass.
pub const RETRIES: u32 = 4;

/// How often the application is created again after the server has lost it.
pub const LIVES: usize = 3;

/// What a client has to be told.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where discovery starts, such as `https://lyncdiscover.example.com/`.
    pub root: BaseUrl,
    /// The name to sign in with.
    pub user: String,
    /// The password to sign in with.
    pub password: String,
    /// What to answer.
    pub reply: String,
    /// What representations are written in.
    pub format: WireFormat,
    /// How long to wait before trying again.
    pub backoff: Backoff,
    /// How long to wait for an answer.
    pub patience: Duration,
    /// How long to wait for events at most: what is between client and server may not wait as long as the server does.
    pub longest: Duration,
}

impl Settings {
    /// These, and sensible delays.
    #[must_use]
    pub fn new(root: BaseUrl, user: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            root,
            user: user.into(),
            password: password.into(),
            reply: "Thank you, I shall read this later.".to_owned(),
            format: WireFormat::default(),
            backoff: Backoff::default(),
            patience: Duration::from_secs(30),
            longest: Duration::from_secs(3600),
        }
    }

    /// Those that a command line gives: a root, a user and a password.
    ///
    /// # Errors
    /// If there are less, or the first is not a URL.
    pub fn from_arguments(arguments: impl IntoIterator<Item = String>) -> Result<Self> {
        let [root, user, password] = arguments
            .into_iter()
            .collect::<Vec<_>>()
            .try_into()
            .map_err(|_| anyhow::anyhow!("usage: ROOT-URL USER PASSWORD"))?;
        Ok(Self::new(root.parse().context("ROOT-URL")?, user, password))
    }

    /// How long to wait for an answer of the event channel, which the server may hold back for this long.
    #[must_use]
    pub fn wait(&self, held: Duration) -> Duration {
        held.saturating_add(self.patience).min(self.longest)
    }

    /// How long to wait before the next request for events; `None` if there is none.
    #[must_use]
    pub fn pause(&self, outcome: &PollOutcome<ApiError>) -> Option<Duration> {
        match outcome.next_step {
            // To take the channel back at once would make two clients fight for it.
            NextStep::Replaced => Some(self.backoff.longest),
            _ => outcome.delay(&self.backoff, random()),
        }
    }

    /// How long to wait after the nth failure in a row.
    #[must_use]
    pub fn delay(&self, attempt: u32) -> Duration {
        self.backoff.delay(attempt, random())
    }
}

/// Every hasher of the standard library has keys of its own, which is random enough to keep clients apart.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// What the client says of itself when it creates its application.
#[must_use]
pub fn application() -> ApplicationsInput {
    ApplicationsInput::new("en-US", "ucwa-examples-1", "ucwa-examples/0.1")
}

/// An answer that is not what was asked for.
pub type ApiError = ResponseError<ErrorKind>;

/// What the event channel passes on: an outcome, or why there are no more.
pub type Happened = Result<PollOutcome<ApiError>>;

/// What comes of an operation.
pub type Outcome<T, M> = Result<Reply<<T as Operation<M>>::Output>>;

/// What others wrote.
pub type Texts = Vec<String>;

/// The tokens, each by the host it is for.
#[derive(Debug, Default)]
pub struct Tokens(Mutex<BTreeMap<String, HeaderValue>>);

impl Tokens {
    /// The request with the token for its host, if there is one.
    #[must_use]
    pub fn authorize(&self, mut request: Request<Vec<u8>>) -> Request<Vec<u8>> {
        let tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = tokens.get(authority(request.uri())) {
            request.headers_mut().insert(AUTHORIZATION, token.clone());
        }
        request
    }

    /// Forgets the token for the host of this URI. Returns whether there was one.
    pub fn forget(&self, uri: &Uri) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(authority(uri)).is_some()
    }

    /// Keeps the token that is in the answer of a token service, for the host of this URI and no other.
    ///
    /// # Errors
    /// If there is none in it: the password may be wrong.
    pub fn keep(&self, uri: &Uri, answer: &Response<Vec<u8>>) -> Result<()> {
        if answer.status() != StatusCode::OK {
            bail!("no token: {}: {}", answer.status(), String::from_utf8_lossy(answer.body()));
        }
        let value = TokenService::authorization(answer).context("no token in the answer")?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(authority(uri).to_owned(), value);
        Ok(())
    }
}

fn authority(uri: &Uri) -> &str {
    uri.authority().map_or("", |authority| authority.as_str())
}

/// The request for a token, by the challenge of a 401. It says which of the ways to authenticate are open.
///
/// # Errors
/// If a password is not among them.
pub fn token_request(settings: &Settings, base: &BaseUrl, failure: ApiError) -> Result<Request<Vec<u8>>> {
    let Some(service) = failure.token_service().filter(|service| service.grants("password")) else {
        return Err(failure.into());
    };
    Ok(service.password_request(base, &settings.user, &settings.password)?)
}

/// Where applications are created, if an error is the answer of legacy autodiscovery.
#[must_use]
pub fn legacy(error: &anyhow::Error) -> Option<Link<Applications>> {
    error.downcast_ref::<ApiError>()?.legacy_discovery()?.applications()
}

/// An answer, of its parts.
#[must_use]
pub fn response(status: StatusCode, headers: HeaderMap, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// The event channel has ended: what the client has to begin again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The application is to be created again.
    Application,
    /// It is to be created on another server, which discovery finds.
    Discovery,
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the application is gone")
    }
}

impl std::error::Error for Ended {}

/// What an error says that has ended, which any request can find out.
#[must_use]
pub fn ended(error: &anyhow::Error) -> Option<Ended> {
    if let Some(ended) = error.downcast_ref::<Ended>() {
        return Some(*ended);
    }
    let failure = error.downcast_ref::<ApiError>()?;
    match (failure.subcode(), failure.status()) {
        (Some("CannotRedirect"), _) => Some(Ended::Discovery),
        (Some("ApplicationNotFound"), _) | (_, StatusCode::GONE) => Some(Ended::Application),
        _ => None,
    }
}

/// What was gone already need not be deleted.
///
/// # Errors
/// If something is not deleted for another reason.
pub fn gone<T>(deleted: Result<T>) -> Result<()> {
    match deleted {
        Err(error) if ended(&error).is_none() => Err(error),
        _ => Ok(()),
    }
}

/// Whether an operation is tried again: it can be done twice, and may go better then, as the server was in trouble, or
/// was not reached at all, which is an `E`; or it was not done, as the server could not reach the event channel.
#[must_use]
pub fn may_repeat<M: HttpMethod, E>(error: Option<&anyhow::Error>) -> bool
where
    E: std::error::Error + Send + Sync + 'static,
{
    error.is_some_and(|error| {
        let failure = error.downcast_ref::<ApiError>();
        let status = failure.map(|failure| failure.status().as_u16());
        // A failure with a status of success is an answer that was cut short, or comes from something in between.
        let is_legacy = failure.is_some_and(|failure| failure.legacy_discovery().is_some());
        let may_pass = error.is::<E>() || matches!(status, Some(200..=299 | 408 | 429 | 500..)) && !is_legacy;
        let kind = failure.and_then(ApiError::kind);
        kind == Some(&ErrorKind::ServiceFailureCallbackChannelError) || (M::NAME != "POST" && may_pass)
    })
}

/// What an attempt to get events is to the event channel. Without an answer there is an `E`.
///
/// # Errors
/// If nothing was sent.
pub fn answer<E: std::error::Error + Send + Sync + 'static>(
    outcome: Outcome<Events, Get>,
) -> Result<PollAnswer<ApiError>> {
    match outcome.map_err(anyhow::Error::downcast::<ApiError>) {
        Ok(reply) => Ok(Ok(reply).into()),
        Err(Ok(failure)) => Ok(Err(failure).into()),
        Err(Err(error)) if error.is::<E>() => Ok(PollAnswer::Lost),
        Err(Err(error)) => Err(error),
    }
}
