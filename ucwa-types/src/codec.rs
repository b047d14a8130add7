//! What derived code names. **Not for users**: it is public because derived code is compiled in the user's crate, and
//! hidden because it can change with any release. The root of the crate and [`scalar`](crate::scalar) are for users.
//!
//! `slots` says how these work together.

pub use serde;

pub use crate::slots::enumeration::deserialize as deserialize_enumeration;
pub use crate::slots::{
    AnyRef, ByRelSlot, Element, EmbeddedField, EmbeddedGroup, EmbeddedResources, Enumeration, Field, Form,
    Incoming, LinkField, LinkGroup, LinkSlot, Model, ModelSlot, Notation, Parts, PartsMut, RelTable,
    Resource, ResourceSet, Scalar, SetMember, Show, Slot, SlotMut, Slots, Stub, StubName, ValueSlot, View,
    decode, deserialize, deserialize_any, distinct, encode, list, serialize_any, to_value, twice,
};
pub use crate::{__enumeration, __model};
