//! How long things last.

use std::time::Duration;

/// How long things last. The values of [`Times::default`] are those of the documentation, where it has any
/// (`docs/simulator.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Times {
    /// The lifetime of a token.
    pub token: Duration,
    /// How long an application lives without a request for events.
    pub idle: Duration,
    /// After how long without a request for events conversations and subscriptions are ended.
    pub reset: Duration,
    /// How long an invitation rings.
    pub ringing: Duration,
    /// How long a phone rings until somebody answers it.
    pub phone: Duration,
    /// How long a message can be fetched.
    pub message: Duration,
    /// How long a user is shown as typing.
    pub typing: Duration,
    /// After how long without activity a user is shown as inactive, and after as long again as away.
    pub inactive: Duration,
    /// How long before the end of a subscription its `updated` event is sent.
    pub warning: Duration,
    /// How many events can wait for a client before it gets `resync` instead.
    pub backlog: usize,
}

impl Times {
    /// The same times, none of them longer than this.
    pub(crate) fn within(self, longest: Duration) -> Self {
        let within = |time: Duration| time.min(longest);
        Self {
            token: within(self.token),
            idle: within(self.idle),
            reset: within(self.reset),
            ringing: within(self.ringing),
            phone: within(self.phone),
            message: within(self.message),
            typing: within(self.typing),
            inactive: within(self.inactive),
            warning: within(self.warning),
            backlog: self.backlog,
        }
    }
}

impl Default for Times {
    fn default() -> Self {
        Self {
            token: Duration::from_secs(8 * 3600),
            idle: Duration::from_secs(15 * 60),
            reset: Duration::from_secs(10 * 60),
            ringing: Duration::from_secs(30),
            phone: Duration::from_secs(2),
            message: Duration::from_secs(30),
            typing: Duration::from_secs(10),
            inactive: Duration::from_secs(5 * 60),
            warning: Duration::from_secs(60),
            backlog: 1000,
        }
    }
}
