//! Instants as the server writes them.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::{Duration as StdDuration, SystemTime, UNIX_EPOCH};

use crate::cursor::Cursor;

/// Milliseconds. The arithmetic is done in `i128` so that no text overflows it; only the result must fit an `i64`.
const SECOND: i128 = 1_000;
const MINUTE: i128 = 60 * SECOND;
const HOUR: i128 = 60 * MINUTE;
const DAY: i128 = 24 * HOUR;

/// An instant in milliseconds since 1970-01-01T00:00:00Z.
///
/// JSON writes it `/Date(1500000000000)/`, at times with an offset (`/Date(1500000000000+0200)/`); XML writes
/// ISO 8601 (`2017-07-14T02:40:00Z`). Both are read in either format; a time without a zone is taken as UTC. A string
/// that is not in the format's usual spelling is kept, so that a decoded instant is encoded unchanged.
///
/// Two instants are equal if they are the same moment, whatever their spelling or offset.
///
/// ```
/// use ucwa_types::DateTime;
///
/// let sent: DateTime = "/Date(1500000000000+0200)/".parse()?;
/// assert_eq!(sent, DateTime::from_unix_millis(1_500_000_000_000));
/// assert_eq!(sent.offset_minutes(), Some(120));
/// assert_eq!(sent.to_string(), "2017-07-14T02:40:00Z");
/// # Ok::<(), ucwa_types::ParseError>(())
/// ```
#[derive(Clone)]
pub struct DateTime {
    millis: i64,
    /// The string that was decoded, if it is not [`Self::json`].
    text: Option<Box<str>>,
}

impl DateTime {
    /// Creates an instant from the milliseconds since 1970-01-01T00:00:00Z, negative before it.
    #[must_use]
    pub const fn from_unix_millis(millis: i64) -> Self {
        Self { millis, text: None }
    }

    /// Returns the milliseconds since 1970-01-01T00:00:00Z, negative before it.
    #[must_use]
    pub const fn unix_millis(&self) -> i64 {
        self.millis
    }

    /// Returns the offset from UTC in minutes; `None` if the instant was written without one.
    ///
    /// The offset tells local time; it does not change the instant.
    #[must_use]
    pub fn offset_minutes(&self) -> Option<i32> {
        parse(self.text.as_deref()?)?.offset_minutes
    }

    /// The ASP.NET spelling, or the string that was decoded.
    pub(crate) fn json(&self) -> String {
        match &self.text {
            Some(text) => text.to_string(),
            None => ticks_text(self.millis),
        }
    }

    /// The ISO 8601 spelling: the string that was decoded, if it is ISO 8601.
    pub(crate) fn iso(&self) -> String {
        match &self.text {
            Some(text) if !text.starts_with('/') => text.to_string(),
            _ => self.to_string(),
        }
    }
}

/// What a string means.
struct Parsed {
    millis: i128,
    offset_minutes: Option<i32>,
}

fn ticks_text(millis: i64) -> String {
    format!("/Date({millis})/")
}

/// Whether [`ticks_text`] would spell an instant in this way.
fn is_ticks_text(text: &str) -> bool {
    let Some(ticks) = ticks(text) else {
        return false;
    };
    let digits = ticks.strip_prefix('-').unwrap_or(ticks);
    ticks == "0" || !digits.starts_with('0') && digits.bytes().all(|digit| digit.is_ascii_digit())
}

fn ticks(text: &str) -> Option<&str> {
    text.strip_prefix("/Date(")?.strip_suffix(")/")
}

fn parse(text: &str) -> Option<Parsed> {
    match ticks(text) {
        Some(ticks) => parse_ticks(ticks),
        None => parse_iso(text),
    }
}

fn parse_ticks(text: &str) -> Option<Parsed> {
    let mut cursor = Cursor::new(text);
    let negative = cursor.sign();
    let millis = cursor.number()?;
    let offset_minutes = if cursor.is_empty() { None } else { Some(parse_offset(&mut cursor)?) };
    cursor.is_empty().then_some(Parsed { millis: if negative { -millis } else { millis }, offset_minutes })
}

