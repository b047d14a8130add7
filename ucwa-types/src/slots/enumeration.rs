//! Open enumerations.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

use crate::slots::scalar::{Incoming, Notation, Scalar, View};

/// An enumeration that takes any string: a documented member, or else the string itself.
///
/// `derive(Enumeration)` implements it, and gives the type what it needs without this trait in scope: the methods `as_str`
/// and `is_recognized`, `Display`, `AsRef<str>`, `From<&str>` and `FromStr`. The trait is for code that is generic over
/// enumerations, and for the list of members.
///
/// ```
/// use ucwa_types::api::NoteType;
///
/// assert_eq!(NoteType::Personal.as_str(), "Personal");
/// assert_eq!(NoteType::from("Mood").as_str(), "Mood");
/// assert!(!NoteType::from("Mood").is_recognized());
/// ```
// This is also the message where a `Scalar` is missing, which all enumerations are.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither an enumeration nor another value",
    label = "not a value",
    note = "an enumeration derives `Enumeration`; any other value of your own implements `Scalar` and `Element`",
    note = "a list of representations is `Vec<{Self}>`, without an `Option`"
)]
pub trait Enumeration: Sized + Send + Sync {
    /// The documented members as they are written on the wire, in declared order.
    const MEMBERS: &'static [&'static str];

    /// The member with this string on the wire, or the unrecognized variant with the string.
    fn from_text(text: &str) -> Self;

    /// The string of a documented member on the wire.
    ///
    /// # Errors
    /// The string itself, if it is not a documented member.
    fn member(&self) -> Result<&'static str, &str>;

    /// The string on the wire.
    fn as_str(&self) -> &str {
        self.member().unwrap_or_else(|text| text)
    }

    /// Whether it is a documented member.
    fn is_recognized(&self) -> bool {
        self.member().is_ok()
    }
}

impl<E: Enumeration> Scalar for E {
    fn read(incoming: Incoming<'_>) -> Option<Self> {
        incoming.text().map(E::from_text)
    }

    fn view(&self, _: Notation) -> View<'_> {
        View::Text(Cow::Borrowed(self.as_str()))
    }
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
