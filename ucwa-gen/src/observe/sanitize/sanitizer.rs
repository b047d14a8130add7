//! Exchanges without anything that the schema does not have.

use super::super::traffic::{Content, Exchange, Record, Request, Response};
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
    /// Keeps what this schema has, and these names of members and headers.
    #[must_use]
    pub fn new(schema: &Schema, key: Key, keep: &[String]) -> Self {
        Self(Values { key, vocabulary: Vocabulary::new(schema, keep) })
    }

    /// An exchange as it can be shown.
    #[must_use]
    pub fn record(&self, exchange: &Exchange) -> Record {
        let mut record = Record::default();
        record.request = exchange.request.as_ref().map(|message| self.request(message));
        record.response = exchange.response.as_ref().map(|message| self.response(message));
        record
    }

    fn request(&self, message: &Message) -> Request {
        let mut request = Request::default();
        if let Some(StartLine::Request { method, target }) = &message.start {
            request.method = Some(Values::method(method));
            request.url = Some(self.0.address(target));
        }
        request.headers = self.0.headers(message);
        request.content = self.content(message);
        request
    }

    fn response(&self, message: &Message) -> Response {
        let mut response = Response::default();
        response.status = message.status();
        response.headers = self.0.headers(message);
        response.content = self.content(message);
        response
    }

    fn content(&self, message: &Message) -> Content {
        let mut content = Content::default();
        match &message.body {
            Body::Json(node) => content.json = Some(self.0.json("", node)),
            body => content.text = self.0.text_body(body),
        }
        content
    }
}
