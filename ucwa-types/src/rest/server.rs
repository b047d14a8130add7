//! The server's side of an operation, for servers and test doubles: reads a request, and builds the response.
//!
//! ```
//! # #[cfg(feature = "default")] {
//! use http::{Request, Response, StatusCode};
//! use ucwa_types::ErrorBody;
//! use ucwa_types::api::{StartMessaging, StartMessagingInput};
//! use ucwa_types::operation::Post;
//! use ucwa_types::rest::{EncodeError, WireFormat, server};
//! use ucwa_types::Link;
//!
//! fn start_messaging(request: &Request<Vec<u8>>) -> Result<Response<Vec<u8>>, EncodeError> {
//!     let received = match server::read::<StartMessaging, Post>(request) {
//!         Ok(received) => received,
//!         Err(error) => return error.response(request),
//!     };
//!     match received.input.to.as_deref() {
//!         Some("sip:bob@example.com") => server::created("/invitations/1"),
//!         _ => server::error(StatusCode::NOT_FOUND, &ErrorBody::new("NotFound"), received.format),
//!     }
//! }
//!
//! // What a client sends it.
//! let call = Link::<StartMessaging>::new("/startMessaging").post(StartMessagingInput::new("sip:bob@example.com"));
//! let request = call.request(&"https://pool.example.com".parse()?, WireFormat::Json)?;
//! let reply = call.read(start_messaging(&request)?)?;
//! assert_eq!(reply.location.as_ref().map(Link::href), Some("/invitations/1"));
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;

use http::header::{ACCEPT, ALLOW, CONTENT_TYPE, HeaderValue, LOCATION, WWW_AUTHENTICATE};
use http::{Request, Response, StatusCode};

use crate::error_body::ErrorBody;
use crate::limits::Limits;
use crate::operation::{HttpMethod, Operation, RawBody, Violation};
use crate::query;
use crate::rest::WireFormat;
use crate::rest::header::text;
use crate::rest::output::DecodeError;
use crate::rest::payload::{EncodeError, Parameters, Payload};
use crate::slots::Model;

/// A request for an operation, decoded and checked by the documented rules.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Received<Q, I> {
    /// The parameters of the query; undocumented ones are in its `unknown`.
    pub query: Q,
    /// The input.
    pub input: I,
    /// The format that the client accepts for the response.
    pub format: WireFormat,
    /// The body, verbatim, with its media type, for a proxy to send on. [`Self::input`] is encoded with the documented names of
    /// members instead.
    pub body: RawBody,
}

/// Why a request is refused.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReceiveError {
    /// The method is not this one.
    Method(&'static str),
    /// A parameter of the query breaks a documented rule.
    Query(Violation),
    /// A member of the input breaks a documented rule.
    Input(Violation),
    /// The input cannot be decoded.
    Decode(DecodeError),
}

/// Reads a request for an operation of `T`, and checks it by the documented rules. Names of members and of parameters match
/// in any case, as on a server: most clients send `UserAgent` for `userAgent`. (In XML, the names in nested objects do not.)
///
/// A value of another type than the documented one is an error, as is a value that breaks a rule. `null` is no value. A request
/// without a body, whatever its media type, has an input without members.
///
/// Some pages list one name as a parameter of the query and as a member of the input. A client may send it in either place:
/// then [`Received::query`] and [`Received::input`] both have it. If it is in both places, each keeps its own value.
///
/// # Errors
/// If it has another method, cannot be decoded, or breaks a rule.
pub fn read<T, M>(request: &Request<Vec<u8>>) -> Result<Received<T::Query, T::Input>, ReceiveError>
where
    T: Operation<M, Query: Parameters, Input: Payload>,
    M: HttpMethod,
{
    read_within::<T, M>(request, Limits::default())
}

/// Reads a request as [`read`] does, within these limits.
///
/// # Errors
/// Those of [`read`], and if the body exceeds the limits.
pub fn read_within<T, M>(
    request: &Request<Vec<u8>>,
    limits: Limits,
) -> Result<Received<T::Query, T::Input>, ReceiveError>
where
    T: Operation<M, Query: Parameters, Input: Payload>,
    M: HttpMethod,
{
    if request.method().as_str() != M::NAME {
        return Err(ReceiveError::Method(M::NAME));
    }
    let sent = query::pairs(request.uri().query().unwrap_or_default());
    let mut parameters = T::Query::from_pairs(&sent);
    let content_type = text(request.headers(), CONTENT_TYPE);
    // Without a body, the members are those of the query: often none, which is enough if no member is required.
    let bodiless = if request.body().is_empty() { T::Input::from_query(&sent) } else { None };
    let mut input = match bodiless {
        Some(input) => input,
        None => T::Input::decode_in_any_case(content_type, request.body(), limits)
            .map_err(ReceiveError::Decode)?,
    };
    parameters.check_types().map_err(ReceiveError::Query)?;
    input.check_types().map_err(ReceiveError::Input)?;
    let is_sent = |name: &str| sent.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
    parameters.fill(&input.members());
    input.fill(&sent);
    // A parameter that is documented for both places breaks its rule where it was sent, or else in the input.
    parameters.check(T::QUERY).map_err(|violation| {
        let name = violation.name();
        let is_member = T::INPUT.iter().any(|rule| rule.name == name);
        if is_member && !is_sent(name) {
            ReceiveError::Input(violation)
        } else {
            ReceiveError::Query(violation)
        }
    })?;
    input.check(T::INPUT).map_err(ReceiveError::Input)?;
    let body = RawBody::new(content_type.unwrap_or_default(), request.body().as_slice());
    Ok(Received { query: parameters, input, format: accepted_format(request), body })
}

