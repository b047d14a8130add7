//! A response that is not a success.

use std::fmt;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, Response, StatusCode};
use serde_json::Value;

use crate::error_body::ErrorBody;
use crate::operation::{ErrorSet, HttpMethod, Operation, ServiceError};
use crate::rest::advice::{self, Advice};
use crate::rest::challenge::{Challenge, TokenService};
use crate::rest::diagnostics::{Diagnostic, RetryAfter, Warning};
use crate::rest::header::text;
use crate::rest::legacy::LegacyDiscovery;
use crate::rest::output::DecodeError;
use crate::slots::Enumeration;

/// A response that is not a success, or cannot be decoded, kept as a whole. `K` is the error type of the API: `ErrorKind` of a
/// generated tree.
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
/// let error = call.read(response).unwrap_err();
/// assert_eq!(error.status(), StatusCode::NOT_FOUND);
/// assert_eq!(error.subcode(), Some("ApplicationNotFound"));
///
/// // A proxy's answer is not an error of the service.
/// let response = Response::builder().status(502).header("Content-Type", "text/html").body("<h1>Oh</h1>")?;
/// let error = call.read(response).unwrap_err();
/// assert_eq!(error.code(), None);
/// assert_eq!(error.body(), b"<h1>Oh</h1>");
/// # Ok::<(), http::Error>(())
/// ```
pub struct ResponseError<K>(Box<Inner<K>>);

struct Inner<K> {
    response: Response<Vec<u8>>,
    cause: Cause<K>,
}

/// Why a response is an error.
#[derive(Debug)]
#[non_exhaustive]
pub enum Cause<K> {
    /// An error of the service.
    Service(ServiceError<K>),
    /// Not from UCWA: the body has another media type, or is no error body. IIS and proxies send HTML.
    NotUcwa,
    /// A document of legacy autodiscovery, in place of a root or a user.
    LegacyDiscovery(LegacyDiscovery),
    /// There is no body.
    Empty,
    /// The body is cut short: it has fewer bytes than its `Content-Length`, or its JSON or XML is not complete.
    Truncated(Box<dyn std::error::Error + Send + Sync>),
    /// The body has a media type of UCWA, but exceeds the limits or cannot be decoded.
    Undecodable(DecodeError),
}

impl<K: ErrorSet> Cause<K> {
    /// An error body names at least a code: without one, it is some other JSON or XML.
    pub(crate) fn of(status: StatusCode, error: ErrorBody) -> Self {
        if error.code.is_some() || error.subcode.is_some() {
            Self::Service(ServiceError::new(status.as_u16(), error))
        } else {
            Self::NotUcwa
        }
    }
}

impl<K> ResponseError<K> {
    pub(crate) fn new(response: Response<Vec<u8>>, cause: Cause<K>) -> Self {
        Self(Box::new(Inner { response, cause }))
    }

    /// Why it is an error.
    #[must_use]
    pub fn cause(&self) -> &Cause<K> {
        &self.0.cause
    }

    /// The status. If it is one of 200 to 299, the body cannot be decoded.
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

