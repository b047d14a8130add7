//! Any serde format → a model. Written once for all types: what differs between them is in their slots.
//!
//! Decoding an object never fails over what it says: a member goes into its slot, or is kept as it came.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::codec::encode;
use crate::codec::model::{ByRelSlot, LinkSlot, Model, ModelSlot, SlotMut, Slots, ValueSlot};
use crate::codec::place::{Member, Outcome, table, table_mut};
use crate::codec::scalar::{Format, Incoming, View};
use crate::link::{LinkData, LinkOrValue};
use crate::read::{self, Key, Name, visit_scalars};
use crate::unknown::Place;

/// Fills an empty model.
///
/// # Errors
/// Those of the deserializer, and if what it holds is not an object.
pub fn decode<'de, D: Deserializer<'de>>(model: &mut dyn Model, deserializer: D) -> Result<(), D::Error> {
    deserializer.deserialize_any(Whole(model))
}

/// What a derived `Deserialize` of a model does.
///
/// # Errors
/// Those of [`decode`].
pub fn deserialize<'de, M: Model + Default, D: Deserializer<'de>>(deserializer: D) -> Result<M, D::Error> {
    let mut model = M::default();
    decode(model.as_model_mut(), deserializer)?;
    Ok(model)
}

/// The visitor of a model that must be there.
struct Whole<'a>(&'a mut dyn Model);

impl<'de> Visitor<'de> for Whole<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.own_rel() {
            Some(rel) => write!(f, "an object, the {rel} resource"),
            None => f.write_str("an object"),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        members(self.0, map)
    }
}

/// The names with a meaning of their own, and their position among them.
const RESERVED: [&str; 3] = ["_links", "_embedded", "rel"];
const LINKS: usize = 0;
const REL: usize = 2;

/// Reads the members of an object into a model.
fn members<'de, A: MapAccess<'de>>(model: &mut dyn Model, mut map: A) -> Result<(), A::Error> {
    let mut expected = 0;
    let mut seen = [false; RESERVED.len()];
    // Only a model with a rel of its own gives the name `rel` a meaning.
    let reserved = if model.own_rel().is_some() { &RESERVED[..] } else { &RESERVED[..REL] };
    let names = model.names();
    while let Some(name) = map.next_key_seed(Key { names, expected, reserved })? {
        match name {
            Name::Known(index) => {
                expected = index + 1;
                member(model, Member::new(Place::Property, names, index), &mut map)?;
            }
            Name::Reserved(which) => {
                let mut own = OwnRel(model.own_rel());
                let target = match which {
                    REL => Target::Slot(SlotMut::Value(&mut own)),
                    _ => {
                        let place = if which == LINKS { Place::Link } else { Place::Embedded };
                        if seen[which] {
                            clear_place(model, place);
                        }
                        Target::Place(&mut *model, place)
                    }
                };
                let outcome = map.next_value_seed(target)?;
                let unknown = model.unknown_mut();
                unknown.forget(Place::Property, RESERVED[which]);
                if let Outcome::Raw(value) = outcome {
                    unknown.keep(Place::Property, RESERVED[which].to_owned(), value);
                }
                seen[which] = true;
            }
            Name::Other(name) => {
                let value = map.next_value()?;
                model.unknown_mut().keep(Place::Property, name, value);
            }
        }
    }
    if model.own_rel().is_some() && !seen[REL] {
        model.unknown_mut().set_without_rel();
    }
    Ok(())
}

/// Reads the members of `_links` or `_embedded` into a model. An object without any is handed back to be kept.
fn place_members<'de, A: MapAccess<'de>>(
    model: &mut dyn Model,
    place: Place,
    mut map: A,
) -> Result<Outcome, A::Error> {
    let mut expected = 0;
    let mut empty = true;
    let names = table(model, place).map_or(&[][..], Slots::names);
    while let Some(name) = map.next_key_seed(Key { names, expected, reserved: &[] })? {
        empty = false;
        match name {
            Name::Known(index) => {
                expected = index + 1;
                member(model, Member::new(place, names, index), &mut map)?;
            }
            Name::Reserved(_) => {}
            Name::Other(name) => match Member::external(model, place, &name) {
                Some(external) => member(model, external, &mut map)?,
                None => {
                    let value = map.next_value()?;
                    model.unknown_mut().keep(place, name, value);
                }
            },
        }
    }
    Ok(if empty { Outcome::Raw(Value::Object(Map::new())) } else { Outcome::Taken })
}

