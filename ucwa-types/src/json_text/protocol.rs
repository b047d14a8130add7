//! What our own decoders and our own reader say to each other through serde's traits, which have no words for it.
//!
//! A deserializer that is asked for a newtype struct learns its name. These names are no identifiers, so no type has one,
//! and any other deserializer passes over them as over any name.

/// The size hint by which the reader is known: no other has members or items and says beforehand that there are none. That
/// there are none is harmless to say. It tells nothing about an object or a list that turns out to be empty, or whose members
/// have been read.
///
/// For the names of members, this reader takes the name of a newtype for the likely one. And it knows the text of a value:
/// see [`LAST`].
pub(crate) const KNOWS_TEXT: Option<usize> = Some(0);

/// Asks for the text of the next value, as bytes, which is not checked for more than where it ends. Asks for the name of a
/// member none of which is likely: as bytes if something in it is escaped.
pub(crate) const NEXT: &str = "$ucwa_types::next";

/// Asks for the text of the value that was just read, as bytes, in the place of a value. Only to be asked of a reader
/// that [`KNOWS_TEXT`].
pub(crate) const LAST: &str = "$ucwa_types::last";

/// Asks for the next value as `deserialize_any` does, and for its text, as bytes, where no string and no number of Rust's
/// has the same characters or digits.
pub(crate) const EXACT: &str = "$ucwa_types::exact";
