//! A model → any serde format. Written once for all types, as decoding is.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::codec::model::{AnyRef, ByRelSlot, Model, Slot};
use crate::codec::place::{kept, try_members};
use crate::codec::scalar::Format;
use crate::unknown::Place;

/// Writes a model: its `rel`, its properties in declared order, what is unknown, its links, what is embedded.
///
/// # Errors
/// Those of the serializer.
pub fn encode<S: Serializer>(model: &dyn Model, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let unknown = model.unknown();
    if let Some(rel) = model.own_rel()
        && !unknown.is_without_rel()
        && unknown.get("rel").is_none()
    {
        map.serialize_entry("rel", rel)?;
    }
    place_entries(model, Place::Property, &mut map)?;
    for (place, name) in [(Place::Link, "_links"), (Place::Embedded, "_embedded")] {
        if has_entries(model, place) {
            map.serialize_entry(name, &PlaceOf(model, place))?;
        }
    }
    map.end()
}

/// The JSON value that a model is written as.
///
/// # Errors
/// Only if a scalar type of the user's own fails to be written.
pub fn to_value(model: &dyn Model) -> Result<Value, serde_json::Error> {
    encode(model, serde_json::value::Serializer)
}

fn has_entries(model: &dyn Model, place: Place) -> bool {
    try_members(model, place, |_, _| Err(())).is_err()
        || (model.unknown().has_entries(place) && kept(model, place).next().is_some())
}

fn place_entries<M: SerializeMap>(model: &dyn Model, place: Place, map: &mut M) -> Result<(), M::Error> {
    let unknown = model.unknown();
    try_members(model, place, |name, slot| {
        map.serialize_entry(name, &Member { slot, flipped: unknown.is_flipped(place, name) })
    })?;
    if !unknown.has_entries(place) {
        return Ok(());
    }
    for (name, value) in kept(model, place) {
        // A `_links` that was no object is kept as a property of that name, until there are links.
        let overruled = place == Place::Property
            && match name {
                "_links" => has_entries(model, Place::Link),
                "_embedded" => has_entries(model, Place::Embedded),
                _ => false,
            };
        if !overruled {
            map.serialize_entry(name, value)?;
        }
    }
    Ok(())
}

/// All links, or all embedded resources, of a model.
struct PlaceOf<'a>(&'a dyn Model, Place);

impl Serialize for PlaceOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        place_entries(self.0, self.1, &mut map)?;
        map.end()
    }
}

/// The value of a documented member.
struct Member<'a> {
    slot: Slot<'a>,
    /// Whether it came as a list where one is documented, or the other way round.
    flipped: bool,
}

impl Member<'_> {
    /// Writes one value or a list of them, given what is documented.
    fn one_or_list<S: Serializer, T: Serialize>(
        &self,
        is_list: bool,
        length: usize,
        get: impl Fn(usize) -> Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match get(0) {
            Some(only) if length == 1 && is_list == self.flipped => only.serialize(serializer),
            _ => {
                let mut list = serializer.serialize_seq(Some(length))?;
                for item in (0..length).map_while(get) {
                    list.serialize_element(&item)?;
                }
                list.end()
            }
        }
    }
}

impl Serialize for Member<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.slot {
            Slot::Value(slot) => slot.view(Format::Json).serialize(serializer),
            Slot::Link(slot) | Slot::External(slot) => {
                self.one_or_list(slot.is_list(), slot.count(), |index| slot.get(index), serializer)
            }
            Slot::Model(slot) => self.one_or_list(
                slot.is_list(),
                slot.count(),
                |index| Some(Any(AnyRef::Model(slot.get(index)?))),
                serializer,
            ),
            Slot::ByRel(slot) => by_rel(slot, serializer),
        }
    }
}

/// A resource of any type.
pub(crate) struct Any<'a>(pub(crate) AnyRef<'a>);

impl Serialize for Any<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            AnyRef::Model(model) => encode(model, serializer),
            AnyRef::Value(value) => value.serialize(serializer),
        }
    }
}

fn by_rel<S: Serializer>(slot: &dyn ByRelSlot, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(slot.iter().map(|(name, resource)| (name, Any(resource))))
}
