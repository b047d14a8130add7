//! The heads of HTTP messages as they go over the wire.

use super::exchange::Problem;
use crate::sample::{Body, Message, StartLine};
use crate::source::SourceFile;
use crate::vocabulary;

/// Longer than any line that begins a message.
const LINE: usize = 1 << 16;

/// More lines than any head has. Each takes memory, however short it is.
const LINES: usize = 1_000;

/// Whether bytes begin with a request line or a status line.
pub(super) fn begins(bytes: &[u8]) -> bool {
    if !bytes.first().is_some_and(u8::is_ascii_uppercase) {
        return false;
    }
    let line = &bytes[..bytes.len().min(LINE)];
    let line = line.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    is_status_line(&line) || request_line(&line).is_some()
}

/// Where the first message begins that starts a line at or after this offset.
pub(super) fn next(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = match from {
        0 => 0,
        _ => from + after_line(&bytes[from..])?,
    };
    while !begins(&bytes[at..]) {
        at += after_line(&bytes[at..])?;
    }
    Some(at)
}

/// Where the next line begins.
fn after_line(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| *byte == b'\n').map(|end| end + 1)
}

fn is_version(word: &str) -> bool {
    let version = word.strip_prefix("HTTP/").unwrap_or_default();
    !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn is_status_line(line: &str) -> bool {
    line.split(' ').next().is_some_and(|word| is_version(word.trim_end()))
}

/// The method and the target.
fn request_line(line: &str) -> Option<(&str, &str)> {
    let (method, rest) = line.trim_end().split_once(' ')?;
    let (target, version) = rest.trim().rsplit_once(' ')?;
    let is_method =
        !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-');
    (is_method && is_version(version)).then(|| (method, target.trim()))
}

/// Where the head ends, and where the body begins.
pub(super) fn split(bytes: &[u8]) -> (usize, usize) {
    let mut at = 0;
    while let Some(length) = after_line(&bytes[at..]) {
        let end = at + length;
        match &bytes[end..] {
            [b'\n', ..] => return (end, end + 1),
            [b'\r', b'\n', ..] => return (end, end + 2),
            _ => at = end,
        }
    }
    (bytes.len(), bytes.len())
}

/// Reads a head: a message without a body, and problems with lines that are not headers.
pub(super) fn read(source: &SourceFile) -> (Message, Vec<Problem>) {
    let mut message = Message { start: None, headers: Vec::new(), body: Body::Empty };
    let mut problems = Vec::new();
    for (at, range) in source.lines().enumerate() {
        let line = source.text()[range.clone()].trim_end();
        let wrong = |message: &str| Problem::warning(&source.span(range.clone()), message);
        if at == LINES {
            problems.push(wrong("a head has more than 1,000 lines, and the rest of it is left out"));
            break;
        }
        if at == 0 {
            message.start = start_line(line);
            if message.start.is_none() {
                problems.push(wrong("a status is a number between 100 and 599"));
            }
            continue;
        }
        let continues = line.starts_with([' ', '\t']);
        match (line.split_once(':'), message.headers.last_mut()) {
            // Old servers broke long fields into several lines.
            (_, Some((_, value))) if continues => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (Some((name, value)), _) if !continues && is_name(name.trim_end()) => {
                message.headers.push((name.trim_end().to_ascii_lowercase(), value.trim().to_owned()));
            }
            _ => problems.push(wrong("a line of a head is no header, and is left out")),
        }
    }
    (message, problems)
}

/// Whether a text can be the name of a header: a token (RFC 9110, section 5.6.2).
fn is_name(text: &str) -> bool {
    let is_mark = |c| "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || is_mark(c))
}

fn start_line(line: &str) -> Option<StartLine> {
    if let Some((method, target)) = request_line(line) {
        return Some(StartLine::Request { method: method.to_owned(), target: target.to_owned() });
    }
    let status = vocabulary::status(line.split(' ').filter(|word| !word.is_empty()).nth(1)?)?;
    Some(StartLine::Response { status })
}

#[cfg(test)]
mod tests {
    use super::{StartLine, begins, next, read, split};
    use crate::source::SourceFile;

    #[test]
    fn a_message_begins_with_a_request_line_or_a_status_line() {
        let long = format!("GET /{} HTTP/1.1\r\n", "a".repeat(5000));
        for (text, expected) in [
            ("HTTP/1.1 200 OK\r\n", true),
            ("HTTP/1.0 404", true),
            ("HTTP/2 200\r\n", true),
            ("HTTP/1.1\r\n", true),
            ("GET / HTTP/1.1\r\n", true),
            ("GET /a b HTTP/2\n", true),
            ("CONNECT pool.example.com:443 HTTP/1.1\r\n", true),
            (long.as_str(), true),
            ("HTTPS is on\n", false),
            ("HTTP/x 200\n", false),
            ("GET /\n", false),
            ("GET / FTP/1.1\n", false),
            ("Get / HTTP/1.1\n", false),
            ("{}", false),
            ("", false),
        ] {
            assert_eq!(begins(text.as_bytes()), expected, "{text}");
        }
        for (text, from, expected) in [
            ("GET / HTTP/1.1\n", 0, Some(0)),
            ("GET / HTTP/1.1\n", 3, None),
            ("a\nb\nGET / HTTP/1.1\n", 0, Some(4)),
            ("a GET / HTTP/1.1\n", 0, None),
        ] {
            assert_eq!(next(text.as_bytes(), from), expected, "{text}");
        }
    }

    #[test]
    fn a_head_ends_with_a_blank_line() {
        for (text, expected) in [
            ("a\nb\n\nc\r\n\r\n", (4, 5)),
            ("a\r\nb\r\n\r\nc\n\n", (6, 8)),
            ("a\n\r\nc", (2, 4)),
            ("a\nb", (3, 3)),
            ("", (0, 0)),
        ] {
            assert_eq!(split(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn each_line_of_a_head_is_a_header_or_a_problem() {
        for (text, start, headers, problems) in [
            ("HTTP/1.1 200 OK\r\nA: b\r\n", "200", "a: b", ""),
            ("HTTP/2 204\nA_b : c:d\n", "204", "a_b: c:d", ""),
            ("POST /a HTTP/1.1\nA: b\n c\n\td\nE:\n", "POST /a", "a: b c d, e: ", ""),
            ("HTTP/1.1 872 OK\n", "", "", "a.http:1:1: warning: a status is a number between 100 and 599"),
            (
                "HTTP/1.1 200 OK\nno header\nA: b\n",
                "200",
                "a: b",
                "a.http:2:1: warning: a line of a head is no header, and is left out",
            ),
            (
                "HTTP/1.1 200 OK\n x: y\n",
                "200",
                "",
                "a.http:2:1: warning: a line of a head is no header, and is left out",
            ),
            (
                "HTTP/1.1 200 OK\na b: c\n",
                "200",
                "",
                "a.http:2:1: warning: a line of a head is no header, and is left out",
            ),
        ] {
            let (message, found) = read(&SourceFile::new("a.http", text));
            let told = match message.start {
                Some(StartLine::Request { method, target }) => format!("{method} {target}"),
                Some(StartLine::Response { status }) => status.to_string(),
                None => String::new(),
            };
            let fields: Vec<String> =
                message.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            assert_eq!(
                (told.as_str(), fields.join(", "), found.join("; ")),
                (start, headers.to_owned(), problems.to_owned())
            );
        }
    }
}
