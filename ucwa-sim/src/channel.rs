//! The event channel of one instance of an application: what waits, what was sent and not yet acknowledged, and when an
//! answer is due.

mod asked;

use std::time::Duration;

use ucwa_types::api::{Event, EventDocument, Sender};
use ucwa_types::event::EventType;

use self::asked::Position;
pub(crate) use self::asked::{Asked, Poll};
use crate::faults::Fault;
use crate::ids::{Ids, RequestId};

/// How long an event may wait for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Priority {
    High,
    Medium,
    Low,
}

/// An event, who sends it, and since when it waits.
#[derive(Clone, Debug)]
struct Waiting {
    sender: (&'static str, String),
    event: Event,
    priority: Priority,
    since: Duration,
}

/// The outcome of a request for events.
#[derive(Debug)]
pub(crate) enum Polled {
    /// It is answered at once.
    Document(EventDocument),
    /// It waits, in place of the request that waited before.
    Held { replaced: Option<Poll> },
    /// A request with a higher priority waits already.
    Outranked,
    /// The client was never given its address. The document has the address to continue with.
    Lost(EventDocument),
}

/// Why the next answer has no events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    /// Events were missed.
    Missed,
    /// Conversations and subscriptions were ended.
    Reset,
}

/// How long events are held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Aggregation {
    low: Duration,
    medium: Duration,
    timeout: Duration,
}

impl Default for Aggregation {
    fn default() -> Self {
        Self {
            low: Duration::from_secs(15),
            medium: Duration::from_secs(5),
            timeout: Duration::from_secs(180),
        }
    }
}

/// The event channel of one instance.
#[derive(Debug)]
pub(crate) struct Channel {
    /// The href without the position.
    path: String,
    /// A parameter that the href ends with.
    instance: Option<String>,
    position: Position,
    /// The last answer, until a request shows that it has arrived.
    sent: Option<(Position, EventDocument)>,
    /// Whether a fault has repeated it.
    is_repeated: bool,
    waiting: Vec<Waiting>,
    loss: Option<Loss>,
    poll: Option<Poll>,
    aggregation: Aggregation,
    /// How many events may wait.
    backlog: usize,
    /// When a request for events last arrived or was answered.
    seen: Duration,
    made: u32,
    acknowledged: u32,
}

impl Channel {
    pub(crate) fn new(
        path: String,
        instance: Option<String>,
        backlog: usize,
        now: Duration,
        ids: &mut Ids,
    ) -> Self {
        let position = Position { ack: ids.up_to(9), key: ids.number() };
        Self {
            path,
            instance,
            position,
            sent: None,
            is_repeated: false,
            waiting: Vec::new(),
            loss: None,
            poll: None,
            aggregation: Aggregation::default(),
            backlog,
            seen: now,
            made: 0,
            acknowledged: 0,
        }
    }

    /// Where the next answer is.
    pub(crate) fn href(&self) -> String {
        self.at(self.position)
    }

    fn at(&self, Position { ack, key }: Position) -> String {
        let instance = self.instance.as_ref().map(|it| format!("&{it}")).unwrap_or_default();
        format!("{}?ack={ack}{instance}&key={key:08x}%2F", self.path)
    }

    /// Takes a request for events.
    pub(crate) fn poll(&mut self, asked: &Asked, poll: Poll, ids: &mut Ids) -> Polled {
        self.seen = poll.since;
        if asked.position != Some(self.position) {
            let here = match &self.sent {
                // The client has not received the answer.
                Some((sent, document)) if asked.position == Some(*sent) => {
                    return Polled::Document(document.clone());
                }
                Some((sent, _)) => *sent,
                None => self.position,
            };
            return Polled::Lost(EventDocument::default().with_resync(self.at(here)));
        }
        self.sent = None;
        self.acknowledged = self.made;
        for (given, kept) in [
            (asked.low, &mut self.aggregation.low),
            (asked.medium, &mut self.aggregation.medium),
            (asked.timeout, &mut self.aggregation.timeout),
        ] {
            if let Some(seconds) = given {
                *kept = Duration::from_secs(seconds);
            }
        }
        if self.poll.as_ref().is_some_and(|open| open.priority > poll.priority) {
            return Polled::Outranked;
        }
        let now = poll.since;
        // Their answers are made when they are released.
        let is_special = matches!(poll.fault, Some(Fault::Resume | Fault::ResyncAmongOthers));
        let replaced = self.poll.replace(poll);
        if replaced.is_none()
            && !is_special
            && let Some((_, document)) = self.release(now, ids)
        {
            return Polled::Document(document);
        }
        Polled::Held { replaced }
    }

