//! What a codec needs to know of a type: its slots. The derives describe a type in these terms and no others.

use std::any::Any;
use std::borrow::Cow;

use serde_json::Value;

use crate::link::LinkData;
use crate::slots::field::Field;
use crate::slots::marks;
use crate::slots::scalar::{Incoming, Notation, View};
use crate::unknown::Unknown;

/// A struct as a table of named slots, one for each documented member. By default there are none.
///
/// Derived by `Links`, `Embedded`, and every derive of a [`Model`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a struct of members",
    label = "not described to the codec",
    note = "derive `Resource`, `Input` or `Object`; for a group of links `Links`, for one of embedded resources `Embedded`"
)]
pub trait Slots: Send + Sync {
    /// The members' names on the wire, in declared order. They are plain: nothing in them is escaped in JSON.
    fn names(&self) -> &'static [&'static str] {
        &[]
    }

    /// Shows the slots of the members, in the order of [`Self::names`].
    fn each<'a>(&'a self, show: Show<'_, 'a>) {
        let _ = show;
    }

    /// The slot of the member with this position in [`Self::names`], to be written; `None` beyond the last.
    fn slot_mut(&mut self, index: usize) -> Option<SlotMut<'_>> {
        let _ = index;
        None
    }
}

/// The links of a resource. Derived by `Links`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a group of links",
    label = "not a struct that derives `Links`",
    note = "the field under `#[ucwa(links)]` is a struct of your own with `#[derive(Default, Links)]`"
)]
pub trait LinkGroup: Slots + Default + 'static {
    /// Creates one without links.
    #[doc(hidden)]
    #[must_use]
    fn empty() -> Self {
        Self::default()
    }

    /// Itself, to be read.
    #[doc(hidden)]
    fn slots(&self) -> &dyn Slots {
        self
    }

    /// Itself, to be written.
    #[doc(hidden)]
    fn slots_mut(&mut self) -> &mut dyn Slots {
        self
    }
}

/// The embedded resources of a resource. Derived by `Embedded`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a group of embedded resources",
    label = "not a struct that derives `Embedded`",
    note = "the field under `#[ucwa(embedded)]` is a struct of your own with `#[derive(Default, Embedded)]`"
)]
pub trait EmbeddedGroup: Slots + Default + 'static {
    /// Creates one without resources.
    #[doc(hidden)]
    #[must_use]
    fn empty() -> Self {
        Self::default()
    }

    /// Itself, to be read.
    #[doc(hidden)]
    fn slots(&self) -> &dyn Slots {
        self
    }

    /// Itself, to be written.
    #[doc(hidden)]
    fn slots_mut(&mut self) -> &mut dyn Slots {
        self
    }
}

/// Whom the slots of a struct are shown to, one after the other.
pub struct Show<'s, 'a> {
    index: usize,
    all: bool,
    to: &'s mut dyn FnMut(usize, Slot<'a>),
}

impl<'s, 'a> Show<'s, 'a> {
    /// To a function that asks for all slots, and takes each with its position.
    pub fn all(to: &'s mut dyn FnMut(usize, Slot<'a>)) -> Self {
        Self { index: 0, all: true, to }
    }

    /// To one that asks for those of the members that have a value.
    pub fn set(to: &'s mut dyn FnMut(usize, Slot<'a>)) -> Self {
        Self { index: 0, all: false, to }
    }

    /// Shows the slot of the next field. What is absent, as most members are, is passed over without a call.
    #[inline]
    pub fn field<F: Field>(&mut self, field: &'a F) {
        if self.all || field.is_set() {
            (self.to)(self.index, field.slot());
        }
        self.index += 1;
    }
}

impl<'s> dyn Slots + 's {
    /// The slot of the member with this position in [`Self::names`](Slots::names); `None` beyond the last.
    #[must_use]
    pub fn slot(&self, index: usize) -> Option<Slot<'_>> {
        let mut found = None;
        self.each(Show::all(&mut |at, slot| {
            if at == index {
                found = Some(slot);
            }
        }));
        found
    }
}

