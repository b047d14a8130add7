//! What happens in a session, one step after the other.

use std::collections::VecDeque;
use std::fmt;

use ucwa_types::channel::StateLoss;
use ucwa_types::event::{Event, Sender};
use ucwa_types::rest::ResponseError;

use crate::error::{Chain, Error};
use crate::tree::{Official, Tree};

/// What has happened. Take one after the other: events build on each other.
#[non_exhaustive]
pub enum Step<T: Tree = Official> {
    /// Discovery has found where applications are created. It comes again if discovery is done again, after a loss.
    Discovered {
        /// The scheme, host and port of that server.
        origin: String,
    },
    /// A host asks for a token, and the session gets one: from the token service, or from the program
    /// ([`Action::GetToken`](super::Action::GetToken)).
    Challenged {
        /// The scheme, host and port that the token is for.
        origin: String,
    },
    /// The application was created, and a request for events is on its way.
    SignedIn(Box<T::Application>),
    /// Events have come.
    Events(Events<T>),
    /// The state of the program is no longer that of the server: fetch everything again that the program holds. After
    /// [`StateLoss::Reset`] conversations, invitations and presence subscriptions have ended too.
    StateLoss {
        /// What was lost.
        loss: StateLoss,
        /// The application, fetched since; `None` if the server did not send it, though it was asked for as often as
        /// [`Settings::retries`](super::Settings::retries) says, or if the session has ended or the application was lost before. No
        /// step brings it later: get it by the link `self` of the last one, which still leads to it unless one of those steps follows.
        application: Option<Box<T::Application>>,
    },
    /// The server had lost the application, and there is a new one. No link of the old one leads anywhere: begin again with
    /// those of this one, and with becoming available.
    Recreated(Box<T::Application>),
    /// Another client has taken the event channel of this application. The session takes it back after a while.
    Replaced,
    /// The server cannot be reached: requests for events fail, or those that create a lost application again, and so did the first
    /// retry. The session keeps trying. The step comes once for each outage, with the error of the last attempt. Of several outages that
    /// are not taken yet, only the last one is kept.
    Unreachable(Error<T::Error>),
    /// The server can be reached again, after [`Step::Unreachable`]: it has answered a request for events, or holds one and has answered
    /// another request.
    Reachable,
    /// The server refuses to extend a presence subscription. Subscribe again if its contacts are still of interest.
    SubscriptionEnded {
        /// The href of the subscription.
        href: String,
    },
    /// The program has signed out. It is the last step.
    SignedOut {
        /// Whether there is no application any more. If not, the server has refused to delete it, or has not answered: it ends by
        /// itself, some minutes after the last request for events.
        is_deleted: bool,
    },
    /// The session has ended. It is the last step.
    Ended(Error<T::Error>),
}

/// The events of one answer of the event channel.
#[non_exhaustive]
pub struct Events<T: Tree = Official> {
    /// The senders, in the order in which to process them.
    pub senders: Vec<Sender<T::Resources>>,
    /// The answer, if it could not be decoded: its events are lost. A [`Step::StateLoss`] comes before it.
    pub skipped: Option<ResponseError<T::Error>>,
}

impl<T: Tree> Events<T> {
    /// The events in the order in which they happened, each with its sender: what `AnyEvent` is made of.
    pub fn iter(&self) -> impl Iterator<Item = (&Sender<T::Resources>, &Event<T::Resources>)> {
        self.senders.iter().flat_map(|sender| sender.events.iter().map(move |event| (sender, event)))
    }
}

/// The name of the step, and how much is in it: what users write is not for logs, and neither is whom they know. So it has no href of a
/// subscription.
impl<T: Tree> fmt::Debug for Step<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Discovered { origin } => write!(f, "Discovered({origin})"),
            Self::Challenged { origin } => write!(f, "Challenged({origin})"),
            Self::SignedIn(_) => f.write_str("SignedIn"),
            Self::Events(events) => write!(f, "Events({})", events.iter().count()),
            Self::StateLoss { loss, application: Some(_) } => write!(f, "StateLoss({loss:?})"),
            Self::StateLoss { loss, application: None } => write!(f, "StateLoss({loss:?}, no application)"),
            Self::Recreated(_) => f.write_str("Recreated"),
            Self::Replaced => f.write_str("Replaced"),
            Self::Unreachable(error) => write!(f, "Unreachable({})", Chain(error)),
            Self::Reachable => f.write_str("Reachable"),
            Self::SubscriptionEnded { .. } => f.write_str("SubscriptionEnded"),
            Self::SignedOut { is_deleted: true } => f.write_str("SignedOut"),
            Self::SignedOut { is_deleted: false } => f.write_str("SignedOut(not deleted)"),
            Self::Ended(error) => write!(f, "Ended({})", Chain(error)),
        }
    }
}

