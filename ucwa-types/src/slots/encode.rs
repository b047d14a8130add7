//! A model → any serde format. Written once for all types, as decoding is.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::raw_json::RawJson;
use crate::slots::model::{AnyRef, ByRelSlot, Model, Show, Slot, Slots};
use crate::slots::place::{kept, table};
use crate::slots::scalar::Notation;
use crate::unknown::{EMBEDDED, Entry, LINKS, Place, Unknown};

/// Writes a model: its `rel`, its properties in declared order, what is unknown, its links, what is embedded.
///
/// # Errors
/// Those of the serializer.
pub fn encode<S: Serializer>(model: &dyn Model, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let parts = model.parts();
    let unknown = parts.unknown;
    if let Some(rel) = parts.written_rel() {
        map.serialize_entry("rel", rel)?;
    }
    let mut externals = Vec::new();
    documented(model, Place::Property, unknown, &mut map, |name, slot| externals.push((name, slot)))?;
    let links = PlaceOf { model, place: Place::Link, externals: &externals };
    let embedded = PlaceOf { model, place: Place::Embedded, externals: &[] };
    let has_kept = unknown.has_entries(Place::Property);
    if has_kept {
        for Entry { name, value, .. } in kept(model, Place::Property) {
            if name != LINKS && name != EMBEDDED {
                map.serialize_entry(name, value)?;
            }
        }
    }
    for (name, members) in [(LINKS, links), (EMBEDDED, embedded)] {
        if members.has_entries() {
            map.serialize_entry(name, &members)?;
        } else if has_kept && let Some(kept) = kept(model, Place::Property).find(|kept| kept.name == name) {
            // What came under this name and was no object, or one without members.
            map.serialize_entry(name, kept.value)?;
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

/// The JSON text that the value of a member is written as.
///
/// # Errors
/// Only if a scalar type of the user's own fails to be written.
pub(crate) fn text(slot: Slot<'_>, flipped: bool) -> Result<Box<str>, serde_json::Error> {
    serde_json::to_string(&Member { slot, flipped }).map(Into::into)
}

/// The text that a documented member had, if no text but that says all of it and the member has not been changed.
#[inline]
pub(crate) fn literal<'a>(
    unknown: &'a Unknown,
    place: Place,
    name: &'static str,
    slot: Slot<'_>,
) -> Option<&'a RawJson> {
    if unknown.is_untouched() {
        return None;
    }
    let kept = unknown.literal(place, name)?;
    let written = text(slot, unknown.is_flipped(place, name)).ok()?;
    (written == kept.written).then_some(&kept.literal)
}

/// Writes the members that are documented for a place and have a value; properties that are links on the wire are put
/// aside.
fn documented<'a, M: SerializeMap>(
    slots: &'a dyn Slots,
    place: Place,
    unknown: &Unknown,
    map: &mut M,
    mut aside: impl FnMut(&'static str, Slot<'a>),
) -> Result<(), M::Error> {
    let names = slots.names();
    let mut result = Ok(());
    slots.each(Show::set(&mut |index, slot| {
        let name = names[index];
        if place == Place::Property && matches!(slot, Slot::External(_)) {
            aside(name, slot);
        } else if result.is_ok() {
            result = map.serialize_entry(name, &Member { slot, flipped: unknown.is_flipped(place, name) });
        }
    }));
    result
}

/// All links, or all embedded resources, of a model.
struct PlaceOf<'a> {
    model: &'a dyn Model,
    place: Place,
    /// The properties that are members of it on the wire.
    externals: &'a [(&'static str, Slot<'a>)],
}

impl PlaceOf<'_> {
    fn has_entries(&self) -> bool {
        let Self { model, place, externals } = *self;
        let mut any = !externals.is_empty();
        if let Some(slots) = table(model, place) {
            slots.each(Show::set(&mut |_, _| any = true));
        }
        any || (model.unknown().has_entries(place) && kept(model, place).next().is_some())
    }
}

impl Serialize for PlaceOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { model, place, externals } = *self;
        let unknown = model.unknown();
        let mut map = serializer.serialize_map(None)?;
        if let Some(slots) = table(model, place) {
            documented(slots, place, unknown, &mut map, |_, _| {})?;
        }
        for &(name, slot) in externals {
            map.serialize_entry(name, &Member { slot, flipped: unknown.is_flipped(place, name) })?;
        }
        if unknown.has_entries(place) {
            for Entry { name, value, .. } in kept(model, place) {
                map.serialize_entry(name, value)?;
            }
        }
        map.end()
    }
}

/// The value of a documented member.
struct Member<'a> {
    slot: Slot<'a>,
    /// Whether it was a list where a single value is documented, or the other way round.
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
            Slot::Value(slot) => slot.view(Notation::Json).serialize(serializer),
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
    let mut map = serializer.serialize_map(Some(slot.count()))?;
    for (name, resource) in slot.iter() {
        map.serialize_entry(name, &Any(resource))?;
    }
    map.end()
}
