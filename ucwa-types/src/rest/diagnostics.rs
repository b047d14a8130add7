//! Header fields with the reason of a failure: `X-Ms-diagnostics`, `Warning` and `Retry-After`.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::header::{HeaderMap, HeaderName, RETRY_AFTER, WARNING};

use crate::rest::advice::Advice;
use crate::rest::header::text;
use crate::rest::media_type::unquote;

const DIAGNOSTICS: HeaderName = HeaderName::from_static("x-ms-diagnostics");

/// One value of the `X-Ms-diagnostics` fields of a response, such as
/// `28032;source="pool.example.com";reason="The ticket is not valid."`.
///
/// An empty 401, 403 or 500 often has no other reason. The numbers are not documented. These are known from the field:
///
/// | Number | Status | Meaning | [`Advice`] | Known from |
/// |:-------|:-------|:-------------------|:-----------|:-----------|
/// | 28000 | 403 | the user is not enabled, or not allowed | `GiveUp` | workarounds of clients |
/// | 28020 | 401 | the request has no token | `RenewToken` | workarounds of clients |
/// | 28032 | 500, 401 | the ticket is invalid, has expired, or is of another pool | `RenewToken` | a published answer |
/// | 28033 | 500, 401 | the same | `RenewToken` | workarounds of clients |
/// | 28055 | 403 | the OAuth token is invalid | `RenewToken` | a published answer |
/// | 28056 | 403 | the OAuth token has expired | `RenewToken` | workarounds of clients |
/// | 28070 | 403 | the origin of the script (`X-Ms-Origin`, `Referer`) is not allowed | `GiveUp` | a published answer |
/// | 28072 | 401 | as 28032 | `RenewToken` | workarounds of clients |
/// | 28077 | 401 | the token is for another audience | `RenewToken` | workarounds of clients |
/// | 28081 | 403 | as 28000 | `GiveUp` | workarounds of clients |
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The number; `None` if the value has none.
    pub number: Option<u32>,
    /// The parameters, in order, with unquoted values.
    pub parameters: Vec<(String, String)>,
}

/// The table in the documentation of [`Diagnostic`].
const KNOWN: [(u32, Advice); 10] = [
    (28000, Advice::GiveUp),
    (28020, Advice::RenewToken),
    (28032, Advice::RenewToken),
    (28033, Advice::RenewToken),
    (28055, Advice::RenewToken),
    (28056, Advice::RenewToken),
    (28070, Advice::GiveUp),
    (28072, Advice::RenewToken),
    (28077, Advice::RenewToken),
    (28081, Advice::GiveUp),
];

impl Diagnostic {
    /// All diagnostics of a response, in order: there can be several fields, and several values in one field.
    #[must_use]
    pub fn from_headers(headers: &HeaderMap) -> Vec<Self> {
        let mut diagnostics = Vec::new();
        for field in headers.get_all(DIAGNOSTICS) {
            // A byte that is not UTF-8 spoils the text it is in, not what is around it.
            read(&String::from_utf8_lossy(field.as_bytes()), &mut diagnostics);
        }
        diagnostics
    }

    /// Returns a parameter by its name, in any case.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut parameters = self.parameters.iter();
        parameters.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    }

    /// The host that found the error.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.parameter("source")
    }

    /// The reason, in words.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.parameter("reason")
    }

    /// What a client does about it, if the number is known.
    #[must_use]
    pub fn advice(&self) -> Option<Advice> {
        let number = self.number?;
        KNOWN.iter().find(|(known, _)| *known == number).map(|(_, advice)| *advice)
    }
}

/// The number and the reason.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.number, self.reason()) {
            (Some(number), Some(reason)) => write!(f, "{number}: {reason}"),
            (Some(number), None) => number.fmt(f),
            (None, reason) => f.write_str(reason.unwrap_or("no number")),
        }
    }
}

/// Reads the values of one field. A comma separates them, unless it is part of a text that lacks its quotes.
fn read(field: &str, diagnostics: &mut Vec<Diagnostic>) {
    let mut rest = field.trim_start();
    let mut is_first = true;
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.find([';', ',', '=']).unwrap_or(rest.len()));
        let word = word.trim();
        let number = word.parse().ok();
        let value = after.strip_prefix('=');
        let (value, after) = value.map_or((None, after), |value| {
            let (value, after) = parameter_value(value.trim_start());
            (Some(value), after)
        });
        if number.is_some() || (is_first && value.is_some()) {
            diagnostics.push(Diagnostic { number, ..Diagnostic::default() });
            is_first = false;
        }
        if let (Some(value), Some(diagnostic)) = (value, diagnostics.last_mut()) {
            diagnostic.parameters.push((word.to_owned(), value));
        }
        let after = after.trim_start();
        is_first |= after.starts_with(',');
        rest = after.strip_prefix([';', ',']).unwrap_or(after).trim_start();
    }
}

