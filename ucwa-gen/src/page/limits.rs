//! Facts that the pages state in sentences: limits and defaults.

/// The documented limits of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The maximum length in characters.
    pub max_length: Option<u32>,
    /// The smallest value.
    pub minimum: Option<i64>,
    /// The largest value.
    pub maximum: Option<i64>,
    /// The default, as it is worded.
    pub default: Option<String>,
}

impl Limits {
    /// The limits that a description states.
    pub(super) fn from_prose(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let has_any =
            ["imum ", "default", "can range from ", "expiry "].iter().any(|part| lower.contains(part));
        if !has_any {
            return Self::default();
        }
        let max_length = after(text, &["maximum length is "]).and_then(number);
        let minimum = after(text, &["minimum value is ", "minimum possible value is ", "can range from "])
            .and_then(number);
        let maximum = after(text, &["maximum value is ", "maximum possible value is "])
            .or_else(|| after(text, &["can range from "]).and_then(|rest| after(rest, &[" to "])))
            .and_then(number);
        let default = after(
            text,
            &[
                "default value is ",
                "default priority is ",
                "expiry time is set to ",
                "default is ",
                "defaults to ",
            ],
        )
        .and_then(value);
        Self {
            max_length: max_length.and_then(|length| u32::try_from(length).ok()),
            minimum,
            maximum,
            default,
        }
    }

    /// The limits that a Type cell lists: `at most 50 characters, minimum 5, maximum 60, default 15 seconds`.
    pub(super) fn from_list(text: &str) -> Result<Self, String> {
        let mut limits = Self::default();
        // The default comes last, and may have commas of its own.
        let (text, default) = match text.strip_prefix("default ") {
            Some(default) => ("", Some(default)),
            None => match text.split_once(", default ") {
                Some((text, default)) => (text, Some(default)),
                None => (text, None),
            },
        };
        limits.default = default.map(str::to_owned);
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let parsed = if let Some(rest) = part.strip_prefix("at most ") {
                limits.max_length = rest.strip_suffix(" characters").and_then(|n| n.parse().ok());
                limits.max_length.is_some()
            } else if let Some(rest) = part.strip_prefix("minimum ") {
                limits.minimum = rest.parse().ok();
                limits.minimum.is_some()
            } else if let Some(rest) = part.strip_prefix("maximum ") {
                limits.maximum = rest.parse().ok();
                limits.maximum.is_some()
            } else {
                false
            };
            if !parsed {
                return Err(format!(
                    "`{part}` is not a limit: expected `at most N characters`, `minimum N`, `maximum N` or `default …`"
                ));
            }
        }
        Ok(limits)
    }
}

/// What follows the first of the phrases that the text has, whatever their case.
fn after<'a>(text: &'a str, phrases: &[&str]) -> Option<&'a str> {
    let lower = text.to_ascii_lowercase();
    phrases.iter().find_map(|phrase| lower.find(phrase).map(|at| &text[at + phrase.len()..]))
}

fn number(text: &str) -> Option<i64> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(text.len());
    text[..end].parse().ok()
}

/// A number with its unit, or a single word. A default in more words than that (`the phone number supplied when …`) is
/// no value.
fn value(text: &str) -> Option<String> {
    let end = text.find(['.', ',', ')', ';']).unwrap_or(text.len());
    let words: Vec<&str> = text[..end].split_whitespace().map(|word| word.trim_matches('"')).collect();
    let (first, unit) = (words.first()?, words.get(1));
    let is_number = first.chars().all(|c| c.is_ascii_digit());
    match unit {
        Some(unit) if is_number && unit.chars().all(char::is_alphabetic) => Some(format!("{first} {unit}")),
        None if is_number || first.chars().all(|c| c.is_ascii_alphanumeric()) => Some((*first).to_owned()),
        _ => None,
    }
}
