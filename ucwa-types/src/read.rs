//! Serde visitors for the parts that every decoder needs: a key from a known table; a string, or any other value.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::json_text::{self, EXACT, KNOWS_TEXT, LAST, NEXT, Nearness};

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

/// The visitor method for what comes as its text, which the caller then asks for: hands over to `self.odd`.
macro_rules! visit_odd {
    () => {
        fn visit_borrowed_bytes<E: serde::de::Error>(self, _: &'de [u8]) -> Result<Self::Value, E> {
            Ok(self.odd())
        }
    };
}
pub(crate) use visit_odd;

/// Whatever a list holds.
pub(crate) fn list<'de, A: SeqAccess<'de>>(list: A) -> Result<Value, A::Error> {
    Value::deserialize(SeqAccessDeserializer::new(list))
}

/// Whatever an object holds.
pub(crate) fn object<'de, A: MapAccess<'de>>(object: A) -> Result<Value, A::Error> {
    Value::deserialize(MapAccessDeserializer::new(object))
}

/// Whatever a list holds, unless the reader [`KNOWS_TEXT`]: then it is passed over.
pub(crate) fn list_or_text<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<Option<Value>, A::Error> {
    if seq.size_hint() != KNOWS_TEXT {
        return list(seq).map(Some);
    }
    // Whoever has none may say so, too.
    if seq.next_element::<IgnoredAny>()?.is_none() {
        return Ok(Some(Value::Array(Vec::new())));
    }
    skip(seq)?;
    Ok(None)
}

/// Passes over the rest of a list.
pub(crate) fn skip<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<(), A::Error> {
    while seq.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

/// Whatever an object holds, unless the reader [`KNOWS_TEXT`]: then it is passed over.
pub(crate) fn object_or_text<'de, A: MapAccess<'de>>(mut map: A) -> Result<Option<Value>, A::Error> {
    if map.size_hint() != KNOWS_TEXT {
        return object(map).map(Some);
    }
    if map.next_key_seed(AnyName)?.is_none() {
        return Ok(Some(Value::Object(Map::new())));
    }
    map.next_value::<IgnoredAny>()?;
    while map.next_key_seed(AnyName)?.is_some() {
        map.next_value::<IgnoredAny>()?;
    }
    Ok(None)
}

/// Reads the text of the value that was just read. Only to be asked of a reader that [`KNOWS_TEXT`].
pub(crate) struct Last;

impl<'de> DeserializeSeed<'de> for Last {
    type Value = &'de str;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<&'de str, D::Error> {
        deserializer.deserialize_newtype_struct(LAST, self)
    }
}

impl<'de> Visitor<'de> for Last {
    type Value = &'de str;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a value")
    }

    fn visit_borrowed_bytes<E: Error>(self, text: &'de [u8]) -> Result<&'de str, E> {
        std::str::from_utf8(text).map_err(E::custom)
    }
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

/// The names that an object's members are likely to have.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    names: &'a [&'static str],
    reserved: &'a [&'static str],
    /// Whether the reader [`KNOWS_TEXT`], and is to be told which one is likely.
    knows_text: bool,
}

impl<'a> Names<'a> {
    #[inline]
    pub(crate) fn of<'de, A: MapAccess<'de>>(
        map: &A,
        names: &'a [&'static str],
        reserved: &'a [&'static str],
    ) -> Self {
        Self { names, reserved, knows_text: map.size_hint() == KNOWS_TEXT }
    }

    /// Whether the reader knows the [`Last`] text.
    #[inline]
    pub(crate) fn knows_text(self) -> bool {
        self.knows_text
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

impl Key<'_> {
    fn find(self, name: &str) -> Option<Name> {
        let Self { names: Names { names, reserved, .. }, expected } = self;
        match position(names, expected, name) {
            Some(index) => Some(Name::Known(index)),
            None => position(reserved, 0, name).map(Name::Reserved),
        }
    }
}

/// A key that was read.
pub(crate) enum Name {
    Known(usize),
    Reserved(usize),
    Other(MemberName, Nearness),
}

/// The name of a member.
#[derive(Clone, Debug)]
pub(crate) struct MemberName {
    /// What it says.
    pub(crate) text: Box<str>,
    /// The JSON that it is, if something in it is escaped.
    pub(crate) spelling: Option<Box<str>>,
}

impl From<String> for MemberName {
    fn from(text: String) -> Self {
        Self { text: text.into(), spelling: None }
    }
}

/// What comes nearest to a name, by its JSON.
fn spelt<E: Error>(spelling: &[u8]) -> Result<(MemberName, Nearness), E> {
    let spelling = std::str::from_utf8(spelling).map_err(E::custom)?;
    let (text, nearness) =
        json_text::nearest::<Box<str>>(spelling).ok_or_else(|| E::custom("not the name of a member"))?;
    Ok((MemberName { text, spelling: Some(spelling.into()) }, nearness))
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Name;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        if !self.names.knows_text {
            return deserializer.deserialize_str(self);
        }
        deserializer.deserialize_newtype_struct(self.names.at(self.expected).unwrap_or(NEXT), self)
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
        Ok(self.find(name).unwrap_or_else(|| Name::Other(name.to_owned().into(), Nearness::Exact)))
    }

    fn visit_borrowed_bytes<E: Error>(self, spelling: &'de [u8]) -> Result<Name, E> {
        let (name, nearness) = spelt(spelling)?;
        Ok(self.find(&name.text).unwrap_or(Name::Other(name, nearness)))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_str(self)
    }
}

/// Reads the name of a member, without allocating if it has no escapes, and how near it is.
pub(crate) struct AnyName;

impl<'de> DeserializeSeed<'de> for AnyName {
    type Value = (Cow<'de, str>, Nearness);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_newtype_struct(NEXT, self)
    }
}

impl<'de> Visitor<'de> for AnyName {
    type Value = (Cow<'de, str>, Nearness);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok((Cow::Borrowed(name), Nearness::Exact))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok((Cow::Owned(name.to_owned()), Nearness::Exact))
    }

    fn visit_borrowed_bytes<E: Error>(self, spelling: &'de [u8]) -> Result<Self::Value, E> {
        spelt(spelling).map(|(name, nearness)| (Cow::Owned(name.text.into()), nearness))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

/// Reads a string, borrowed if it has no escapes; or any other value: `None` if the reader [`KNOWS_TEXT`].
pub(crate) struct BorrowedText;

impl BorrowedText {
    fn scalar<'de>(self, value: Value) -> Result<&'de str, Option<Value>> {
        Err(Some(value))
    }

    fn odd<'de>(self) -> Result<&'de str, Option<Value>> {
        Err(None)
    }
}

impl<'de> DeserializeSeed<'de> for BorrowedText {
    type Value = Result<&'de str, Option<Value>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_newtype_struct(EXACT, self)
    }
}

impl<'de> Visitor<'de> for BorrowedText {
    type Value = Result<&'de str, Option<Value>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    visit_scalars!();
    visit_odd!();

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Ok(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Err(Some(Value::from(text))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        list_or_text(seq).map(Err)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        object_or_text(map).map(Err)
    }
}
