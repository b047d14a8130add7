//! The deadlines of a client.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::link::place;

/// Something with a deadline, on the server or with another user.
///
/// The constants are facts of the protocol, each with the page of the documentation that has it. `docs/guide/clients.md` says
/// what to do when each is due.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Timer {
    /// The user is to be reported as active: POST to `reportMyActivity`.
    Activity,
    /// No request for events is open: the application ends. It belongs to whoever sends these requests, with [`Timers`] of its
    /// own: start it when an answer of the event channel has come, and stop it when the next request is sent.
    EventRequest,
    /// The presence subscription at this href ends: POST to extend it.
    Subscription(Box<str>),
    /// The invitation at this href has rung for long enough: its links `accept` and `decline` lead nowhere now.
    Invitation(Box<str>),
    /// The incoming message at this href can no longer be fetched.
    Message(Box<str>),
}

impl Timer {
    /// 4 minutes. Without a report at least this often the user is shown as less available (page of `reportMyActivity`).
    pub const ACTIVITY: Duration = minutes(4);
    /// 15 minutes. The application ends this long after the last answer of the event channel, unless the next request came (concept page
    /// `MeDashboard`).
    pub const EVENT_REQUEST: Duration = minutes(15);
    /// 10 minutes. The shortest that a presence subscription can be (`duration` on the page of `presenceSubscriptions`).
    pub const SHORTEST_SUBSCRIPTION: Duration = minutes(10);
    /// 30 minutes. The longest that a presence subscription can be, and the most that is left of one after it was extended (`duration` on
    /// the page of `presenceSubscription`).
    pub const LONGEST_SUBSCRIPTION: Duration = minutes(30);
    /// 30 seconds. An invitation that nobody answers fails after about this long (pages of `messagingInvitation` and
    /// `participantInvitation`).
    pub const INVITATION: Duration = Duration::from_secs(30);
    /// 30 seconds. An incoming message that is not fetched by then is lost, and its sender is notified (page of `message`).
    pub const MESSAGE: Duration = Duration::from_secs(30);
    /// 1 minute. [`Self::Activity`] and [`Self::Subscription`] are due this long before their deadline: a request takes some time,
    /// and may have to be sent again.
    pub const MARGIN: Duration = minutes(1);

    /// The time from its start to its deadline. For a subscription it is the shortest there is: start one with its own duration
    /// by [`Timers::start_for`].
    #[must_use]
    pub const fn length(&self) -> Duration {
        match self {
            Self::Activity => Self::ACTIVITY,
            Self::EventRequest => Self::EVENT_REQUEST,
            Self::Subscription(_) => Self::SHORTEST_SUBSCRIPTION,
            Self::Invitation(_) => Self::INVITATION,
            Self::Message(_) => Self::MESSAGE,
        }
    }

    /// The timer with its href in the form that all its spellings have.
    fn key(&self) -> Self {
        match self {
            Self::Activity | Self::EventRequest => self.clone(),
            Self::Subscription(href) => Self::Subscription(place(href).into()),
            Self::Invitation(href) => Self::Invitation(place(href).into()),
            Self::Message(href) => Self::Message(place(href).into()),
        }
    }

    /// How long before its time is up it is due: [`Self::MARGIN`] where a request prevents that, and otherwise nothing.
    const fn margin(&self) -> Duration {
        match self {
            Self::Activity | Self::Subscription(_) => Self::MARGIN,
            Self::EventRequest | Self::Invitation(_) | Self::Message(_) => Duration::ZERO,
        }
    }
}

const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

/// The running timers. They have no clock: `now` is the time since any fixed moment, such as the start of the program, and
/// never decreases. It has to go on while the computer sleeps, which the server does not know of; `Instant` stands still then on
/// some systems.
///
/// A timer runs from [`Self::start`] until it is due, once. Start it again after doing what it is for. Hrefs name the same timer
/// if they lead to one place on one server.
///
/// ```
/// use std::time::Duration;
/// use ucwa_types::channel::{Timer, Timers};
///
/// let seconds = Duration::from_secs;
/// let mut timers = Timers::new();
/// timers.start(Timer::Activity, seconds(0));
/// timers.start_for(Timer::Subscription("/subscriptions/1".into()), seconds(5), Timer::LONGEST_SUBSCRIPTION);
///
/// // A minute before the four are over.
/// assert_eq!(timers.next_due(), Some(seconds(180)));
/// assert_eq!(timers.take_due(seconds(179)), None);
/// assert_eq!(timers.take_due(seconds(181)), Some(Timer::Activity));
/// // Here the report is sent.
/// timers.start(Timer::Activity, seconds(181));
/// assert_eq!(timers.take_due(seconds(181)), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timers {
    /// Each, and when it is due, by its href in the form that all its spellings have.
    running: BTreeMap<Timer, (Timer, Duration)>,
}

