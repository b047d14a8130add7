//! Where a model's members stand: among its properties, its links or its embedded resources.

use crate::codec::model::{Model, Slot, Slots};
use crate::read;
use crate::unknown::Place;

/// The slots of the members that are documented for a place.
pub(crate) fn table(model: &dyn Model, place: Place) -> Option<&dyn Slots> {
    match place {
        Place::Property => Some(model),
        Place::Link => model.links(),
        Place::Embedded => model.embedded(),
    }
}

/// The same, to be written.
pub(crate) fn table_mut(model: &mut dyn Model, place: Place) -> Option<&mut dyn Slots> {
    match place {
        Place::Property => Some(model),
        Place::Link => model.links_mut(),
        Place::Embedded => model.embedded_mut(),
    }
}

/// The property that is the link of this name on the wire, as a position among the properties.
pub(crate) fn external(model: &dyn Model, place: Place, name: &str) -> Option<usize> {
    if place != Place::Link {
        return None;
    }
    let index = read::position(model.names(), 0, name)?;
    matches!(model.slot(index), Some(Slot::External(_))).then_some(index)
}

/// The members that are documented for a place and have a value.
pub(crate) fn members(model: &dyn Model, place: Place) -> impl Iterator<Item = (&'static str, Slot<'_>)> {
    let own = table(model, place).into_iter().flat_map(slots);
    let externals = slots(model).filter(move |_| place == Place::Link);
    own.filter(move |(_, slot)| place != Place::Property || !matches!(slot, Slot::External(_)))
        .chain(externals.filter(|(_, slot)| matches!(slot, Slot::External(_))))
        .filter(|(_, slot)| slot.is_set())
}

/// What a model keeps for a place and has no typed value for.
pub(crate) fn kept(model: &dyn Model, place: Place) -> impl Iterator<Item = (&str, &serde_json::Value)> {
    model.unknown().entries(place).filter(move |(name, _)| !is_set(model, place, name))
}

fn is_set(model: &dyn Model, place: Place, name: &str) -> bool {
    let find = |slots: &dyn Slots| read::position(slots.names(), 0, name);
    let slot = match table(model, place).and_then(|slots| Some((slots, find(slots)?))) {
        Some((slots, index)) => slots.slot(index),
        None => external(model, place, name).and_then(|index| model.slot(index)),
    };
    slot.is_some_and(|slot| slot.is_set() && (place == Place::Link || !matches!(slot, Slot::External(_))))
}

fn slots(slots: &dyn Slots) -> impl Iterator<Item = (&'static str, Slot<'_>)> {
    slots.names().iter().copied().zip((0..).map_while(|index| slots.slot(index)))
}
