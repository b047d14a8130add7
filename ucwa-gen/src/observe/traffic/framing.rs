//! Which of the bytes after a head are the body.

use std::borrow::Cow;

use super::head;
use crate::sample::{Message, StartLine, parameter};

/// The body of a message, without the framing of chunks.
pub(super) struct Framed<'b> {
    pub(super) content: Cow<'b, [u8]>,
    /// How many bytes it has on the wire.
    pub(super) length: usize,
    /// What is wrong with it.
    pub(super) wrong: Option<Wrong>,
}

impl Framed<'_> {
    /// The body of a message that ends with its head.
    pub(super) fn empty() -> Self {
        Self { content: Cow::Borrowed(&[]), length: 0, wrong: None }
    }
}

/// What is wrong with a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// The last chunk is missing.
    Cut,
    /// Where a chunk has to begin, there is no size of one.
    Chunk,
    /// Its length is not the one that its head states: it was cut off, or edited.
    Length,
}

/// Finds the body at the beginning of `rest`.
pub(super) fn framed<'b>(head: &Message, rest: &'b [u8]) -> Framed<'b> {
    let is_chunked = head.header("transfer-encoding").is_some_and(is_chunked);
    if is_chunked && let Some(Chunks { content, length, wrong }) = unchunked(rest) {
        return Framed { content: Cow::Owned(content), length, wrong };
    }
    let stated: Option<usize> = head.header("content-length").and_then(|length| length.trim().parse().ok());
    let is_request = matches!(head.start, Some(StartLine::Request { .. }));
    // A request that states no length has no body.
    let expected = stated.or((is_request && !is_chunked).then_some(0));
    // If neither a message nor the end of the file follows, the body was edited after it had been recorded.
    let length = expected.filter(|length| is_followed(rest, *length)).unwrap_or_else(|| to_next(head, rest));
    let wrong = stated.is_some_and(|stated| stated != length).then_some(Wrong::Length);
    Framed { content: Cow::Borrowed(&rest[..length]), length, wrong }
}

/// Whether `chunked` is the last of the transfer codings.
fn is_chunked(codings: &str) -> bool {
    codings.rsplit(',').next().is_some_and(|last| last.trim().eq_ignore_ascii_case("chunked"))
}

/// Whether a body of this length ends where the file does, or another message begins.
fn is_followed(rest: &[u8], length: usize) -> bool {
    rest.get(length..).is_some_and(|after| {
        let after = after.trim_ascii_start();
        after.is_empty() || head::begins(after)
    })
}

/// The number of bytes up to the next message.
fn to_next(head: &Message, rest: &[u8]) -> usize {
    let content_type = head.header("content-type").unwrap_or_default();
    let media_type = head.media_type().unwrap_or_default();
    // The parts of a batch are messages themselves.
    let from = if media_type.starts_with("multipart/") {
        let end = parameter(content_type, "boundary").map(|boundary| format!("--{boundary}--"));
        end.and_then(|end| position(rest, end.as_bytes()))
    } else {
        (media_type != "application/http").then_some(0)
    };
    from.and_then(|from| head::next(rest, from)).unwrap_or(rest.len())
}

fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// The content of chunks, their number of bytes with the framing, and why the last chunk is not there.
struct Chunks {
    content: Vec<u8>,
    length: usize,
    wrong: Option<Wrong>,
}

/// Joins chunks; `None` if there are none: some programs record the joined body with the original headers.
fn unchunked(wire: &[u8]) -> Option<Chunks> {
    let mut content = Vec::new();
    let mut at = 0;
    loop {
        let Some((size, begin)) = size(&wire[at..]) else {
            let is_cut = !wire[at..].contains(&b'\n');
            let wrong = Some(if is_cut { Wrong::Cut } else { Wrong::Chunk });
            return (at > 0).then_some(Chunks { content, length: at, wrong });
        };
        let begin = at + begin;
        if size == 0 {
            return Some(Chunks { content, length: begin + trailers(&wire[begin..]), wrong: None });
        }
        let end = begin.saturating_add(size).min(wire.len());
        content.extend_from_slice(&wire[begin..end]);
        at = match &wire[end..] {
            [b'\r', b'\n', ..] => end + 2,
            [b'\n', ..] => end + 1,
            _ => end,
        };
    }
}

