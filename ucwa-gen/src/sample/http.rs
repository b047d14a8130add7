//! The head of an HTTP message, read leniently.

use super::decoded::Decoded;
use super::repair::{Repair, Repairs};
use crate::vocabulary;

/// The first line of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartLine {
    /// A request line.
    Request {
        /// The method, in upper case.
        method: String,
        /// The target.
        target: String,
    },
    /// A status line.
    Response {
        /// The status.
        status: u16,
    },
}

/// The start line, the headers, and the rest.
type Head = (Option<StartLine>, Vec<(String, String)>, Decoded);

/// Splits a message into its head and its body. The blank line between them is optional, as in most samples.
pub(super) fn split(text: &Decoded, repairs: &mut Repairs) -> Head {
    let source = text.as_str();
    let mut headers = Vec::new();
    let mut start = None;
    let mut at = source.len() - source.trim_start().len();
    while at < source.len() {
        let end = source[at..].find('\n').map_or(source.len(), |end| at + end);
        let line = source[at..end].trim_end_matches('\r');
        let next = (end + 1).min(source.len());
        if line.trim().is_empty() {
            if start.is_some() || !headers.is_empty() {
                at = next;
                break;
            }
        } else if start.is_none()
            && headers.is_empty()
            && let Some(found) = start_line(line, repairs)
        {
            start = Some(found);
        } else if let Some(header) = header(line, repairs)
            && repairs.count(1).is_ok()
        {
            headers.push(header);
        } else {
            break;
        }
        at = next;
    }
    let rest = text.slice(at..source.len());
    (start, headers, rest)
}

const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"];

fn start_line(line: &str, repairs: &mut Repairs) -> Option<StartLine> {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix("HTTP/1.1").or_else(|| line.strip_prefix("HTTP/1.0")) {
        if !rest.starts_with(' ') {
            repairs.add(Repair::StartLine);
        }
        let rest = rest.trim_start();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        return Some(StartLine::Response { status: vocabulary::status(&rest[..digits])? });
    }
    let method = METHODS
        .iter()
        .find(|method| line.get(..method.len()).is_some_and(|start| start.eq_ignore_ascii_case(method)))?;
    let rest = &line[method.len()..];
    let target = rest.strip_suffix("HTTP/1.1").or_else(|| rest.strip_suffix("HTTP/1.0"));
    if !rest.starts_with(' ') || target.is_some_and(|target| !target.ends_with(' ')) {
        // `GET/ucwa/…HTTP/1.1` has lost its blanks; `GETTING started` never was a start line.
        if target.is_none() || !rest.trim_start().starts_with(['/', 'h']) {
            return None;
        }
        repairs.add(Repair::StartLine);
    }
    let target = target.unwrap_or(rest).trim().to_owned();
    Some(StartLine::Request { method: (*method).to_owned(), target })
}

fn header(line: &str, repairs: &mut Repairs) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    let trimmed = name.trim();
    let is_token = trimmed.starts_with(|c: char| c.is_ascii_alphabetic())
        && trimmed.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !is_token {
        return None;
    }
    if trimmed.len() != name.len() {
        repairs.add(Repair::HeaderBlanks);
    }
    Some((trimmed.to_ascii_lowercase(), value.trim().to_owned()))
}

/// A parameter of a header value.
pub(crate) fn parameter<'a>(value: &'a str, name: &str) -> Option<&'a str> {
    value.split(';').skip(1).find_map(|parameter| {
        let (key, value) = parameter.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"'))
    })
}

#[cfg(test)]
mod tests {
    use super::{Repairs, StartLine, start_line};

    #[test]
    fn a_start_line_is_read_or_left_to_the_body() {
        let response = |status| Some(StartLine::Response { status });
        let request = |method: &str, target: &str| {
            Some(StartLine::Request { method: method.to_owned(), target: target.to_owned() })
        };
        for (line, expected, is_repaired) in [
            ("HTTP/1.1 200 OK", response(200), false),
            ("HTTP/1.0 404", response(404), false),
            ("HTTP/1.1200OK", response(200), true),
            ("HTTP/1.1 872 OK", None, false),
            ("HTTP/1.1 99 OK", None, false),
            ("HTTP/1.1 2000 OK", None, false),
            ("HTTP/1.1 2OO OK", None, false),
            ("HTTP/1.1", None, true),
            ("post /lamp HTTP/1.1", request("POST", "/lamp"), false),
            ("GET/lampHTTP/1.1", request("GET", "/lamp"), true),
            ("GETTING started", None, false),
            ("{", None, false),
        ] {
            let mut repairs = Repairs::default();
            assert_eq!(start_line(line, &mut repairs), expected, "{line}");
            assert_eq!(!repairs.is_empty(), is_repaired, "{line}");
        }
    }
}
