//! What is read of recordings, as text.

use std::fs;

use super::{Exchange, Limits, Problem, Traffic};
use crate::sample::{Body, Message, StartLine};

/// A message in a few words.
pub(super) fn tell(message: &Message) -> String {
    let start = match &message.start {
        Some(StartLine::Request { method, target }) => format!("{method} {target}"),
        Some(StartLine::Response { status }) => status.to_string(),
        None => "?".to_owned(),
    };
    match &message.body {
        Body::Empty => start,
        Body::Json(node) => format!("{start} {}", node.to_json()),
        Body::Xml(element, _) => format!("{start} <{}>", element.name),
        Body::Other { media_type, text } => format!("{start} {media_type} {text}"),
        Body::Unreadable(_) => format!("{start} unreadable"),
        Body::Multipart(parts) => {
            format!("{start} ({})", parts.iter().map(tell).collect::<Vec<_>>().join(", "))
        }
    }
}

/// What is read of a file, exchange by exchange, each with its problems.
pub(super) fn told(name: &str, bytes: &[u8]) -> Vec<String> {
    told_within(name, bytes, &Limits::default())
}

pub(super) fn told_within(name: &str, bytes: &[u8], limits: &Limits) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("a file");
    Traffic::read_within(&[path], limits).map(|read| line(&read)).collect()
}

/// An exchange and its problems on one line. A problem has its place without the folder.
pub(super) fn line(read: &Result<Exchange, Problem>) -> String {
    let problem = |problem: &Problem| {
        let Problem { severity, message, at } = problem;
        format!("{}:{} {severity}: {message}", at.line, at.column)
    };
    match read {
        Ok(exchange) => {
            let messages = exchange.request.iter().chain(&exchange.response);
            let told = messages.map(tell).collect::<Vec<_>>().join(" > ");
            exchange.problems.iter().fold(told, |told, found| format!("{told} | {}", problem(found)))
        }
        Err(found) => problem(found),
    }
}