/// The value that a text starts with, and what comes after it. Without quotes it goes on up to a semicolon, or to a comma
/// that a number follows.
fn parameter_value(text: &str) -> (String, &str) {
    if let Some(quoted) = text.strip_prefix('"') {
        let (value, after) = unquote(quoted);
        return (value, &after[after.find([';', ',']).unwrap_or(after.len())..]);
    }
    let is_end = |(at, separator): &(usize, &str)| {
        *separator == ";" || text[at + 1..].trim_start().starts_with(|next: char| next.is_ascii_digit())
    };
    let end = text.match_indices([';', ',']).find(is_end).map_or(text.len(), |(at, _)| at);
    (text[..end].trim_end().to_owned(), &text[end..])
}

/// One value of the `Warning` fields of a response, such as `120 pool.example.com "InvalidToken"` (RFC 7234, section 5.5).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// The code, three digits.
    pub code: u16,
    /// The host that added it.
    pub agent: String,
    /// The text, unquoted.
    pub text: String,
}

impl Warning {
    /// All warnings of a response, in order. Values that do not begin with a code are ignored.
    #[must_use]
    pub fn from_headers(headers: &HeaderMap) -> Vec<Self> {
        let mut warnings = Vec::new();
        for field in headers.get_all(WARNING) {
            let field = String::from_utf8_lossy(field.as_bytes());
            let mut rest = field.trim_start();
            while let Some((warning, after)) = Self::read(rest) {
                warnings.push(warning);
                rest = after;
            }
        }
        warnings
    }

    /// Reads one, and what comes after it.
    fn read(text: &str) -> Option<(Self, &str)> {
        let (code, rest) = text.split_once(' ')?;
        let code = code.parse().ok()?;
        let rest = rest.trim_start();
        let (agent, rest) = rest.split_at(rest.find([' ', ',']).unwrap_or(rest.len()));
        let rest = rest.trim_start();
        let Some(quoted) = rest.strip_prefix('"') else {
            let (text, rest) = rest.split_once(',').unwrap_or((rest, ""));
            return Some((Self { code, agent: agent.into(), text: text.trim().into() }, rest.trim_start()));
        };
        let (text, rest) = unquote(quoted);
        // There can be a date, in quotes, which has a comma in it.
        let rest = rest.trim_start();
        let rest = rest.strip_prefix('"').map_or(rest, |date| unquote(date).1).trim_start();
        Some((
            Self { code, agent: agent.into(), text },
            rest.strip_prefix(',').unwrap_or_default().trim_start(),
        ))
    }
}

/// When a request can be sent again: the `Retry-After` field of a response (RFC 9110, section 10.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryAfter {
    /// After this delay.
    Delay(Duration),
    /// At this time, by the clock of the server.
    At(SystemTime),
}