impl Timers {
    /// Creates a set without running timers.
    #[must_use]
    pub const fn new() -> Self {
        Self { running: BTreeMap::new() }
    }

    /// Starts a timer, or restarts it if it runs.
    pub fn start(&mut self, timer: Timer, now: Duration) {
        let length = timer.length();
        self.start_for(timer, now, length);
    }

    /// Starts a timer with a duration of its own, such as that of a subscription, or restarts it if it runs.
    pub fn start_for(&mut self, timer: Timer, now: Duration, length: Duration) {
        let due = now.saturating_add(length.saturating_sub(timer.margin()));
        self.running.insert(timer.key(), (timer, due));
    }

    /// Stops a timer. Returns whether it ran.
    pub fn stop(&mut self, timer: &Timer) -> bool {
        self.running.remove(&timer.key()).is_some()
    }

    /// Stops all timers, as after the application is gone.
    pub fn clear(&mut self) {
        self.running.clear();
    }

    /// When a timer is due: at its deadline, or [`Timer::MARGIN`] before it. `None` if it does not run.
    #[must_use]
    pub fn due(&self, timer: &Timer) -> Option<Duration> {
        self.running.get(&timer.key()).map(|(_, due)| *due)
    }

    /// When the first timer is due; `None` if no timer runs.
    #[must_use]
    pub fn next_due(&self) -> Option<Duration> {
        self.running.values().map(|(_, due)| *due).min()
    }

    /// How long to wait until the first timer is due; `None` if no timer runs.
    #[must_use]
    pub fn wait(&self, now: Duration) -> Option<Duration> {
        self.next_due().map(|due| due.saturating_sub(now))
    }

    /// Removes and returns the first timer that is due; `None` if there is none.
    pub fn take_due(&mut self, now: Duration) -> Option<Timer> {
        let (key, (_, due)) = self.running.iter().min_by_key(|(_, (_, due))| *due)?;
        if *due > now {
            return None;
        }
        let key = key.clone();
        self.running.remove(&key).map(|(timer, _)| timer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn each_timer_is_due_when_the_protocol_says_so() {
        let place = || "/x".into();
        for (timer, expected) in [
            (Timer::Activity, 180),
            (Timer::EventRequest, 900),
            (Timer::Subscription(place()), 540),
            (Timer::Invitation(place()), 30),
            (Timer::Message(place()), 30),
        ] {
            let mut timers = Timers::new();
            timers.start(timer.clone(), seconds(7));
            assert_eq!(timers.due(&timer), Some(seconds(7 + expected)), "{timer:?}");
            assert_eq!(timers.take_due(seconds(6 + expected)), None, "{timer:?}");
            assert_eq!(timers.take_due(seconds(7 + expected)), Some(timer));
            assert_eq!(timers, Timers::new());
        }
    }

    #[test]
    fn they_are_due_in_the_order_of_their_times() {
        let mut timers = Timers::new();
        let invitation = |name: &str| Timer::Invitation(name.into());
        timers.start(invitation("/late"), seconds(20));
        timers.start(invitation("/early"), seconds(10));
        timers.start(Timer::Activity, seconds(0));
        timers.start(invitation("/over"), seconds(0));
        // The server writes an href with its name or without, and a client may escape what need not be.
        let spelling = invitation("https://pool.example.com/%6Fver");
        assert!(timers.stop(&spelling) && !timers.stop(&invitation("/over")));
        assert_eq!((timers.next_due(), timers.wait(seconds(30))), (Some(seconds(40)), Some(seconds(10))));
        assert_eq!(timers.wait(seconds(60)), Some(Duration::ZERO));
        let due: Vec<_> = std::iter::from_fn(|| timers.take_due(seconds(1000))).collect();
        assert_eq!(due, [invitation("/early"), invitation("/late"), Timer::Activity]);
        assert_eq!(timers.next_due(), None);
    }

    #[test]
    fn a_timer_that_is_started_again_has_its_whole_time() {
        let mut timers = Timers::new();
        let subscription = Timer::Subscription("/s".into());
        timers.start_for(subscription.clone(), seconds(0), Timer::LONGEST_SUBSCRIPTION);
        timers.start_for(subscription.clone(), seconds(100), Timer::LONGEST_SUBSCRIPTION);
        assert_eq!(timers.due(&subscription), Some(seconds(100 + 29 * 60)));
        // There is no time to be early in.
        timers.start_for(subscription.clone(), seconds(100), seconds(20));
        assert_eq!(timers.take_due(seconds(100)), Some(subscription));
        timers.start(Timer::Activity, Duration::MAX);
        timers.clear();
        assert_eq!(timers.next_due(), None);
    }
}
