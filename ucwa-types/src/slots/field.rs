//! Which Rust types a field may have, and the slot that each of them is.

use serde_json::{Number, Value};

use crate::date_time::DateTime;
use crate::external::ExternalResource;
use crate::link::{Link, LinkData};
use crate::slots::model::{LinkSlot, Model, ModelSlot, Show, Slot, SlotMut, ValueSlot};
use crate::slots::scalar::{Incoming, Notation, Scalar, View};
use crate::time_span::TimeSpan;

/// A type that a field of a described struct may have.
///
/// `Option<T>` for any [`Element`] `T`; `Vec<Link<T>>` and `Vec<M>` for a [`Model`] `M`, where an empty one is an
/// absent member. The derives need to know no type: they ask the field for its slot.
#[diagnostic::on_unimplemented(
    message = "a member of a representation cannot have the type `{Self}`",
    label = "not a member",
    note = "a value can be missing: `Option<{Self}>`",
    note = "a list of links or of representations is a `Vec<T>`; a representation is an `Option<Box<T>>`"
)]
pub trait Field {
    /// The slot this field is, to be read.
    fn slot(&self) -> Slot<'_>;

    /// The slot this field is, to be written.
    fn slot_mut(&mut self) -> SlotMut<'_>;

    /// Whether there is a value in it.
    fn is_set(&self) -> bool;

    /// Shows it as the slot of the next field.
    #[doc(hidden)]
    #[inline]
    fn show<'a>(&'a self, show: &mut Show<'_, 'a>)
    where
        Self: Sized,
    {
        show.field(self);
    }
}

/// Fields of groups, without a bound on [`Field`]: a wrong type would be an error about that trait too. The notes of the
/// trait say what to write, so the compiler need not list these.
macro_rules! group_fields {
    ($trait:ident: $([$($parameter:tt)*] $type:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($parameter)*> $trait for $type {
            #[inline]
            fn show<'a>(&'a self, show: &mut Show<'_, 'a>) {
                show.field(self);
            }

            #[inline]
            fn slot_mut(&mut self) -> SlotMut<'_> {
                Field::slot_mut(self)
            }
        }
    )*};
}

/// A type that a field of a group of links may have: `Option<Link<T>>`, `Vec<Link<T>>`, and
/// `Option<`[`ExternalResource`]`>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a link",
    label = "not a link",
    note = "one link is `Option<Link<T>>`, several are `Vec<Link<T>>`",
    note = "properties belong to the struct that derives `Resource`, embedded resources to the one that derives `Embedded`"
)]
pub trait LinkField {
    /// Shows it as the slot of the next field.
    #[doc(hidden)]
    fn show<'a>(&'a self, show: &mut Show<'_, 'a>);

    /// The slot this field is, to be written.
    #[doc(hidden)]
    fn slot_mut(&mut self) -> SlotMut<'_>;
}

group_fields!(LinkField: [T: ?Sized] Option<Link<T>>, [T: ?Sized] Vec<Link<T>>, [] Option<ExternalResource>);

/// A type that a field of a group of embedded resources may have: `Option<Box<M>>` and `Vec<M>` of a [`Model`] `M`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an embedded resource",
    label = "not an embedded resource",
    note = "one resource is `Option<Box<T>>`, several are `Vec<T>`",
    note = "properties belong to the struct that derives `Resource`, links to the one that derives `Links`"
)]
pub trait EmbeddedField {
    /// Shows it as the slot of the next field.
    #[doc(hidden)]
    fn show<'a>(&'a self, show: &mut Show<'_, 'a>);

    /// The slot this field is, to be written.
    #[doc(hidden)]
    fn slot_mut(&mut self) -> SlotMut<'_>;
}

group_fields!(EmbeddedField: [M: Model] Option<Box<M>>, [M: Model] Vec<M>);

/// A type `T` such that `Option<T>` can be a field.
///
/// For a [`Scalar`] of your own, both slots are `Value(field)`.
#[diagnostic::on_unimplemented(
    message = "a member of a representation cannot have the type `Option<{Self}>`",
    label = "not a member",
    note = "a representation is boxed: `Option<Box<{Self}>>`; the items of a list cannot be missing: `Option<Vec<T>>`",
    note = "a number is an `Option<i64>`, or an `Option<Number>` where there may be a fraction",
    note = "an enumeration derives `Enumeration`; any other value, of a type of your own, implements `Scalar` and `Element`"
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

impl<M: Model> Element for Box<M> {
    fn slot(field: &Option<Self>) -> Slot<'_> {
        Slot::Model(field)
    }

    fn slot_mut(field: &mut Option<Self>) -> SlotMut<'_> {
        SlotMut::Model(field)
    }
}

impl<M: Model> ModelSlot for Option<Box<M>> {
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

impl<M: Model> Field for Vec<M> {
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

impl<M: Model> ModelSlot for Vec<M> {
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
        Vec::push(self, M::empty());
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

fn own_rel<M: Model>() -> Option<&'static str> {
    let model: &dyn Model = &M::empty();
    model.own_rel()
}

/// A list of what these make, as setters take them.
#[doc(hidden)]
pub fn list<T>(items: impl IntoIterator<Item: Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// An empty model in a box: for each type much less code than `Box::default`, which writes it into the box in place.
pub(crate) fn boxed<M: Model>() -> Box<M> {
    let model = M::empty();
    Box::new(model)
}
