//! How long the server may hold events back.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

/// The query parameters of a GET on `events`.
///
/// All of them are optional. The server remembers the last value of each, so an omitted parameter keeps its value; before
/// the first, that is the documented default.
///
/// ```
/// use ucwa_types::channel::Aggregation;
///
/// let saving = Aggregation::new().with_low(600)?.with_medium(300)?.with_timeout(900)?;
/// assert_eq!(saving.low(), Some(600));
/// assert!(Aggregation::new().with_timeout(60).is_err());
/// # Ok::<(), ucwa_types::channel::OutOfRange>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Aggregation {
    low: Option<u16>,
    medium: Option<u16>,
    timeout: Option<u16>,
    priority: Option<i32>,
}

impl Aggregation {
    /// The allowed values of `low` and `medium`, in seconds.
    pub const HOLD: RangeInclusive<u16> = 5..=1800;
    /// The allowed values of `timeout`, in seconds.
    pub const TIMEOUT: RangeInclusive<u16> = 180..=1800;
    /// The default of `low`, in seconds.
    pub const DEFAULT_LOW: u16 = 15;
    /// The default of `medium`, in seconds.
    pub const DEFAULT_MEDIUM: u16 = 5;
    /// The default of `timeout`, in seconds.
    pub const DEFAULT_TIMEOUT: u16 = 180;

    /// No parameters: the server's defaults apply.
    #[must_use]
    pub const fn new() -> Self {
        Self { low: None, medium: None, timeout: None, priority: None }
    }

    /// Sets for how many seconds events of low urgency may be held back.
    ///
    /// # Errors
    /// Outside of [`Self::HOLD`].
    pub fn with_low(self, seconds: u16) -> Result<Self, OutOfRange> {
        Ok(Self { low: Some(within("low", seconds, Self::HOLD)?), ..self })
    }

    /// Sets for how many seconds events of medium urgency may be held back.
    ///
    /// # Errors
    /// Outside of [`Self::HOLD`].
    pub fn with_medium(self, seconds: u16) -> Result<Self, OutOfRange> {
        Ok(Self { medium: Some(within("medium", seconds, Self::HOLD)?), ..self })
    }

    /// Sets after how many seconds without events the server answers without any.
    ///
    /// # Errors
    /// Outside of [`Self::TIMEOUT`].
    pub fn with_timeout(self, seconds: u16) -> Result<Self, OutOfRange> {
        Ok(Self { timeout: Some(within("timeout", seconds, Self::TIMEOUT)?), ..self })
    }

    /// Sets the same, also below what the page allows. Servers take 60 seconds: for clients behind a proxy that cuts connections
    /// which are idle for longer.
    #[must_use]
    pub const fn with_unchecked_timeout(self, seconds: u16) -> Self {
        Self { timeout: Some(seconds), ..self }
    }

    /// Sets the priority among requests for the same events, 0 by default. A request never replaces one of a higher priority.
    #[must_use]
    pub const fn with_priority(self, priority: i32) -> Self {
        Self { priority: Some(priority), ..self }
    }

    /// For how many seconds events of low urgency may be held back.
    #[must_use]
    pub const fn low(&self) -> Option<u16> {
        self.low
    }

    /// For how many seconds events of medium urgency may be held back.
    #[must_use]
    pub const fn medium(&self) -> Option<u16> {
        self.medium
    }

    /// After how many seconds without events the server answers without any.
    #[must_use]
    pub const fn timeout(&self) -> Option<u16> {
        self.timeout
    }

    /// The priority among requests for the same events.
    #[must_use]
    pub const fn priority(&self) -> Option<i32> {
        self.priority
    }

    /// The longest that a server with these parameters may hold a request open.
    #[must_use]
    pub fn longest(&self) -> Duration {
        Duration::from_secs(self.timeout.unwrap_or(Self::DEFAULT_TIMEOUT).into())
    }

    /// Whether no parameter is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::new()
    }

    /// The parameters by their names on the wire.
    pub(super) fn parameters(self) -> impl Iterator<Item = (&'static str, Cow<'static, str>)> {
        let seconds = [("low", self.low), ("medium", self.medium), ("timeout", self.timeout)];
        let seconds = seconds.into_iter().filter_map(|(name, value)| Some((name, value?.to_string())));
        seconds
            .chain(self.priority.map(|priority| ("priority", priority.to_string())))
            .map(|(name, value)| (name, value.into()))
    }
}

fn within(parameter: &'static str, value: u16, range: RangeInclusive<u16>) -> Result<u16, OutOfRange> {
    if range.contains(&value) { Ok(value) } else { Err(OutOfRange { parameter, value, range }) }
}

/// A parameter has a value that the server does not accept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutOfRange {
    /// The name of the parameter.
    pub parameter: &'static str,
    /// The rejected value, in seconds.
    pub value: u16,
    /// The allowed values, in seconds.
    pub range: RangeInclusive<u16>,
}

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { parameter, value, range } = self;
        write!(f, "`{parameter}` is {value} seconds, not {} to {}", range.start(), range.end())
    }
}

impl std::error::Error for OutOfRange {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_ranges_are_kept() {
        let none = Aggregation::new();
        for seconds in [5, 1800] {
            assert!(none.with_low(seconds).is_ok() && none.with_medium(seconds).is_ok());
        }
        for seconds in [0, 4, 1801, u16::MAX] {
            assert!(none.with_low(seconds).is_err() && none.with_medium(seconds).is_err());
        }
        assert!(none.with_timeout(180).is_ok() && none.with_timeout(1800).is_ok());
        let error = none.with_timeout(179).unwrap_err();
        assert_eq!(error.to_string(), "`timeout` is 179 seconds, not 180 to 1800");
        assert!(none.with_timeout(1801).is_err());
        assert_eq!(none.with_unchecked_timeout(60).timeout(), Some(60));
    }

    #[test]
    fn what_is_set_is_asked_for() {
        assert!(Aggregation::new().is_empty());
        let all = Aggregation::new().with_priority(-1).with_timeout(200).unwrap();
        let all = all.with_medium(7).unwrap().with_low(9).unwrap();
        let pairs: Vec<_> = all.parameters().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(pairs, ["low=9", "medium=7", "timeout=200", "priority=-1"]);
        assert_eq!(all.longest(), Duration::from_secs(200));
        assert_eq!(Aggregation::new().longest(), Duration::from_secs(180));
    }
}
