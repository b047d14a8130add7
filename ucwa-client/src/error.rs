//! Why an operation has no result.

use std::fmt;
use std::sync::Arc;

use http::{Response, StatusCode};
use ucwa_types::api;
use ucwa_types::operation::ErrorSet;
use ucwa_types::rest::{Advice, RequestError, ResponseError};

mod cause;

pub use self::cause::{Cause, LARGEST_BODY, NoTokenNow, NotSent, TooLarge};
pub(crate) use self::cause::{Chain, Damaged, Started, is_final};

/// Which request an error is of. It has no address: that can have names in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Asked {
    /// The method.
    pub method: &'static str,
    /// The rel of what was asked for, such as `startMessaging`; `token` for a token service.
    pub rel: &'static str,
}

impl Asked {
    pub(crate) const fn new(method: &'static str, rel: &'static str) -> Self {
        Self { method, rel }
    }

    pub(crate) const TOKEN: Self = Self::new("POST", "token");
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.rel)
    }
}

/// Why an operation has no result. `K` is the error type of the API: `ErrorKind` of a generated tree.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error<K: fmt::Debug + 'static = api::ErrorKind> {
    /// The request breaks a documented rule. It was not sent.
    #[error("the request is not sent")]
    Request(#[from] RequestError),
    /// Another operation with the same `operationId` is not completed yet: of two, events would not tell which one they are of. The
    /// request was not sent.
    #[error("the request is not sent: another operation with this operationId is not completed yet")]
    OperationIdInUse,
    /// The server refused the operation, or something in front of it did; or its answer cannot be read. The whole answer is in it; of
    /// the answer of a token service only the status and the header fields, since there may be a token in its body.
    #[error("{}", service(*.0, .1))]
    Service(Asked, ResponseError<K>),
    /// The token service refused the credentials: a wrong password, an unknown or locked user, or a grant that it does not issue.
    #[error("the credentials are refused: {0}")]
    Credentials(CredentialsError),
    /// The answer is not what the protocol says.
    #[error("{0}: {1}")]
    Protocol(Asked, ProtocolError),
    /// There is no answer, or no token could be got for the request. It may be sent again: either it was not sent, or it may be
    /// done twice.
    #[error("{}", transport(*.0, .1))]
    Transport(Asked, #[source] Cause),
    /// A POST was sent, and no event told how it ended: its answer was lost, and it may have been done; or its answer came, and its
    /// event was lost or did not come in time. Holds why: [`Error::started`] has the answer that started the operation,
    /// [`Error::response`] that of something in front of the server, and anything else is how the answer was lost. Without it the
    /// answer has not come yet.
    #[error("it is not known whether {0} was done")]
    OutcomeUnknown(Asked, #[source] Option<Cause>),
    /// There is no session any more, or not the one that the operation belongs to.
    #[error("there is no application: {0}")]
    Gone(Gone),
}

/// Describes an answer that is a failure or cannot be read.
fn service<K>(asked: Asked, error: &ResponseError<K>) -> String {
    match error.status().is_success() {
        true => format!("the answer to {asked} cannot be read: {error}"),
        false => format!("{asked} failed: {error}"),
    }
}

/// Describes why there is no answer.
fn transport(asked: Asked, cause: &Cause) -> String {
    match () {
        () if cause.is::<NotSent>() => format!("{asked} was not sent"),
        () if cause.is::<NoTokenNow>() => format!("{asked} was not done"),
        () if cause.is::<TooLarge>() => format!("the answer to {asked} is not read"),
        () if cause.is::<Damaged>() => format!("the answer to {asked} cannot be read"),
        () => format!("there is no answer to {asked}"),
    }
}

/// The error with which a token service refuses credentials, as OAuth 2.0 defines it (RFC 6749, section 5.2).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CredentialsError {
    /// The status, such as 400.
    pub status: StatusCode,
    /// The code of the error, such as `invalid_grant`.
    pub error: String,
    /// A description for people, if the service sends one.
    pub description: Option<String>,
}

impl CredentialsError {
    /// Reads the answer of a token service; `None` if it is not an error of OAuth with a status of the client's.
    pub(crate) fn read(response: &Response<Vec<u8>>) -> Option<Self> {
        let status = Some(response.status()).filter(StatusCode::is_client_error)?;
        let body: serde_json::Value = serde_json::from_slice(response.body()).ok()?;
        let text = |name: &str| body.get(name)?.as_str().map(str::to_owned);
        Some(Self { status, error: text("error")?, description: text("error_description") })
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.status, self.error)?;
        self.description.iter().try_for_each(|description| write!(f, ": {description}"))
    }
}