/// `+hhmm`, `+hh:mm` or `+hh`, in minutes.
fn parse_offset(cursor: &mut Cursor<'_>) -> Option<i32> {
    if !matches!(cursor.peek(), Some(b'+' | b'-')) {
        return None;
    }
    let negative = cursor.sign();
    let hours = cursor.fixed(2)?;
    let minutes =
        if cursor.eat(b':') || matches!(cursor.peek(), Some(b'0'..=b'9')) { cursor.fixed(2)? } else { 0 };
    if hours > 23 || minutes > 59 {
        return None;
    }
    let total = i32::try_from(hours * 60 + minutes).ok()?;
    Some(if negative { -total } else { total })
}

fn parse_iso(text: &str) -> Option<Parsed> {
    let mut cursor = Cursor::new(text);
    let negative = cursor.sign();
    let (year, digits) = cursor.counted_number()?;
    let year = if negative { -year } else { year };
    // Beyond four digits a year only makes sense in what this crate itself writes for instants that far away.
    if !(4..=9).contains(&digits) || !cursor.eat(b'-') {
        return None;
    }
    let month = cursor.fixed(2)?;
    if !cursor.eat(b'-') {
        return None;
    }
    let day = cursor.fixed(2)?;
    if !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
        return None;
    }
    let mut millis = days_from_civil(year, month, day) * DAY;
    let mut offset_minutes = None;
    if cursor.eat(b'T') {
        millis += parse_time_of_day(&mut cursor)?;
        if !cursor.eat(b'Z') && !cursor.is_empty() {
            let offset = parse_offset(&mut cursor)?;
            millis -= i128::from(offset) * MINUTE;
            offset_minutes = Some(offset);
        }
    }
    cursor.is_empty().then_some(Parsed { millis, offset_minutes })
}

/// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.f…`, in milliseconds.
fn parse_time_of_day(cursor: &mut Cursor<'_>) -> Option<i128> {
    let hours = cursor.fixed(2)?;
    if !cursor.eat(b':') {
        return None;
    }
    let minutes = cursor.fixed(2)?;
    let (mut seconds, mut fraction) = (0, 0);
    if cursor.eat(b':') {
        seconds = cursor.fixed(2)?;
        if cursor.eat(b'.') {
            fraction = cursor.fraction(3)?;
        }
    }
    // A leap second is a valid time of day; it lands on the second that follows it.
    (hours < 24 && minutes < 60 && seconds <= 60)
        .then_some(hours * HOUR + minutes * MINUTE + seconds * SECOND + fraction)
}

fn days_in_month(year: i128, month: i128) -> i128 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar: years start in March, so that the leap day is
/// the last of its year, and repeat every 400.
fn days_from_civil(year: i128, month: i128, day: i128) -> i128 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The inverse of [`days_from_civil`].
fn civil_from_days(days: i128) -> (i128, i128, i128) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = (shifted_month + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i128::from(month <= 2);
    (year, month, day)
}

/// ISO 8601 in UTC, with milliseconds where there are any.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = i128::from(self.millis);
        let (year, month, day) = civil_from_days(millis.div_euclid(DAY));
        let time = millis.rem_euclid(DAY);
        let (hours, minutes) = (time / HOUR, time % HOUR / MINUTE);
        let (seconds, millis) = (time % MINUTE / SECOND, time % SECOND);
        let sign = match year {
            ..0 => "-",
            0..=9999 => "",
            _ => "+",
        };
        let year = year.unsigned_abs();
        write!(f, "{sign}{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}")?;
        if millis != 0 {
            write!(f, ".{millis:03}")?;
        }
        f.write_str("Z")
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DateTime({self})")
    }
}

/// A string is not in a form that the type documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseError(pub(crate) &'static str);

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not {}", self.0)
    }
}

impl std::error::Error for ParseError {}

