//! A body that may break off, and a count of flushes to know when its first half is sent.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The number of times that a connection was flushed.
#[derive(Clone, Debug, Default)]
pub(super) struct Flushes(Arc<State>);

#[derive(Debug, Default)]
struct State {
    count: AtomicU64,
    is_awaited: AtomicBool,
}

/// A connection that counts its flushes.
pub(super) struct Counted<S> {
    stream: S,
    flushes: Flushes,
}

impl<S> Counted<S> {
    pub(super) fn new(stream: S, flushes: Flushes) -> Self {
        Self { stream, flushes }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Counted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Counted<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(context);
        if polled.is_ready() {
            let Flushes(state) = &self.flushes;
            state.count.fetch_add(1, Ordering::Relaxed);
            // hyper polls the body before the flush, and would not poll it again.
            if state.is_awaited.swap(false, Ordering::Relaxed) {
                context.waker().wake_by_ref();
            }
        }
        polled
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

/// A body, or half of one.
pub(super) struct Outgoing {
    left: Option<Bytes>,
    promised: usize,
    break_off: Option<BreakOff>,
}

/// The end of a body that breaks off. When a body fails, hyper drops what it has not sent, so the first half is flushed before.
struct BreakOff {
    flushes: Flushes,
    /// The number of flushes when hyper had all of the first half.
    since: Option<u64>,
}

impl Outgoing {
    pub(super) fn whole(body: Vec<u8>) -> Self {
        Self { promised: body.len(), left: Some(body.into()), break_off: None }
    }

    /// The first half. The length says that there is more.
    pub(super) fn half(body: Vec<u8>, flushes: Flushes) -> Self {
        let promised = body.len();
        let left = Some(Bytes::from(body).slice(..promised / 2));
        Self { left, promised, break_off: Some(BreakOff { flushes, since: None }) }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(bytes) = self.left.take().filter(|bytes| !bytes.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        let Some(BreakOff { flushes: Flushes(state), since }) = &mut self.break_off else {
            return Poll::Ready(None);
        };
        let count = state.count.load(Ordering::Relaxed);
        if *since.get_or_insert(count) < count {
            return Poll::Ready(Some(Err(io::ErrorKind::BrokenPipe.into())));
        }
        // The flush wakes the task of the connection, which asks again.
        state.is_awaited.store(true, Ordering::Relaxed);
        Poll::Pending
    }

    fn is_end_stream(&self) -> bool {
        self.break_off.is_none() && self.left.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(u64::try_from(self.promised).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    /// A connection that takes everything at once.
    struct Sink;

    impl AsyncWrite for Sink {
        fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
            Poll::Ready(Ok(bytes.len()))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    /// The results of these steps: `?` polls the body, `!` flushes the connection.
    fn polled(mut body: Outgoing, flushes: &Flushes, steps: &str) -> Vec<String> {
        let mut context = Context::from_waker(Waker::noop());
        let mut connection = Counted::new(Sink, flushes.clone());
        let mut step = |step| match step {
            '!' => format!("{:?}", Pin::new(&mut connection).poll_flush(&mut context).is_ready()),
            _ => match Pin::new(&mut body).poll_frame(&mut context) {
                Poll::Pending => "waits".to_owned(),
                Poll::Ready(None) => "ends".to_owned(),
                Poll::Ready(Some(Ok(frame))) => {
                    String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap()
                }
                Poll::Ready(Some(Err(error))) => format!("{:?}", error.kind()),
            },
        };
        steps.chars().map(&mut step).collect()
    }

    #[test]
    fn a_half_goes_out_before_the_body_breaks_off() {
        let flushes = Flushes::default();
        for (body, steps, expected) in [
            (Outgoing::whole(b"abcd".to_vec()), "??", &["abcd", "ends"][..]),
            (
                Outgoing::half(b"abcd".to_vec(), flushes.clone()),
                "??!?",
                &["ab", "waits", "true", "BrokenPipe"][..],
            ),
            (
                Outgoing::half(b"abcd".to_vec(), flushes.clone()),
                "?!??!?",
                &["ab", "true", "waits", "waits", "true", "BrokenPipe"][..],
            ),
            // Half of one byte is nothing: then the head is flushed.
            (Outgoing::half(b"a".to_vec(), flushes.clone()), "?!?", &["waits", "true", "BrokenPipe"][..]),
        ] {
            assert_eq!(polled(body, &flushes, steps), expected);
        }
    }
}
