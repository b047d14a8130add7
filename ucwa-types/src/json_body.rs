//! Decodes and encodes JSON bodies, within limits.
//!
//! The functions are those of `xml_body` (feature `xml`); here, encoding cannot fail.
//!
//! It is faster than `serde_json`, and loses less. A representation decodes whatever is in it: if a field cannot hold a value,
//! such as half of a surrogate pair or a number out of range, the field has the nearest value and
//! [`Unknown::losses`](crate::Unknown::losses) the JSON. Undocumented members are kept verbatim
//! ([`RawJson`](crate::RawJson)). All of that is written back. Types without a derive of this crate are decoded as
//! `serde_json` decodes them.

mod encode;

use std::fmt;

use serde::de::DeserializeOwned;

use self::encode::Writer;
use crate::json_text::{self, Reader};
use crate::limits::{LimitExceeded, Limits};
use crate::slots::{Model, ResourceSet, decode};

/// Why a JSON body cannot be decoded.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// It exceeds a limit.
    Limit(LimitExceeded),
    /// It is not JSON, or not of the expected type.
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
            Self::Limit(limit) => limit.source(),
            Self::Json(error) => error.source(),
        }
    }
}

impl From<LimitExceeded> for Error {
    fn from(limit: LimitExceeded) -> Self {
        Self::Limit(limit)
    }
}

/// Decodes a body.
///
/// # Errors
/// Every [`Error`].
pub fn from_str<T: DeserializeOwned>(body: &str) -> Result<T, Error> {
    from_slice(body.as_bytes())
}

/// Decodes a body, with or without a byte-order mark.
///
/// # Errors
/// Every [`Error`].
pub fn from_slice<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    from_slice_within(body, Limits::default())
}

/// Decodes a body within these limits.
///
/// # Errors
/// Every [`Error`].
pub fn from_slice_within<T: DeserializeOwned>(body: &[u8], limits: Limits) -> Result<T, Error> {
    limits.check_size(body.len())?;
    let body = unmarked(body);
    if let Some(value) = text_of(body).and_then(|text| json_text::read(text, limits.deepest())) {
        return Ok(value);
    }
    limits.check_depth(json_text::depth(body))?;
    // It knows what is wrong and where.
    serde_json::from_slice(body).map_err(Error::Json)
}

/// Decodes a resource of the type that its rel names.
///
/// # Errors
/// Every [`Error`].
pub fn any_from_slice<R: ResourceSet>(body: &[u8]) -> Result<R, Error> {
    any_from_slice_within(body, Limits::default())
}

/// Decodes a resource of the type that its rel names, within these limits.
///
/// # Errors
/// Every [`Error`].
pub fn any_from_slice_within<R: ResourceSet>(body: &[u8], limits: Limits) -> Result<R, Error> {
    limits.check_size(body.len())?;
    if let Some(resource) = text_of(unmarked(body)).and_then(|text| typed(text, limits.deepest())) {
        return Ok(resource);
    }
    let value = from_slice_within(body, limits).or_else(|error| match (error, text_of(unmarked(body))) {
        (Error::Json(error), Some(text)) => match json_text::nearest_value(text) {
            Some((value, _)) => Ok(value),
            None => Err(Error::Json(error)),
        },
        (error, _) => Err(error),
    })?;
    R::from_value(value).map_err(Error::Json)
}

/// Reads a resource of the type that its rel names; `None` if that is not in the set, or it cannot be decoded.
fn typed<R: ResourceSet>(text: &str, deepest: usize) -> Option<R> {
    let mut resource = R::for_rel(&json_text::member(text, "rel")?)?;
    let mut reader = Reader::new(text, deepest);
    decode(resource.model_mut()?, &mut reader).ok()?;
    reader.end().ok()?;
    Some(resource)
}

