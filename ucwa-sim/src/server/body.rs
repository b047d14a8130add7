//! A body that may break off.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};

/// A body, or half of one.
pub(super) struct Outgoing {
    left: Option<Bytes>,
    promised: usize,
    is_whole: bool,
}

impl Outgoing {
    pub(super) fn whole(body: Vec<u8>) -> Self {
        Self { promised: body.len(), left: Some(body.into()), is_whole: true }
    }

    /// The first half. The length says that there is more.
    pub(super) fn half(body: Vec<u8>) -> Self {
        let promised = body.len();
        Self { left: Some(Bytes::from(body).slice(..promised / 2)), promised, is_whole: false }
    }
}

impl Body for Outgoing {
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
