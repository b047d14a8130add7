//! HTTP messages as they go over the wire, in a file: one, or several after each other.

use std::collections::VecDeque;
use std::path::Path;

use super::content::{Found, with_bytes};
use super::exchange::{Exchange, Problem};
use super::framing::{Framed, Wrong, framed};
use super::head;
use crate::diagnostic::Severity;
use crate::sample::{Message, StartLine};
use crate::source::{SourceFile, Span};

/// The messages of one connection. Answers come in the order of the requests (RFC 9112, section 9.3.2).
pub(super) struct Conversation {
    /// The largest size of a body without compression.
    limit: usize,
    /// The requests that are not answered yet.
    waiting: VecDeque<Exchange>,
    /// Whether bytes of another protocol can follow.
    is_tunnel: bool,
    /// An interim answer that is not yet followed by the final one.
    interim: Option<Span>,
    read: Vec<Result<Exchange, Problem>>,
}

/// What is left of a file, and the line (from 1) where it begins.
struct Left<'b> {
    bytes: &'b [u8],
    line: u32,
}

impl Left<'_> {
    fn skip(&mut self, length: usize) {
        self.line = self.line.saturating_add(lines(&self.bytes[..length]));
        self.bytes = &self.bytes[length..];
    }
}

fn lines(bytes: &[u8]) -> u32 {
    let count = bytes.iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The most exchanges of a file, which are all in memory.
const EXCHANGES: usize = 100_000;

impl Conversation {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, waiting: VecDeque::new(), is_tunnel: false, interim: None, read: Vec::new() }
    }

    /// Reads the messages of a file.
    pub(super) fn add(&mut self, path: &Path, bytes: &[u8]) {
        let mut left = Left { bytes: bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes), line: 1 };
        loop {
            left.skip(left.bytes.len() - left.bytes.trim_ascii_start().len());
            if left.bytes.is_empty() {
                return;
            }
            if self.read.len() + self.waiting.len() >= EXCHANGES {
                let here = SourceFile::part(path, "", (left.line, 1)).span(0..0);
                let message = "a file has more than 100,000 exchanges, and the rest of it is left out";
                self.read.push(Err(Problem::warning(&here, message)));
                return;
            }
            let length =
                if head::begins(left.bytes) { self.message(path, &left) } else { self.other(path, &left) };
            left.skip(length);
        }
    }

    /// The exchanges in the order in which they were answered, then the requests without an answer.
    pub(super) fn finish(self) -> impl Iterator<Item = Result<Exchange, Problem>> {
        let message = "an interim answer is not followed by the final one";
        let cut = self.interim.map(|at| Err(Problem::at(Severity::Note, &at, message)));
        self.read.into_iter().chain(self.waiting.into_iter().map(Ok)).chain(cut)
    }

    /// Reads the first message, and returns its length.
    fn message(&mut self, path: &Path, left: &Left<'_>) -> usize {
        let (end, start) = head::split(left.bytes);
        let source = SourceFile::part(path, String::from_utf8_lossy(&left.bytes[..end]), (left.line, 1));
        let span = source.span(0..source.text().len());
        let (head, mut problems) = head::read(&source);
        let rest = &left.bytes[start..];
        let Framed { content, length, wrong } =
            if self.has_no_body(&head) { Framed::empty() } else { framed(&head, rest) };
        problems.extend(wrong.map(|wrong| self::wrong(wrong, &span)));
        let line = left.line.saturating_add(lines(&left.bytes[..start]));
        let found = with_bytes(head, &content, path, (line, 1), self.limit);
        problems.extend(found.problems);
        self.pair(Found { message: found.message, problems }, span);
        start + length
    }

    /// The method of the request that is answered next.
    fn asked(&self) -> Option<&str> {
        match self.waiting.front()?.request.as_ref()?.start.as_ref()? {
            StartLine::Request { method, .. } => Some(method),
            StartLine::Response { .. } => None,
        }
    }

    /// Whether a message ends with its head, whatever length that states (RFC 9112, section 6.3).
    fn has_no_body(&self, head: &Message) -> bool {
        match &head.start {
            Some(StartLine::Request { method, .. }) => method == "CONNECT",
            Some(StartLine::Response { status: 100..200 | 204 | 304 }) => true,
            Some(StartLine::Response { status }) => match self.asked() {
                Some("CONNECT") => (200..300).contains(status),
                asked => asked == Some("HEAD"),
            },
            None => false,
        }
    }

    fn pair(&mut self, found: Found, span: Span) {
        let Found { message, mut problems } = found;
        if let Some(StartLine::Request { method, .. }) = &message.start {
            self.is_tunnel = method == "CONNECT";
            self.waiting.push_back(Exchange { request: Some(message), response: None, span, problems });
            return;
        }
        let status = message.status();
        // An interim answer is followed by the final one. After 101 the connection speaks another protocol.
        if status.is_some_and(|status| status < 200 && status != 101) {
            self.read.extend(problems.into_iter().map(Err));
            self.interim = Some(span);
            return;
        }
        self.interim = None;
        let is_success = status.is_some_and(|status| (200..300).contains(&status));
        self.is_tunnel = status == Some(101) || (self.asked() == Some("CONNECT") && is_success);
        let exchange = match self.waiting.pop_front() {
            Some(mut asked) => {
                asked.problems.append(&mut problems);
                Exchange { response: Some(message), ..asked }
            }
            None => Exchange { request: None, response: Some(message), span, problems },
        };
        self.read.push(Ok(exchange));
    }

    /// Leaves out what is not a message, and returns its length.
    fn other(&mut self, path: &Path, left: &Left<'_>) -> usize {
        let nothing = SourceFile::part(path, "", (left.line, 1)).span(0..0);
        let problem = if self.is_tunnel {
            Problem::at(Severity::Note, &nothing, "what goes through a tunnel is not read")
        } else {
            Problem::warning(&nothing, "an HTTP message is expected here, and not found")
        };
        self.read.push(Err(problem));
        head::next(left.bytes, 0).unwrap_or(left.bytes.len())
    }
}

