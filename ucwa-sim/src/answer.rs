//! Answers: representations, errors of the service, and pages.

use http::header::{ACCEPT, ALLOW, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use http::{Request, Response, StatusCode};
use serde::Serialize;
use ucwa_types::api::{ErrorCode, ErrorKind, ErrorSubcode};
use ucwa_types::rest::server::{self, ReceiveError};
use ucwa_types::rest::{EncodeError, WireFormat};
use ucwa_types::{Enumeration, ErrorBody, Model};

/// An answer with its body.
pub(crate) type Answer = Response<Vec<u8>>;

/// The result of an operation.
pub(crate) type Handled = Result<Answer, ServiceError>;

/// The service's error to a request.
#[derive(Debug)]
pub(crate) enum ServiceError {
    /// A status with a code.
    Coded(StatusCode, Box<ErrorBody>),
    /// The request breaks a documented rule.
    Receive(ReceiveError),
    /// The resource has other methods, or only a later revision has this one.
    Method { methods: &'static [&'static str], has_head: bool, later: Option<u32> },
    /// The answer cannot be written in this format.
    Encode(EncodeError),
}

impl ServiceError {
    /// This error, with a message for the author of the client: what is wrong with the request, and what to do.
    pub(crate) fn new(kind: &ErrorKind, message: impl Into<String>) -> Self {
        Self::spelt(status(kind.code()), kind.code(), kind.subcode(), message)
    }

    /// The same, for a code and a subcode that are not documented as a pair.
    pub(crate) fn of(code: &ErrorCode, subcode: Option<&ErrorSubcode>, message: impl Into<String>) -> Self {
        let subcode = subcode.map(ErrorSubcode::as_str);
        Self::spelt(status(code.as_str()), code.as_str(), subcode, message)
    }

    /// An error of any status, code and subcode.
    pub(crate) fn spelt(
        status: StatusCode,
        code: &str,
        subcode: Option<&str>,
        message: impl Into<String>,
    ) -> Self {
        let body = ErrorBody::new(code).with_message(message.into());
        let body = match subcode {
            Some(subcode) => body.with_subcode(subcode),
            None => body,
        };
        Self::Coded(status, Box::new(body))
    }

    /// The resource does not exist.
    pub(crate) fn not_found() -> Self {
        let message =
            "There is nothing at this address, or no longer. Follow a link of a representation or an event.";
        Self::new(&ErrorKind::NotFound, message)
    }

    /// The application does not exist.
    pub(crate) fn no_application() -> Self {
        let message =
            "The application has ended, or belongs to another user. Create one: POST to `applications`.";
        Self::of(&ErrorCode::NotFound, Some(&ErrorSubcode::ApplicationNotFound), message)
    }

    /// The operation is not available in this state.
    pub(crate) fn not_offered(rel: &str, state: impl std::fmt::Display) -> Self {
        Self::new(&ErrorKind::Conflict, format!("There is no link `{rel}` now: {state}."))
    }

    /// The response in this format.
    pub(crate) fn answer(&self, format: WireFormat) -> Answer {
        let response = match self {
            Self::Coded(status, body) => server::error(*status, body, format),
            Self::Receive(error) => {
                // The format is all that it takes from the request.
                let mut request = Request::new(());
                request.headers_mut().insert(ACCEPT, HeaderValue::from_static(format.media_type()));
                error.response(&request)
            }
            Self::Method { methods, has_head, later } => {
                let allowed = allowed(methods, *has_head);
                let message = match later {
                    Some(later) => format!(
                        "The methods of revision 1 of this resource are: {allowed}. For revision {later} send `X-MS-RequiresMinResourceVersion: {later}`."
                    ),
                    None if methods.is_empty() => {
                        "No page documents a method of this resource. Links or events only name it."
                            .to_owned()
                    }
                    None => format!("The methods of this resource are: {allowed}."),
                };
                let body = ErrorBody::new(ErrorCode::MethodNotAllowed.as_str()).with_message(message);
                server::error(StatusCode::METHOD_NOT_ALLOWED, &body, format).map(|mut response| {
                    add_header(&mut response, ALLOW, &allowed);
                    response
                })
            }
            Self::Encode(error) => Ok(unwritten(error)),
        };
        response.unwrap_or_else(|error| unwritten(&error))
    }
}

fn unwritten(error: &EncodeError) -> Answer {
    text(500, "text/plain; charset=utf-8", error.to_string())
}

impl From<ReceiveError> for ServiceError {
    fn from(error: ReceiveError) -> Self {
        Self::Receive(error)
    }
}

