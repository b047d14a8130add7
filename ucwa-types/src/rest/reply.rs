//! Reads a response: the output of an operation, or an error.

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, Response, StatusCode};

use crate::limits::Limits;
use crate::link::Link;
use crate::operation::ErrorSet;
use crate::rest::header::text;
use crate::rest::output::{DecodeError, Output, model};
use crate::rest::response_error::{Cause, ResponseError};

/// The field that says which version of the protocol the server speaks.
const VERSION: HeaderName = HeaderName::from_static("x-ms-ucwaversion");

/// A successful response: the output, with the header fields and the body.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Reply<O> {
    /// The status: one of 200 to 299, or 304.
    pub status: StatusCode,
    /// The body, decoded. A 204 has none, a 304 has none, and a 201 can be without one.
    pub output: Option<O>,
    /// The location of the created resource: the `Location` of a 201.
    pub location: Option<Link<O>>,
    /// The version of the protocol: `X-MS-UcwaVersion`.
    pub version: Option<String>,
    /// The header fields, such as those that identify the request in logs of the server.
    pub headers: HeaderMap,
    /// The body, verbatim. The output is a copy: `std::mem::take` frees this one.
    pub body: Vec<u8>,
}

impl<O> Reply<O> {
    /// Whether the representation of the client is still current (304).
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.status == StatusCode::NOT_MODIFIED
    }
}

/// Reads an answer. The status says whether it went well, the media type what the body is. A 200 without a body is an
/// answer only if it `may_be_empty`.
pub(crate) fn read<O: Output, K: ErrorSet>(
    response: Response<Vec<u8>>,
    may_be_empty: bool,
    limits: Limits,
) -> Result<Reply<O>, ResponseError<K>> {
    let status = response.status();
    let is_unchanged = status == StatusCode::NOT_MODIFIED;
    if !status.is_success() && !is_unchanged {
        let cause = refusal(&response, limits);
        return Err(ResponseError::new(response, cause));
    }
    if let Some(cause) = shortfall(&response).filter(|_| !is_unchanged && status != StatusCode::NO_CONTENT) {
        return Err(ResponseError::new(response, cause));
    }
    let body = response.body();
    let output = if is_unchanged || is_blank(body) {
        if status == StatusCode::OK && !may_be_empty {
            return Err(ResponseError::new(response, Cause::Empty));
        }
        None
    } else {
        match O::decode(text(response.headers(), CONTENT_TYPE), body, limits) {
            Ok(output) => output,
            Err(error) => return Err(ResponseError::new(response, undecoded(error))),
        }
    };
    let (http::response::Parts { headers, .. }, body) = response.into_parts();
    Ok(Reply {
        status,
        output,
        location: text(&headers, LOCATION).map(Link::new),
        version: text(&headers, VERSION).map(str::to_owned),
        headers,
        body,
    })
}

/// Why an answer that did not go well did not.
pub(crate) fn refusal<K: ErrorSet>(response: &Response<Vec<u8>>, limits: Limits) -> Cause<K> {
    if is_blank(response.body()) {
        return shortfall(response).unwrap_or(Cause::Empty);
    }
    match model(text(response.headers(), CONTENT_TYPE), response.body(), limits) {
        Ok(error) => Cause::of(response.status(), error),
        Err(error) => undecoded(error),
    }
}

fn undecoded<K>(error: DecodeError) -> Cause<K> {
    match error {
        DecodeError::MediaType => Cause::NotUcwa,
        DecodeError::LegacyDiscovery(legacy) => Cause::LegacyDiscovery(legacy),
        DecodeError::Truncated(error) => Cause::Truncated(error),
        error => Cause::Undecodable(error),
    }
}

/// Whether a body has fewer bytes than its head says. A client that decompresses it leaves the head as it was.
fn shortfall<K>(response: &Response<Vec<u8>>) -> Option<Cause<K>> {
    let headers = response.headers();
    if headers.contains_key(CONTENT_ENCODING) || headers.contains_key(TRANSFER_ENCODING) {
        return None;
    }
    let announced: usize = text(headers, CONTENT_LENGTH)?.trim().parse().ok()?;
    let received = response.body().len();
    (received < announced).then(|| Cause::Truncated(format!("{received} of {announced} bytes").into()))
}

/// Whether there is nothing in a body, apart from a byte-order mark and white space.
fn is_blank(body: &[u8]) -> bool {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii().is_empty()
}
