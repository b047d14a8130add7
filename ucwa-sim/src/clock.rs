//! Virtual time, and what is due when.

use std::collections::BTreeMap;
use std::time::Duration;

/// The last time. The sum of two times up to it does not overflow a `Duration`.
pub(crate) const END: Duration = Duration::from_secs(1 << 40);

/// Time since the start. Only [`Self::move_to`] moves it, and never back.
#[derive(Debug)]
pub(crate) struct Clock<T> {
    now: Duration,
    /// What is due, by time, and then in the order in which it was added.
    due: BTreeMap<(Duration, u64), T>,
    asked: u64,
}

impl<T> Clock<T> {
    pub(crate) fn new() -> Self {
        Self { now: Duration::ZERO, due: BTreeMap::new(), asked: 0 }
    }

    pub(crate) fn now(&self) -> Duration {
        self.now
    }

    /// Adds a reminder. Reminders are not removed: whoever gets one checks whether it still applies.
    pub(crate) fn remind(&mut self, at: Duration, what: T) {
        self.asked += 1;
        self.due.insert((at.max(self.now), self.asked), what);
    }

    /// When the next reminder is due.
    pub(crate) fn next(&self) -> Option<Duration> {
        self.due.keys().next().map(|(at, _)| *at)
    }

    /// Moves to the next reminder that is due by then, and returns it; or moves there.
    pub(crate) fn move_to(&mut self, then: Duration) -> Option<T> {
        let then = then.min(END);
        let entry = self.due.first_entry().filter(|entry| entry.key().0 <= then);
        match entry {
            Some(entry) => {
                self.now = self.now.max(entry.key().0);
                Some(entry.remove())
            }
            None => {
                self.now = self.now.max(then);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reminders_come_in_order_and_on_time() {
        let second = Duration::from_secs;
        let mut clock = Clock::new();
        for (at, what) in [(5, "b"), (1, "a"), (5, "c"), (9, "d")] {
            clock.remind(second(at), what);
        }
        let mut seen = Vec::new();
        while let Some(what) = clock.move_to(second(6)) {
            seen.push((clock.now().as_secs(), what));
        }
        assert_eq!(seen, [(1, "a"), (5, "b"), (5, "c")]);
        assert_eq!((clock.now(), clock.next()), (second(6), Some(second(9))));
        // What is late already is due at once, and time does not run back.
        clock.remind(second(2), "e");
        assert_eq!((clock.move_to(second(3)), clock.now()), (None, second(6)));
        assert_eq!((clock.move_to(second(6)), clock.now()), (Some("e"), second(6)));
        clock.move_to(Duration::MAX);
        assert_eq!((clock.move_to(Duration::MAX), clock.now()), (None, END));
    }
}