fn wrong(wrong: Wrong, at: &Span) -> Problem {
    match wrong {
        Wrong::Cut => Problem::warning(at, "a body in chunks is cut off before its last chunk"),
        Wrong::Chunk => {
            Problem::warning(at, "a body in chunks ends where no size of a chunk follows the one before")
        }
        // A note, since recordings are often edited; a body that is cut off is reported when it is read.
        Wrong::Length => {
            Problem::at(Severity::Note, at, "a body has another length than its Content-Length states")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::Path;

    use super::super::testing::tell;
    use super::Conversation;

    /// Each exchange, with its place and its problems.
    fn told(files: &[&[u8]]) -> Vec<String> {
        let mut conversation = Conversation::new(1000);
        files.iter().for_each(|bytes| conversation.add(Path::new("a.http"), bytes));
        let mut lines = Vec::new();
        for read in conversation.finish() {
            match read {
                Ok(exchange) => {
                    let messages: Vec<String> =
                        exchange.request.iter().chain(&exchange.response).map(tell).collect();
                    lines.push(format!("{:?} {}", exchange.span, messages.join(" > ")));
                    lines.extend(exchange.problems.iter().map(ToString::to_string));
                }
                Err(problem) => lines.push(problem.to_string()),
            }
        }
        lines
    }

    #[test]
    fn messages_are_read_as_they_were_sent() {
        for (text, expected) in [
            ("HTTP/1.1 200 OK\r\n\r\n{\"a\":1}", &["a.http:1:1 200 {\"a\":1}"][..]),
            ("HTTP/1.1 200 OK\n\n{\"a\":1}", &["a.http:1:1 200 {\"a\":1}"]),
            ("HTTP/2 200\n\n{\"a\":1}", &["a.http:1:1 200 {\"a\":1}"]),
            (
                "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{\"a\":1}",
                &[
                    "a.http:1:1 200 {\"a\":1}",
                    "a.http:1:1: note: a body has another length than its Content-Length states",
                ],
            ),
            ("GET / HTTP/1.1\r\nHost: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", &["a.http:1:1 GET / > 204"]),
            (
                "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}\r\nHTTP/1.1 201 Created\r\n\r\n{\"b\":2}",
                &["a.http:1:1 POST / {} > 201 {\"b\":2}"],
            ),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4;x=y\r\n\":1}\r\n0\r\n\r\n\
                 HTTP/1.1 204 No Content\r\n\r\n",
                &["a.http:1:1 200 {\"a\":1}", "a.http:10:1 204"],
            ),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"a\":1}",
                &[
                    "a.http:1:1 200 {\"a\":1}",
                    "a.http:1:1: warning: a body in chunks is cut off before its last chunk",
                ],
            ),
            (
                "HTTP/1.1 200 OK\r\nContent-Type: application/sdp\r\n\r\nv=0",
                &["a.http:1:1 200 application/sdp v=0"],
            ),
            (
                "nothing of the kind\n\nHTTP/1.1 204 No Content\n\n",
                &["a.http:1:1: warning: an HTTP message is expected here, and not found", "a.http:3:1 204"],
            ),
            (
                "HTTP/1.1 200 OK\n\n{\"a\n\nGET /b HTTP/1.1\n\n",
                &[
                    "a.http:1:1 200 unreadable",
                    "a.http:3:1: warning: a body cannot be read: a string is not closed",
                    "a.http:5:1 GET /b",
                ],
            ),
        ] {
            assert_eq!(told(&[text.as_bytes()]), expected, "{text}");
        }
    }

    #[test]
    fn some_messages_have_no_body_whatever_length_they_state() {
        const LENGTH: &str = "Content-Length: 7\r\n\r\n";
        const NEXT: &str = "HTTP/1.1 410 Gone\r\n\r\n";
        for (asks, answers, expected) in [
            ("HEAD / HTTP/1.1\n\n", "HTTP/1.1 200 OK", &["a.http:1:1 HEAD / > 200", "a.http:6:1 410"][..]),
            (
                "GET / HTTP/1.1\n\n",
                "HTTP/1.1 304 Not Modified",
                &["a.http:1:1 GET / > 304", "a.http:6:1 410"],
            ),
            ("PUT / HTTP/1.1\n\n", "HTTP/1.1 100 Continue", &["a.http:1:1 PUT / > 410"]),
            ("", "HTTP/1.1 204 No Content", &["a.http:1:1 204", "a.http:4:1 410"]),
            (
                "CONNECT a:443 HTTP/1.1\nContent-Length: 7\n\n",
                "HTTP/1.1 200 Established",
                &["a.http:1:1 CONNECT a:443 > 200", "a.http:7:1 410"],
            ),
        ] {
            let text = format!("{asks}{answers}\r\n{LENGTH}{NEXT}");
            assert_eq!(told(&[text.as_bytes()]), expected, "{text}");
        }
    }

    #[test]
    fn an_interim_answer_is_followed_by_the_final_one() {
        let expected =
            ["a.http:1:1 PUT /", "a.http:3:1: note: an interim answer is not followed by the final one"];
        assert_eq!(told(&[b"PUT / HTTP/1.1\n\nHTTP/1.1 100 Continue\n\n"]), expected);
    }

    #[test]
    fn what_goes_through_a_tunnel_hides_nothing() {
        let tunnel =
            "CONNECT a:443 HTTP/1.1\n\nA handshake was found.\nHTTP/1.1 200 Established\n\n\x16\x03\x01\n";
        let within = "GET /b HTTP/1.1\n\nHTTP/1.1 204 No Content\n\n\x16\n";
        let expected = [
            "a.http:3:1: note: what goes through a tunnel is not read",
            "a.http:1:1 CONNECT a:443 > 200",
            "a.http:6:1: note: what goes through a tunnel is not read",
            "a.http:7:1 GET /b > 204",
            "a.http:11:1: warning: an HTTP message is expected here, and not found",
        ];
        assert_eq!(told(&[format!("{tunnel}{within}").as_bytes()]), expected);
        let upgraded = "GET /c HTTP/1.1\n\nHTTP/1.1 101 Switching Protocols\n\n\u{81}\u{5}Hello";
        let expected =
            ["a.http:1:1 GET /c > 101", "a.http:5:1: note: what goes through a tunnel is not read"];
        assert_eq!(told(&[upgraded.as_bytes()]), expected);
    }

    #[test]
    fn answers_come_in_the_order_of_requests() {
        let requests = "GET /a HTTP/1.1\n\nHEAD /b HTTP/1.1\n\nGET /c HTTP/1.1\n\nGET /d HTTP/1.1\n\n";
        let answers = "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}HTTP/1.1 201 OK\nContent-Length: 2\n\nHTTP/1.1 202 OK\n\n[]";
        let expected = [
            "a.http:1:1 GET /a > 200 {}",
            "a.http:3:1 HEAD /b > 201",
            "a.http:5:1 GET /c > 202 []",
            "a.http:7:1 GET /d",
        ];
        assert_eq!(told(&[format!("{requests}{answers}").as_bytes()]), expected);
        assert_eq!(told(&[requests.as_bytes(), answers.as_bytes()]), expected);
    }

    #[test]
    fn a_body_that_cannot_be_decompressed_is_lost_alone() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(b"{\"a\":1}").expect("memory");
        let whole = encoder.finish().expect("memory");
        let with = |coding: &str, body: &[u8]| {
            let head = format!(
                "GET / HTTP/1.1\n\nHTTP/1.1 200 OK\nContent-Encoding: {coding}\nContent-Length: {}\n\n",
                body.len()
            );
            [head.as_bytes(), body, b"\n"].concat()
        };
        let brotli = b"\x0b\x03\x80{\"a\":1}\x03";
        let all = [with("gzip", &whole[..12]), with("br", brotli), with("gzip", &whole)].concat();
        let found = told(&[&all]);
        let found: Vec<&str> = found.iter().map(|line| &line[..line.len().min(75)]).collect();
        let expected = [
            "a.http:1:1 GET / > 200 unreadable",
            "a.http:7:1: warning: a body cannot be read: its Content-Encoding `gzip` can",
            "a.http:8:1 GET / > 200 unreadable",
            "a.http:14:1: warning: a body cannot be read: its Content-Encoding `br` cann",
            "a.http:15:1 GET / > 200 {\"a\":1}",
        ];
        assert_eq!(found, expected);
    }
}