/// The steps that nobody has taken yet.
pub(super) struct Steps<T: Tree> {
    queue: VecDeque<Entry<T>>,
    limit: usize,
}

enum Entry<T: Tree> {
    Ready(Step<T>),
    /// A loss of state, until the application is fetched. What is behind it waits.
    Fetching(StateLoss),
}

impl<T: Tree> Steps<T> {
    pub(super) const fn new(limit: usize) -> Self {
        Self { queue: VecDeque::new(), limit }
    }

    pub(super) fn push(&mut self, step: Step<T>) {
        self.queue.push_back(Entry::Ready(step));
    }

    /// Whether a challenge of this origin waits. A second one says no more, and they come as long as the session lives.
    pub(super) fn has_challenge(&self, of: &str) -> bool {
        self.queue
            .iter()
            .any(|entry| matches!(entry, Entry::Ready(Step::Challenged { origin }) if origin == of))
    }

    /// Adds a loss of state. The application is to be fetched if [`Self::is_fetching`] was not so before.
    pub(super) fn lose(&mut self, loss: StateLoss) {
        self.queue.push_back(Entry::Fetching(loss));
    }

    /// Whether a loss of state waits for the application.
    pub(super) fn is_fetching(&self) -> bool {
        self.queue.iter().any(|entry| matches!(entry, Entry::Fetching(_)))
    }

    /// Completes the first loss of state. One that came later needs an application that was fetched later.
    pub(super) fn fetched(&mut self, application: Option<Box<T::Application>>) {
        let waiting = self.queue.iter_mut().find_map(|entry| match entry {
            Entry::Fetching(loss) => Some((*loss, entry)),
            Entry::Ready(_) => None,
        });
        if let Some((loss, entry)) = waiting {
            *entry = Entry::Ready(Step::StateLoss { loss, application });
        }
    }

    /// Forgets losses of state that wait for the application: a new one makes them good.
    pub(super) fn forget_losses(&mut self) {
        self.queue.retain(|entry| matches!(entry, Entry::Ready(_)));
    }

    /// Reports losses of state without the application: it is not asked for any more.
    pub(super) fn end_fetching(&mut self) {
        for entry in &mut self.queue {
            if let Entry::Fetching(loss) = entry {
                *entry = Entry::Ready(Step::StateLoss { loss: *loss, application: None });
            }
        }
    }

    /// Forgets outages that have ended before anybody has heard of them.
    pub(super) fn forget_outages(&mut self) {
        let is_outage = |step: &Step<T>| matches!(step, Step::Unreachable(_) | Step::Reachable);
        self.queue.retain(|entry| !matches!(entry, Entry::Ready(step) if is_outage(step)));
    }

    /// Whether there are as many as may wait.
    pub(super) fn is_full(&self) -> bool {
        self.queue.len() >= self.limit
    }

    /// Forgets all events that wait. Returns the loss of state that it comes to, with those that were to be reported.
    pub(super) fn forget_events(&mut self) -> StateLoss {
        let mut loss = StateLoss::Missed;
        self.queue.retain(|entry| match entry {
            Entry::Ready(Step::StateLoss { loss: earlier, .. }) => {
                if *earlier != StateLoss::Missed {
                    loss = *earlier;
                }
                false
            }
            Entry::Ready(Step::Events(_)) => false,
            Entry::Ready(_) | Entry::Fetching(_) => true,
        });
        loss
    }

    pub(super) fn pop(&mut self) -> Option<Step<T>> {
        match self.queue.pop_front()? {
            Entry::Ready(step) => Some(step),
            fetching @ Entry::Fetching(_) => {
                self.queue.push_front(fetching);
                None
            }
        }
    }
}
