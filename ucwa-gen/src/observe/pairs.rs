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

/// The messages in the parts of a batch; `None` if it is none.
fn parts(message: &Message) -> Option<Vec<Part<'_>>> {
    let Body::Multipart(parts) = &message.body else { return None };
    let mut found = Vec::new();
    for part in parts {
        let id = part.header("content-id");
        match &part.body {
            Body::Multipart(inner) => found.extend(inner.iter().map(|message| Part { id, message })),
            _ => found.push(Part { id, message: part }),
        }
    }
    Some(found)
}
