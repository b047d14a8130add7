//! JSON bodies, read with limits. Without them, `serde_json` itself does as well.

use std::fmt;

use serde::de::DeserializeOwned;

use crate::limits::{LimitExceeded, Limits};

/// Why a JSON body is not decoded.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// It exceeds a limit.
    Limit(LimitExceeded),
    /// It is not JSON, or not of the type.
    Json(serde_json::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Limit(limit) => limit.fmt(f),
            Self::Json(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Limit(limit) => Some(limit),
            Self::Json(error) => Some(error),
        }
    }
}

impl From<LimitExceeded> for Error {
    fn from(limit: LimitExceeded) -> Self {
        Self::Limit(limit)
    }
}

/// Decodes a body, with or without a byte-order mark.
///
/// # Errors
/// [`Error::Json`], and [`Error::Limit`] beyond the default limits.
pub fn from_slice<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    from_slice_with(body, Limits::default())
}

/// Decodes a body within these limits.
///
/// # Errors
/// [`Error::Json`] and [`Error::Limit`].
pub fn from_slice_with<T: DeserializeOwned>(body: &[u8], limits: Limits) -> Result<T, Error> {
    limits.check_size(body.len())?;
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    limits.check_depth(depth(body))?;
    serde_json::from_slice(body).map_err(Error::Json)
}

/// How deep the brackets nest that are not part of a text.
fn depth(body: &[u8]) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    let mut bytes = body.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'{' | b'[' => {
                open += 1;
                deepest = deepest.max(open);
            }
            b'}' | b']' => open = open.saturating_sub(1),
            b'"' => {
                while let Some(byte) = bytes.next() {
                    match byte {
                        b'\\' => drop(bytes.next()),
                        b'"' => break,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn a_byte_order_mark_is_skipped() {
        assert_eq!(from_slice::<Value>(b"\xef\xbb\xbf[1]").unwrap(), serde_json::json!([1]));
    }

    #[test]
    fn limits_are_kept_and_named() {
        let limits = Limits::default().with_size(10).with_depth(2);
        assert!(from_slice_with::<Value>(br#"["[[[\"["]"#, limits).is_ok());
        let error = from_slice_with::<Value>(b"[[[1]]]", limits).unwrap_err();
        assert!(matches!(error, Error::Limit(LimitExceeded::Depth(2))), "{error}");
        let error = from_slice_with::<Value>(b"[1,2,3,4,5]", limits).unwrap_err();
        assert!(matches!(error, Error::Limit(LimitExceeded::Size(10))), "{error}");
        assert!(matches!(from_slice::<Value>(b"{"), Err(Error::Json(_))));
        let deep = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(from_slice::<Value>(deep(Limits::DEEPEST).as_bytes()).is_ok());
        let error = from_slice::<Value>(deep(Limits::DEEPEST + 1).as_bytes()).unwrap_err();
        assert!(matches!(error, Error::Limit(LimitExceeded::Depth(Limits::DEEPEST))), "{error}");
    }
}
