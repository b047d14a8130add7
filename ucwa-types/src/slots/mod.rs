//! The codec: how representations become Rust values and the other way round.
//!
//! Derived code names its parts by the hidden module [`codec`](crate::codec), users by the root of the crate.
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
//! What a field can be is on the front page of the crate.
//!
//! # What decoding promises
//!
//! Nothing an object says makes decoding fail, and encoding a decoded object gives an equal JSON value. What has no
//! slot, or does not fit its slot, is kept in [`Unknown`](crate::Unknown): verbatim if `json_body` reads it.

mod decode;
mod derived;
pub(crate) mod encode;
pub(crate) mod enumeration;
mod field;
pub(crate) mod marks;
mod model;
pub(crate) mod place;
mod resource_set;
mod scalar;
mod stub;

pub use self::decode::{decode, deserialize};
pub use self::encode::{encode, to_value};
pub use self::enumeration::Enumeration;
pub use self::field::{Element, EmbeddedField, Field, LinkField, list};
pub use self::model::{
    AnyRef, ByRelSlot, EmbeddedGroup, Form, LinkGroup, LinkSlot, Model, ModelSlot, Parts, PartsMut, Resource,
    Show, Slot, SlotMut, Slots, ValueSlot,
};
pub use self::resource_set::{
    EmbeddedResources, RelTable, ResourceSet, SetMember, deserialize_any, distinct, serialize_any, twice,
};
pub use self::scalar::{Incoming, Notation, Scalar, View};
pub use self::stub::{Stub, StubName};
