//! `multipart/batching`, as little of it as a server needs.

use crate::server::Recorded;
use crate::wire::Answer;

/// The requests in a batch, each with its `Content-ID`. They are those of whoever sent the batch.
pub(crate) fn requests(batch: &Recorded) -> Vec<(Option<String>, Recorded)> {
    let media_type = batch.header("content-type").unwrap_or_default();
    let boundary = media_type.split("boundary=").nth(1).unwrap_or_default();
    let boundary = format!("--{}", boundary.split(';').next().unwrap_or_default().trim_matches('"'));
    let text = String::from_utf8_lossy(&batch.body);
    let parts = text.split(boundary.as_str()).skip(1).filter(|part| !part.starts_with("--"));
    parts.filter_map(|part| request(batch, part)).collect()
}

fn request(batch: &Recorded, part: &str) -> Option<(Option<String>, Recorded)> {
    let (outer, message) = part.split_once("\r\n\r\n")?;
    let (head, body) = message.split_once("\r\n\r\n")?;
    let (start, head) = head.split_once("\r\n").unwrap_or((head, ""));
    let mut words = start.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    // A target may be absolute.
    let target = target.split_once("://").map_or(target, |(_, rest)| &rest[rest.find('/').unwrap_or(0)..]);
    let mut headers: Vec<_> = head.split("\r\n").filter_map(header).collect();
    headers.extend(batch.header("authorization").map(|token| ("authorization".to_owned(), token.to_owned())));
    let id = outer.split("\r\n").filter_map(header).find(|(name, _)| name == "content-id");
    let request = Recorded {
        method: method.to_owned(),
        target: target.to_owned(),
        headers,
        body: body.trim_end().as_bytes().to_vec(),
        ..batch.clone()
    };
    Some((id.map(|(_, id)| id), request))
}

fn header(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
}

/// The answers, in no particular order.
pub(crate) fn answer(answers: Vec<(Option<String>, Answer)>) -> Answer {
    const BOUNDARY: &str = "a-boundary-of-the-server";
    let mut body = Vec::new();
    for (id, answer) in answers.into_iter().rev() {
        let id = id.map_or_else(String::new, |id| format!("Content-ID: {id}\r\n"));
        let head = format!("--{BOUNDARY}\r\nContent-Type: application/http; msgtype=response\r\n{id}\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(format!("HTTP/1.1 {} -\r\n", answer.status).as_bytes());
        for (name, value) in &answer.headers {
            body.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        body.extend_from_slice(b"\r\n");
        body.extend_from_slice(&answer.body);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    Answer::text(200, &format!("multipart/batching; boundary=\"{BOUNDARY}\""), body)
}