/// A representation as a whole: a resource, the input of an operation, or an object of the event channel.
///
/// Derived by `Resource`, `Input` and `Object`. It cannot be implemented by hand: what it needs is not documented.
/// The properties are the slots of the type itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a representation",
    label = "not a representation",
    note = "a list of values is `Option<Vec<{Self}>>`: `None` is no list, `Some(vec![])` an empty one",
    note = "a representation of your own derives `Resource`, `Input` or `Object`"
)]
pub trait Model: Slots + Any {
    /// Creates one without members, for decoding. It is not `Default`, which a type with required members lacks.
    #[doc(hidden)]
    fn empty() -> Self
    where
        Self: Sized;

    /// The parts beside the properties.
    #[doc(hidden)]
    fn parts(&self) -> Parts<'_>;

    /// The same, to be written.
    #[doc(hidden)]
    fn parts_mut(&mut self) -> PartsMut<'_>;

    /// The rel of this representation; a role's (`acceptedByContact`) can differ from the type's (`contact`).
    fn rel(&self) -> Option<&str> {
        rel(self.parts())
    }
}

/// Once, and not in each type's table of methods.
#[inline(never)]
fn rel(parts: Parts<'_>) -> Option<&str> {
    match parts.form {
        Form::Resource(own) => Some(parts.unknown.rel().unwrap_or(own)),
        Form::Input | Form::Object(_) => None,
    }
}

/// How representations of a type are recognized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// By their `rel`.
    Resource(&'static str),
    /// By the operation that they are the input of.
    Input,
    /// By their place in another object; in XML, by an element of this name.
    Object(&'static str),
}

/// The parts of a [`Model`] beside its properties.
///
/// All of it is one method, since methods are what compiling a type takes its time for.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// What the type represents.
    pub form: Form,
    /// The documented links.
    pub links: Option<&'a dyn Slots>,
    /// The documented embedded resources.
    pub embedded: Option<&'a dyn Slots>,
    /// Everything that is not documented.
    pub unknown: &'a Unknown,
}

/// The same, to be written.
pub struct PartsMut<'a> {
    /// The documented links.
    pub links: Option<&'a mut dyn Slots>,
    /// The documented embedded resources.
    pub embedded: Option<&'a mut dyn Slots>,
    /// Everything that is not documented.
    pub unknown: &'a mut Unknown,
}

impl<'a> Parts<'a> {
    /// The `rel` that it is written with: the type's own, unless it came without one or is kept with another.
    pub(crate) fn written_rel(&self) -> Option<&'static str> {
        match self.form {
            Form::Resource(rel) if !self.unknown.is_without_rel() && self.unknown.get("rel").is_none() => {
                Some(rel)
            }
            _ => None,
        }
    }

    /// No links and no embedded resources are documented.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn new(form: Form, unknown: &'a Unknown) -> Self {
        Self { form, links: None, embedded: None, unknown }
    }

    /// These links are.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn links(self, links: &'a dyn Slots) -> Self {
        Self { links: Some(links), ..self }
    }

    /// These embedded resources are.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn embedded(self, embedded: &'a dyn Slots) -> Self {
        Self { embedded: Some(embedded), ..self }
    }
}

impl<'a> PartsMut<'a> {
    /// No links and no embedded resources are documented.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn new(unknown: &'a mut Unknown) -> Self {
        Self { links: None, embedded: None, unknown }
    }

    /// These links are.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn links(self, links: &'a mut dyn Slots) -> Self {
        Self { links: Some(links), ..self }
    }

    /// These embedded resources are.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn embedded(self, embedded: &'a mut dyn Slots) -> Self {
        Self { embedded: Some(embedded), ..self }
    }
}

