//! The event channel of one application, as the server keeps it.

use serde_json::{Value, json};

use crate::pages::object;

/// Something that happened, and who says so.
#[derive(Clone, Debug)]
pub(crate) struct Happening {
    pub(crate) sender: (&'static str, String),
    pub(crate) event: Value,
}

/// What a request for events gets.
pub(crate) enum Served {
    /// This document.
    Document(Value),
    /// Nothing yet.
    Nothing,
    /// It asked for something that the server never offered.
    Stranger,
}

#[derive(Debug)]
pub(crate) struct Channel {
    path: String,
    /// How many documents were made.
    made: u32,
    /// The latest document, until a request shows that it has arrived.
    latest: Option<(String, Value)>,
    waiting: Vec<Happening>,
    /// How many requests there were; only the latest is held.
    pub(crate) generation: u64,
    /// How many documents the client is known to have.
    pub(crate) acknowledged: u32,
}

impl Channel {
    pub(crate) fn new(path: String) -> Self {
        Self { path, made: 0, latest: None, waiting: Vec::new(), generation: 0, acknowledged: 0 }
    }

    /// Where the next document is. The number is not the next one, and the key cannot be guessed: whoever computes
    /// one or the other is found out.
    pub(crate) fn here(&self) -> String {
        Self::place(&self.path, self.made)
    }

    fn place(path: &str, number: u32) -> String {
        let ack = number * 7 + 3;
        format!("{path}?ack={ack}&key={:08x}%2F", ack.wrapping_mul(2_654_435_761))
    }

    /// How many documents there will be once everything that has happened is in one.
    pub(crate) fn ahead(&self) -> u32 {
        self.made + u32::from(!self.waiting.is_empty())
    }

    pub(crate) fn happen(&mut self, happenings: impl IntoIterator<Item = Happening>) {
        self.waiting.extend(happenings);
    }

    /// Loses what has happened, if something has.
    pub(crate) fn forget(&mut self) -> bool {
        !std::mem::take(&mut self.waiting).is_empty()
    }

    /// What is at this place, parameters of the client's own left aside.
    pub(crate) fn serve(&mut self, target: &str) -> Served {
        if let Some((place, document)) = &self.latest
            && is_at(target, place)
        {
            return Served::Document(document.clone());
        }
        if !is_at(target, &self.here()) {
            return Served::Stranger;
        }
        self.acknowledged = self.made;
        if self.waiting.is_empty() {
            return Served::Nothing;
        }
        let sender = self.senders();
        Served::Document(self.answer("next", Some(sender)))
    }

    /// A new document that leads on by a link of this name.
    pub(crate) fn answer(&mut self, link: &str, sender: Option<Value>) -> Value {
        let here = self.here();
        self.made += 1;
        let mut document = json!({"_links": {"self": {"href": here}, link: {"href": self.here()}}});
        if let Some(sender) = sender {
            object(&mut document).insert("sender".to_owned(), sender);
        }
        self.latest = Some((here, document.clone()));
        document
    }

    /// What has happened, in order; what one sender says in a row is together.
    fn senders(&mut self) -> Value {
        let mut senders: Vec<(&str, String, Vec<Value>)> = Vec::new();
        for Happening { sender: (rel, href), event } in self.waiting.drain(..) {
            match senders.last_mut().filter(|(_, last, _)| *last == href) {
                Some((_, _, events)) => events.push(event),
                None => senders.push((rel, href, vec![event])),
            }
        }
        let senders = senders.into_iter();
        senders.map(|(rel, href, events)| json!({"rel": rel, "href": href, "events": events})).collect()
    }
}

fn is_at(target: &str, place: &str) -> bool {
    target.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('&'))
}
