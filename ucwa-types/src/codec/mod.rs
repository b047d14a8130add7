//! The codec: how representations become Rust values and the other way round.
//!
//! There is one decoder and one encoder for all types. What they need to know of a type is its table of *slots*, one
//! for each documented member, and that table is all that the derives write:
//!
//! | derive | on | implements |
//! |---|---|---|
//! | [`Resource`](macro@crate::Resource) | the properties of a resource | [`Slots`], [`Model`], [`Resource`](trait@Resource), serde's traits |
//! | [`Input`](macro@crate::Input) | the body or the query of a request | [`Slots`], [`Model`], serde's traits, [`OptionalQuery`](crate::operation::OptionalQuery) if no field is required |
//! | [`Object`](macro@crate::Object) | any other object | [`Slots`], [`Model`], serde's traits |
//! | [`Links`](macro@crate::Links) | the links of a resource | [`Slots`], [`LinkGroup`] |
//! | [`Embedded`](macro@crate::Embedded) | the resources embedded in one | [`Slots`], [`EmbeddedGroup`] |
//! | [`Enumeration`](macro@crate::Enumeration) | an open enumeration | [`Enumeration`](trait@Enumeration), [`Scalar`], [`Element`], serde's traits, `Display`, `FromStr`, `From<&str>` |
//! | [`AnyResource`](macro@crate::AnyResource) | an enum over resource types | [`ResourceSet`], serde's traits, `From<T>` of each |
//!
//! # What a field can be
//!
//! | field | on the wire |
//! |---|---|
//! | `Option<T>` of a [`Scalar`] `T`: `String`, `bool`, `i64`, [`Number`](serde_json::Number), [`DateTime`](crate::DateTime), [`TimeSpan`](crate::TimeSpan), an enumeration, [`Value`](crate::Value), or a `Vec` of these | a property |
//! | `Option<`[`ExternalResource`](crate::ExternalResource)`>` | a member of `_links`, though a property to the user |
//! | `Option<`[`Link<T>`](crate::Link)`>`, `Vec<Link<T>>` | a link, or a list of links |
//! | `Option<Box<M>>`, `Vec<M>` of a [`Model`] `M` | an object, or a list of objects |
//! | [`EmbeddedResources<R>`] of a [`ResourceSet`] `R` | an object of resources by rel |
//!
//! Links are fields of the struct that derives `Links`, embedded resources of the one that derives `Embedded`, and neither
//! is a property of a resource or an input. In an object, which is no resource, they are members like any other (as an
//! event's `link` is). The name on the wire is the field's in `lowerCamelCase`, or that of `#[ucwa(name = "…")]`.
//!
//! # What decoding promises
//!
//! Nothing an object says makes decoding fail, and encoding a decoded object gives an equal JSON value. What has no
//! slot, or does not fit its slot, is kept in [`Unknown`](crate::Unknown) as it came.

mod decode;
mod derived;
mod encode;
pub mod enumeration;
mod field;
mod model;
pub(crate) mod place;
mod resource_set;
mod scalar;
mod stub;

pub use self::decode::{decode, deserialize};
pub use self::encode::{encode, to_value};
pub use self::enumeration::Enumeration;
pub use self::field::{Element, EmbeddedField, Field, LinkField};
pub use self::model::{
    AnyRef, ByRelSlot, EmbeddedGroup, Form, LinkGroup, LinkSlot, Model, ModelSlot, Parts, PartsMut, Resource,
    Show, Slot, SlotMut, Slots, ValueSlot,
};
pub use self::resource_set::{EmbeddedResources, RelTable, ResourceSet, deserialize_any, serialize_any};
pub use self::scalar::{Incoming, Notation, Scalar, View};
pub use self::stub::{Stub, StubName};

#[doc(hidden)]
pub use self::field::list;
#[doc(hidden)]
pub use self::resource_set::{SetMember, distinct, twice};
#[doc(hidden)]
pub use crate::{__enumeration, __model};
/// For derived code, which cannot count on the user's crate to depend on serde.
#[doc(hidden)]
pub use serde;
