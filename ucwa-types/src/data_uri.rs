//! Content that travels inside a URI (RFC 2397).

use std::fmt;

/// A `data:` URI taken apart. Its content is decoded only when asked for.
///
/// ```
/// use ucwa_types::DataUri;
///
/// let uri = DataUri::parse("data:text/plain;charset=utf-8,good+morning%21").unwrap();
/// assert_eq!(uri.media_type(), "text/plain");
/// assert_eq!(uri.text().unwrap(), "good morning!");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataUri<'a> {
    media_type: &'a str,
    parameters: &'a str,
    base64: bool,
    content: &'a str,
}

/// Why the content of a `data:` URI cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DataUriError {
    /// The text is an ordinary reference, not a `data:` URI.
    NotData,
    /// A `%` at this byte of the content is not followed by two hexadecimal digits.
    Percent(usize),
    /// The content is not base64.
    Base64,
    /// The content is not text in the character set that it names.
    Text,
    /// The content is text in a character set that this crate does not decode.
    Charset(Box<str>),
}

impl fmt::Display for DataUriError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotData => f.write_str("not a data URI"),
            Self::Percent(at) => write!(f, "broken percent-encoding at byte {at} of a data URI's content"),
            Self::Base64 => f.write_str("the content of a data URI is not base64"),
            Self::Text => f.write_str("the content of a data URI is not text in its character set"),
            Self::Charset(name) => write!(f, "character set {name:?} of a data URI is not supported"),
        }
    }
}

impl std::error::Error for DataUriError {}

impl<'a> DataUri<'a> {
    /// Takes a URI apart; `None` if it is of another scheme or has no comma before its content.
    #[must_use]
    pub fn parse(uri: &'a str) -> Option<Self> {
        let (scheme, rest) = uri.split_at_checked(5)?;
        if !scheme.eq_ignore_ascii_case("data:") {
            return None;
        }
        let (head, content) = rest.split_once(',')?;
        let (head, base64) = match head.rsplit_once(';') {
            Some((before, last)) if last.trim().eq_ignore_ascii_case("base64") => (before, true),
            _ => (head, false),
        };
        let (media_type, parameters) = head.split_once(';').unwrap_or((head, ""));
        Some(Self { media_type: media_type.trim(), parameters, base64, content })
    }

    /// The media type without parameters; `text/plain` where the URI names none.
    #[must_use]
    pub fn media_type(&self) -> &'a str {
        if self.media_type.is_empty() { "text/plain" } else { self.media_type }
    }

    /// A parameter of the media type, whatever the case of its name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'a str> {
        self.parameters.split(';').find_map(|parameter| {
            let (key, value) = parameter.split_once('=')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"'))
        })
    }

    /// The character set it names.
    #[must_use]
    pub fn charset(&self) -> Option<&'a str> {
        self.parameter("charset")
    }

    /// Whether the content is base64 rather than percent-encoded.
    #[must_use]
    pub const fn is_base64(&self) -> bool {
        self.base64
    }

    /// The content as it stands in the URI, still encoded.
    #[must_use]
    pub const fn encoded(&self) -> &'a str {
        self.content
    }

    /// The decoded content.
    ///
    /// # Errors
    /// [`DataUriError::Percent`] and [`DataUriError::Base64`] where the encoding is broken.
    pub fn bytes(&self) -> Result<Vec<u8>, DataUriError> {
        if self.base64 {
            // In base64 a plus is a digit, so only `%` is special.
            let digits = percent_decode(self.content, false)?;
            base64_decode(&digits).ok_or(DataUriError::Base64)
        } else {
            percent_decode(self.content, true)
        }
    }

    /// The decoded content as text: UTF-8 unless the URI names US-ASCII or ISO-8859-1.
    ///
    /// # Errors
    /// Those of [`Self::bytes`], [`DataUriError::Charset`] and [`DataUriError::Text`].
    pub fn text(&self) -> Result<String, DataUriError> {
        let charset = self.charset().unwrap_or("utf-8");
        let is = |name: &str| charset.eq_ignore_ascii_case(name);
        if is("utf-8") || is("utf8") || is("us-ascii") || is("ascii") {
            String::from_utf8(self.bytes()?).map_err(|_| DataUriError::Text)
        } else if is("iso-8859-1") || is("latin1") {
            Ok(self.bytes()?.into_iter().map(char::from).collect())
        } else {
            Err(DataUriError::Charset(charset.into()))
        }
    }
}

