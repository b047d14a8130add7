//! HTTP messages as they go over the wire, in a file: one, or several after each other.

use std::io::Read;
use std::path::Path;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::content::Head;
use super::exchange::Problem;
use crate::diagnostic::Severity;
use crate::sample::{Decoded, Message, StartLine, recorded};
use crate::source::{SourceFile, Span};

/// A message, where it begins, and what had to be repaired in it.
pub(super) type Found = (Message, Span, Option<String>);

/// Whether a text begins as a message does.
pub(super) fn is_message(text: &str) -> bool {
    let line = text.trim_start_matches('\u{feff}').trim_start().lines().next().unwrap_or_default();
    let method = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let mut words = line.split(' ');
    let (first, last) = (words.next().unwrap_or_default(), words.next_back().unwrap_or_default());
    first.starts_with("HTTP/1.") || (method(first) && last.starts_with("HTTP/"))
}

/// Reads the messages of a file. `limit` is the largest size of a body that is no longer compressed.
pub(super) fn messages(path: &Path, bytes: &[u8], limit: usize) -> Result<Vec<Found>, Problem> {
    let mut found = Vec::new();
    let mut line = 1;
    let mut rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    loop {
        let start = rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len());
        line += lines(&rest[..start]);
        rest = &rest[start..];
        if rest.is_empty() {
            return Ok(found);
        }
        let (message, length) = message(path, rest, line, limit)?;
        found.push(message);
        line += lines(&rest[..length]);
        rest = &rest[length..];
    }
}

fn lines(bytes: &[u8]) -> u32 {
    let count = bytes.iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The first message, and how long it is.
fn message(path: &Path, bytes: &[u8], line: u32, limit: usize) -> Result<(Found, usize), Problem> {
    let (head, start) = split(bytes);
    let text = String::from_utf8_lossy(&bytes[..head]);
    let source = SourceFile::part(path, text, (line, 1));
    let whole = source.span(0..source.text().len());
    if !is_message(source.text()) {
        let message = "an HTTP message is expected here, and not found";
        return Err(Problem::at(Severity::Warning, &whole, message));
    }
    let (read, repaired) = recorded(&Decoded::new(&whole));
    let length = body_length(&read, &bytes[start..]);
    let wire = &bytes[start..start + length];
    let body = decoded(&read, wire, limit).map_err(|error| Problem::at(Severity::Warning, &whole, error))?;
    let found = match String::from_utf8(body) {
        Ok(body) => {
            // Head and body in one text, so that places in the body are those in the file.
            let head = String::from_utf8_lossy(&bytes[..start]);
            let source = SourceFile::part(path, format!("{head}{body}"), (line, 1));
            let span = source.span(0..source.text().len());
            let (message, repaired) = recorded(&Decoded::new(&span));
            (message, span, repaired)
        }
        Err(error) => {
            let head = Head { start: read.start, headers: read.headers };
            (head.with_bytes(error.as_bytes()), whole, repaired)
        }
    };
    Ok((found, start + length))
}

/// Where the head ends, and where the body begins.
fn split(bytes: &[u8]) -> (usize, usize) {
    let find =
        |end: &[u8]| bytes.windows(end.len()).position(|bytes| bytes == end).map(|at| (at, at + end.len()));
    let ends = [find(b"\r\n\r\n"), find(b"\n\n")];
    ends.into_iter().flatten().min().unwrap_or((bytes.len(), bytes.len()))
}

/// How much of what follows a head is its body.
fn body_length(head: &Message, rest: &[u8]) -> usize {
    let follows = |at: usize| {
        let after = rest.get(at..).unwrap_or_default();
        let text = String::from_utf8_lossy(&after[..after.len().min(1 << 10)]);
        text.trim().is_empty() || is_message(&text)
    };
    let is_empty = match &head.start {
        Some(StartLine::Request { .. }) => true,
        Some(StartLine::Response { status }) => matches!(status, 100..=199 | 204 | 304),
        None => false,
    };
    let stated = head.header("content-length").and_then(|length| length.parse().ok());
    let stated = stated.or_else(|| (is_empty && head.header("transfer-encoding").is_none()).then_some(0));
    // A length that nothing follows from is that of a body which was edited after it had been recorded.
    stated.filter(|length| *length <= rest.len() && follows(*length)).unwrap_or(rest.len())
}

/// The body without transfer coding and compression. Some programs record what is left when both are undone, and keep the headers.
fn decoded(head: &Message, wire: &[u8], limit: usize) -> Result<Vec<u8>, String> {
    let is_chunked = head.header("transfer-encoding").is_some_and(|it| it.eq_ignore_ascii_case("chunked"));
    let body = if is_chunked { unchunked(wire) } else { None };
    let body = body.as_deref().unwrap_or(wire);
    let coding = head.header("content-encoding").unwrap_or_default().to_ascii_lowercase();
    let reader: Box<dyn Read + '_> = match (coding.as_str(), body) {
        ("gzip" | "x-gzip", [0x1f, 0x8b, ..]) => Box::new(MultiGzDecoder::new(body)),
        ("deflate", [first, ..]) if first & 0x0f == 8 => Box::new(ZlibDecoder::new(body)),
        ("deflate", [first, ..]) if !first.is_ascii_graphic() => Box::new(DeflateDecoder::new(body)),
        _ => return Ok(body.to_vec()),
    };
    let mut content = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    reader
        .take(most.saturating_add(1))
        .read_to_end(&mut content)
        .map_err(|error| format!("a body cannot be decompressed: {error}"))?;
    if content.len() > limit {
        return Err(format!("a body is larger than {limit} bytes when it is decompressed"));
    }
    Ok(content)
}

