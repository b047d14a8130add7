//! Any serde format → links.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::data::{LinkData, NAMES};
use super::texts::{Part, Texts};
use crate::read::{self, Name, Names, visit_scalars};

/// Reads a link that shares its buffer with no other; or any other value.
pub(super) fn link_or_value<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Result<LinkData, Value>, D::Error> {
    let mut texts = Texts::default();
    let read = LinkOrValue(&mut texts).deserialize(deserializer);
    texts.finish();
    read
}

/// Reads a link, or any other value. The link has its strings once these are [finished](Texts::finish).
pub(crate) struct LinkOrValue<'a>(pub(crate) &'a mut Texts);

impl LinkOrValue<'_> {
    fn scalar(self, value: Value) -> Result<LinkData, Value> {
        Err(value)
    }

    pub(crate) fn read<'de, A: MapAccess<'de>>(
        texts: &mut Texts,
        mut map: A,
    ) -> Result<Result<LinkData, Value>, A::Error> {
        let begin = texts.begin();
        let mut parts = [None; NAMES.len()];
        let mut other: Option<Map<String, Value>> = None;
        let mut expected = 0;
        let names = Names::of(&map, &NAMES, &[]);
        while let Some(name) = map.next_key_seed(names.key(expected))? {
            match name {
                Name::Known(index) => {
                    expected = index + 1;
                    // The last one of a name wins.
                    match map.next_value_seed(TextTo(texts))? {
                        Ok(part) => {
                            parts[index] = Some(part);
                            if let Some(other) = &mut other {
                                other.remove(NAMES[index]);
                            }
                        }
                        Err(value) => {
                            parts[index] = None;
                            other.get_or_insert_default().insert(NAMES[index].to_owned(), value);
                        }
                    }
                }
                Name::Reserved(_) => {}
                Name::Other(name) => {
                    other.get_or_insert_default().insert(name, map.next_value()?);
                }
            }
        }
        let [href, beside @ ..] = parts;
        let Some(href) = href else {
            let known = NAMES.into_iter().zip(parts);
            let mut other = other.unwrap_or_default();
            other.extend(
                known.filter_map(|(name, part)| Some((name.to_owned(), Value::from(texts.get(part?))))),
            );
            texts.take_back(begin);
            return Ok(Err(Value::Object(other)));
        };
        Ok(Ok(LinkData::of_parts(texts, begin, href, beside, other)))
    }
}

impl<'de> DeserializeSeed<'de> for LinkOrValue<'_> {
    type Value = Result<LinkData, Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for LinkOrValue<'_> {
    type Value = Result<LinkData, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a link")
    }

    visit_scalars!();

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Err(Value::from(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        read::list(seq).map(Err)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Self::read(self.0, map)
    }
}

/// Reads a string to the end of a buffer, or any other value.
struct TextTo<'a>(&'a mut Texts);

impl TextTo<'_> {
    fn scalar(self, value: Value) -> Result<Part, Value> {
        Err(value)
    }
}

impl<'de> DeserializeSeed<'de> for TextTo<'_> {
    type Value = Result<Part, Value>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TextTo<'_> {
    type Value = Result<Part, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    visit_scalars!();

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Ok(self.0.add(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        read::list(seq).map(Err)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        read::object(map).map(Err)
    }
}
