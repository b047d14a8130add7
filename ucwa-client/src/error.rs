//! Why an operation has no result.

use std::fmt;
use std::sync::Arc;

use http::{Response, StatusCode};
use ucwa_types::api;
use ucwa_types::operation::ErrorSet;
use ucwa_types::rest::{Advice, RequestError, ResponseError};

/// Any error of an HTTP client.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// How many bytes the body of an answer has at most: those of the clients on `reqwest` and `ureq`.
pub const LARGEST_BODY: usize = 10 * 1024 * 1024;

/// The body of an answer has more than [`LARGEST_BODY`] bytes. It stands in [`Error::Transport`], and only the event channel asks for
/// such an answer again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the body of the answer has more than {} bytes", LARGEST_BODY)]
pub struct TooLarge;

/// A request was not sent, so that nothing was done: there is no connection, or it cannot be sent at all. A transport returns it where
/// the HTTP client says so; any other error may mean that the request was done. It stands in [`Error::Transport`].
#[derive(Debug, thiserror::Error)]
#[error("the request was not sent")]
pub struct NotSent {
    #[source]
    cause: Cause,
    may_pass: bool,
}

impl NotSent {
    /// For a reason that may pass: the connection was refused, or the name of the host is not known.
    pub fn now(cause: impl Into<Cause>) -> Self {
        Self { cause: cause.into(), may_pass: true }
    }

    /// For a reason that will not pass: the HTTP client has no TLS, or does not take the request. It is not tried again.
    pub fn ever(cause: impl Into<Cause>) -> Self {
        Self { cause: cause.into(), may_pass: false }
    }
}

/// Whether to try again is of no use.
pub(crate) fn is_final(cause: &Cause) -> bool {
    cause.is::<TooLarge>() || cause.downcast_ref::<NotSent>().is_some_and(|not_sent| !not_sent.may_pass)
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
    /// The server refused the operation, or something in front of it did. The whole answer is in it; of the answer of a token
    /// service only the status and the header fields, since there may be a token in its body.
    #[error("the operation was refused: {0}")]
    Service(ResponseError<K>),
    /// The token service refused the credentials: a wrong password, an unknown or locked user, or a grant that it does not issue.
    #[error("the credentials are refused: {0}")]
    Credentials(CredentialsError),
    /// The answer is not what the protocol says.
    #[error("the protocol is broken: {0}")]
    Protocol(ProtocolError),
    /// There is no answer, or no token could be got for the request. It may be sent again: either it was not sent, or it may be
    /// done twice.
    #[error("there is no answer")]
    Transport(#[source] Cause),
    /// A POST was sent, and no event told how it ended: its answer was lost, and it may have been done; or its answer came, and its
    /// event was lost or did not come in time. Holds why: [`Error::started`] has the answer that started the operation,
    /// [`Error::response`] that of something in front of the server, and anything else is how the answer was lost. Without it the
    /// answer has not come yet.
    #[error("it is not known whether the operation was done")]
    OutcomeUnknown(#[source] Option<Cause>),
    /// There is no session any more, or not the one that the operation belongs to.
    #[error("there is no application: {0}")]
    Gone(Gone),
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

/// Why it is not known how an operation ended although its answer has come.
#[derive(thiserror::Error)]
#[error("it was started ({}), and no event told how it ended", .0.status())]
pub(crate) struct Started(pub(crate) Response<Vec<u8>>);

impl fmt::Debug for Started {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Started({})", self.0.status())
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
    /// The session has ended for another reason. [`Step::Ended`](crate::session::Step::Ended) has the error; this is its text.
    #[error("the session has ended: {0}")]
    Ended(Arc<str>),
    /// The program has no token for a host, or there is nobody to ask for one.
    #[error("no token")]
    NoToken,
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
            Self::Service(error) => error.kind().cloned().map_or(ErrorKind::Intermediary, ErrorKind::Service),
            Self::Credentials(_) => ErrorKind::Credentials,
            Self::Protocol(_) => ErrorKind::Protocol,
            Self::Transport(_) => ErrorKind::Transport,
            Self::OutcomeUnknown(_) => ErrorKind::OutcomeUnknown,
            Self::Gone(_) => ErrorKind::Gone,
        }
    }

    /// Whether the same may go well later. A token that is refused is not: the client has got others, as many as
    /// [`Settings::renewals`](crate::session::Settings::renewals) says. A POST with an answer such as 503 may have been done all the same: whether it may be
    /// done twice is for the program to say.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport(cause) => !is_final(cause),
            Self::Gone(Gone::Recreating) => true,
            Self::Service(error) => error.advice() == Some(Advice::Retry),
            Self::Request(_)
            | Self::OperationIdInUse
            | Self::Credentials(_)
            | Self::Protocol(_)
            | Self::OutcomeUnknown(_)
            | Self::Gone(_) => false,
        }
    }

    /// Why there is no application once a session has ended with this error.
    pub(crate) fn gone(&self) -> Gone {
        match self {
            Self::Gone(gone) => gone.clone(),
            error => Gone::Ended(error.to_string().into()),
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
            Self::Service(error) => error.status().is_success() && error.legacy_discovery().is_none(),
            Self::Protocol(error) => matches!(error, ProtocolError::Undecodable | ProtocolError::NoBody),
            _ => false,
        }
    }

    /// The answer of the server that is a failure, or of something in front of it, if there is one.
    #[must_use]
    pub fn response(&self) -> Option<&ResponseError<K>> {
        match self {
            Self::Service(error) => Some(error),
            Self::OutcomeUnknown(Some(cause)) => cause.downcast_ref(),
            _ => None,
        }
    }

    /// The answer that started an operation of which no event told how it ended, if there is one: such as a 201 with the
    /// `Location` of what to ask for.
    #[must_use]
    pub fn started(&self) -> Option<&Response<Vec<u8>>> {
        match self {
            Self::OutcomeUnknown(Some(cause)) => cause.downcast_ref().map(|Started(response)| response),
            _ => None,
        }
    }
}

impl<K: fmt::Debug + 'static> From<ResponseError<K>> for Error<K> {
    fn from(error: ResponseError<K>) -> Self {
        Self::Service(error)
    }
}

#[cfg(test)]
mod tests {
    use http::Response;
    use ucwa_types::api;

    use super::*;
    use crate::session::failure;

    fn service(status: u16, body: &str) -> Error<api::ErrorKind> {
        let response = Response::builder().status(status).header("Content-Type", "application/json");
        Error::Service(failure(response.body(body.as_bytes().to_vec()).unwrap()).unwrap())
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
            (Error::Protocol(ProtocolError::NoLink), ErrorKind::Protocol, false),
            (Error::Transport("broken".into()), ErrorKind::Transport, true),
            (Error::Transport(TooLarge.into()), ErrorKind::Transport, false),
            (Error::OutcomeUnknown(Some("broken".into())), ErrorKind::OutcomeUnknown, false),
            (Error::Gone(Gone::Recreating), ErrorKind::Gone, true),
            (Error::Gone(Gone::SignedOut), ErrorKind::Gone, false),
        ] {
            assert_eq!((error.kind(), error.is_retryable()), (kind, is_retryable), "{error}");
        }
        let error = service(403, forbidden);
        assert_eq!(error.response().map(ResponseError::body), Some(forbidden.as_bytes()));
        let source = Error::<api::ErrorKind>::OutcomeUnknown(Some("broken".into()));
        assert_eq!(std::error::Error::source(&source).unwrap().to_string(), "broken");
    }
}