/// The content of a body in chunks; `None` if it is not in chunks. What is cut off at the end is left out.
fn unchunked(mut wire: &[u8]) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    loop {
        let end = wire.iter().position(|byte| *byte == b'\n')?;
        let line = std::str::from_utf8(&wire[..end]).ok()?;
        let digits = line.split(';').next().unwrap_or_default().trim();
        let length = usize::from_str_radix(digits, 16).ok()?;
        let rest = &wire[end + 1..];
        if length == 0 {
            return Some(content);
        }
        content.extend_from_slice(&rest[..length.min(rest.len())]);
        let Some(next) = rest.get(length..) else { return Some(content) };
        wire = next.strip_prefix(b"\r\n").or_else(|| next.strip_prefix(b"\n")).unwrap_or(next);
        if wire.is_empty() {
            return Some(content);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::Path;

    use super::messages;
    use crate::sample::{Body, Message};

    fn told(bytes: &[u8]) -> Vec<String> {
        let tell = |message: &Message| match &message.body {
            Body::Empty => "nothing".to_owned(),
            Body::Json(node) => node.to_json().to_string(),
            Body::Other { media_type, text } => format!("{media_type} {text}"),
            other => format!("{other:?}"),
        };
        match messages(Path::new("a.http"), bytes, 1000) {
            Ok(found) => {
                found.iter().map(|(message, span, _)| format!("{span:?} {}", tell(message))).collect()
            }
            Err(problem) => vec![problem.to_string()],
        }
    }

    #[test]
    fn messages_are_read_as_they_were_sent() {
        for (text, expected) in [
            ("HTTP/1.1 200 OK\r\n\r\n{\"a\":1}", &["a.http:1:1 {\"a\":1}"][..]),
            ("HTTP/1.1 200 OK\n\n{\"a\":1}", &["a.http:1:1 {\"a\":1}"]),
            ("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{\"a\":1}", &["a.http:1:1 {\"a\":1}"]),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{\"a\":1}", &["a.http:1:1 {\"a\":1}"]),
            (
                "GET / HTTP/1.1\r\nHost: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
                &["a.http:1:1 nothing", "a.http:4:1 nothing"],
            ),
            (
                "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}\r\nHTTP/1.1 201 Created\r\n\r\n{\"b\":2}",
                &["a.http:1:1 {}", "a.http:5:1 {\"b\":2}"],
            ),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4;x=y\r\n\":1}\r\n0\r\n\r\n",
                &["a.http:1:1 {\"a\":1}"],
            ),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{\"a\":1}", &["a.http:1:1 {\"a\":1}"]),
            ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n{\"a\":1}", &["a.http:1:1 {\"a\":1}"]),
            (
                "HTTP/1.1 200 OK\r\nContent-Type: application/sdp\r\n\r\nv=0",
                &["a.http:1:1 application/sdp v=0"],
            ),
            (
                "nothing of the kind",
                &["a.http:1:1: warning: an HTTP message is expected here, and not found"],
            ),
        ] {
            assert_eq!(told(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn compression_is_undone_within_a_limit() {
        let with = |content: &[u8]| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(content).expect("memory");
            let body = encoder.finish().expect("memory");
            [b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".as_slice(), &body].concat()
        };
        assert_eq!(told(&with(b"{\"a\":1}")), ["a.http:1:1 {\"a\":1}"]);
        let expected = "a.http:1:1: warning: a body is larger than 1000 bytes when it is decompressed";
        assert_eq!(told(&with(&[b' '; 2000])), [expected]);
    }
}