    /// The body, unchanged.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.0.response.body()
    }

    /// The response, unchanged.
    #[must_use]
    pub fn into_response(self) -> Response<Vec<u8>> {
        self.0.response
    }

    /// The error of the service, if it is one.
    #[must_use]
    pub fn service_error(&self) -> Option<&ServiceError<K>> {
        match self.cause() {
            Cause::Service(error) => Some(error),
            _ => None,
        }
    }

    /// The document of legacy autodiscovery, if the server sent one in place of a root or a user. A client follows it, or tries
    /// the next address of discovery.
    ///
    /// ```
    /// # use http::Response;
    /// use ucwa_types::Link;
    /// use ucwa_types::api::{Applications, Root};
    ///
    /// let call = Link::<Root>::new("/").get();
    /// let response = Response::builder().header("Content-Type", "application/json").body(
    ///     r#"{"AccessLocation": "External", "User": {"Links": [{"token": "Ucwa", "href": "https://pool.example.com/a"}]}}"#,
    /// )?;
    /// let error = call.read(response).unwrap_err();
    /// let applications: Option<Link<Applications>> = error.legacy_discovery().and_then(|legacy| legacy.applications());
    /// assert_eq!(applications.unwrap().href(), "https://pool.example.com/a");
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn legacy_discovery(&self) -> Option<&LegacyDiscovery> {
        match self.cause() {
            Cause::LegacyDiscovery(legacy) => Some(legacy),
            _ => None,
        }
    }

    /// What went wrong.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.service_error()?.code()
    }

    /// What exactly went wrong.
    #[must_use]
    pub fn subcode(&self) -> Option<&str> {
        self.service_error()?.subcode()
    }

    /// The subcode as a member of an enumeration; one it does not know is kept in it as unrecognized.
    #[must_use]
    pub fn subcode_as<E: Enumeration>(&self) -> Option<E> {
        self.service_error()?.body().subcode_as()
    }

    /// An explanation for people.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.service_error()?.message()
    }

    /// The parts of the request that were refused.
    #[must_use]
    pub fn parameters(&self) -> Option<&Value> {
        self.service_error()?.parameters()
    }

    /// What helps to find the cause.
    #[must_use]
    pub fn debug_info(&self) -> Option<&Value> {
        self.service_error()?.debug_info()
    }

    /// Which error of the service it is; `None` if it is not one.
    ///
    /// ```
    /// # use http::Response;
    /// # use ucwa_types::{Link, rest::Call};
    /// use ucwa_types::api::{ErrorKind, SendMessage};
    /// # use ucwa_types::api::SendMessageQuery;
    /// # use ucwa_types::operation::{Post, RawBody};
    ///
    /// # let query = SendMessageQuery::new("op-1");
    /// # let call: Call<SendMessage, Post> = Link::new("/m").post_with(query, RawBody::new("text/plain", "Hi"));
    /// # let response = Response::builder().status(500).header("Content-Type", "application/json").body(
    /// #     r#"{"code": "ServiceFailure", "subcode": "CallbackChannelError"}"#,
    /// # )?;
    /// let error = call.read(response).unwrap_err();
    /// match error.kind() {
    ///     Some(ErrorKind::ServiceFailureCallbackChannelError) => println!("our event channel was not reached: listen, and try again"),
    ///     Some(kind) => println!("{kind:?}: {error}"),
    ///     None => println!("a proxy, perhaps: {error}"),
    /// }
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn kind(&self) -> Option<&K> {
        self.service_error().map(ServiceError::kind)
    }

    /// Whether it is an error of the service that the operation documents.
    #[must_use]
    pub fn is_documented<T: Operation<M, Error = K>, M: HttpMethod>(&self) -> bool
    where
        K: ErrorSet,
    {
        self.kind().is_some_and(K::is_documented::<T, M>)
    }

    /// What a client does about it, if that is known: by the numbers in `X-Ms-diagnostics`, or else by the error of the service,
    /// or else by the status.
    ///
    /// ```
    /// # use http::Response;
    /// # use ucwa_types::{Link, rest::{Advice, Call}};
    /// # use ucwa_types::api::Application;
    /// # use ucwa_types::operation::Get;
    /// # let call: Call<Application, Get> = Link::new("/ucwa/v1/applications/7").get();
    /// let response = Response::builder()
    ///     .status(500)
    ///     .header("X-Ms-diagnostics", r#"28032;source="fe2.example.com";reason="The ticket is not valid.""#)
    ///     .body("")?;
    /// let error = call.read(response).unwrap_err();
    /// // Not an error that passes, though the status looks like one.
    /// assert_eq!(error.advice(), Some(Advice::RenewToken));
    /// assert_eq!(error.to_string(), "500 Internal Server Error: no body (28032: The ticket is not valid.)");
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn advice(&self) -> Option<Advice> {
        if self.status().is_success() {
            // The server did what was asked; what it said of it was lost on the way.
            return matches!(self.cause(), Cause::Truncated(_)).then_some(Advice::Retry);
        }
        self.diagnostics()
            .iter()
            .find_map(Diagnostic::advice)
            .or_else(|| advice::of_service(self.code(), self.subcode()))
            .or_else(|| advice::of_status(self.status(), !self.challenges().is_empty()))
    }

    /// The `X-Ms-diagnostics` fields: often the only reason in an empty 401, 403 or 500.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        Diagnostic::from_headers(self.headers())
    }

    /// The `Warning` fields.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        Warning::from_headers(self.headers())
    }

    /// When to send the request again, by the `Retry-After` field. Proxies send it with 429 and 503.
    #[must_use]
    pub fn retry_after(&self) -> Option<RetryAfter> {
        RetryAfter::from_headers(self.headers())
    }

    /// The ways to authenticate, by the `WWW-Authenticate` fields of a 401 or 403.
    #[must_use]
    pub fn challenges(&self) -> Vec<Challenge> {
        Challenge::from_headers(self.headers())
    }

    /// The service that issues tokens, by the `MsRtcOAuth` challenge of a 401 or 403.
    #[must_use]
    pub fn token_service(&self) -> Option<TokenService> {
        self.challenges().iter().find_map(Challenge::token_service)
    }
}

impl<K: fmt::Debug> fmt::Debug for ResponseError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseError")
            .field("status", &self.status())
            .field("cause", self.cause())
            .field("body", &String::from_utf8_lossy(self.body()))
            .finish()
    }
}

impl<K> fmt::Display for ResponseError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.status())?;
        match self.cause() {
            Cause::Service(error) => error.body().fmt(f)?,
            Cause::NotUcwa => {
                write!(f, "not an answer of UCWA, but {}", self.media_type().unwrap_or("of no media type"))?;
            }
            Cause::LegacyDiscovery(_) => f.write_str("legacy autodiscovery, not UCWA")?,
            Cause::Empty => f.write_str("no body")?,
            Cause::Truncated(_) => f.write_str("cut short")?,
            Cause::Undecodable(error) => error.fmt(f)?,
        }
        self.diagnostics().iter().try_for_each(|diagnostic| write!(f, " ({diagnostic})"))
    }
}

impl<K: fmt::Debug> std::error::Error for ResponseError<K> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self.cause() {
            Cause::Truncated(error) => Some(&**error),
            Cause::Undecodable(error) => error.source(),
            _ => None,
        }
    }
}
