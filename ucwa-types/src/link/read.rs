//! Any serde format → links.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::data::{LinkData, NAMES};
use super::texts::{Part, Texts};
use crate::json_text::{self, EXACT, Nearness};
use crate::raw_json::RawJson;
use crate::read::{self, Last, Name, Names, visit_odd, visit_scalars};

/// Reads a link that shares its buffer with no other; or any other value.
pub(super) fn link_or_value<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Result<LinkData, Option<RawJson>>, D::Error> {
    let mut texts = Texts::default();
    let read = LinkOrValue(&mut texts).deserialize(deserializer);
    texts.finish();
    read
}

/// Reads a link, or any other value: `None` if the reader knows its text. The link has its strings once these are
/// [finished](Texts::finish).
pub(crate) struct LinkOrValue<'a>(pub(crate) &'a mut Texts);

impl LinkOrValue<'_> {
    fn scalar(self, value: Value) -> Result<LinkData, Option<RawJson>> {
        Err(Some(value.into()))
    }

    fn odd(self) -> Result<LinkData, Option<RawJson>> {
        Err(None)
    }

    pub(crate) fn read<'de, A: MapAccess<'de>>(
        texts: &mut Texts,
        mut map: A,
    ) -> Result<Result<LinkData, Option<RawJson>>, A::Error> {
        let begin = texts.begin();
        let mut parts = [None; NAMES.len()];
        let mut other: Option<Map<String, Value>> = None;
        let mut expected = 0;
        let mut empty = true;
        let names = Names::of(&map, &NAMES, &[]);
        while let Some(name) = map.next_key_seed(names.key(expected))? {
            empty = false;
            match name {
                Name::Known(index) => {
                    expected = index + 1;
                    let read = match map.next_value_seed(TextTo(texts))? {
                        Err(None) if names.knows_text() => {
                            match nearest(texts, map.next_value_seed(Last)?)? {
                                Value::String(text) => Ok(texts.add(&text)),
                                value => Err(value),
                            }
                        }
                        Err(None) => return Err(A::Error::custom("a value without a text")),
                        Err(Some(value)) => Err(value),
                        Ok(part) => Ok(part),
                    };
                    // The last one of a name wins.
                    match read {
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
                Name::Other(name, nearness) => {
                    texts.note(nearness);
                    let value = if names.knows_text() {
                        map.next_value::<IgnoredAny>()?;
                        nearest(texts, map.next_value_seed(Last)?)?
                    } else {
                        map.next_value()?
                    };
                    if other.get_or_insert_default().insert(name.text.into(), value).is_some() {
                        texts.note(Nearness::Lossy);
                    }
                }
            }
        }
        let [href, beside @ ..] = parts;
        let Some(href) = href else {
            if names.knows_text() && !empty {
                texts.take_back(begin);
                return Ok(Err(None));
            }
            let known = NAMES.into_iter().zip(parts);
            let mut other = other.unwrap_or_default();
            other.extend(
                known.filter_map(|(name, part)| Some((name.to_owned(), Value::from(texts.get(part?))))),
            );
            texts.take_back(begin);
            return Ok(Err(Some(Value::Object(other).into())));
        };
        Ok(Ok(LinkData::of_parts(texts, begin, href, beside, other)))
    }
}

impl<'de> DeserializeSeed<'de> for LinkOrValue<'_> {
    type Value = Result<LinkData, Option<RawJson>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_newtype_struct(EXACT, self)
    }
}

impl<'de> Visitor<'de> for LinkOrValue<'_> {
    type Value = Result<LinkData, Option<RawJson>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a link")
    }

    visit_scalars!();
    visit_odd!();

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Err(Some(text.into())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        read::list_or_text(seq).map(|list| Err(list.map(RawJson::from)))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Self::read(self.0, map)
    }
}

/// The value that comes nearest to a text. That it is not all of it is noted with the texts.
fn nearest<E: Error>(texts: &mut Texts, text: &str) -> Result<Value, E> {
    let (value, nearness) = json_text::nearest_value(text).ok_or_else(|| E::custom("not JSON"))?;
    texts.note(nearness);
    Ok(value)
}

/// Reads a string to the end of a buffer, or any other value: `None` if the reader knows its text.
struct TextTo<'a>(&'a mut Texts);

impl TextTo<'_> {
    fn scalar(self, value: Value) -> Result<Part, Option<Value>> {
        Err(Some(value))
    }

    fn odd(self) -> Result<Part, Option<Value>> {
        Err(None)
    }
}

impl<'de> DeserializeSeed<'de> for TextTo<'_> {
    type Value = Result<Part, Option<Value>>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_newtype_struct(EXACT, self)
    }
}

impl<'de> Visitor<'de> for TextTo<'_> {
    type Value = Result<Part, Option<Value>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    visit_scalars!();
    visit_odd!();

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Ok(self.0.add(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        read::list_or_text(seq).map(Err)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        read::object_or_text(map).map(Err)
    }
}
