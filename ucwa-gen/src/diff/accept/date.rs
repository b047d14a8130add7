//! Days of the calendar.

use std::fmt;
use std::str::FromStr;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u32,
    month: u32,
    day: u32,
}

/// The text is not a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a day, such as `2027-03-31`")]
pub struct ParseDateError(String);

impl Date {
    /// The day in UTC of a time in seconds since 1970.
    #[must_use]
    pub fn from_unix(seconds: u64) -> Self {
        // No later than the last day that has four digits for its year.
        let mut days = seconds.min(253_402_300_799) / 86_400;
        let (mut year, mut month) = (1970, 1);
        while days >= days_of_year(year) {
            days -= days_of_year(year);
            year += 1;
        }
        while days >= days_of_month(year, month) {
            days -= days_of_month(year, month);
            month += 1;
        }
        let [month, day] = [month, days + 1].map(|it| u32::try_from(it).unwrap_or(1));
        Self { year: u32::try_from(year).unwrap_or(u32::MAX), month, day }
    }
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_of_year(year: u64) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_of_month(year: u64, month: u64) -> u64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseDateError(text.to_owned());
        let number = |part: &str, digits: usize| {
            let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| part.parse().ok()).flatten().ok_or_else(error)
        };
        let [year, month, day] = text.split('-').collect::<Vec<_>>()[..] else { return Err(error()) };
        let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
        let days = days_of_month(u64::from(year), u64::from(month));
        let is_day = (1..=12).contains(&month) && (1..=days).contains(&u64::from(day));
        if is_day { Ok(Self { year, month, day }) } else { Err(error()) }
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn seconds_are_days_of_the_calendar() {
        for (seconds, day) in [
            (0, "1970-01-01"),
            (86_399, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (1_709_164_800, "2024-02-29"),
            (1_796_083_199, "2026-11-30"),
            (4_107_542_400, "2100-03-01"),
        ] {
            assert_eq!(Date::from_unix(seconds).to_string(), day, "{seconds}");
            assert_eq!(day.parse::<Date>().map(|it| it.to_string()).as_deref(), Ok(day));
        }
    }

    #[test]
    fn only_days_are_read() {
        for text in
            ["", "2026", "2026-13-01", "2026-02-29", "2026-00-10", "26-01-01", "2026-1-1", "2026-01-01T00:00"]
        {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}