/// The size of a chunk, and where its content begins.
fn size(wire: &[u8]) -> Option<(usize, usize)> {
    let end = wire.iter().position(|byte| *byte == b'\n')?;
    let line = std::str::from_utf8(&wire[..end]).ok()?;
    let digits = line.split(';').next().unwrap_or_default().trim();
    Some((usize::from_str_radix(digits, 16).ok()?, end + 1))
}

/// How long the fields after the last chunk are, with the blank line that ends them.
fn trailers(wire: &[u8]) -> usize {
    let mut at = 0;
    for line in wire.split_inclusive(|byte| *byte == b'\n') {
        if line.trim_ascii().is_empty() {
            return at + line.len();
        }
        if head::begins(line) || !line.contains(&b':') {
            break;
        }
        at += line.len();
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{Framed, Wrong, framed};
    use crate::sample::{Body, Message, StartLine};

    #[test]
    fn a_body_ends_where_its_head_says_or_the_next_message_begins() {
        const NEXT: &str = "HTTP/1.1 204 No Content\r\n\r\n";
        let batch = "--b\r\n\r\nGET / HTTP/1.1\r\n\r\n--b--\r\n";
        for (headers, rest, expected, wrong) in [
            ("", "{}", "{}", None),
            ("", &format!("{{}}\n{NEXT}"), "{}\n", None),
            ("content-length: 2", &format!("{{}}{NEXT}"), "{}", None),
            ("content-length: 2", &format!("{{}}\r\n\r\n{NEXT}"), "{}", None),
            ("content-length: 9", "{}", "{}", Some(Wrong::Length)),
            ("content-length: 9", &format!("{{}}\n{NEXT}"), "{}\n", Some(Wrong::Length)),
            ("content-length: 1", "{}", "{}", Some(Wrong::Length)),
            ("content-type: multipart/batching; boundary=\"b\"", &format!("{batch}{NEXT}"), batch, None),
            ("content-type: multipart/batching; boundary=c", batch, batch, None),
            ("content-type: application/http", NEXT, NEXT, None),
            ("transfer-encoding: chunked", &format!("1\r\n{{\r\n1;x=y\r\n}}\r\n0\r\n\r\n{NEXT}"), "{}", None),
            ("transfer-encoding: gzip, Chunked", "2\n{}\n0\nA: b\n\n", "{}", None),
            ("transfer-encoding: chunked", &format!("2\r\n{{}}\r\n0\r\n{NEXT}"), "{}", None),
            ("transfer-encoding: chunked", "{}", "{}", None),
            ("transfer-encoding: chunked", "9\r\n{}", "{}", Some(Wrong::Cut)),
            ("transfer-encoding: chunked", "2\r\n{}\r\n", "{}", Some(Wrong::Cut)),
            ("transfer-encoding: chunked", "2\r\n{}\r\nx\r\n", "{}", Some(Wrong::Chunk)),
            ("transfer-encoding: chunked", "1\r\n{}\r\n0\r\n\r\n", "{", Some(Wrong::Chunk)),
            ("transfer-encoding: chunked", "ffffffffffffffff\r\n{}", "{}", Some(Wrong::Cut)),
        ] {
            let header =
                |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
            let headers = headers.lines().filter_map(header).collect();
            let start = Some(StartLine::Response { status: 200 });
            let head = Message { start, headers, body: Body::Empty };
            let Framed { content, wrong: found, .. } = framed(&head, rest.as_bytes());
            assert_eq!((String::from_utf8_lossy(&content).as_ref(), found), (expected, wrong), "{rest}");
        }
    }
}