/// A body without a byte-order mark.
fn unmarked(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

fn text_of(body: &[u8]) -> Option<&str> {
    std::str::from_utf8(body).ok()
}

/// Encodes a value, compact.
#[must_use]
pub fn to_string(model: &dyn Model) -> String {
    text(to_vec(model))
}

/// Encodes a value, compact.
#[must_use]
pub fn to_vec(model: &dyn Model) -> Vec<u8> {
    let mut body = Vec::with_capacity(512);
    append(model, &mut body);
    body
}

/// Encodes a value, compact, to the end of a buffer.
pub fn append(model: &dyn Model, body: &mut Vec<u8>) {
    Writer(body).model(model);
}

/// Encodes a resource of any type, compact.
#[must_use]
pub fn any_to_string<R: ResourceSet>(resource: &R) -> String {
    text(any_to_vec(resource))
}

/// Encodes a resource of any type, compact.
#[must_use]
pub fn any_to_vec<R: ResourceSet>(resource: &R) -> Vec<u8> {
    let mut body = Vec::with_capacity(512);
    Writer(&mut body).any(resource.view());
    body
}

/// What the writer wrote, of which every part is UTF-8.
fn text(body: Vec<u8>) -> String {
    String::from_utf8(body).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::ops::Bound;

    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    /// Reads a text both ways.
    fn agree(text: &str) {
        let ours = json_text::read::<Value>(text, Limits::DEEPEST);
        let theirs = serde_json::from_str::<Value>(text).ok();
        assert_eq!(ours, theirs, "{text}");
        if let Some(value) = ours {
            assert_eq!(any_to_vec(&value), serde_json::to_vec(&value).unwrap(), "{text}");
        }
    }

    #[test]
    fn it_reads_and_writes_what_serde_json_does() {
        for text in [
            r#"{"a": [1, -1, 0, -0, 0.5, 1e3, 18446744073709551615, 18446744073709551616, -9223372036854775808]}"#,
            r#" [ true , false , null , "" , {} , [ ] , { "a" : "b" , "a" : "c" } ] "#,
            r#"["\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t", "12345678\n12345678é", "\u0000\u001f\u007f"]"#,
            r#"["\ud83d"]"#,
            r#"["\ud83dx"]"#,
            r#"["\ud83d\u0041"]"#,
            r#"["\ude00"]"#,
            r#"["\u+123"]"#,
            r#"["\x"]"#,
            "[\"\n\"]",
            "[01]",
            "[-]",
            "[1.]",
            "[+1]",
            "[1e999]",
            "[1 2]",
            "[1,]",
            "[,1]",
            r#"{"a":1,}"#,
            r#"{"a" 1}"#,
            r#"{1:1}"#,
            r#"{"a":1]"#,
            "[1}",
            "[",
            "{",
            r#"{""#,
            r#"["a"#,
            "tru",
            "truest",
            "nul",
            "",
            " ",
            "1 1",
            "\"abc",
        ] {
            agree(text);
        }
        let text = "x".repeat(30);
        for length in 0..30 {
            for special in ["\\n", "\"", "\u{1}", "é", "\u{1f600}", "\\"] {
                agree(&format!("[\"{}{special}{}\"]", &text[..length], &text[length..]));
            }
        }
    }

    /// Names that others begin with.
    #[derive(Debug, Default, PartialEq, crate::Object)]
    struct Odd {
        a: Option<String>,
        ab: Option<String>,
        #[ucwa(unknown)]
        unknown: crate::Unknown,
    }

    proptest! {
        #[test]
        fn a_model_is_read_and_written_as_serde_json_does(
            text in r#" ?\{("(a\\"b|a"b|a\\\\|\\u0061|a\\|b|ab?|é|_links|_embedded)" ?: ?("x"|1|\["y"\]|\{("c":1)?\}|null)[,\}]){0,8}"#,
        ) {
            let ours = json_text::read::<Odd>(&text, Limits::DEEPEST);
            prop_assert_eq!(&ours, &serde_json::from_str(&text).ok());
            if let Some(model) = ours {
                prop_assert_eq!(serde_json::from_slice::<Value>(&to_vec(&model)).unwrap(), serde_json::to_value(&model).unwrap());
            }
        }

        #[test]
        fn any_text_is_read_as_serde_json_reads_it(text in r#"([\[\]{},:"\\ ntu0-9a-f.eE+-]|true|null|"a"|é){0,24}"#) {
            agree(&text);
        }

        #[test]
        fn any_text_survives(text in any::<String>()) {
            agree(&serde_json::to_string(&[text]).unwrap());
        }
    }

    #[test]
    fn what_only_serde_json_knows_is_left_to_it() {
        type Map = BTreeMap<u8, (Bound<u8>, Option<f32>, ())>;
        let text = br#"{"1":["Unbounded",1.5,null],"2":[{"Included":7},null,null]}"#;
        let map: Map = from_slice(text).unwrap();
        assert_eq!(map, serde_json::from_slice::<Map>(text).unwrap());
    }

    #[test]
    fn what_is_in_a_buffer_stays() {
        let mut body = b"before".to_vec();
        append(&Odd { a: Some("\n".to_owned()), ..Odd::default() }, &mut body);
        assert_eq!(body, br#"before{"a":"\n"}"#);
    }

    #[test]
    fn a_byte_order_mark_is_skipped() {
        assert_eq!(from_slice::<Value>(b"\xef\xbb\xbf[1]").unwrap(), serde_json::json!([1]));
    }

    #[test]
    fn limits_are_kept_and_named() {
        let limits = Limits::default().with_size(10).with_depth(2);
        assert!(from_slice_within::<Value>(br#"["[[[\"["]"#, limits).is_ok());
        let error = from_slice_within::<Value>(b"[[[1]]]", limits).unwrap_err();
        assert!(matches!(error, Error::Limit(LimitExceeded::Depth(2))), "{error}");
        let error = from_slice_within::<Value>(b"[1,2,3,4,5]", limits).unwrap_err();
        assert!(matches!(error, Error::Limit(LimitExceeded::Size(10))), "{error}");
        assert!(matches!(from_slice::<Value>(b"{"), Err(Error::Json(_))));
        let deep = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(from_slice::<Value>(deep(Limits::DEEPEST).as_bytes()).is_ok());
        let error = from_slice::<Value>(deep(Limits::DEEPEST + 1).as_bytes()).unwrap_err();
        assert!(matches!(error, Error::Limit(LimitExceeded::Depth(Limits::DEEPEST))), "{error}");
    }
}
