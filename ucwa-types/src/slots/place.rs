//! Where a model's members stand (among its properties, its links or its embedded resources), and what becomes of
//! their values.

use crate::raw_json::RawJson;
use crate::read;
#[cfg(feature = "xml")]
use crate::slots::model::Show;
use crate::slots::model::{Model, Slot, SlotMut, Slots};
use crate::unknown::{Entries, Entry, Literal, Place};

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

/// A documented member: which slot it has, and where it stands on the wire.
#[derive(Clone, Copy)]
pub(crate) struct Member {
    table: Place,
    index: usize,
    place: Place,
    name: &'static str,
}

/// What became of a value on its way into a slot.
pub(crate) enum Outcome {
    /// It is where it was to go.
    Taken,
    /// The same, but it was a list of one where one is documented, or one where many are.
    Flipped,
    /// It does not fit there; what the slot holds now is to be cleared.
    Raw(RawJson),
}

impl Member {
    /// The member at a position among those of a place, which are called these names.
    #[inline]
    pub(crate) fn new(place: Place, names: &[&'static str], index: usize) -> Self {
        Self { table: place, index, place, name: names[index] }
    }

    /// The property that is the link of this name on the wire.
    pub(crate) fn external(model: &dyn Model, place: Place, name: &str) -> Option<Self> {
        if place != Place::Link {
            return None;
        }
        let index = read::position(model.names(), 0, name)?;
        let properties: &dyn Slots = model;
        let external = matches!(properties.slot(index), Some(Slot::External(_)));
        external.then(|| Self { place, ..Self::new(Place::Property, model.names(), index) })
    }

    /// The member of this name in a place.
    pub(crate) fn find(model: &dyn Model, place: Place, name: &str) -> Option<Self> {
        let names = table(model, place).map_or(&[][..], Slots::names);
        let member = read::position(names, 0, name).map(|index| Self::new(place, names, index));
        member.or_else(|| Self::external(model, place, name))
    }

    /// Its slot; `None` if what stands there cannot be of it: a plain property that should be a link.
    pub(crate) fn slot(self, model: &dyn Model) -> Option<Slot<'_>> {
        let slot = table(model, self.table)?.slot(self.index)?;
        let misplaced = self.place == Place::Property && matches!(slot, Slot::External(_));
        (!misplaced).then_some(slot)
    }

    /// The same, to be written.
    pub(crate) fn slot_mut(self, model: &mut dyn Model) -> Option<SlotMut<'_>> {
        let slot = table_mut(model, self.table)?.slot_mut(self.index)?;
        let misplaced = self.place == Place::Property && matches!(slot, SlotMut::External(_));
        (!misplaced).then_some(slot)
    }

    /// Notes what became of its value, which overrules an earlier one.
    #[inline]
    pub(crate) fn settle(self, model: &mut dyn Model, outcome: Outcome) {
        if !matches!(outcome, Outcome::Taken) || !model.unknown().is_untouched() {
            self.note(model, outcome);
        }
    }

    /// Keeps the text of its value beside what comes nearest to that, which is written like this.
    pub(crate) fn keep_literal(
        self,
        model: &mut dyn Model,
        literal: RawJson,
        lossy: bool,
        written: Box<str>,
    ) {
        model.unknown_mut().keep_literal(self.place, self.name, Literal { literal, lossy, written });
    }

    fn note(self, model: &mut dyn Model, outcome: Outcome) {
        let unknown = model.unknown_mut();
        unknown.forget(self.place, self.name);
        match outcome {
            Outcome::Taken => {}
            Outcome::Flipped => unknown.flip(self.place, self.name),
            Outcome::Raw(value) => {
                // Half-filled by now, or filled by an earlier member of this name.
                if let Some(slot) = self.slot_mut(model) {
                    slot.clear();
                }
                model.unknown_mut().keep_misfit(self.place, self.name, value);
            }
        }
    }
}

/// Shows the members that are documented for a place and have a value, until one of them is an error.
#[cfg(feature = "xml")]
pub(crate) fn try_members<'a, E>(
    model: &'a dyn Model,
    place: Place,
    mut visit: impl FnMut(&'static str, Slot<'a>) -> Result<(), E>,
) -> Result<(), E> {
    let mut result = Ok(());
    let mut visit = |name, slot| {
        if result.is_ok() {
            result = visit(name, slot);
        }
    };
    if let Some(slots) = table(model, place) {
        let names = slots.names();
        slots.each(Show::set(&mut |index, slot| {
            if place != Place::Property || !matches!(slot, Slot::External(_)) {
                visit(names[index], slot);
            }
        }));
    }
    if place == Place::Link {
        let names = model.names();
        model.each(Show::set(&mut |index, slot| {
            if matches!(slot, Slot::External(_)) {
                visit(names[index], slot);
            }
        }));
    }
    result
}

/// What a model keeps for a place and has no typed value for.
pub(crate) fn kept(model: &dyn Model, place: Place) -> Kept<'_> {
    Kept { model, place, entries: model.unknown().entries(place) }
}

/// A type of its own, so that it is compiled once and not with each encoder.
pub(crate) struct Kept<'a> {
    model: &'a dyn Model,
    place: Place,
    entries: Entries<'a>,
}

impl<'a> Iterator for Kept<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let entry = self.entries.next()?;
            if !is_set(self.model, self.place, entry.name) {
                return Some(entry);
            }
        }
    }
}

fn is_set(model: &dyn Model, place: Place, name: &str) -> bool {
    Member::find(model, place, name).and_then(|member| member.slot(model)).is_some_and(Slot::is_set)
}
