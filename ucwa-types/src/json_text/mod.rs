//! JSON text below everything that knows what a representation is: its grammar, a reader of it, and what comes nearest
//! to a value that no Rust type can hold.

mod fallback;
mod number;
mod protocol;
mod reader;
mod special;

use serde::de::{DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

pub(crate) use self::number::nearest_whole;
pub(crate) use self::protocol::{EXACT, KNOWS_TEXT, LAST, NEXT};
pub(crate) use self::reader::{Nearness, Reader};
pub(crate) use self::special::{is_plain, special};
use crate::limits::Limits;

/// Reads a text that is as it should be; `None` leaves it to `serde_json`, which knows what is wrong.
pub(crate) fn read<T: DeserializeOwned>(text: &str, deepest: usize) -> Option<T> {
    let mut reader = Reader::new(text, deepest);
    let value = T::deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    Some(value)
}

/// The value that comes nearest to a text, and how near; `None` if the text is not JSON.
pub(crate) fn nearest<T: DeserializeOwned>(text: &str) -> Option<(T, Nearness)> {
    let mut reader = Reader::lenient(text, Limits::DEEPEST);
    let value = T::deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    Some((value, reader.nearness()))
}

/// The same for a value of any kind, of whose members with one name only the last is there.
pub(crate) fn nearest_value(text: &str) -> Option<(Value, Nearness)> {
    let mut reader = Reader::lenient(text, Limits::DEEPEST);
    let value: Value = serde::Deserialize::deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    let is_whole = reader.members() == members(&value);
    Some((value, if is_whole { reader.nearness() } else { Nearness::Lossy }))
}

/// How many members there are in a value, at any depth.
fn members(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(members).sum(),
        Value::Object(object) => object.len() + object.values().map(members).sum::<usize>(),
        _ => 0,
    }
}

/// Whether a text is one JSON value: by grammar alone, without a look at what it stands for.
pub(crate) fn check(text: &str) -> Result<(), serde_json::Error> {
    serde_json::from_str(text).map(|IgnoredAny| ())
}

/// How deep the brackets nest that are not part of a string.
pub(crate) fn depth(body: &[u8]) -> usize {
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

/// The string that an object has under a name, which must be a plain one; the last one counts.
pub(crate) fn member(text: &str, name: &'static str) -> Option<String> {
    struct Member(&'static str);

    impl<'de> Visitor<'de> for Member {
        type Value = Option<Value>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut found = None;
            while let Some(name) = map.next_key::<String>()? {
                if name == self.0 {
                    found = Some(map.next_value()?);
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            Ok(found)
        }
    }

    let mut reader = Reader::lenient(text, Limits::DEEPEST);
    match reader.deserialize_map(Member(name)).ok()?? {
        Value::String(text) => Some(text),
        _ => None,
    }
}
