//! Which Rust types a field may have, and the slot that each of them is.

use serde_json::{Number, Value};

use crate::date_time::DateTime;
use crate::external::ExternalResource;
use crate::link::{Link, LinkData};
use crate::slots::model::{LinkSlot, Model, ModelSlot, Slot, SlotMut, ValueSlot};
use crate::slots::scalar::{Incoming, Notation, Scalar, View};
use crate::time_span::TimeSpan;

/// A type that a field of a described struct may have.
///
/// `Option<T>` for any [`Element`] `T`; `Vec<Link<T>>` and `Vec<M>` for a [`Model`] `M`, where an empty one is an
/// absent member. The derives need to know no type: they ask the field for its slot.
#[diagnostic::on_unimplemented(
    message = "a member of a representation cannot have the type `{Self}`",
    label = "not a field of a representation",
    note = "use `Option<T>` of a scalar, a `Link` or a boxed representation, or `Vec<T>` of the latter two"
)]
pub trait Field {
    /// The slot this field is, to be read.
    fn slot(&self) -> Slot<'_>;

    /// The slot this field is, to be written.
    fn slot_mut(&mut self) -> SlotMut<'_>;

    /// Whether there is a value in it.
    fn is_set(&self) -> bool;
}

/// A type `T` such that `Option<T>` can be a [`Field`].
///
/// For a [`Scalar`] of your own, both slots are `Value(field)`.
#[diagnostic::on_unimplemented(
    message = "a member of a representation cannot have the type `Option<{Self}>`",
    label = "not a field of a representation",
    note = "for a scalar of your own, implement `Scalar` and `Element`"
)]
pub trait Element: Sized {
    /// The slot of such a field, to be read.
    fn slot(field: &Option<Self>) -> Slot<'_>;

    /// The slot of such a field, to be written.
    fn slot_mut(field: &mut Option<Self>) -> SlotMut<'_>;
}

impl<T: Element> Field for Option<T> {
    fn slot(&self) -> Slot<'_> {
        T::slot(self)
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        T::slot_mut(self)
    }

    fn is_set(&self) -> bool {
        self.is_some()
    }
}

/// The slots of scalar types are all alike.
macro_rules! value_elements {
    ($([$($parameter:ident)?] $type:ty,)*) => {$(
        impl<$($parameter: Scalar)?> Element for $type {
            fn slot(field: &Option<Self>) -> Slot<'_> {
                Slot::Value(field)
            }

            fn slot_mut(field: &mut Option<Self>) -> SlotMut<'_> {
                SlotMut::Value(field)
            }
        }
    )*};
}

value_elements!([] String, [] bool, [] i64, [] Number, [] DateTime, [] TimeSpan, [] Value, [T] Vec<T>,);

impl<T: Scalar> ValueSlot for Option<T> {
    fn read(&mut self, incoming: Incoming<'_>) -> bool {
        *self = T::read(incoming);
        self.is_some()
    }

    fn view(&self, format: Notation) -> Option<View<'_>> {
        self.as_ref().map(|value| value.view(format))
    }

    fn is_set(&self) -> bool {
        self.is_some()
    }

    fn clear(&mut self) {
        *self = None;
    }
}

impl<T: ?Sized> Element for Link<T> {
    fn slot(field: &Option<Self>) -> Slot<'_> {
        Slot::Link(field)
    }

    fn slot_mut(field: &mut Option<Self>) -> SlotMut<'_> {
        SlotMut::Link(field)
    }
}

impl<T: ?Sized> LinkSlot for Option<Link<T>> {
    fn is_list(&self) -> bool {
        false
    }

    fn count(&self) -> usize {
        usize::from(self.is_some())
    }

    fn get(&self, index: usize) -> Option<&LinkData> {
        match self {
            Some(link) if index == 0 => Some(link.as_data()),
            _ => None,
        }
    }

    fn push(&mut self, link: LinkData) {
        *self = Some(link.into());
    }