impl<'m> dyn Model + 'm {
    /// The `rel` that representations of this type name; `None` where they name none (inputs, plain objects).
    #[must_use]
    pub fn own_rel(&self) -> Option<&'static str> {
        match self.parts().form {
            Form::Resource(rel) => Some(rel),
            Form::Input | Form::Object(_) => None,
        }
    }

    #[doc(hidden)]
    /// The name of the XML element it is.
    ///
    /// In a `resource` and an `input` members are named by an attribute; in any other element, by elements of their
    /// own.
    #[must_use]
    pub fn element(&self) -> &'static str {
        match self.parts().form {
            Form::Resource(_) => "resource",
            Form::Input => "input",
            Form::Object(element) => element,
        }
    }

    #[doc(hidden)]
    /// The documented links.
    #[must_use]
    pub fn links(&self) -> Option<&dyn Slots> {
        self.parts().links
    }

    #[doc(hidden)]
    /// The same, to be written.
    pub fn links_mut(&mut self) -> Option<&mut dyn Slots> {
        self.parts_mut().links
    }

    #[doc(hidden)]
    /// The documented embedded resources.
    #[must_use]
    pub fn embedded(&self) -> Option<&dyn Slots> {
        self.parts().embedded
    }

    #[doc(hidden)]
    /// The same, to be written.
    pub fn embedded_mut(&mut self) -> Option<&mut dyn Slots> {
        self.parts_mut().embedded
    }

    /// Everything that is not documented.
    #[must_use]
    pub fn unknown(&self) -> &Unknown {
        self.parts().unknown
    }

    #[doc(hidden)]
    /// The same, to be written.
    pub fn unknown_mut(&mut self) -> &mut Unknown {
        self.parts_mut().unknown
    }
}

/// A type that represents one documented resource.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a resource",
    label = "not a resource",
    note = "a resource of your own derives `Resource`, and names its rel: `#[ucwa(rel = \"…\")]`"
)]
pub trait Resource: Model {
    /// The `rel` of the resource.
    const REL: &'static str;

    /// The revision of the resource that the type describes.
    const REVISION: u32 = 1;

    /// Returns the version of the representation, a string of digits that a PUT sends as `If-Match`, if the server sent one: with
    /// every type, whether it has a field for it or not.
    ///
    /// ```
    /// use ucwa_types::Resource;
    /// use ucwa_types::api::{Communication, Presence};
    ///
    /// let communication: Communication = serde_json::from_str(r#"{"rel": "communication", "etag": "1724"}"#)?;
    /// let presence: Presence = serde_json::from_str(r#"{"rel": "presence", "etag": "1725"}"#)?;
    /// assert_eq!((communication.etag().as_deref(), presence.etag().as_deref()), (Some("1724"), Some("1725")));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    fn etag(&self) -> Option<Cow<'_, str>>
    where
        Self: Sized,
    {
        marks::etag(self)
    }

    /// Returns the name and the value of the property that is named by a GUID, if the server sent one. `communication`, `group` and
    /// `myOnlineMeeting` have one, and a PUT has to send it back with its name, as it does with all that is not documented.
    ///
    /// ```
    /// use ucwa_types::Resource;
    /// use ucwa_types::api::Communication;
    ///
    /// let body = r#"{"rel": "communication", "3fb21a5f-cfc7-47a3-a4c8-8b1df5f9f3c7": "please pass this in a PUT request"}"#;
    /// let communication: Communication = serde_json::from_str(body)?;
    /// let (name, value) = communication.guid_property().ok_or("no such property")?;
    /// assert_eq!(name, "3fb21a5f-cfc7-47a3-a4c8-8b1df5f9f3c7");
    /// assert_eq!(value, "please pass this in a PUT request");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    fn guid_property(&self) -> Option<(&str, String)>
    where
        Self: Sized,
    {
        marks::guid_property(self)
    }
}

