//! Serde visitors for the parts every decoder needs: a key out of a known table, a text or else whatever came instead.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// The visitor methods for everything that is neither text, list nor object; each hands a [`Value`] to `self.scalar`.
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

/// Where `name` stands in `names`. It is looked for from `expected` on: what is written in order is read in order.
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

/// Reads a key, without allocating for one out of `names` or `reserved`.
#[derive(Clone, Copy)]
pub(crate) struct Key<'a> {
    pub(crate) names: &'a [&'static str],
    /// The position in `names` that is likely.
    pub(crate) expected: usize,
    pub(crate) reserved: &'a [&'static str],
}

/// A key that was read.
pub(crate) enum Name {
    Known(usize),
    Reserved(usize),
    Other(String),
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
        Ok(if let Some(index) = position(self.names, self.expected, name) {
            Name::Known(index)
        } else if let Some(index) = position(self.reserved, 0, name) {
            Name::Reserved(index)
        } else {
            Name::Other(name.to_owned())
        })
    }
}

/// Reads a text, or whatever came instead of one.
pub(crate) struct Text;

impl Text {
    fn scalar(self, value: Value) -> Result<Box<str>, Value> {
        Err(value)
    }
}

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Result<Box<str>, Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Result<Box<str>, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    visit_scalars!();

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Ok(text.into()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Ok(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        list(seq).map(Err)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        object(map).map(Err)
    }
}
