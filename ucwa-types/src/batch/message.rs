//! HTTP messages inside parts: `application/http` (RFC 9112, section 10.2).

use std::fmt;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderValue};
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri};

use crate::multipart::{Section, head, line};
use crate::rest::header::text;
use crate::rest::media_type::essence;

/// A part that is no HTTP message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Malformed {
    /// What is wrong with it.
    pub what: Defect,
    /// The part, unchanged.
    pub part: Vec<u8>,
}

/// What is wrong with a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Defect {
    /// Its `Content-Type` is not `application/http`.
    MediaType,
    /// A line in a head is no header field, or there are more fields than can be held.
    Field,
    /// The message does not start with a status line, or a request line.
    StartLine,
    /// The whole is cut short in it: in its head if it is an answer, anywhere if it is a request.
    Truncated,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.what {
            Defect::MediaType => "the part is not application/http",
            Defect::Field => "the part has a line that is not a header field",
            Defect::StartLine => "the part does not start as an HTTP message does",
            Defect::Truncated => "the part is cut short",
        })
    }
}

impl std::error::Error for Malformed {}

/// A part, read.
#[derive(Debug)]
pub(crate) struct Part<M> {
    /// What its `Content-ID` says.
    id: Option<String>,
    /// Whether the whole is cut short in this part.
    pub(crate) is_cut: bool,
    pub(crate) message: M,
}

const CONTENT_ID: &str = "content-id";

/// The `Content-ID` that goes along with a request, so that its answer can be told.
fn content_id(index: usize) -> String {
    format!("<{index}@batch>")
}

impl<M> Part<M> {
    /// Which request this is, or is the answer to, if its `Content-ID` says so.
    pub(crate) fn index(&self) -> Option<usize> {
        self.id.as_deref()?.strip_prefix('<')?.strip_suffix("@batch>")?.parse().ok()
    }
}

/// Reads a part that holds a response.
pub(crate) fn response(part: Section<'_>) -> Result<Part<Response<Vec<u8>>>, Malformed> {
    read(part, |start| {
        let (version, rest) = start.split_once([' ', '\t'])?;
        let status = rest.split_ascii_whitespace().next()?;
        let mut response = Response::new(());
        *response.status_mut() = StatusCode::from_bytes(status.as_bytes()).ok()?;
        is_version(version).then_some(response)
    })
    .map(|Read { id, message, headers, body }| {
        let (mut parts, _) = message.into_parts();
        parts.headers = headers;
        Part { id, is_cut: part.is_cut, message: Response::from_parts(parts, body) }
    })
}

/// Reads a part that holds a request, which is none to act on unless it is whole.
pub(crate) fn request(part: Section<'_>) -> Result<Part<Request<Vec<u8>>>, Malformed> {
    if part.is_cut {
        return Err(Malformed { what: Defect::Truncated, part: part.bytes.to_vec() });
    }
    read(part, |start| {
        let mut words = start.split_ascii_whitespace();
        let (method, uri, version) = (words.next()?, words.next()?, words.next()?);
        let mut request = Request::new(());
        *request.method_mut() = Method::from_bytes(method.as_bytes()).ok()?;
        *request.uri_mut() = Uri::try_from(uri).ok()?;
        (is_version(version) && words.next().is_none()).then_some(request)
    })
    .map(|Read { id, message, headers, body }| {
        let (mut parts, _) = message.into_parts();
        parts.headers = headers;
        Part { id, is_cut: part.is_cut, message: Request::from_parts(parts, body) }
    })
}

struct Read<M> {
    id: Option<String>,
    message: M,
    headers: HeaderMap,
    body: Vec<u8>,
}

fn read<M>(part: Section<'_>, start: impl FnOnce(&str) -> Option<M>) -> Result<Read<M>, Malformed> {
    parse(part.bytes, start).map_err(|what| Malformed {
        what: if part.is_cut { Defect::Truncated } else { what },
        part: part.bytes.to_vec(),
    })
}

fn parse<M>(part: &[u8], start: impl FnOnce(&str) -> Option<M>) -> Result<Read<M>, Defect> {
    let (outer, message) = head(part).ok_or(Defect::Field)?;
    let is_http = |value: &HeaderValue| {
        value.to_str().is_ok_and(|value| essence(value).eq_ignore_ascii_case("application/http"))
    };
    if outer.get(CONTENT_TYPE).is_some_and(|value| !is_http(value)) {
        return Err(Defect::MediaType);
    }
    let id = outer.get(CONTENT_ID).and_then(|value| value.to_str().ok());
    let (line, rest) = line(message.trim_ascii_start());
    let line = std::str::from_utf8(line).map_err(|_| Defect::StartLine)?;
    let message = start(line.trim()).ok_or(Defect::StartLine)?;
    let (headers, body) = head(rest).ok_or(Defect::Field)?;
    // Some put empty lines after a message; by its length they are not part of it.
    let length = text(&headers, CONTENT_LENGTH).and_then(|length| length.trim().parse().ok());
    let whole = length.and_then(|length| body.split_at_checked(length));
    let body = whole.filter(|(_, rest)| rest.trim_ascii().is_empty()).map_or(body, |(body, _)| body);
    Ok(Read { id: id.map(str::to_owned), message, headers, body: body.to_vec() })
}

fn is_version(text: &str) -> bool {
    text.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("HTTP/"))
}

/// A request as a part: its path and its host, which is how a server sees it.
pub(crate) fn write(index: usize, request: &Request<Vec<u8>>) -> Vec<u8> {
    let id = content_id(index);
    let mut out = Vec::new();
    let uri = request.uri();
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let head = format!(
        "Content-Type: application/http; msgtype=request\r\n\
         Content-Transfer-Encoding: binary\r\n\
         Content-ID: {id}\r\n\
         \r\n\
         {} {target} HTTP/1.1\r\n",
        request.method(),
    );
    out.extend_from_slice(head.as_bytes());
    if !request.headers().contains_key(HOST)
        && let Some(host) = uri.host()
    {
        let port = uri.port().map(|port| format!(":{port}")).unwrap_or_default();
        out.extend_from_slice(format!("Host: {host}{port}\r\n").as_bytes());
    }
    for (name, value) in request.headers() {
        for bytes in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            out.extend_from_slice(bytes);
        }
    }
    if !request.body().is_empty() {
        out.extend_from_slice(format!("Content-Length: {}\r\n", request.body().len()).as_bytes());
    }
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(request.body());
    out
}