    fn clear(&mut self) {
        *self = None;
    }
}

impl Element for ExternalResource {
    fn slot(field: &Option<Self>) -> Slot<'_> {
        Slot::External(field)
    }

    fn slot_mut(field: &mut Option<Self>) -> SlotMut<'_> {
        SlotMut::External(field)
    }
}

impl LinkSlot for Option<ExternalResource> {
    fn is_list(&self) -> bool {
        false
    }

    fn count(&self) -> usize {
        usize::from(self.is_some())
    }

    fn get(&self, index: usize) -> Option<&LinkData> {
        self.as_ref().map(ExternalResource::link).filter(|_| index == 0)
    }

    fn push(&mut self, link: LinkData) {
        *self = Some(link.into());
    }

    fn clear(&mut self) {
        *self = None;
    }
}

impl<T: ?Sized> Field for Vec<Link<T>> {
    fn slot(&self) -> Slot<'_> {
        Slot::Link(self)
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Link(self)
    }

    fn is_set(&self) -> bool {
        !self.is_empty()
    }
}

impl<T: ?Sized> LinkSlot for Vec<Link<T>> {
    fn is_list(&self) -> bool {
        true
    }

    fn count(&self) -> usize {
        Vec::len(self)
    }

    fn get(&self, index: usize) -> Option<&LinkData> {
        <[_]>::get(self, index).map(Link::as_data)
    }

    fn push(&mut self, link: LinkData) {
        one_first(self);
        Vec::push(self, link.into());
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }
}

impl<M: Model + Default> Element for Box<M> {
    fn slot(field: &Option<Self>) -> Slot<'_> {
        Slot::Model(field)
    }

    fn slot_mut(field: &mut Option<Self>) -> SlotMut<'_> {
        SlotMut::Model(field)
    }
}

impl<M: Model + Default> ModelSlot for Option<Box<M>> {
    fn is_list(&self) -> bool {
        false
    }

    fn count(&self) -> usize {
        usize::from(self.is_some())
    }

    fn get(&self, index: usize) -> Option<&dyn Model> {
        match self {
            Some(model) if index == 0 => Some(&**model),
            _ => None,
        }
    }

    fn rel(&self) -> Option<&'static str> {
        own_rel::<M>()
    }

    fn push(&mut self) -> &mut dyn Model {
        &mut **self.insert(boxed())
    }

    fn clear(&mut self) {
        *self = None;
    }
}

impl<M: Model + Default> Field for Vec<M> {
    fn slot(&self) -> Slot<'_> {
        Slot::Model(self)
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Model(self)
    }

    fn is_set(&self) -> bool {
        !self.is_empty()
    }
}

impl<M: Model + Default> ModelSlot for Vec<M> {
    fn is_list(&self) -> bool {
        true
    }

    fn count(&self) -> usize {
        Vec::len(self)
    }

    fn get(&self, index: usize) -> Option<&dyn Model> {
        <[_]>::get(self, index).map(|model| model as &dyn Model)
    }

    fn rel(&self) -> Option<&'static str> {
        own_rel::<M>()
    }

    fn push(&mut self) -> &mut dyn Model {
        one_first(self);
        Vec::push(self, M::default());
        let last = Vec::len(self) - 1;
        &mut self[last]
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }
}

/// Makes room in an empty list for one item, since mostly there is no second one; of its own accord a list would make
/// room for four.
#[inline]
pub(crate) fn one_first<T>(list: &mut Vec<T>) {
    if list.capacity() == 0 {
        list.reserve_exact(1);
    }
}

fn own_rel<M: Model + Default>() -> Option<&'static str> {
    let model: &dyn Model = &M::default();
    model.own_rel()
}

/// An empty model in a box: for each type much less code than `Box::default`, which writes it into the box in place.
#[doc(hidden)]
#[must_use]
pub fn boxed<M: Model + Default>() -> Box<M> {
    let model = M::default();
    Box::new(model)
}