/// Undoes `%41` and, where asked to, `+` for a space.
pub(crate) fn percent_decode(text: &str, plus_is_space: bool) -> Result<Vec<u8>, DataUriError> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'%' => {
                let digit = |offset| bytes.get(at + offset).and_then(|&byte| char::from(byte).to_digit(16));
                let (Some(high), Some(low)) = (digit(1), digit(2)) else {
                    return Err(DataUriError::Percent(at));
                };
                decoded.extend(u8::try_from(high * 16 + low));
                at += 3;
                continue;
            }
            b'+' if plus_is_space => decoded.push(b' '),
            other => decoded.push(other),
        }
        at += 1;
    }
    Ok(decoded)
}

/// Encodes everything but the characters that stand for themselves in every part of a URI.
pub(crate) fn percent_encode(bytes: &[u8]) -> String {
    let mut encoded = String::with_capacity(bytes.len());
    for &byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => {
                encoded.push('%');
                for digit in [byte >> 4, byte & 15] {
                    encoded.extend(
                        char::from_digit(u32::from(digit), 16).map(|digit| digit.to_ascii_uppercase()),
                    );
                }
            }
        }
    }
    encoded
}

/// Standard and URL-safe digits, with or without padding, spaces and line breaks ignored.
fn base64_decode(digits: &[u8]) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(digits.len() / 4 * 3);
    let (mut bits, mut count, mut padded) = (0_u32, 0, false);
    for &byte in digits.iter().filter(|byte| !byte.is_ascii_whitespace()) {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                padded = true;
                continue;
            }
            _ => return None,
        };
        if padded {
            return None;
        }
        bits = bits << 6 | u32::from(digit);
        count += 1;
        if count % 4 == 0 {
            decoded.extend_from_slice(&bits.to_be_bytes()[1..]);
            bits = 0;
        }
    }
    match count % 4 {
        0 => {}
        2 => decoded.extend(u8::try_from(bits >> 4)),
        3 => decoded.extend_from_slice(&(bits >> 2).to_be_bytes()[2..]),
        _ => return None,
    }
    Some(decoded)
}

pub(crate) fn base64_encode(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0_u32, |group, &byte| group << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for position in 0..4 {
            let digit = DIGITS[(group >> (18 - 6 * position)) as usize & 63];
            encoded.push(if position <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_uri_is_taken_apart() {
        let uri = DataUri::parse("DATA:text/plain; charset=\"utf-8\";x=1;base64,aGk=").unwrap();
        assert_eq!(
            (uri.media_type(), uri.charset(), uri.parameter("X")),
            ("text/plain", Some("utf-8"), Some("1"))
        );
        assert!(uri.is_base64());
        assert_eq!(uri.encoded(), "aGk=");
        assert_eq!(uri.text().unwrap(), "hi");
        assert_eq!(DataUri::parse("data:,x").unwrap().media_type(), "text/plain");
        for text in ["", "data", "data:", "data:text/plain", "https://example.com/,", "dät:a,"] {
            assert_eq!(DataUri::parse(text), None, "{text}");
        }
    }

    #[test]
    fn content_is_decoded() {
        let text = |uri: &str| DataUri::parse(uri).unwrap().text();
        assert_eq!(text("data:,a+b%2Bc%0d%0a").as_deref(), Ok("a b+c\r\n"));
        assert_eq!(text("data:;charset=iso-8859-1,%e4").as_deref(), Ok("ä"));
        assert_eq!(text("data:;base64,aG\n k").as_deref(), Ok("hi"));
        assert_eq!(text("data:;base64,aGk%3D").as_deref(), Ok("hi"));
        assert_eq!(text("data:,ä").as_deref(), Ok("ä"));
    }

    #[test]
    fn broken_content_is_an_error() {
        let text = |uri: &str| DataUri::parse(uri).unwrap().text().unwrap_err();
        assert_eq!(text("data:,ab%4"), DataUriError::Percent(2));
        assert_eq!(text("data:,%zz"), DataUriError::Percent(0));
        assert_eq!(text("data:,%ff"), DataUriError::Text);
        assert_eq!(text("data:;charset=utf-16,x"), DataUriError::Charset("utf-16".into()));
        for digits in ["a", "aGk=a", "a*b=", "aaaaa"] {
            assert_eq!(text(&format!("data:;base64,{digits}")), DataUriError::Base64, "{digits}");
        }
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(bytes: Vec<u8>) {
            for uri in [
                format!("data:application/x-test;base64,{}", base64_encode(&bytes)),
                format!("data:application/x-test,{}", percent_encode(&bytes)),
            ] {
                prop_assert_eq!(DataUri::parse(&uri).unwrap().bytes(), Ok(bytes.clone()));
            }
        }
    }
}