/// How an answer is not what the protocol says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProtocolError {
    /// Discovery leads to no applications.
    #[error("discovery leads nowhere")]
    DeadEnd,
    /// Discovery leads from host to host.
    #[error("discovery leads in circles")]
    TooManyRedirects,
    /// Discovery leads to a host that is not one of [`Settings::trusted_hosts`](crate::session::Settings::trusted_hosts), or from HTTPS
    /// to HTTP; or a host names such a token service.
    #[error("discovery or a challenge leads to a host that is not trusted")]
    Untrusted,
    /// An application has no `self`, or no event channel.
    #[error("the application lacks a link")]
    NoLink,
    /// An answer cannot be decoded.
    #[error("the answer cannot be decoded")]
    Undecodable,
    /// An answer has no body where there has to be one.
    #[error("the answer is empty")]
    NoBody,
}

/// Why there is no application.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Gone {
    /// Nobody has signed in.
    #[error("not signed in")]
    NotSignedIn,
    /// The client has signed in before, and does so once. To sign in again, make another one.
    #[error("signed in before")]
    SignedInBefore,
    /// The server has lost it, and it is not created again yet.
    #[error("it is being created again")]
    Recreating,
    /// The program has signed out.
    #[error("signed out")]
    SignedOut,
    /// The server lost it more often than [`Settings::recreations`](crate::session::Settings::recreations) allows.
    #[error("the server loses it again and again")]
    Lost,
    /// The session has ended for another reason. [`Step::Ended`](crate::session::Step::Ended) has the error; this is its text, with
    /// that of its sources.
    #[error("the session has ended: {0}")]
    Ended(Arc<str>),
    /// The program has no token for a host, or the host names no token service.
    #[error("no token")]
    NoToken,
    /// The client was made without credentials: `Builder::credentials` sets them.
    #[error("the client has no credentials")]
    NoCredentials,
    /// The client has `Credentials::given`, and nothing that gets tokens: `Builder::tokens` sets it.
    #[error("the client has no source of tokens")]
    NoTokenSource,
}

/// What kind of error it is: one of the service, with its code, or another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind<K> {
    /// See [`Error::Request`] and [`Error::OperationIdInUse`].
    Request,
    /// See [`Error::Service`]. The service has said which error it is.
    Service(K),
    /// See [`Error::Service`]. The answer is not one of the service: that of a proxy, or half of one.
    Intermediary,
    /// See [`Error::Credentials`].
    Credentials,
    /// See [`Error::Protocol`].
    Protocol,
    /// See [`Error::Transport`].
    Transport,
    /// See [`Error::OutcomeUnknown`].
    OutcomeUnknown,
    /// See [`Error::Gone`].
    Gone,
}

