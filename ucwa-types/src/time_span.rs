//! Time spans as the server writes them.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::Duration as StdDuration;

use crate::cursor::Cursor;
use crate::date_time::ParseError;

/// Ticks of 100 ns, the resolution and range of a .NET `TimeSpan`.
const SECOND: i128 = 10_000_000;
const MINUTE: i128 = 60 * SECOND;
const HOUR: i128 = 60 * MINUTE;
const DAY: i128 = 24 * HOUR;

/// A time span, in steps of 100 ns, possibly negative.
///
/// Read from ISO 8601 (`PT5M`, `P1DT2H`, `-PT0.5S`; a year counts 365 days and a month 30, as the server's platform
/// counts them) and from `[-][d.]hh:mm[:ss[.f…]]`. Written as ISO 8601, or unchanged if it was decoded from another spelling.
///
/// Two spans are equal if they are equally long, whatever their spelling.
///
/// ```
/// use ucwa_types::TimeSpan;
///
/// let timeout: TimeSpan = "00:05:00".parse()?;
/// assert_eq!(timeout, TimeSpan::try_from(std::time::Duration::from_secs(300))?);
/// assert_eq!(timeout.to_string(), "PT5M");
/// # Ok::<(), ucwa_types::ParseError>(())
/// ```
#[derive(Clone)]
pub struct TimeSpan {
    ticks: i64,
    /// The string that was decoded, if it is not what `Display` writes.
    text: Option<Box<str>>,
}

impl TimeSpan {
    /// Creates a span from steps of 100 ns.
    #[must_use]
    pub const fn from_ticks(ticks: i64) -> Self {
        Self { ticks, text: None }
    }

    /// Creates a span from seconds. A span that does not fit becomes the longest one.
    #[must_use]
    pub fn from_secs(seconds: i64) -> Self {
        Self::from_ticks(seconds.saturating_mul(10_000_000))
    }

    /// Returns the length in steps of 100 ns.
    #[must_use]
    pub const fn ticks(&self) -> i64 {
        self.ticks
    }

    /// The string that was decoded, or ISO 8601.
    pub(crate) fn wire(&self) -> String {
        match &self.text {
            Some(text) => text.to_string(),
            None => self.to_string(),
        }
    }
}

fn parse(text: &str) -> Option<i64> {
    let mut cursor = Cursor::new(text);
    let negative = cursor.sign();
    let ticks = if cursor.eat(b'P') { parse_iso(&mut cursor)? } else { parse_clock(&mut cursor)? };
    let ticks = if negative { -ticks } else { ticks };
    cursor.is_empty().then_some(ticks).and_then(|ticks| i64::try_from(ticks).ok())
}

fn parse_iso(cursor: &mut Cursor<'_>) -> Option<i128> {
    const DATE: [(u8, i128); 4] = [(b'Y', 365 * DAY), (b'M', 30 * DAY), (b'W', 7 * DAY), (b'D', DAY)];
    const TIME: [(u8, i128); 3] = [(b'H', HOUR), (b'M', MINUTE), (b'S', SECOND)];
    let (mut total, mut fields) = (0, 0);
    let mut read = |cursor: &mut Cursor<'_>, units: &[(u8, i128)]| -> Option<usize> {
        let mut units = units.iter();
        while matches!(cursor.peek(), Some(b'0'..=b'9')) {
            let number = cursor.number()?;
            let fraction = if cursor.eat(b'.') { Some(cursor.fraction(7)?) } else { None };
            let unit = cursor.peek()?;
            // Searching on from the last unit makes their order matter.
            let (_, ticks) = units.find(|(letter, _)| *letter == unit)?;
            cursor.eat(unit);
            if fraction.is_some() && *ticks != SECOND {
                return None;
            }
            total += number * ticks + fraction.unwrap_or(0);
            fields += 1;
        }
        Some(fields)
    };
    let dates = read(cursor, &DATE)?;
    if !cursor.eat(b'T') {
        return (dates > 0).then_some(total);
    }
    let all = read(cursor, &TIME)?;
    (all > dates).then_some(total)
}

fn parse_clock(cursor: &mut Cursor<'_>) -> Option<i128> {
    let first = cursor.number()?;
    let (days, hours) = if cursor.eat(b'.') { (first, cursor.number()?) } else { (0, first) };
    if !cursor.eat(b':') {
        return None;
    }
    let minutes = cursor.fixed(2)?;
    let (mut seconds, mut fraction) = (0, 0);
    if cursor.eat(b':') {
        seconds = cursor.fixed(2)?;
        if cursor.eat(b'.') {
            fraction = cursor.fraction(7)?;
        }
    }
    (minutes < 60 && seconds < 60)
        .then_some(days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + fraction)
}

