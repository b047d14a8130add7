//! JSON that is kept as it is spelt.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::de::{DeserializeOwned, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::json_text::{self, NEXT, Nearness};
use crate::limits::{LimitExceeded, Limits};
use crate::read::{self, visit_scalars};

/// One JSON value as its text, verbatim: numbers, escapes and the order of members as they are spelt.
///
/// It holds nothing but JSON: the text has the grammar of JSON, and is no deeper than [`Limits::DEEPEST`]. What the text
/// stands for need not fit any Rust type: a number can have 30 digits, a string half of a surrogate pair.
///
/// Two are equal if they are the same JSON value, whatever the white space, the escapes, and the order of members. Numbers
/// and strings that no [`Value`] holds are compared as they are spelt.
///
/// ```
/// use ucwa_types::{RawJson, Value};
///
/// let json: RawJson = r#"{"seats": 1.50, "name": "caf\u00e9"}"#.parse()?;
/// assert_eq!(json.as_json(), r#"{"seats": 1.50, "name": "caf\u00e9"}"#);
/// assert_eq!(json.to_value()["name"], "café");
///
/// let seats: RawJson = "1.50".parse()?;
/// assert_eq!(seats.decode::<f64>()?, 1.5);
/// assert_eq!(seats.as_json(), "1.50");
///
/// assert_eq!(RawJson::from("a \"b\"").as_json(), r#""a \"b\"""#);
/// assert_eq!(RawJson::new(&[Some(1), None])?.as_json(), "[1,null]");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct RawJson(Box<str>);

impl RawJson {
    /// The JSON that a value is written as.
    ///
    /// # Errors
    /// If it cannot be written as JSON (a map whose keys are no strings), or is too deep.
    pub fn new<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        Self::checked(serde_json::to_string(value)?)
    }

    /// A text, if it is one JSON value. White space around it is left out.
    ///
    /// # Errors
    /// If it is not JSON, or too deep.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        Self::checked(text.trim_ascii())
    }

    fn checked(text: impl AsRef<str> + Into<Box<str>>) -> Result<Self, serde_json::Error> {
        json_text::check(text.as_ref())?;
        if json_text::depth(text.as_ref().as_bytes()) > Limits::DEEPEST {
            return Err(serde_json::Error::custom(LimitExceeded::Depth(Limits::DEEPEST)));
        }
        Ok(Self(text.into()))
    }

    /// The JSON itself. Of a string that is the literal, with its quotes; [`as_text`](Self::as_text) is what it says.
    #[must_use]
    pub fn as_json(&self) -> &str {
        &self.0
    }

    /// What a string says, with U+FFFD for each half of a surrogate pair; `None` if it is no string.
    #[must_use]
    pub fn as_text(&self) -> Option<Cow<'_, str>> {
        let literal = self.0.strip_prefix('"')?;
        if !literal.contains('\\') {
            return literal.strip_suffix('"').map(Cow::Borrowed);
        }
        json_text::nearest(&self.0).map(|(text, _)| Cow::Owned(text))
    }

    /// The value as any type that serde decodes.
    ///
    /// # Errors
    /// If it is not of the type, or the type cannot hold it.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        match json_text::read(&self.0, Limits::DEEPEST) {
            Some(value) => Ok(value),
            None => serde_json::from_str(&self.0),
        }
    }

    /// The [`Value`] that comes nearest: with U+FFFD for half of a surrogate pair, the nearest number, and the last of several
    /// members with one name.
    #[must_use]
    pub fn to_value(&self) -> Value {
        self.nearest().0
    }

    pub(crate) fn nearest(&self) -> (Value, Nearness) {
        // Only what is no JSON has none.
        json_text::nearest_value(&self.0).unwrap_or((Value::Null, Nearness::Lossy))
    }
}

impl AsRef<str> for RawJson {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// The JSON itself.
impl fmt::Display for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        if self.0 == other.0 {
            return true;
        }
        let ((ours, our), (theirs, their)) = (self.nearest(), other.nearest());
        our.max(their) < Nearness::Lossy && ours == theirs
    }
}

/// `null`.
impl Default for RawJson {
    fn default() -> Self {
        Self("null".into())
    }
}

/// [`RawJson::parse`].
impl FromStr for RawJson {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// Compact. What is deeper than [`Limits::DEEPEST`] becomes `null`: nothing that was decoded is.
impl From<&Value> for RawJson {
    fn from(value: &Value) -> Self {
        match value {
            Value::Array(_) | Value::Object(_) => Self::checked(value.to_string()).unwrap_or_default(),
            Value::String(text) => Self::from(text.as_str()),
            scalar => Self(scalar.to_string().into()),
        }
    }
}

/// Compact. What is deeper than [`Limits::DEEPEST`] becomes `null`: nothing that was decoded is.
impl From<Value> for RawJson {
    fn from(value: Value) -> Self {
        Self::from(&value)
    }
}

/// The string that says this.
impl From<&str> for RawJson {
    fn from(text: &str) -> Self {
        if json_text::is_plain(text.as_bytes()) {
            return Self(["\"", text, "\""].concat().into());
        }
        Self(Value::from(text).to_string().into())
    }
}

/// The string that says this.
impl From<String> for RawJson {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

macro_rules! from_scalars {
    ($($type:ty)*) => {$(
        impl From<$type> for RawJson {
            fn from(value: $type) -> Self {
                Self(value.to_string().into())
            }
        }
    )*};
}

from_scalars!(bool i32 i64 u32 u64);

/// Writes it verbatim where [`json_body`](crate::json_body) does it. Any other serializer is given [`RawJson::to_value`].
impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

/// Verbatim out of [`json_body`](crate::json_body). Any other deserializer gives a [`Value`], which is written anew.
impl<'de> Deserialize<'de> for RawJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(NEXT, Anything)
    }
}

