//! Numbers, of which JSON has more than Rust.

use serde_json::Number;

use super::reader::Nearness;

/// The number that comes nearest to one in JSON; `None` if it is none.
pub(super) fn nearest(text: &str) -> Option<(Number, Nearness)> {
    let number = match serde_json::from_str(text) {
        Ok(number) => number,
        // It is beyond the largest one, or no number.
        Err(_) => {
            super::check(text).ok()?;
            let number: f64 = text.parse().ok()?;
            Number::from_f64(number.clamp(f64::MIN, f64::MAX))?
        }
    };
    let written = number.to_string();
    let nearness = if written == text {
        Nearness::Exact
    } else if Decimal::of(&written) == Decimal::of(text) {
        Nearness::Respelt
    } else {
        Nearness::Lossy
    };
    Some((number, nearness))
}

/// The whole number that comes nearest to one in JSON, of which this is the nearest of all numbers.
pub(crate) fn nearest_whole(nearest: &Number, text: &str) -> Option<(i64, Nearness)> {
    let whole = match nearest.as_i64() {
        Some(whole) => whole,
        None if nearest.is_u64() => i64::MAX,
        // The cast stays within the bounds.
        None => nearest.as_f64()?.round() as i64,
    };
    let is_same = Decimal::of(&whole.to_string()) == Decimal::of(text);
    Some((whole, if is_same { Nearness::Respelt } else { Nearness::Lossy }))
}

/// A number in the one form that all its spellings have in common: `0.` and these digits, times a power of ten.
#[derive(PartialEq)]
struct Decimal<'a> {
    negative: bool,
    /// Without zeros before or after.
    digits: Vec<u8>,
    /// In decimal digits where it does not fit, since nobody computes with it then.
    exponent: Result<i64, &'a str>,
}

impl<'a> Decimal<'a> {
    fn of(text: &'a str) -> Self {
        let (text, negative) = text.strip_prefix('-').map_or((text, false), |text| (text, true));
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = [whole, fraction].concat();
        let significant = digits.trim_start_matches('0');
        let leading = digits.len() - significant.len();
        let significant = significant.trim_end_matches('0');
        if significant.is_empty() {
            // There is but one zero, for a field that is whole.
            return Self { negative: false, digits: Vec::new(), exponent: Ok(0) };
        }
        let point = i64::try_from(whole.len()).ok().zip(i64::try_from(leading).ok());
        let exponent = exponent
            .parse::<i64>()
            .ok()
            .zip(point)
            .and_then(|(exponent, (whole, leading))| exponent.checked_add(whole)?.checked_sub(leading))
            .ok_or(exponent);
        Self { negative, digits: significant.into(), exponent }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_number_is_found() {
        let thirty = "123456789012345678901234567890";
        for (text, expected, nearness) in [
            ("0", "0", Nearness::Exact),
            ("-1", "-1", Nearness::Exact),
            ("18446744073709551615", "18446744073709551615", Nearness::Exact),
            ("1.5", "1.5", Nearness::Exact),
            ("1.50", "1.5", Nearness::Respelt),
            ("1e2", "100.0", Nearness::Respelt),
            ("100E-2", "1.0", Nearness::Respelt),
            ("-0", "-0.0", Nearness::Respelt),
            ("0e5", "0.0", Nearness::Respelt),
            (thirty, "1.2345678901234568e29", Nearness::Lossy),
            ("0.1000000000000000055511151231257827", "0.1", Nearness::Lossy),
            ("1e999", "1.7976931348623157e308", Nearness::Lossy),
            ("-1e99999999999999999999", "-1.7976931348623157e308", Nearness::Lossy),
            ("1e-999", "0.0", Nearness::Lossy),
            ("0e99999999999999999999", "0.0", Nearness::Respelt),
        ] {
            let (number, found) = nearest(text).unwrap();
            assert_eq!((number.to_string().replace('+', "").as_str(), found), (expected, nearness), "{text}");
        }
        for text in ["", "-", "01", "1.", "+1", "1e", "NaN", "inf", "0x1"] {
            assert!(nearest(text).is_none(), "{text}");
        }
    }
}