impl From<EncodeError> for ServiceError {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}

/// The status that a code comes with.
fn status(code: &str) -> StatusCode {
    match ErrorCode::from_text(code) {
        ErrorCode::BadRequest => StatusCode::BAD_REQUEST,
        ErrorCode::Forbidden => StatusCode::FORBIDDEN,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        ErrorCode::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
        ErrorCode::Timeout => StatusCode::REQUEST_TIMEOUT,
        ErrorCode::Conflict => StatusCode::CONFLICT,
        ErrorCode::Gone => StatusCode::GONE,
        ErrorCode::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
        ErrorCode::EntityTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorCode::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ErrorCode::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
        ErrorCode::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::ServiceUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::GatewayTimeout => StatusCode::GATEWAY_TIMEOUT,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// 200 with a representation.
pub(crate) fn ok(representation: &impl Model, format: WireFormat) -> Handled {
    Ok(server::ok(representation, format)?)
}

/// 200 with a representation, or 404 if there is none.
pub(crate) fn found(representation: Option<impl Model>, format: WireFormat) -> Handled {
    ok(&representation.ok_or_else(ServiceError::not_found)?, format)
}

/// 201 with the created resource and its location.
pub(crate) fn created(location: &str, representation: &impl Model, format: WireFormat) -> Handled {
    let mut answer = server::ok(representation, format)?;
    *answer.status_mut() = StatusCode::CREATED;
    let location = HeaderValue::from_str(location).map_err(|_| EncodeError::Header(LOCATION))?;
    answer.headers_mut().insert(LOCATION, location);
    Ok(answer)
}

/// 204.
pub(crate) fn done() -> Handled {
    Ok(server::empty(StatusCode::NO_CONTENT))
}

/// 204 with the methods of a resource, `OPTIONS` included, and `HEAD` if `has_head`.
pub(crate) fn options(methods: &[&str], has_head: bool) -> Answer {
    let mut answer = server::empty(StatusCode::NO_CONTENT);
    add_header(&mut answer, ALLOW, &allowed(methods, has_head));
    answer
}

fn allowed(methods: &[&str], has_head: bool) -> String {
    let head = has_head.then_some("HEAD");
    methods.iter().copied().chain(head).chain(["OPTIONS"]).collect::<Vec<_>>().join(", ")
}

/// An answer of any status with a body of this media type.
pub(crate) fn text(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Answer {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Ok(media_type) = HeaderValue::from_str(media_type) {
        response.headers_mut().insert(CONTENT_TYPE, media_type);
    }
    response
}

/// An answer that is not a representation, in JSON.
pub(crate) fn json(status: u16, body: &impl Serialize) -> Answer {
    text(status, "application/json; charset=utf-8", serde_json::to_vec(body).unwrap_or_default())
}

/// Adds a header field, if its value can be one.
pub(crate) fn add_header(answer: &mut Answer, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().append(name, value);
    }
}

/// Sets the media type of a representation to the requested one.
pub(crate) fn name_media_type(answer: &mut Answer, media_type: &'static str) {
    let own = answer.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    if own.is_some_and(|own| own.starts_with("application/vnd.microsoft.com.ucwa+")) {
        answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
}

/// An HTML page with a heading.
pub(crate) fn page(status: u16, heading: &str) -> Answer {
    let page = format!("<!DOCTYPE html><title>{status}</title><h1>{heading}</h1>");
    text(status, "text/html", page)
}

#[cfg(test)]
mod tests {
    use ucwa_types::operation::ErrorSet;

    use super::*;

    #[test]
    fn a_documented_error_has_its_status() {
        for (code, subcode, kind) in ErrorKind::DOCUMENTED {
            let response = ServiceError::new(kind, "Why.").answer(WireFormat::Json);
            let body: ErrorBody = ucwa_types::json_body::from_slice(response.body()).unwrap();
            assert_eq!((body.code.as_deref(), body.subcode.as_deref()), (Some(*code), *subcode));
            assert_eq!(body.message.as_deref(), Some("Why."));
            let expected = match *code {
                "ServiceFailure" => 500,
                "GatewayTimeout" => 504,
                "TooManyRequests" => 429,
                "BadRequest" => 400,
                "Forbidden" => 403,
                "NotFound" => 404,
                "Conflict" => 409,
                "Gone" => 410,
                code => panic!("{code}"),
            };
            assert_eq!(response.status(), expected, "{code}");
        }
    }
}
