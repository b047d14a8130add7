//! Bodies, as recordings hold them: text, base64, or bytes.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::coding::undone;
use super::exchange::Problem;
use crate::sample::{Body, Decoded, Message, Node, escaped, recorded_body};
use crate::source::{SourceFile, Span};

/// A message, and what could not be read in it, or only with repairs.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) message: Message,
    pub(super) problems: Vec<Problem>,
}

impl From<Message> for Found {
    fn from(message: Message) -> Self {
        Self { message, problems: Vec::new() }
    }
}

/// A message with a body that is a string in the recording.
pub(super) fn with_text(head: Message, text: &Node) -> Found {
    let decoded = escaped(&text.span).unwrap_or_else(|| Decoded::new(&text.span));
    with(head, &decoded, &text.span)
}

/// A message with a body that a string holds in base64.
pub(super) fn with_base64(head: Message, text: &Node, limit: usize) -> Found {
    let Some(encoded) = text.as_str() else {
        return unreadable(head, &text.span, "it is not base64 in a string".to_owned());
    };
    let encoded: String = encoded.split_whitespace().collect();
    match STANDARD.decode(encoded) {
        Ok(bytes) => {
            let begin = text.span.location();
            with_bytes(head, &bytes, text.span.source().path(), (begin.line, begin.column), limit)
        }
        Err(error) => {
            let error = error.to_string();
            unreadable(head, &text.span, format!("it is not base64: {}", error.trim_end_matches('.')))
        }
    }
}

/// A message with a body of bytes, which can be compressed. `begin` is the line and the column (from 1) where it begins.
pub(super) fn with_bytes(head: Message, bytes: &[u8], path: &Path, begin: (u32, u32), limit: usize) -> Found {
    let place = |text: &str| {
        let source = SourceFile::part(path, text, begin);
        source.span(0..source.text().len())
    };
    let content = match undone(&head, bytes, limit) {
        Ok(content) => content,
        Err(error) => return unreadable(head, &place(""), error),
    };
    let text = String::from_utf8_lossy(&content);
    let is_replaced = matches!(text, std::borrow::Cow::Owned(_));
    let span = place(&text);
    let mut found = with(head, &Decoded::new(&span), &span);
    if is_replaced && matches!(found.message.body, Body::Json(_) | Body::Xml(..)) {
        found.problems.push(Problem::repaired(&span, "what is not UTF-8 was replaced"));
    }
    found
}

/// A message with a body that cannot be read.
pub(super) fn unreadable(head: Message, at: &Span, error: String) -> Found {
    let mut found = Found::from(Message { body: Body::Unreadable(error), ..head });
    report(&found.message, at, &mut found.problems);
    found
}

fn with(head: Message, text: &Decoded, at: &Span) -> Found {
    let (message, repaired) = recorded_body(head, text);
    let mut problems: Vec<Problem> =
        repaired.iter().map(|repaired| Problem::repaired(at, repaired)).collect();
    report(&message, at, &mut problems);
    Found { message, problems }
}

/// Reports bodies that are not what their media types say.
fn report(message: &Message, at: &Span, problems: &mut Vec<Problem>) {
    match &message.body {
        Body::Unreadable(error) => {
            problems.push(Problem::warning(at, format!("a body cannot be read: {error}")));
        }
        Body::Multipart(parts) => parts.iter().for_each(|part| report(part, at, problems)),
        _ => {}
    }
}