/// Where one member's value is kept, to be read.
#[derive(Clone, Copy)]
pub enum Slot<'a> {
    /// A scalar, or a list of them.
    Value(&'a dyn ValueSlot),
    /// A link, or a list of them.
    #[doc(hidden)]
    Link(&'a dyn LinkSlot),
    /// A property to the user that is a link on the wire.
    #[doc(hidden)]
    External(&'a dyn LinkSlot),
    /// An object with slots of its own, or a list of them.
    #[doc(hidden)]
    Model(&'a dyn ModelSlot),
    /// Resources of any type, by rel.
    #[doc(hidden)]
    ByRel(&'a dyn ByRelSlot),
}

/// Where one member's value is kept, to be written.
pub enum SlotMut<'a> {
    /// A scalar, or a list of them.
    Value(&'a mut dyn ValueSlot),
    /// A link, or a list of them.
    #[doc(hidden)]
    Link(&'a mut dyn LinkSlot),
    /// A property to the user that is a link on the wire.
    #[doc(hidden)]
    External(&'a mut dyn LinkSlot),
    /// An object with slots of its own, or a list of them.
    #[doc(hidden)]
    Model(&'a mut dyn ModelSlot),
    /// Resources of any type, by rel.
    #[doc(hidden)]
    ByRel(&'a mut dyn ByRelSlot),
}

impl Slot<'_> {
    /// Whether the member has a value.
    #[must_use]
    pub fn is_set(self) -> bool {
        match self {
            Self::Value(slot) => slot.is_set(),
            Self::Link(slot) | Self::External(slot) => slot.count() > 0,
            Self::Model(slot) => slot.count() > 0,
            Self::ByRel(slot) => slot.count() > 0,
        }
    }
}

impl SlotMut<'_> {
    /// Removes the value.
    pub fn clear(self) {
        match self {
            Self::Value(slot) => slot.clear(),
            Self::Link(slot) | Self::External(slot) => slot.clear(),
            Self::Model(slot) => slot.clear(),
            Self::ByRel(slot) => slot.clear(),
        }
    }
}

/// The slot of a scalar or a list of scalars.
pub trait ValueSlot: Send + Sync {
    /// Takes a value and says whether it fits; if it does not, the slot is empty afterwards.
    fn read(&mut self, incoming: Incoming<'_>) -> bool;

    /// The value as this format writes it.
    fn view(&self, format: Notation) -> Option<View<'_>>;

    /// Whether there is a value.
    fn is_set(&self) -> bool;

    /// Removes the value.
    fn clear(&mut self);
}

/// The slot of one link or of many.
pub trait LinkSlot: Send + Sync {
    /// Whether it holds a list.
    fn is_list(&self) -> bool;

    /// How many links there are.
    fn count(&self) -> usize;

    /// The link at this position.
    fn get(&self, index: usize) -> Option<&LinkData>;

    /// Adds a link to a list, or replaces the one.
    fn push(&mut self, link: LinkData);

    /// Removes all links.
    fn clear(&mut self);
}

/// The slot of one object or of many.
pub trait ModelSlot: Send + Sync {
    /// Whether it holds a list.
    fn is_list(&self) -> bool;

    /// How many objects there are.
    fn count(&self) -> usize;

    /// The object at this position.
    fn get(&self, index: usize) -> Option<&dyn Model>;

    /// The `rel` of the objects, where they are resources.
    fn rel(&self) -> Option<&'static str>;

    /// Adds an empty object to a list, or replaces the one with an empty one.
    fn push(&mut self) -> &mut dyn Model;

    /// Removes all objects.
    fn clear(&mut self);
}

/// The slot of resources of any type, each under a name that mostly is its rel.
pub trait ByRelSlot: Send + Sync {
    /// How many resources there are.
    fn count(&self) -> usize;

    /// Each resource with its name, in a fixed order.
    fn iter(&self) -> Box<dyn Iterator<Item = (&str, AnyRef<'_>)> + '_>;

    /// Puts an empty resource of the type with this rel under a name; `None`, and nothing is done, if there is no such
    /// type.
    fn start(&mut self, name: &str, rel: &str) -> Option<&mut dyn Model>;

    /// Puts anything at all under a name.
    ///
    /// # Errors
    /// If it names a known rel and yet cannot be decoded, which an object can.
    fn put(&mut self, name: &str, value: Value) -> Result<(), serde_json::Error>;

    /// Removes all resources.
    fn clear(&mut self);
}

/// A member of a set of resource types: a resource of one of them, or any other value.
#[derive(Clone, Copy)]
pub enum AnyRef<'a> {
    /// A resource of a known type.
    Model(&'a dyn Model),
    /// Any other value, unchanged.
    Value(&'a Value),
}
