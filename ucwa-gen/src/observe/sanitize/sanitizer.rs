//! Exchanges without anything that the schema does not have.

use super::super::traffic::{Content, Exchange, Record, Request, Response};
use super::body::has_repeated;
use super::key::Key;
use super::values::Values;
use super::vocabulary::Vocabulary;
use crate::sample::{Body, Message, StartLine};
use crate::schema::Schema;

/// Makes of exchanges what can be shown to others: names and values that the schema has stay, every other name becomes a
/// placeholder, and every other value is replaced. Equal things are replaced by equal ones; structure, types and links that belong
/// together stay.
pub struct Sanitizer(Values);

impl Sanitizer {
    /// Keeps what this schema has, and these names of members, links, query parameters and headers, but not their values.
    #[must_use]
    pub fn new(schema: &Schema, key: Key, keep: &[String]) -> Self {
        Self(Values { key, vocabulary: Vocabulary::new(schema, keep) })
    }

    /// An exchange as it can be shown.
    #[must_use]
    pub fn record(&self, exchange: &Exchange) -> Record {
        let request = exchange.request.as_ref().map(|message| self.request(message));
        let response = exchange.response.as_ref().map(|message| self.response(message));
        Record { time: None, request, response }
    }

    fn request(&self, message: &Message) -> Request {
        let (method, url) = match &message.start {
            Some(StartLine::Request { method, target }) => {
                (Some(Values::method(method)), Some(self.0.target(method, target)))
            }
            _ => (None, None),
        };
        Request { method, url, headers: self.0.headers(message, 0), content: self.content(message) }
    }

    fn response(&self, message: &Message) -> Response {
        let (headers, content) = (self.0.headers(message, 0), self.content(message));
        Response { status: message.status(), headers, content }
    }

    fn content(&self, message: &Message) -> Content {
        let mut content = Content::default();
        match &message.body {
            Body::Json(node) if !has_repeated(node) => content.json = Some(self.0.json("", node)),
            _ => content.text = self.0.text_body(message, 0),
        }
        content
    }
}