/// Reads `/Date(ms)/`, `/Date(ms±hhmm)/` and ISO 8601, and keeps the string if JSON would spell it differently.
impl FromStr for DateTime {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let parsed = parse(text).and_then(|parsed| i64::try_from(parsed.millis).ok());
        let millis = parsed.ok_or(ParseError("a date"))?;
        let text = (!is_ticks_text(text)).then(|| text.into());
        Ok(Self { millis, text })
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.millis == other.millis
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        self.millis.cmp(&other.millis)
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.millis.hash(state);
    }
}

/// Truncates to milliseconds; a time that does not fit into an `i64` of them becomes the furthest one.
impl From<SystemTime> for DateTime {
    fn from(time: SystemTime) -> Self {
        let millis = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |millis| -millis),
        };
        Self::from_unix_millis(millis)
    }
}

/// Fails where the system's clock does not reach that far.
impl TryFrom<&DateTime> for SystemTime {
    type Error = ParseError;

    fn try_from(instant: &DateTime) -> Result<Self, ParseError> {
        let distance = StdDuration::from_millis(instant.millis.unsigned_abs());
        let time = if instant.millis < 0 {
            UNIX_EPOCH.checked_sub(distance)
        } else {
            UNIX_EPOCH.checked_add(distance)
        };
        time.ok_or(ParseError("a time of this system's clock"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(text: &str) -> Option<i64> {
        text.parse::<DateTime>().ok().map(|instant| instant.unix_millis())
    }

    #[test]
    fn every_spelling_of_one_instant_is_read() {
        for text in [
            "/Date(1500000000000)/",
            "/Date(1500000000000+0200)/",
            "/Date(1500000000000-0730)/",
            "2017-07-14T02:40:00Z",
            "2017-07-14T02:40:00",
            "2017-07-14T02:40Z",
            "2017-07-14T02:40:00.0000000Z",
            "2017-07-14T04:40:00+02:00",
            "2017-07-14T04:40:00+0200",
            "2017-07-14T04:40:00+02",
        ] {
            assert_eq!(millis(text), Some(1_500_000_000_000), "{text}");
        }
        assert_eq!(millis("1969-12-31T23:59:59.999Z"), Some(-1));
        assert_eq!(millis("2000-02-29"), Some(951_782_400_000));
        assert_eq!(millis("2016-12-31T23:59:60Z"), millis("2017-01-01T00:00:00Z"));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "/Date()/",
            "/Date(1)",
            "/Date(1+2)/",
            "/Date(1+2460)/",
            "/Date(99999999999999999999)/",
            "2017",
            "2017-7-14",
            "2017-02-29",
            "2017-13-01",
            "2017-00-01",
            "2017-01-00",
            "2017-01-01T24:00:00Z",
            "2017-01-01T1",
            "2017-01-01T10:00:00.Z",
            "2017-01-01T10:00:00ZZ",
            "2017-01-01T10:00:00+2",
            "99999999999-01-01",
            "١٢",
        ] {
            assert_eq!(millis(text), None, "{text}");
        }
    }

    #[test]
    fn the_text_it_came_as_is_written_again() {
        for text in ["/Date(5)/", "/Date(-5)/", "/Date(+5)/", "/Date(005)/", "/Date(5+0100)/", "2017-07-14"] {
            assert_eq!(text.parse::<DateTime>().unwrap().json(), text);
        }
        assert_eq!("/Date(5)/".parse::<DateTime>().unwrap().iso(), "1970-01-01T00:00:00.005Z");
        assert_eq!("2017-07-14".parse::<DateTime>().unwrap().iso(), "2017-07-14");
    }

    #[test]
    fn the_furthest_instants_are_written_and_read() {
        for instant in [i64::MIN, i64::MIN + 1, -62_167_219_200_001, -1, 0, 253_402_300_800_000, i64::MAX] {
            let text = DateTime::from_unix_millis(instant).to_string();
            assert_eq!(millis(&text), Some(instant), "{text}");
        }
    }

    #[test]
    fn the_system_clock_is_converted() {
        let instant = DateTime::from_unix_millis(-1_500);
        let time = SystemTime::try_from(&instant).unwrap();
        assert_eq!(DateTime::from(time), instant);
    }
}
