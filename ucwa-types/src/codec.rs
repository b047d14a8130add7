//! What derived code names. **Not for users**: it is public because derived code is compiled in the user's crate, it is hidden
//! because it can change with any release. What is for users is at the root of the crate and in [`scalar`](crate::scalar).
//!
//! `slots` says how these work together.

pub use serde;

pub use crate::slots::enumeration::deserialize as deserialize_enumeration;
pub use crate::slots::{
    AnyRef, ByRelSlot, Element, EmbeddedResources, Enumeration, Field, Form, Incoming, LinkSlot, Model,
    ModelSlot, Notation, Parts, PartsMut, RelTable, Resource, ResourceSet, Scalar, Show, Slot, SlotMut,
    Slots, Stub, StubName, ValueSlot, View, boxed, decode, deserialize, deserialize_any, encode,
    serialize_any, to_value,
};
pub use crate::{__enumeration, __model};