impl RetryAfter {
    /// The field of a response; `None` if it has none, or none that can be read.
    #[must_use]
    pub fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let value = text(headers, RETRY_AFTER)?.trim();
        match value.parse() {
            Ok(seconds) => Some(Self::Delay(Duration::from_secs(seconds))),
            Err(_) => httpdate::parse_http_date(value).ok().map(Self::At),
        }
    }

    /// How long to wait, from now on; zero if the time is past.
    #[must_use]
    pub fn delay(self, now: SystemTime) -> Duration {
        match self {
            Self::Delay(delay) => delay,
            Self::At(time) => time.duration_since(now).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn headers(name: &'static str, fields: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for field in fields {
            headers.append(name, HeaderValue::from_str(field).unwrap());
        }
        headers
    }

    /// Each diagnostic as `NUMBER|name=value|…`.
    fn diagnostics(fields: &[&str]) -> Vec<String> {
        let shown = |diagnostic: &Diagnostic| {
            let number = diagnostic.number.map_or("-".to_owned(), |number| number.to_string());
            let parameters = diagnostic.parameters.iter().map(|(name, value)| format!("{name}={value}"));
            std::iter::once(number).chain(parameters).collect::<Vec<_>>().join("|")
        };
        Diagnostic::from_headers(&headers("x-ms-diagnostics", fields)).iter().map(shown).collect()
    }

    #[test]
    fn scenario_x_ms_diagnostics_is_read() {
        for (fields, expected) in [
            (
                &[
                    r#"28055;source="fe1";reason="The token is invalid.";faultcode="wsse:FailedAuthentication""#,
                ][..],
                &["28055|source=fe1|reason=The token is invalid.|faultcode=wsse:FailedAuthentication"][..],
            ),
            // Several fields, and several values in one.
            (&["28032;reason=\"a\"", "28020"], &["28032|reason=a", "28020"]),
            (&["28032;reason=\"a\",28020;source=\"b\" , 1"], &["28032|reason=a", "28020|source=b", "1"]),
            (&["reason=\"a\", reason=\"b\""], &["-|reason=a", "-|reason=b"]),
            // Separators and quotes within quotes.
            (&[r#"1;reason="a; b, 2;c=\"d\" \\""#], &[r#"1|reason=a; b, 2;c="d" \"#]),
            // Space, and what is missing.
            (&[" 1 ; source = \"a\" ;; reason=\"b\" x; "], &["1|source=a|reason=b"]),
            (&["source=\"a\";reason=\"b\""], &["-|source=a|reason=b"]),
            (&["1;reason=\"a"], &["1|reason=a"]),
            (&["1;reason=;source=b"], &["1|reason=|source=b"]),
            // Without quotes.
            (
                &["1;source=fe1;reason=The ticket, it seems, is invalid, 2"],
                &["1|source=fe1|reason=The ticket, it seems, is invalid", "2"],
            ),
            (&["", ";", ",", "text"], &[]),
            (&["99999999999;reason=a"], &["-|reason=a"]),
            (&[], &[]),
        ] {
            assert_eq!(diagnostics(fields), expected, "{fields:?}");
        }
        let all = Diagnostic::from_headers(&headers("x-ms-diagnostics", &["1;Source=a;REASON=b"]));
        assert_eq!((all[0].source(), all[0].reason(), all[0].parameter("x")), (Some("a"), Some("b"), None));
        assert_eq!(all[0].to_string(), "1: b");
    }

    #[test]
    fn scenario_the_numbers_whose_meaning_is_known_say_what_to_do() {
        let advice = |number| Diagnostic { number: Some(number), ..Diagnostic::default() }.advice();
        for number in [28020, 28032, 28033, 28055, 28056, 28072, 28077] {
            assert_eq!(advice(number), Some(Advice::RenewToken), "{number}");
        }
        for number in [28000, 28070, 28081] {
            assert_eq!(advice(number), Some(Advice::GiveUp), "{number}");
        }
        assert_eq!((advice(1), Diagnostic::default().advice()), (None, None));
    }

    #[test]
    fn scenario_warnings_are_read() {
        let warnings = |fields: &[&str]| -> Vec<String> {
            let all = Warning::from_headers(&headers("warning", fields)).into_iter();
            all.map(|warning| format!("{}|{}|{}", warning.code, warning.agent, warning.text)).collect()
        };
        for (fields, expected) in [
            (&["120 fe1.example.net \"InvalidToken\""][..], &["120|fe1.example.net|InvalidToken"][..]),
            (
                &[r#"110 - "a \"b\"" "Thu, 27 Jul 2017 13:00:00 GMT", 112 fe1:8080 "c,d""#, "199 fe2 \"e\""],
                &["110|-|a \"b\"", "112|fe1:8080|c,d", "199|fe2|e"],
            ),
            (&["120 fe1 InvalidToken, 121 fe1 x"], &["120|fe1|InvalidToken", "121|fe1|x"]),
            (&["120 fe1"], &["120|fe1|"]),
            (&["", "text", "120", "\"x\""], &[]),
        ] {
            assert_eq!(warnings(fields), expected, "{fields:?}");
        }
    }

    #[test]
    fn scenario_retry_after_is_a_number_of_seconds_or_a_date() {
        let noon = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        for (field, expected) in [
            ("120", Some(RetryAfter::Delay(Duration::from_secs(120)))),
            (" 0 ", Some(RetryAfter::Delay(Duration::ZERO))),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(RetryAfter::At(noon))),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(RetryAfter::At(noon))),
            ("Sun Nov  6 08:49:37 1994", Some(RetryAfter::At(noon))),
            ("soon", None),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(RetryAfter::from_headers(&headers("retry-after", &[field])), expected, "{field}");
        }
        assert_eq!(RetryAfter::from_headers(&HeaderMap::new()), None);
        let second = Duration::from_secs(1);
        assert_eq!(RetryAfter::At(noon).delay(noon - second), second);
        assert_eq!(RetryAfter::At(noon).delay(noon + second), Duration::ZERO);
        assert_eq!(RetryAfter::Delay(second).delay(noon), second);
    }

    proptest! {
        #[test]
        fn any_field_is_read(bytes in prop::collection::vec(any::<u8>(), 0..60), text in "[a1 =\",;\\\\]{0,30}") {
            let mut headers = HeaderMap::new();
            for name in [DIAGNOSTICS, WARNING, RETRY_AFTER] {
                headers.extend(HeaderValue::from_bytes(&bytes).ok().map(|value| (name.clone(), value)));
                headers.append(name, HeaderValue::from_str(&text).unwrap());
            }
            let _ = (Diagnostic::from_headers(&headers), Warning::from_headers(&headers), RetryAfter::from_headers(&headers));
        }
    }
}