/// ISO 8601 in days, hours, minutes and seconds.
impl fmt::Display for TimeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ticks = i128::from(self.ticks).abs();
        if self.ticks < 0 {
            f.write_str("-")?;
        }
        f.write_str("P")?;
        if ticks >= DAY {
            write!(f, "{}D", ticks / DAY)?;
        }
        if ticks % DAY == 0 && ticks != 0 {
            return Ok(());
        }
        f.write_str("T")?;
        for (unit, whole, letter) in [(HOUR, DAY, 'H'), (MINUTE, HOUR, 'M')] {
            let count = ticks % whole / unit;
            if count != 0 {
                write!(f, "{count}{letter}")?;
            }
        }
        let (seconds, fraction) = (ticks % MINUTE / SECOND, ticks % SECOND);
        if fraction != 0 {
            let digits = format!("{fraction:07}");
            write!(f, "{seconds}.{}S", digits.trim_end_matches('0'))?;
        } else if seconds != 0 || ticks == 0 {
            write!(f, "{seconds}S")?;
        }
        Ok(())
    }
}

impl fmt::Debug for TimeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TimeSpan({self})")
    }
}

/// Reads both forms, and keeps the string if `Display` would spell it differently.
impl FromStr for TimeSpan {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let span = Self::from_ticks(parse(text).ok_or(ParseError("a time span"))?);
        let kept = (text != span.to_string()).then(|| text.into());
        Ok(Self { text: kept, ..span })
    }
}

impl PartialEq for TimeSpan {
    fn eq(&self, other: &Self) -> bool {
        self.ticks == other.ticks
    }
}

impl Eq for TimeSpan {}

impl PartialOrd for TimeSpan {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for TimeSpan {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ticks.cmp(&other.ticks)
    }
}

impl Hash for TimeSpan {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.ticks.hash(state);
    }
}

/// Truncates to steps of 100 ns; fails beyond some 29,000 years.
impl TryFrom<StdDuration> for TimeSpan {
    type Error = ParseError;

    fn try_from(span: StdDuration) -> Result<Self, ParseError> {
        let ticks =
            i64::try_from(span.as_nanos() / 100).map_err(|_| ParseError("a span this type can hold"))?;
        Ok(Self::from_ticks(ticks))
    }
}

/// Fails for a negative span.
impl TryFrom<&TimeSpan> for StdDuration {
    type Error = ParseError;

    fn try_from(span: &TimeSpan) -> Result<Self, ParseError> {
        let ticks = u64::try_from(span.ticks).map_err(|_| ParseError("a span of zero or more"))?;
        Ok(Self::from_secs(ticks / 10_000_000) + Self::from_nanos(ticks % 10_000_000 * 100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(text: &str) -> Option<i64> {
        text.parse::<TimeSpan>().ok().map(|span| span.ticks())
    }

    #[test]
    fn both_forms_are_read() {
        let seconds = |seconds: i64| Some(seconds * 10_000_000);
        for (text, expected) in [
            ("PT5M", seconds(300)),
            ("PT300S", seconds(300)),
            ("00:05:00", seconds(300)),
            ("00:05", seconds(300)),
            ("P1DT2H", seconds(93_600)),
            ("1.02:00:00", seconds(93_600)),
            ("26:00:00", seconds(93_600)),
            ("P1Y2M1W", seconds((365 + 60 + 7) * 86_400)),
            ("-PT1.5S", Some(-15_000_000)),
            ("-00:00:01.5", Some(-15_000_000)),
            ("PT0.12345678S", Some(1_234_567)),
            ("PT0S", Some(0)),
            ("P0D", Some(0)),
        ] {
            assert_eq!(ticks(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_span_is_refused() {
        for text in [
            "",
            "P",
            "PT",
            "P1",
            "P1H",
            "PT1D",
            "PT1S1M",
            "PT1M1M",
            "PT1.5M",
            "PT.5S",
            "P1DT",
            "5",
            ":00",
            "00:60",
            "00:00:60",
            "00:00:00.",
            "1.2.3:00",
            "PT5M ",
            "P99999999999D",
            "PT99999999999999999999S",
        ] {
            assert_eq!(ticks(text), None, "{text}");
        }
    }

    #[test]
    fn the_text_it_came_as_is_written_again() {
        for text in ["PT5M", "PT300S", "00:05:00", "P0D", "+PT5M"] {
            assert_eq!(text.parse::<TimeSpan>().unwrap().wire(), text);
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for span in [i64::MIN, -1, 0, 1, 599_999_999, 600_000_000, 864_000_000_000, 864_000_000_001, i64::MAX]
        {
            let text = TimeSpan::from_ticks(span).to_string();
            assert_eq!(ticks(&text), Some(span), "{text}");
        }
    }

    #[test]
    fn spans_of_the_standard_library_are_converted() {
        let span = StdDuration::from_millis(1_500);
        let ours = TimeSpan::try_from(span).unwrap();
        assert_eq!(ours.to_string(), "PT1.5S");
        assert_eq!(StdDuration::try_from(&ours), Ok(span));
        assert!(StdDuration::try_from(&TimeSpan::from_ticks(-1)).is_err());
        assert!(TimeSpan::try_from(StdDuration::MAX).is_err());
    }
}
