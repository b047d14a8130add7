//! An operation that did not go well.

use std::fmt;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, Response, StatusCode};
use serde_json::Value;

use crate::error_body::ErrorBody;
use crate::operation::{DocumentedError, ErrorKind, OperationError};
use crate::rest::challenge::{Challenge, TokenService};
use crate::rest::header::text;
use crate::rest::output::DecodeError;
use crate::slots::Enumeration;

/// An answer that is not what was asked for, kept as a whole.
///
/// ```
/// use http::{Response, StatusCode};
/// use ucwa_types::Link;
/// # use ucwa_types::Unknown;
/// # use ucwa_types::operation::{Get, Operation};
/// # #[derive(Clone, Debug, Default, PartialEq, ucwa_types::Resource)]
/// # #[ucwa(rel = "note")]
/// # struct Note { #[ucwa(unknown)] unknown: Unknown }
/// # impl Operation<Get> for Note { type Query = (); type Input = (); type Output = Self; type Error = (); }
///
/// let call = Link::<Note>::new("/ucwa/v1/note").get();
/// let response = Response::builder()
///     .status(404)
///     .header("Content-Type", "application/json")
///     .body(r#"{"code": "NotFound", "subcode": "ApplicationNotFound"}"#)?;
/// let failure = call.read(response).unwrap_err();
/// assert_eq!(failure.status(), StatusCode::NOT_FOUND);
/// assert_eq!(failure.subcode(), Some("ApplicationNotFound"));
///
/// // A proxy's answer is none of the service's.
/// let response = Response::builder().status(502).header("Content-Type", "text/html").body("<h1>Oh</h1>")?;
/// let failure = call.read(response).unwrap_err();
/// assert_eq!(failure.code(), None);
/// assert_eq!(failure.body(), b"<h1>Oh</h1>");
/// # Ok::<(), http::Error>(())
/// ```
pub struct ResponseError(Box<Inner>);

struct Inner {
    response: Response<Vec<u8>>,
    cause: Cause,
    documented: &'static [DocumentedError],
}

/// Why an answer is a failure.
#[derive(Debug)]
#[non_exhaustive]
pub enum Cause {
    /// The service says so.
    Service(ErrorBody),
    /// Something else answered: the body is of no media type of UCWA, or it is no error body. IIS and proxies send HTML.
    NotUcwa,
    /// There is no body.
    Empty,
    /// The body is cut short: it has less bytes than its `Content-Length` says, or ends before what is in it does.
    Truncated(Box<dyn std::error::Error + Send + Sync>),
    /// The body is of the right media type, but larger than the limits, or not what its media type says.
    Undecodable(DecodeError),
}

impl Cause {
    /// An error body names at least a code: without one, it is some other JSON or XML.
    pub(crate) fn of(error: ErrorBody) -> Self {
        if error.code.is_some() || error.subcode.is_some() { Self::Service(error) } else { Self::NotUcwa }
    }
}

impl ResponseError {
    pub(crate) fn new(
        response: Response<Vec<u8>>,
        cause: Cause,
        documented: &'static [DocumentedError],
    ) -> Self {
        Self(Box::new(Inner { response, cause, documented }))
    }

    /// Why it is a failure.
    #[must_use]
    pub fn cause(&self) -> &Cause {
        &self.0.cause
    }

    /// The status. One of 200 to 299 is that of a body that cannot be read.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.response.status()
    }

    /// The header fields.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.0.response.headers()
    }

    /// The media type of the body.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        text(self.headers(), CONTENT_TYPE)
    }

    /// The body as it came.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.0.response.body()
    }

    /// The answer as it came.
    #[must_use]
    pub fn into_response(self) -> Response<Vec<u8>> {
        self.0.response
    }

    /// What the service says, if it was the service.
    #[must_use]
    pub fn error(&self) -> Option<&ErrorBody> {
        match self.cause() {
            Cause::Service(error) => Some(error),
            _ => None,
        }
    }

    /// What went wrong.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.error()?.code.as_deref()
    }

    /// What exactly went wrong.
    #[must_use]
    pub fn subcode(&self) -> Option<&str> {
        self.error()?.subcode.as_deref()
    }

    /// The subcode as a member of an enumeration; one it does not know is kept in it as unrecognized.
    #[must_use]
    pub fn subcode_as<E: Enumeration>(&self) -> Option<E> {
        self.error()?.subcode_as()
    }

    /// An explanation for people.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.error()?.message.as_deref()
    }

    /// The parts of the request that were refused.
    #[must_use]
    pub fn parameters(&self) -> Option<&Value> {
        self.error()?.parameters.as_ref()
    }

    /// What helps to find the cause.
    #[must_use]
    pub fn debug_info(&self) -> Option<&Value> {
        self.error()?.debug_info.as_ref()
    }

    /// Which of the errors of an operation it is; `None` if it is no error of the service. `K` is the enumeration of the
    /// operation that failed ([`Operation::Error`](crate::operation::Operation::Error)).
    #[must_use]
    pub fn kind<K: ErrorKind>(&self) -> Option<K> {
        let error = self.error()?;
        let code = error.code.as_deref().unwrap_or_default();
        Some(K::of(self.status().as_u16(), code, error.subcode.as_deref()))
    }

    /// The error as one of an operation, as [`Self::kind`] and with everything else that it says.
    ///
    /// # Errors
    /// If it is no error of the service.
    pub fn into_error<K: ErrorKind>(self) -> Result<OperationError<K>, Self> {
        let status = self.status().as_u16();
        match *self.0 {
            Inner { cause: Cause::Service(error), .. } => Ok(OperationError::new(status, error)),
            inner => Err(Self(Box::new(inner))),
        }
    }

    /// The entry of this error among those that the operation documents; `None` for undocumented ones, and what is no
    /// error of the service.
    #[must_use]
    pub fn documented(&self) -> Option<&'static DocumentedError> {
        self.0.documented.iter().find(|entry| self.is(entry))
    }

    /// Whether it is this error: the codes are the same, and the subcodes, and the statuses as far as one is
    /// documented.
    #[must_use]
    pub fn is(&self, error: &DocumentedError) -> bool {
        self.code().is_some_and(|code| error.is(self.status().as_u16(), code, self.subcode()))
    }

    /// How to authenticate, by the `WWW-Authenticate` fields of a 401.
    #[must_use]
    pub fn challenges(&self) -> Vec<Challenge> {
        Challenge::all(self.headers())
    }

    /// Where a token can be had, by the `MsRtcOAuth` challenge of a 401.
    #[must_use]
    pub fn token_service(&self) -> Option<TokenService> {
        self.challenges().iter().find_map(Challenge::token_service)
    }
}

impl fmt::Debug for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure")
            .field("status", &self.status())
            .field("cause", self.cause())
            .field("body", &String::from_utf8_lossy(self.body()))
            .finish()
    }
}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.status())?;
        match self.cause() {
            Cause::Service(error) => error.fmt(f),
            Cause::NotUcwa => {
                write!(f, "not an answer of UCWA, but {}", self.media_type().unwrap_or("of no media type"))
            }
            Cause::Empty => f.write_str("no body"),
            Cause::Truncated(_) => f.write_str("cut short"),
            Cause::Undecodable(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ResponseError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self.cause() {
            Cause::Truncated(error) => Some(&**error),
            Cause::Undecodable(error) => error.source(),
            _ => None,
        }
    }
}
