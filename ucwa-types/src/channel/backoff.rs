//! How long to wait before trying again.

use std::time::Duration;

/// Exponential back-off with jitter, as a pure function: the caller brings the randomness, and waits.
///
/// Delay n, counted from 0, is between half and all of `first`·2ⁿ, or of `longest` if that is less. Without the random half,
/// all clients that lost a server at the same time would come back at the same time.
///
/// ```
/// use std::time::Duration;
/// use ucwa_types::channel::Backoff;
///
/// let backoff = Backoff::default();
/// assert_eq!(backoff.delay(0, u64::MAX), Duration::from_secs(1));
/// assert_eq!(backoff.delay(3, 0), Duration::from_secs(4));
/// assert_eq!(backoff.delay(1000, 0), Duration::from_secs(30));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Backoff {
    /// The longest the first delay can be.
    pub first: Duration,
    /// The longest any delay can be.
    pub longest: Duration,
}

impl Backoff {
    /// Delays that begin with `first` and do not exceed `longest`.
    #[must_use]
    pub const fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest }
    }

    /// The delay before retry `attempt`, counted from 0. `random` is uniform over all `u64`.
    #[must_use]
    pub fn delay(&self, attempt: u32, random: u64) -> Duration {
        let factor = 1_u32.checked_shl(attempt).unwrap_or(u32::MAX);
        let most = self.first.saturating_mul(factor).min(self.longest);
        let half = most / 2;
        let nanos = u64::try_from(half.as_nanos()).unwrap_or(u64::MAX);
        let share = u128::from(random) * u128::from(nanos) / u128::from(u64::MAX);
        (most - half).saturating_add(Duration::from_nanos(u64::try_from(share).unwrap_or(nanos)))
    }
}

/// From one second to one minute.
impl Default for Backoff {
    fn default() -> Self {
        Self::new(Duration::from_secs(1), Duration::from_secs(60))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_delay_is_within_its_bounds(
            first in 0_u64..u64::MAX,
            longest in 0_u64..u64::MAX,
            attempt: u32,
            random: u64,
        ) {
            let backoff = Backoff::new(Duration::from_millis(first), Duration::from_millis(longest));
            let delay = backoff.delay(attempt, random);
            prop_assert!(delay <= backoff.longest);
            prop_assert!(delay >= backoff.delay(attempt, 0));
            prop_assert!(delay <= backoff.delay(attempt, u64::MAX));
            prop_assert!(backoff.delay(attempt, 0) <= backoff.delay(attempt.saturating_add(1), 0));
        }
    }

    #[test]
    fn delays_double_up_to_the_longest() {
        let backoff = Backoff::new(Duration::from_secs(2), Duration::from_secs(10));
        let most: Vec<_> = (0..5).map(|attempt| backoff.delay(attempt, u64::MAX).as_secs()).collect();
        assert_eq!(most, [2, 4, 8, 10, 10]);
        assert_eq!(backoff.delay(0, 0), Duration::from_secs(1));
    }
}
