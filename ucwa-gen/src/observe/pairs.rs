//! The messages of an exchange: its own, or those in the parts of a batch.

use super::hrefs::same_path;
use crate::sample::{Body, Message, StartLine};

/// A request and the answer to it.
pub(super) type Pair<'m> = (Option<&'m Message>, Option<&'m Message>);

/// The messages of an exchange that are no batch themselves.
pub(super) fn pairs<'m>(request: Option<&'m Message>, response: Option<&'m Message>) -> Vec<Pair<'m>> {
    let (asked, answered) = (request.and_then(parts), response.and_then(parts));
    if asked.is_none() && answered.is_none() {
        return vec![(request, response)];
    }
    // The batch itself is an exchange as well; its bodies are the parts.
    let mut found = vec![(request, response)];
    let asked = asked.unwrap_or_default();
    let mut answered: Vec<Option<Part<'m>>> = answered.unwrap_or_default().into_iter().map(Some).collect();
    let in_order = asked.len() == answered.len()
        && asked
            .iter()
            .zip(&answered)
            .all(|(asks, answers)| answers.as_ref().is_some_and(|answers| !asks.contradicts(answers)));
    for (at, asks) in asked.iter().enumerate() {
        let is_answer = |part: &Option<Part<'m>>| part.as_ref().is_some_and(|part| asks.is_answered_by(part));
        let own = answered.iter().position(is_answer).or_else(|| in_order.then_some(at));
        let answers = own.and_then(|own| answered.get_mut(own)?.take());
        found.push((Some(asks.message), answers.map(|part| part.message)));
    }
    found.extend(answered.into_iter().flatten().map(|part| (None, Some(part.message))));
    found
}

/// A part of a batch.
#[derive(Clone, Copy)]
struct Part<'m> {
    id: Option<&'m str>,
    message: &'m Message,
}

impl Part<'_> {
    /// Answers come in any order. They have the ID of the request, or link to themselves.
    fn is_answered_by(&self, answer: &Part<'_>) -> bool {
        match (self.id, answer.id) {
            (Some(asked), Some(answered)) => asked == answered,
            _ => self.target().zip(own_href(answer.message)).is_some_and(|(a, b)| same_path(a, b)),
        }
    }

    /// Whether it is certain that this is not its answer.
    fn contradicts(&self, answer: &Part<'_>) -> bool {
        match (self.id, answer.id) {
            (Some(asked), Some(answered)) => asked != answered,
            _ => {
                let is_get =
                    matches!(&self.message.start, Some(StartLine::Request { method, .. }) if method == "GET");
                is_get && self.target().zip(own_href(answer.message)).is_some_and(|(a, b)| !same_path(a, b))
            }
        }
    }

    fn target(&self) -> Option<&str> {
        match &self.message.start {
            Some(StartLine::Request { target, .. }) => Some(target),
            _ => None,
        }
    }
}

fn own_href(message: &Message) -> Option<&str> {
    match &message.body {
        Body::Json(node) => node.get("_links")?.get("self")?.get("href")?.as_str(),
        Body::Xml(element, _) => element.attribute("href"),
        _ => None,
    }
}

/// The messages in the parts of a batch, also of those that are batches themselves; `None` if it is none.
fn parts(message: &Message) -> Option<Vec<Part<'_>>> {
    let Body::Multipart(parts) = &message.body else { return None };
    let mut found = Vec::new();
    parts.iter().for_each(|part| add(part, None, &mut found));
    Some(found)
}

/// `within` is the ID of the part that a message is in. Reading limits how deep they are nested.
fn add<'m>(part: &'m Message, within: Option<&'m str>, found: &mut Vec<Part<'m>>) {
    let id = part.header("content-id").filter(|_| part.start.is_none()).or(within);
    let Body::Multipart(inner) = &part.body else { return found.push(Part { id, message: part }) };
    if part.start.is_some() {
        found.push(Part { id, message: part });
    }
    inner.iter().for_each(|message| add(message, id, found));
}

#[cfg(test)]
mod tests {
    use super::super::traffic::Traffic;
    use super::pairs;
    use crate::sample::{Body, StartLine};

    fn part(id: &str, message: &str) -> String {
        format!("--o\r\nContent-Type: application/http\r\nContent-ID: {id}\r\n\r\n{message}\r\n")
    }

    /// What is in a batch of requests, in one of answers, and which of them belong together.
    #[test]
    fn the_messages_of_batches_are_paired() {
        let get = |target: &str| format!("GET {target} HTTP/1.1\r\n\r\n");
        let answer = |body: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{body}");
        let inner = |parts: &[String]| {
            let parts = parts.concat().replace("--o", "--i");
            format!("Content-Type: multipart/batching; boundary=i\r\n\r\n{parts}--i--\r\n")
        };
        let [asks, answers] = [["/a", "/b"].map(get), ["{\"a\":1}", "{\"b\":1}"].map(answer)];
        let asked = [part("1", &asks[0]), part("2", &asks[1])];
        let answered = [part("2", &answers[1]), part("1", &answers[0])];
        let nested = |head: &str, parts: &[String]| vec![part("9", &format!("{head}{}", inner(parts)))];
        for (asked, answered, expected) in [
            (asked.to_vec(), answered.to_vec(), "/a {\"a\":1}, /b {\"b\":1}"),
            // Parts that are batches.
            (
                vec![format!("--o\r\n{}", inner(&asked))],
                vec![format!("--o\r\n{}", inner(&answered))],
                "/a {\"a\":1}, /b {\"b\":1}",
            ),
            // Requests in parts that send batches.
            (
                nested("POST /batch HTTP/1.1\r\n", &asked),
                nested("HTTP/1.1 200 OK\r\n", &answered),
                "/batch ?, /a {\"a\":1}, /b {\"b\":1}",
            ),
            (
                nested("POST /batch HTTP/1.1\r\n", &asked),
                answered.to_vec(),
                "/batch -, /a {\"a\":1}, /b {\"b\":1}",
            ),
        ] {
            let batch = |start: &str, parts: Vec<String>| {
                let body = format!("{}--o--\r\n", parts.concat());
                format!(
                    "{start}\r\nContent-Type: multipart/batching; boundary=o\r\nContent-Length: {}\r\n\r\n{body}",
                    body.len()
                )
            };
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("a.http");
            let text = batch("POST /batch HTTP/1.1", asked) + &batch("HTTP/1.1 200 OK", answered);
            std::fs::write(&path, &text).expect("a file");
            let read: Vec<_> = Traffic::read(&[path]).collect();
            let [Ok(exchange)] = read.as_slice() else { panic!("{text}: {read:?}") };
            assert_eq!(exchange.problems, [], "{text}");
            let told = pairs(exchange.request.as_ref(), exchange.response.as_ref());
            let told = told.iter().skip(1).map(|(request, response)| {
                let target = match request.and_then(|request| request.start.as_ref()) {
                    Some(StartLine::Request { target, .. }) => target.as_str(),
                    _ => "-",
                };
                let body = match response.map(|response| &response.body) {
                    Some(Body::Json(node)) => node.to_json().to_string(),
                    Some(_) => "?".to_owned(),
                    None => "-".to_owned(),
                };
                format!("{target} {body}")
            });
            assert_eq!(told.collect::<Vec<_>>().join(", "), expected, "{text}");
        }
    }
}
