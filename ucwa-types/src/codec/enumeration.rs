//! Open enumerations.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

use crate::codec::scalar::{Incoming, View};

/// An enumeration that takes any text: a documented member, or else the text itself.
///
/// Derived by `Enumeration`.
pub trait Enumeration: Sized {
    /// The documented members as they are written on the wire, in declared order.
    const MEMBERS: &'static [&'static str];

    /// The member that is written like this, or the text kept as unrecognized.
    fn from_text(text: &str) -> Self;

    /// The member as it is written on the wire.
    fn as_str(&self) -> &str;

    /// Whether it is a documented member.
    fn is_recognized(&self) -> bool;
}

/// What a derived [`Scalar::read`](super::Scalar::read) of an enumeration does.
pub fn read<E: Enumeration>(incoming: Incoming<'_>) -> Option<E> {
    incoming.text().map(E::from_text)
}

/// What a derived [`Scalar::view`](super::Scalar::view) of an enumeration does.
pub fn view<E: Enumeration>(member: &E) -> View<'_> {
    View::Text(Cow::Borrowed(member.as_str()))
}

/// What a derived `Deserialize` of an enumeration does.
///
/// # Errors
/// Those of the deserializer, and if what it holds is not text.
pub fn deserialize<'de, E: Enumeration, D: Deserializer<'de>>(deserializer: D) -> Result<E, D::Error> {
    deserializer.deserialize_str(Member(PhantomData))
}

struct Member<E>(PhantomData<E>);

impl<E: Enumeration> Visitor<'_> for Member<E> {
    type Value = E;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member of an enumeration")
    }

    fn visit_str<F: Error>(self, text: &str) -> Result<E, F> {
        Ok(E::from_text(text))
    }
}
