//! Media types that survive.

use crate::sample::Message;

const KNOWN: &[&str] = &[
    "application/hal+json",
    "application/http",
    "application/json",
    "application/octet-stream",
    "application/sdp",
    "application/xml",
    "application/x-www-form-urlencoded",
    "application/vnd.microsoft.com.ucwa+json",
    "application/vnd.microsoft.com.ucwa+xml",
    "application/vnd.microsoft.com.ucwa.error+json",
    "application/vnd.microsoft.com.ucwa.error+xml",
    "application/vnd.microsoft.com.ucwa.events+json",
    "application/vnd.microsoft.com.ucwa.events+xml",
    "image/gif",
    "image/jpeg",
    "image/png",
    "multipart/alternative",
    "multipart/batching",
    "multipart/form-data",
    "multipart/mixed",
    "multipart/related",
    "text/html",
    "text/plain",
    "text/xml",
];

/// The media type at the beginning of a value, or one that is read in the same way; and the role of an HTTP message that it states.
pub(super) fn media_type(value: &str) -> (&'static str, Option<&'static str>) {
    let mut parts = value.split(';').map(|part| part.trim().to_ascii_lowercase());
    let name = parts.next().unwrap_or_default();
    let role = parts.find_map(|part| match part.as_str() {
        "msgtype=request" => Some("request"),
        "msgtype=response" => Some("response"),
        _ => None,
    });
    let known = KNOWN.iter().find(|known| **known == name).copied();
    let alike = || match name.as_str() {
        _ if name.ends_with("json") => "application/x-unknown+json",
        _ if name.ends_with("xml") => "application/x-unknown+xml",
        _ if name.starts_with("multipart/") => "multipart/x-unknown",
        "" => "text/plain",
        _ => "application/x-unknown",
    };
    (known.unwrap_or_else(alike), role)
}

/// The `Content-Type` of a message without anything that can name somebody. `depth` is in how many multipart bodies it is.
pub(super) fn content_type(message: &Message, value: &str, depth: usize) -> String {
    let read = message.media_type().unwrap_or_default();
    let (media_type, role) = media_type(if read.is_empty() { value } else { &read });
    let (_, stated) = self::media_type(value);
    let role = role.or(stated).map_or_else(String::new, |role| format!("; msgtype={role}"));
    let boundary = match media_type.starts_with("multipart/") {
        true => format!("; boundary={}", boundary(depth)),
        false => String::new(),
    };
    format!("{media_type}{role}{boundary}")
}

/// What stands between the parts of a multipart body, another text in each of those that are in one another.
pub(super) fn boundary(depth: usize) -> String {
    let number = if depth == 0 { String::new() } else { format!("-{depth}") };
    format!("boundary-of-a-sanitised-recording{number}")
}
