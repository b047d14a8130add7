//! Serde visitors for the parts that every decoder needs: a key from a known table; a string, or any other value.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// The visitor methods for everything that is not a string, a list or an object; each hands a [`Value`] to `self.scalar`.
macro_rules! visit_scalars {
    () => {
        fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Self::Value, E> {
            Ok(self.scalar(Value::Bool(value)))
        }

        fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Self::Value, E> {
            Ok(self.scalar(Value::from(value)))
        }

        fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Self::Value, E> {
            Ok(self.scalar(Value::from(value)))
        }

        fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Self::Value, E> {
            Ok(self.scalar(Value::from(value)))
        }

        fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
            Ok(self.scalar(Value::Null))
        }

        fn visit_none<E: serde::de::Error>(self) -> Result<Self::Value, E> {
            Ok(self.scalar(Value::Null))
        }

        fn visit_some<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
            deserializer.deserialize_any(self)
        }

        fn visit_newtype_struct<D: serde::Deserializer<'de>>(
            self,
            deserializer: D,
        ) -> Result<Self::Value, D::Error> {
            deserializer.deserialize_any(self)
        }
    };
}
pub(crate) use visit_scalars;

/// Whatever a list holds.
pub(crate) fn list<'de, A: SeqAccess<'de>>(list: A) -> Result<Value, A::Error> {
    Value::deserialize(SeqAccessDeserializer::new(list))
}

/// Whatever an object holds.
pub(crate) fn object<'de, A: MapAccess<'de>>(object: A) -> Result<Value, A::Error> {
    Value::deserialize(MapAccessDeserializer::new(object))
}

/// The index of `name` in `names`, looked up from `expected` on: members are mostly sent in order.
pub(crate) fn position(names: &[&str], expected: usize, name: &str) -> Option<usize> {
    let (before, after) = names.split_at(expected.min(names.len()));
    // Names that differ mostly do so in their length or their first byte, which is quicker to see.
    let first = name.as_bytes().first();
    let is_it =
        |known: &&str| known.len() == name.len() && known.as_bytes().first() == first && *known == name;
    match after.iter().position(is_it) {
        Some(index) => Some(before.len() + index),
        None => before.iter().position(is_it),
    }
}

/// Sentinel: the size hint of our own reader of [`json`](crate::json_body), which accepts a predicted key as the name of a
/// newtype.
///
/// A hint of zero is harmless, and no other reader gives it for an object that has members.
pub(crate) const TAKES_LIKELY_NAMES: Option<usize> = Some(0);

/// The names that an object's members are likely to have.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    names: &'a [&'static str],
    reserved: &'a [&'static str],
    /// Whether the reader accepts a predicted key.
    says_likely: bool,
}

impl<'a> Names<'a> {
    #[inline]
    pub(crate) fn of<'de, A: MapAccess<'de>>(
        map: &A,
        names: &'a [&'static str],
        reserved: &'a [&'static str],
    ) -> Self {
        Self { names, reserved, says_likely: map.size_hint() == TAKES_LIKELY_NAMES }
    }

    /// The name at this position among all of them, the reserved ones last.
    #[inline]
    fn at(self, index: usize) -> Option<&'static str> {
        let (names, reserved) = (self.names, self.reserved);
        names.get(index).or_else(|| reserved.get(index.wrapping_sub(names.len()))).copied()
    }

    /// Reads a key, without allocating if it is one of them; the one at `expected` is likely.
    #[inline]
    pub(crate) fn key(self, expected: usize) -> Key<'a> {
        Key { names: self, expected }
    }

    fn find(self, index: usize) -> Name {
        if index < self.names.len() { Name::Known(index) } else { Name::Reserved(index - self.names.len()) }
    }
}

/// Reads a key.
#[derive(Clone, Copy)]
pub(crate) struct Key<'a> {
    names: Names<'a>,
    expected: usize,
}

/// A key that was read.
pub(crate) enum Name {
    Known(usize),
    Reserved(usize),
    Other(String),
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Name;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        match self.names.at(self.expected) {
            Some(likely) if self.names.says_likely => deserializer.deserialize_newtype_struct(likely, self),
            _ => deserializer.deserialize_str(self),
        }
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Name, E> {
        match self.names.at(self.expected) {
            // The very text that it was asked for.
            Some(likely) if std::ptr::eq(likely, name) => Ok(self.names.find(self.expected)),
            _ => self.visit_str(name),
        }
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
        let Self { names: Names { names, reserved, .. }, expected } = self;
        Ok(if let Some(index) = position(names, expected, name) {
            Name::Known(index)
        } else if let Some(index) = position(reserved, 0, name) {
            Name::Reserved(index)
        } else {
            Name::Other(name.to_owned())
        })
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_str(self)
    }
}

/// Reads the name of a member, without allocating if it has no escapes.
pub(crate) struct AnyName;

impl<'de> DeserializeSeed<'de> for AnyName {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for AnyName {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// Reads a string, borrowed if it has no escapes; or any other value.
pub(crate) struct BorrowedText;

impl BorrowedText {
    fn scalar<'de>(self, value: Value) -> Result<&'de str, Value> {
        Err(value)
    }
}

impl<'de> DeserializeSeed<'de> for BorrowedText {
    type Value = Result<&'de str, Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for BorrowedText {
    type Value = Result<&'de str, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    visit_scalars!();

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Ok(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Err(Value::from(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        list(seq).map(Err)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        object(map).map(Err)
    }
}