/// Reads the value of a documented member.
fn member<'de, A: MapAccess<'de>>(
    model: &mut dyn Model,
    member: Member,
    map: &mut A,
) -> Result<(), A::Error> {
    let outcome = match member.slot_mut(model) {
        Some(slot) => map.next_value_seed(Target::Slot(slot))?,
        None => Outcome::Raw(map.next_value()?),
    };
    member.settle(model, outcome);
    Ok(())
}

/// Empties `_links` or `_embedded`, which came a second time: the last of one name wins.
fn clear_place(model: &mut dyn Model, place: Place) {
    model.unknown_mut().forget_all(place);
    if let Some(slots) = table_mut(model, place) {
        (0..).map_while(|index| slots.slot_mut(index).map(SlotMut::clear)).for_each(drop);
    }
    if place == Place::Link {
        for index in 0..model.names().len() {
            if let Some(slot @ SlotMut::External(_)) = model.slot_mut(index) {
                slot.clear();
            }
        }
    }
}

/// Where a value goes that is about to be read.
enum Target<'a> {
    /// Into a slot.
    Slot(SlotMut<'a>),
    /// Into the slot of many objects (or of one, if it is empty), as one more.
    Item(&'a mut dyn ModelSlot),
    /// Into the slot of resources by rel, under this name.
    Named(&'a mut dyn ByRelSlot, &'a str),
    /// Into the links or the embedded resources of a model.
    Place(&'a mut dyn Model, Place),
}

impl Target<'_> {
    fn scalar(self, value: Value) -> Outcome {
        if self.read(Incoming::from(&value)) { Outcome::Taken } else { Outcome::Raw(value) }
    }

    /// Whether a value without members of its own fits.
    fn read(self, incoming: Incoming<'_>) -> bool {
        match self {
            Self::Slot(SlotMut::Value(slot)) => slot.read(incoming),
            _ => false,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Target<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Target<'_> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    visit_scalars!();

    fn visit_str<E: Error>(self, text: &str) -> Result<Outcome, E> {
        Ok(if self.read(Incoming::Text(text)) { Outcome::Taken } else { Outcome::Raw(Value::from(text)) })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Outcome, A::Error> {
        match self {
            Self::Slot(SlotMut::Link(slot) | SlotMut::External(slot)) => links(slot, seq),
            Self::Slot(SlotMut::Model(slot)) => models(slot, seq),
            other => read::list(seq).map(|value| other.scalar(value)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Outcome, A::Error> {
        match self {
            Self::Slot(SlotMut::Value(_)) => read::object(map).map(|value| self.scalar(value)),
            Self::Slot(SlotMut::Link(slot) | SlotMut::External(slot)) => {
                slot.clear();
                Ok(match LinkOrValue::read(map)? {
                    Ok(link) => {
                        slot.push(link);
                        one_into(slot.is_list())
                    }
                    Err(value) => Outcome::Raw(value),
                })
            }
            Self::Slot(SlotMut::Model(slot)) => {
                slot.clear();
                members(slot.push(), map)?;
                Ok(one_into(slot.is_list()))
            }
            Self::Slot(SlotMut::ByRel(slot)) => by_rel(slot, map),
            Self::Item(slot) => members(slot.push(), map).map(|()| Outcome::Taken),
            Self::Named(slot, name) => match slot.start(name, name) {
                Some(model) => members(model, map).map(|()| Outcome::Taken),
                None => read::object(map).map(Outcome::Raw),
            },
            Self::Place(model, place) => place_members(model, place, map),
        }
    }
}

/// What became of one value in a slot of one or of many.
fn one_into(is_list: bool) -> Outcome {
    if is_list { Outcome::Flipped } else { Outcome::Taken }
}

/// What becomes of a list of `length` values that each fit a slot: nothing if it must be kept as it is.
fn list_into(is_list: bool, length: usize) -> Option<Outcome> {
    match (is_list, length) {
        // An empty slot is an absent member, which an empty list is not.
        (_, 0) => None,
        (true, _) => Some(Outcome::Taken),
        (false, 1) => Some(Outcome::Flipped),
        (false, _) => None,
    }
}

/// Keeps a list: what has been read of it, and the rest.
fn keep_list<'de, A: SeqAccess<'de>>(mut list: Vec<Value>, mut seq: A) -> Result<Outcome, A::Error> {
    while let Some(value) = seq.next_element()? {
        list.push(value);
    }
    Ok(Outcome::Raw(Value::Array(list)))
}

fn links<'de, A: SeqAccess<'de>>(slot: &mut dyn LinkSlot, mut seq: A) -> Result<Outcome, A::Error> {
    let mut links = Vec::new();
    let values = |links: &[LinkData]| links.iter().map(LinkData::to_value).collect::<Vec<_>>();
    while let Some(item) = seq.next_element_seed(LinkOrValue)? {
        match item {
            Ok(link) => links.push(link),
            Err(value) => {
                let mut list = values(&links);
                list.push(value);
                return keep_list(list, seq);
            }
        }
    }
    let Some(outcome) = list_into(slot.is_list(), links.len()) else {
        return Ok(Outcome::Raw(Value::Array(values(&links))));
    };
    slot.clear();
    links.into_iter().for_each(|link| slot.push(link));
    Ok(outcome)
}

fn models<'de, A: SeqAccess<'de>>(slot: &mut dyn ModelSlot, mut seq: A) -> Result<Outcome, A::Error> {
    let values = |slot: &dyn ModelSlot| -> Result<Vec<Value>, A::Error> {
        let models = (0..).map_while(|index| slot.get(index));
        models.map(|model| encode::to_value(model).map_err(A::Error::custom)).collect()
    };
    slot.clear();
    loop {
        if !slot.is_list() && slot.count() == 1 {
            // One is documented. Whatever else there is, then, it is more than that.
            let Some(value) = seq.next_element()? else {
                break;
            };
            let mut list = values(slot)?;
            list.push(value);
            return keep_list(list, seq);
        }
        match seq.next_element_seed(Target::Item(slot))? {
            None => break,
            Some(Outcome::Raw(value)) => {
                let mut list = values(slot)?;
                list.push(value);
                return keep_list(list, seq);
            }
            Some(_) => {}
        }
    }
    Ok(list_into(slot.is_list(), slot.count()).unwrap_or_else(|| Outcome::Raw(Value::Array(Vec::new()))))
}

fn by_rel<'de, A: MapAccess<'de>>(slot: &mut dyn ByRelSlot, mut map: A) -> Result<Outcome, A::Error> {
    slot.clear();
    while let Some(name) = map.next_key::<String>()? {
        if let Outcome::Raw(value) = map.next_value_seed(Target::Named(slot, &name))? {
            slot.put(&name, value).map_err(A::Error::custom)?;
        }
    }
    Ok(if slot.count() == 0 { Outcome::Raw(Value::Object(Map::new())) } else { Outcome::Taken })
}

/// The slot of the `rel`, which holds the type's own and nothing else.
struct OwnRel(Option<&'static str>);

impl ValueSlot for OwnRel {
    fn read(&mut self, incoming: Incoming<'_>) -> bool {
        incoming.text().is_some_and(|rel| self.0 == Some(rel))
    }

    fn view(&self, _: Format) -> Option<View<'_>> {
        self.0.map(|rel| View::Text(rel.into()))
    }

    fn is_set(&self) -> bool {
        self.0.is_some()
    }

    fn clear(&mut self) {}
}