struct Anything;

impl Anything {
    fn scalar(self, value: Value) -> RawJson {
        value.into()
    }
}

impl<'de> Visitor<'de> for Anything {
    type Value = RawJson;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    visit_scalars!();

    fn visit_borrowed_bytes<E: Error>(self, text: &'de [u8]) -> Result<RawJson, E> {
        // Whoever has bytes that are no JSON is not our reader.
        std::str::from_utf8(text)
            .map_err(E::custom)
            .and_then(|text| RawJson::checked(text).map_err(E::custom))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<RawJson, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<RawJson, A::Error> {
        read::list(seq).map(RawJson::from)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawJson, A::Error> {
        read::object(map).map(RawJson::from)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_json_is_kept() {
        for text in
            ["", "a", "\"", "{", "[1,]", "01", "1 2", "{\"a\"}", "\"\n\"", r#""\x""#, &"[".repeat(200)]
        {
            assert!(RawJson::parse(text).is_err(), "{text}");
        }
        let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(RawJson::parse(&deep(Limits::DEEPEST)).is_ok());
        assert!(RawJson::parse(&deep(Limits::DEEPEST + 1)).is_err());
        assert_eq!(RawJson::parse(" [ 1 ]\n").unwrap().as_json(), "[ 1 ]");
    }

    #[test]
    fn what_no_type_holds_has_a_nearest_value() {
        for (text, expected) in [
            (r#""\ud83d""#, json!("\u{fffd}")),
            (r#""a\ud83d\ud83d\ude00\ude00b""#, json!("a\u{fffd}\u{1f600}\u{fffd}b")),
            (r#""\ud83d\n\ud83dx""#, json!("\u{fffd}\n\u{fffd}x")),
            (r#""\ud83d\u0041""#, json!("\u{fffd}A")),
            ("1e999", json!(f64::MAX)),
            ("123456789012345678901234567890", json!(1.234_567_890_123_456_8e29)),
            (r#"{"a":1,"a":2}"#, json!({"a": 2})),
            (r#"{"\ud83d":[1e-999]}"#, json!({"\u{fffd}": [0.0]})),
        ] {
            let raw = RawJson::parse(text).unwrap();
            assert_eq!(raw.to_value(), expected, "{text}");
            assert_eq!(raw.nearest().1, Nearness::Lossy, "{text}");
            assert_eq!(raw.to_string(), text);
        }
        assert!(RawJson::parse("1e999").unwrap().decode::<f64>().is_err());
        assert!(RawJson::parse(r#""\ud83d""#).unwrap().decode::<String>().is_err());
        assert_eq!(RawJson::parse(r#""\u00e9""#).unwrap().decode::<String>().unwrap(), "é");
    }

    #[test]
    fn a_string_says_something() {
        for (text, expected) in [
            (r#""""#, Some("")),
            (r#""a""#, Some("a")),
            (r#""a\"""#, Some("a\"")),
            (r#""\ud83d""#, Some("\u{fffd}")),
            ("1", None),
            ("[\"a\"]", None),
        ] {
            assert_eq!(RawJson::parse(text).unwrap().as_text().as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn equal_is_what_is_the_same_value() {
        for (left, right, expected) in [
            ("[1, 2]", "[1,2]", true),
            (r#""\u0061""#, r#""a""#, true),
            (r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#, true),
            ("1.50", "1.5", true),
            ("1", "2", false),
            ("1e999", "1e999", true),
            ("1e999", "1e9999", false),
            (r#""\ud83d""#, r#""\ud83e""#, false),
            (r#""\ud83d""#, "\"\u{fffd}\"", false),
            (r#"{"a":1,"a":2}"#, r#"{"a":2}"#, false),
        ] {
            let [left, right] = [left, right].map(|text| RawJson::parse(text).unwrap());
            assert_eq!(left == right, expected, "{left} {right}");
        }
    }

    #[test]
    fn it_is_read_from_and_written_to_other_formats_as_a_value() {
        for value in
            [json!(null), json!(true), json!(-1), json!(1.5), json!("a\n"), json!([1, "a"]), json!({"a": {}})]
        {
            let raw: RawJson = serde_json::from_value(value.clone()).unwrap();
            assert_eq!(raw, RawJson::from(&value));
            assert_eq!(serde_json::from_str::<RawJson>(&value.to_string()).unwrap(), raw);
            assert_eq!(serde_json::to_value(&raw).unwrap(), value);
            assert_eq!(RawJson::new(&raw).unwrap(), raw);
        }
        let raw: RawJson = json_text::read(r#" [ 1.0 , "\u0061" ] "#, 10).unwrap();
        assert_eq!(raw.as_json(), r#"[ 1.0 , "\u0061" ]"#);
    }
}
