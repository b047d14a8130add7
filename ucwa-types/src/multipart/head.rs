//! Heads of parts, and of messages within them (RFC 5322, section 2.2).

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

/// The next line without its line break, and what comes after it.
pub(crate) fn line(text: &[u8]) -> (&[u8], &[u8]) {
    let (line, rest) = match text.iter().position(|byte| *byte == b'\n') {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, &[][..]),
    };
    (line.strip_suffix(b"\r").unwrap_or(line), rest)
}

/// Header fields up to an empty line, and what comes after it. Folded lines and space around the colon are let pass. The
/// head of a message without a body may end with the part. `None` if a line is no field, or there are too many.
pub(crate) fn head(mut text: &[u8]) -> Option<(HeaderMap, &[u8])> {
    let mut headers = HeaderMap::new();
    while !text.is_empty() {
        let (first, rest) = line(text);
        text = rest;
        if first.trim_ascii().is_empty() {
            break;
        }
        let colon = first.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(first[..colon].trim_ascii()).ok()?;
        let mut value = first[colon + 1..].trim_ascii().to_vec();
        while text.starts_with(b" ") || text.starts_with(b"\t") {
            let (folded, rest) = line(text);
            if folded.trim_ascii().is_empty() {
                break;
            }
            if !value.is_empty() {
                value.push(b' ');
            }
            value.extend_from_slice(folded.trim_ascii());
            text = rest;
        }
        let value = HeaderValue::try_from(value).ok()?;
        headers.try_append(name, value).ok()?;
    }
    Some((headers, text))
}