    /// Adds an event. An update replaces a waiting update of the same resource.
    pub(crate) fn push(
        &mut self,
        sender: (&'static str, String),
        event: Event,
        priority: Priority,
        since: Duration,
    ) {
        let is_update = event.r#type == Some(EventType::Updated) && priority > Priority::High;
        let same = self.waiting.iter().position(|other| {
            is_update
                && other.event.r#type == event.r#type
                && other.event.link == event.link
                && other.event.in_ == event.in_
        });
        let since = match same {
            // It counts as waiting since the first of them.
            Some(index) => self.waiting.remove(index).since,
            None => since,
        };
        self.waiting.push(Waiting { sender, event, priority, since });
        if self.waiting.len() > self.backlog {
            self.lose(Loss::Missed);
        }
    }

    /// Discards the waiting events, and reports the loss in the next answer.
    pub(crate) fn lose(&mut self, loss: Loss) {
        self.waiting.clear();
        if self.loss != Some(Loss::Reset) {
            self.loss = Some(loss);
        }
        if loss == Loss::Reset {
            self.aggregation = Aggregation::default();
        }
    }

    /// When an answer is due, if a request waits for one.
    pub(crate) fn due(&self) -> Option<Duration> {
        let poll = self.poll.as_ref()?;
        if self.loss.is_some() {
            return Some(poll.since);
        }
        let events = self.waiting.iter().map(|waiting| match waiting.priority {
            Priority::High => waiting.since,
            Priority::Medium => waiting.since + self.aggregation.medium,
            Priority::Low => waiting.since + self.aggregation.low,
        });
        events.chain([poll.since + self.aggregation.timeout]).min()
    }

    /// The answer to the request that waits, if it is due.
    pub(crate) fn release(&mut self, now: Duration, ids: &mut Ids) -> Option<(Poll, EventDocument)> {
        let is_quiet = self.poll.as_ref().is_some_and(|poll| poll.fault == Some(Fault::Quiet));
        if !is_quiet && self.due()? > now {
            return None;
        }
        let poll = self.poll.take()?;
        self.seen = now;
        if self.loss.is_none() {
            match poll.fault {
                Some(Fault::Quiet) => {
                    let document = self.answer(EventDocument::default(), None, ids);
                    return Some((poll, document));
                }
                Some(Fault::Resync | Fault::ResyncAmongOthers) => self.lose(Loss::Missed),
                Some(Fault::Resume) => self.lose(Loss::Reset),
                _ => {}
            }
        }
        let loss = self.loss.take();
        let mut document = EventDocument::default();
        if loss.is_none() {
            document = document.with_senders(self.senders());
        }
        if poll.fault == Some(Fault::OutOfOrder) {
            for sender in &mut document.senders {
                ids.choices().shuffle(&mut sender.events);
            }
            ids.choices().shuffle(&mut document.senders);
        }
        let document = self.answer(document, loss, ids);
        Some((poll, document))
    }

    /// Adds the links to a document, and moves on to the next position.
    fn answer(&mut self, document: EventDocument, loss: Option<Loss>, ids: &mut Ids) -> EventDocument {
        let here = self.position;
        self.position = Position { ack: here.ack + ids.up_to(9), key: ids.number() };
        let next = self.at(self.position);
        let document = document.with_self(self.at(here));
        let document = match loss {
            None => document.with_next(next),
            Some(Loss::Missed) => document.with_resync(next),
            Some(Loss::Reset) => document.with_resume(next),
        };
        self.made += 1;
        self.sent = Some((here, document.clone()));
        self.is_repeated = false;
        document
    }

    /// The waiting events, in order. Consecutive events of one sender are together.
    fn senders(&mut self) -> Vec<Sender> {
        let mut senders: Vec<Sender> = Vec::new();
        for Waiting { sender: (rel, href), event, .. } in self.waiting.drain(..) {
            match senders.last_mut().filter(|last| last.href.as_deref() == Some(&*href)) {
                Some(last) => last.events.push(event),
                None => senders.push(Sender::new(rel, href).with_event(event)),
            }
        }
        senders
    }

    /// Changes the last answer, which can be asked for again.
    pub(crate) fn amend(
        &mut self,
        change: impl FnOnce(EventDocument) -> EventDocument,
    ) -> Option<EventDocument> {
        let (position, document) = self.sent.take()?;
        let document = change(document);
        self.sent = Some((position, document.clone()));
        Some(document)
    }

    /// The last answer a second time, until it is acknowledged; `None` from then on.
    pub(crate) fn repeat(&mut self) -> Option<&EventDocument> {
        let (_, document) = self.sent.as_ref().filter(|_| !self.is_repeated)?;
        self.is_repeated = true;
        Some(document)
    }

    /// Takes away the request that waits.
    pub(crate) fn take_poll(&mut self) -> Option<Poll> {
        self.poll.take()
    }

    /// Forgets a request whose client has disconnected. Returns whether it waited.
    pub(crate) fn forget(&mut self, request: RequestId, now: Duration) -> bool {
        let waited = self.poll.take_if(|poll| poll.request == request).is_some();
        if waited {
            self.seen = now;
        }
        waited
    }

    /// Whether a fault ends conversations and subscriptions now.
    pub(crate) fn is_reset(&self, now: Duration) -> bool {
        let is_wanted = self.poll.as_ref().is_some_and(|poll| poll.fault == Some(Fault::Resume));
        is_wanted && self.due().is_some_and(|due| due <= now)
    }

    /// Since when no request for events waits; `None` if one does.
    pub(crate) fn idle_since(&self) -> Option<Duration> {
        self.poll.is_none().then_some(self.seen)
    }

    /// The number of answers that the client has acknowledged.
    pub(crate) fn acknowledged(&self) -> u32 {
        self.acknowledged
    }

    /// The number of answers once the waiting events are sent.
    pub(crate) fn ahead(&self) -> u32 {
        self.made + u32::from(!self.waiting.is_empty())
    }
}

#[cfg(test)]
mod tests;
