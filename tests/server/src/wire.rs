//! Answers, and how they go wrong on their way.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::Response;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use serde_json::{Value, json};

/// An answer, before it is sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn empty(status: u16) -> Self {
        Self { status, ..Self::default() }
    }

    pub(crate) fn text(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, body: body.into(), ..Self::default() }.with("content-type", media_type)
    }

    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::text(status, "application/json; charset=utf-8", body.to_string())
    }

    pub(crate) fn html(status: u16) -> Self {
        let page =
            format!("<!DOCTYPE html><title>{status}</title><h1>Something in between is out of order</h1>");
        Self::text(status, "text/html", page)
    }

    pub(crate) fn error(status: u16, code: &str, subcode: &str) -> Self {
        Self::json(status, &json!({"code": code, "subcode": subcode, "message": "See the code."}))
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn is_json(&self) -> bool {
        self.headers.iter().any(|(name, value)| *name == "content-type" && value.contains("json"))
    }

    /// Puts something into an object or an element that is deeper than any limit allows, before everything else.
    pub(crate) fn garble(&mut self) {
        let (start, [opening, closing], end) =
            if self.is_json() { ("{", ["[", "]"], ",") } else { (">", ["<x>", "</x>"], "") };
        let body = String::from_utf8_lossy(&self.body);
        // In XML, the first element; there may be a declaration before it.
        let begin = if self.is_json() { 0 } else { body.find("<events").unwrap_or(0) };
        let Some(at) = body.get(begin..).and_then(|body| body.find(start)).map(|at| begin + at + 1) else {
            return;
        };
        let name = if self.is_json() { "\"x\":" } else { "" };
        let deep = format!("{name}{}{}{end}", opening.repeat(200), closing.repeat(200));
        self.body = [&body[..at], &deep, &body[at..]].concat().into_bytes();
    }

    /// The answer as it is to be sent, or only the first half of it.
    pub(crate) fn into_response(self, is_whole: bool) -> io::Result<Response<Sent>> {
        let mut response = Response::builder().status(self.status).header("x-ms-ucwaversion", "2.0");
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        let length = self.body.len();
        let end = if is_whole { length } else { length / 2 };
        let body = Sent { left: Some(Bytes::from(self.body).slice(..end)), promised: length, is_whole };
        response.body(body).map_err(io::Error::other)
    }
}

/// A body that may break off.
pub(crate) struct Sent {
    left: Option<Bytes>,
    promised: usize,
    is_whole: bool,
}

impl Body for Sent {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(match self.left.take().filter(|bytes| !bytes.is_empty()) {
            Some(bytes) => Some(Ok(Frame::data(bytes))),
            None if self.is_whole => None,
            None => Some(Err(io::ErrorKind::BrokenPipe.into())),
        })
    }

    fn is_end_stream(&self) -> bool {
        self.is_whole && self.left.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(u64::try_from(self.promised).unwrap_or(u64::MAX))
    }
}

/// What never comes.
pub(crate) async fn never() -> Infallible {
    std::future::pending().await
}