/// Reads the body of a request that is not an operation of a resource, such as an event document that a service posts to a
/// webhook.
///
/// # Errors
/// [`ReceiveError::Decode`] if it cannot be decoded as an `M`.
///
/// ```
/// use http::Request;
/// use ucwa_types::api::EventDocument;
/// use ucwa_types::rest::server;
///
/// let request = Request::post("/callback")
///     .header("Content-Type", "application/json; type=\"application/vnd.microsoft.com.ucwa+json\"")
///     .body(br#"{"sender": [{"rel": "communication", "href": "/c", "events": []}]}"#.to_vec())?;
/// let events: EventDocument = server::read_body(&request)?;
/// assert_eq!(events.senders.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_body<M: Model>(request: &Request<Vec<u8>>) -> Result<M, ReceiveError> {
    let content_type = text(request.headers(), CONTENT_TYPE);
    M::decode_in_any_case(content_type, request.body(), Limits::default()).map_err(ReceiveError::Decode)
}

/// The format that a client accepts: the one in `Accept` with the highest `q`, and the first of several. If `Accept` has no known
/// format, it is that of the body, or else JSON.
#[must_use]
pub fn accepted_format<B>(request: &Request<B>) -> WireFormat {
    let mut preferred: Option<(f32, WireFormat)> = None;
    for range in text(request.headers(), ACCEPT).unwrap_or_default().split(',') {
        let Some(format) = WireFormat::from_content_type(range) else { continue };
        let quality = quality(range);
        if quality > preferred.map_or(0.0, |(quality, _)| quality) {
            preferred = Some((quality, format));
        }
    }
    let own = || text(request.headers(), CONTENT_TYPE).and_then(WireFormat::from_content_type);
    preferred.map(|(_, format)| format).or_else(own).unwrap_or_default()
}

/// The `q` of a media range: from 0 (not acceptable) to 1, the default.
fn quality(range: &str) -> f32 {
    let mut parameters = range.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let given = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
    given.and_then(|(_, value)| value.trim().parse().ok()).unwrap_or(1.0)
}

/// Builds a 200 with a representation, an event document, or any other model.
///
/// # Errors
/// If the format cannot represent it.
pub fn ok(representation: &impl Model, format: WireFormat) -> Result<Response<Vec<u8>>, EncodeError> {
    encoded(StatusCode::OK, representation, format)
}

/// Builds a 201 with the location of the created resource.
///
/// # Errors
/// If the location has characters that cannot be in a header field.
pub fn created(location: &str) -> Result<Response<Vec<u8>>, EncodeError> {
    let location = HeaderValue::from_str(location).map_err(|_| EncodeError::Header(LOCATION))?;
    let mut response = empty(StatusCode::CREATED);
    response.headers_mut().insert(LOCATION, location);
    Ok(response)
}

/// Builds an error of the service.
///
/// # Errors
/// If the format cannot represent it.
pub fn error(
    status: StatusCode,
    error: &ErrorBody,
    format: WireFormat,
) -> Result<Response<Vec<u8>>, EncodeError> {
    encoded(status, error, format)
}

/// Builds a 401 with a challenge: the value of a `WWW-Authenticate` field.
///
/// # Errors
/// If the challenge has characters that cannot be in a header field.
pub fn unauthorized(challenge: &str) -> Result<Response<Vec<u8>>, EncodeError> {
    let challenge = HeaderValue::from_str(challenge).map_err(|_| EncodeError::Header(WWW_AUTHENTICATE))?;
    let mut response = empty(StatusCode::UNAUTHORIZED);
    response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    Ok(response)
}

/// Builds a response without a body.
#[must_use]
pub fn empty(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}

fn encoded(
    status: StatusCode,
    model: &impl Model,
    format: WireFormat,
) -> Result<Response<Vec<u8>>, EncodeError> {
    let mut response = empty(status);
    *response.body_mut() = match format {
        WireFormat::Json => crate::json_body::to_vec(model),
        #[cfg(feature = "xml")]
        WireFormat::Xml => crate::xml_body::to_vec(model).map_err(EncodeError::Xml)?,
    };
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    Ok(response)
}

impl ReceiveError {
    /// Builds the response: an error of the service, in the format that the client accepts.
    ///
    /// # Errors
    /// If the format cannot represent it.
    pub fn response<B>(&self, request: &Request<B>) -> Result<Response<Vec<u8>>, EncodeError> {
        let (status, code, subcode) = match self {
            Self::Method(_) => (StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", None),
            Self::Query(_) | Self::Input(_) => {
                (StatusCode::BAD_REQUEST, "BadRequest", Some("ParameterValidationFailure"))
            }
            Self::Decode(DecodeError::MediaType) => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", None)
            }
            Self::Decode(_) => (StatusCode::BAD_REQUEST, "BadRequest", Some("DeserializationFailure")),
        };
        // The last cause has the position.
        let mut message = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            message = format!("{message}: {error}");
            cause = error.source();
        }
        let mut body = ErrorBody::new(code).with_message(message);
        if let Some(subcode) = subcode {
            body = body.with_subcode(subcode);
        }
        let mut response = error(status, &body, accepted_format(request))?;
        if let Self::Method(allowed) = self {
            response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
        }
        Ok(response)
    }
}

impl fmt::Display for ReceiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method(expected) => write!(f, "the method is not {expected}"),
            Self::Query(_) => f.write_str("the query breaks a rule"),
            Self::Input(_) => f.write_str("the input breaks a rule"),
            Self::Decode(_) => f.write_str("the input cannot be decoded"),
        }
    }
}

impl std::error::Error for ReceiveError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Method(_) => None,
            Self::Query(violation) | Self::Input(violation) => Some(violation),
            Self::Decode(error) => Some(error),
        }
    }
}