impl<K: ErrorSet> Error<K> {
    /// What kind of error it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind<K> {
        match self {
            Self::Request(_) | Self::OperationIdInUse => ErrorKind::Request,
            Self::Service(_, error) => {
                error.kind().cloned().map_or(ErrorKind::Intermediary, ErrorKind::Service)
            }
            Self::Credentials(_) => ErrorKind::Credentials,
            Self::Protocol(..) => ErrorKind::Protocol,
            Self::Transport(..) => ErrorKind::Transport,
            Self::OutcomeUnknown(..) => ErrorKind::OutcomeUnknown,
            Self::Gone(_) => ErrorKind::Gone,
        }
    }

    /// Whether the same may go well later. A token that is refused is not: the client has got others, as many as
    /// [`Settings::renewals`](crate::session::Settings::renewals) says. A POST with an answer such as 503 may have been done all the same: whether it may be
    /// done twice is for the program to say.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport(_, cause) => !is_final(cause),
            Self::Gone(Gone::Recreating) => true,
            Self::Service(_, error) => error.advice() == Some(Advice::Retry),
            Self::Request(_)
            | Self::OperationIdInUse
            | Self::Credentials(_)
            | Self::Protocol(..)
            | Self::OutcomeUnknown(..)
            | Self::Gone(_) => false,
        }
    }

    /// Why there is no application once a session has ended with this error.
    pub(crate) fn gone(&self) -> Gone {
        match self {
            Self::Gone(gone) => gone.clone(),
            error => Gone::Ended(Chain(error).to_string().into()),
        }
    }

    /// Whether a session that had an application tries again.
    pub(crate) fn may_pass(&self) -> bool {
        let is_for_a_token = |error: &ResponseError<K>| error.advice() == Some(Advice::RenewToken);
        self.is_retryable() || self.response().is_some_and(is_for_a_token)
    }

    /// Whether there is a success that cannot be read.
    pub(crate) fn is_damaged(&self) -> bool {
        match self {
            Self::Service(_, error) => error.status().is_success() && error.legacy_discovery().is_none(),
            Self::Protocol(_, error) => matches!(error, ProtocolError::Undecodable | ProtocolError::NoBody),
            _ => false,
        }
    }

    /// The answer of the server that is a failure, or of something in front of it, if there is one.
    #[must_use]
    pub fn response(&self) -> Option<&ResponseError<K>> {
        match self {
            Self::Service(_, error) => Some(error),
            Self::OutcomeUnknown(_, Some(cause)) => cause.downcast_ref(),
            _ => None,
        }
    }

    /// The answer that started an operation of which no event told how it ended, if there is one: such as a 201 with the
    /// `Location` of what to ask for.
    #[must_use]
    pub fn started(&self) -> Option<&Response<Vec<u8>>> {
        match self {
            Self::OutcomeUnknown(_, Some(cause)) => cause.downcast_ref().map(|Started(response)| response),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use http::Response;
    use ucwa_types::api;

    use super::*;
    use crate::session::failure;

    const ASKED: Asked = Asked::new("GET", "me");

    fn service(status: u16, body: &str) -> Error<api::ErrorKind> {
        let response = Response::builder().status(status).header("Content-Type", "application/json");
        Error::Service(ASKED, failure(response.body(body.as_bytes().to_vec()).unwrap()).unwrap())
    }

    #[test]
    fn an_error_has_a_kind_and_may_pass_or_not() {
        let unreachable = r#"{"code": "ServiceFailure", "subcode": "CallbackChannelError"}"#;
        let forbidden = r#"{"code": "Forbidden"}"#;
        for (error, kind, is_retryable) in [
            (Error::Request(RequestError::Revision { asked: 2, offered: 1 }), ErrorKind::Request, false),
            (
                service(500, unreachable),
                ErrorKind::Service(api::ErrorKind::ServiceFailureCallbackChannelError),
                true,
            ),
            (service(403, forbidden), ErrorKind::Service(api::ErrorKind::Forbidden), false),
            (service(502, "<html>"), ErrorKind::Intermediary, true),
            (service(401, ""), ErrorKind::Intermediary, false),
            (
                Error::Credentials(CredentialsError {
                    status: StatusCode::BAD_REQUEST,
                    error: "invalid_grant".to_owned(),
                    description: None,
                }),
                ErrorKind::Credentials,
                false,
            ),
            (Error::Protocol(ASKED, ProtocolError::NoLink), ErrorKind::Protocol, false),
            (Error::Transport(ASKED, "broken".into()), ErrorKind::Transport, true),
            (Error::Transport(ASKED, TooLarge.into()), ErrorKind::Transport, false),
            (Error::Transport(ASKED, NotSent::now("refused").into()), ErrorKind::Transport, true),
            (Error::Transport(ASKED, NotSent::ever("no TLS").into()), ErrorKind::Transport, false),
            (Error::OutcomeUnknown(ASKED, Some("broken".into())), ErrorKind::OutcomeUnknown, false),
            (Error::Gone(Gone::Recreating), ErrorKind::Gone, true),
            (Error::Gone(Gone::SignedOut), ErrorKind::Gone, false),
        ] {
            assert_eq!((error.kind(), error.is_retryable()), (kind, is_retryable), "{error}");
        }
        let error = service(403, forbidden);
        assert_eq!(error.response().map(ResponseError::body), Some(forbidden.as_bytes()));
        let source = Error::<api::ErrorKind>::OutcomeUnknown(ASKED, Some("broken".into()));
        assert_eq!(std::error::Error::source(&source).unwrap().to_string(), "broken");
    }

    #[test]
    fn an_error_says_which_request_has_failed_and_how() {
        let arc = |text: &str| Arc::from(Cause::from(text));
        for (error, expected) in [
            (service(403, r#"{"code": "Forbidden"}"#), "GET me failed: 403 Forbidden: Forbidden"),
            (service(502, ""), "GET me failed: 502 Bad Gateway: no body"),
            (Error::Protocol(ASKED, ProtocolError::NoBody), "GET me: the answer is empty"),
            (Error::Transport(ASKED, "cut off".into()), "there is no answer to GET me: cut off"),
            (Error::Transport(ASKED, NotSent::now("refused").into()), "GET me was not sent: refused"),
            (
                Error::Transport(ASKED, NoTokenNow(arc("the vault is closed")).into()),
                "GET me was not done: no token could be got: the vault is closed",
            ),
            (
                Error::Transport(Asked::TOKEN, Damaged.into()),
                "the answer to POST token cannot be read: there is no token in it",
            ),
            (
                Error::OutcomeUnknown(ASKED, Some("cut off".into())),
                "it is not known whether GET me was done: cut off",
            ),
        ] {
            assert_eq!(Chain(&error).to_string(), expected);
        }
        let response = Response::builder().header("Content-Type", "text/html").body(b"<html>".to_vec());
        let read = ucwa_types::Link::<api::Me>::new("/").get().read(response.unwrap());
        let error = Error::Service(ASKED, read.unwrap_err());
        assert!(error.to_string().starts_with("the answer to GET me cannot be read: 200 OK"), "{error}");
    }
}
