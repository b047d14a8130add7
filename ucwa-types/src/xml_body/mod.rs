//! XML bodies, of the same types as JSON ones. The functions are those of [`json_body`](crate::json_body); here, encoding can
//! fail.
//!
//! A resource is a `resource` element, a request body an `input`, an answer of the event channel an `events`, an error
//! body a `reason`. Properties get their types from the fields they go into; values that no field has stay strings.
//!
//! XML is less expressive than JSON: every value is a string, and one link and a list of one look the same. A value decoded
//! from XML survives XML. A value decoded from JSON may come back with a string in [`Unknown`] in place of a number, with an
//! empty string in place of an empty object, with one link in place of a list of one, and without a link or an embedded
//! resource that was not an object. A value that does not fit its field in JSON may fit it in XML, as `"7"` does where a
//! number is expected. In a resource of unknown type, properties called `_links` or `_embedded`, which a server does not
//! send, are read as what these names mean in JSON.
//!
//! A document type declaration is an error, and so is any entity but the five that are part of XML.
//!
//! ```
//! use ucwa_types::ErrorBody;
//!
//! let body = "<reason><code>Conflict</code><subcode>AlreadyExists</subcode></reason>";
//! let error: ErrorBody = ucwa_types::xml_body::from_str(body)?;
//! assert_eq!(error.subcode.as_deref(), Some("AlreadyExists"));
//! # Ok::<(), ucwa_types::xml_body::Error>(())
//! ```

mod cursor;
mod decode;
mod encode;
mod find;
mod names;
mod read;
mod root_links;
mod tree;

use std::fmt;

use serde_json::Value;

pub(crate) use self::root_links::root_links;
use self::tree::Tree;
use crate::Object;
use crate::limits::{LimitExceeded, Limits};
use crate::slots::{AnyRef, Model, ResourceSet};
use crate::unknown::Unknown;

/// An XML body could not be decoded, or a value could not be encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// It exceeds a limit.
    Limit(LimitExceeded),
    /// It is not UTF-8.
    Encoding,
    /// It is not well-formed XML.
    Syntax {
        /// The position of the error, in bytes.
        at: u64,
        /// What is wrong.
        message: Box<str>,
    },
    /// It has a document type declaration.
    Doctype,
    /// It refers to an entity that is not part of XML.
    Entity(Box<str>),
    /// Its outermost element is not that of the type.
    Root {
        /// The element of the type.
        expected: &'static str,
        /// The element found.
        found: Box<str>,
    },
    /// A string to be encoded has a character that XML does not allow.
    Character(char),
    /// A type of the user's own failed to be decoded or encoded.
    Custom(Box<str>),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Limit(limit) => limit.fmt(f),
            Self::Encoding => f.write_str("not UTF-8"),
            Self::Syntax { at, message } => write!(f, "at byte {at}: {message}"),
            Self::Doctype => f.write_str("document type declarations are not supported"),
            Self::Entity(name) => write!(f, "unknown entity &{name};"),
            Self::Root { expected, found } => write!(f, "expected the element `{expected}`, found `{found}`"),
            Self::Character(character) => write!(f, "XML does not allow the character {character:?}"),
            Self::Custom(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {}

impl From<LimitExceeded> for Error {
    fn from(limit: LimitExceeded) -> Self {
        Self::Limit(limit)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Custom(error.to_string().into())
    }
}

/// A resource without a type: all its members are unknown.
#[derive(Default, Object)]
struct Untyped {
    #[ucwa(unknown)]
    unknown: Unknown,
}

/// Decodes a body.
///
/// # Errors
/// Every [`Error`] but [`Error::Character`].
pub fn from_str<M: Model>(body: &str) -> Result<M, Error> {
    from_slice(body.as_bytes())
}

/// Decodes a body, with or without a byte-order mark.
///
/// # Errors
/// Every [`Error`] but [`Error::Character`].
pub fn from_slice<M: Model>(body: &[u8]) -> Result<M, Error> {
    from_slice_within(body, Limits::default())
}

/// Decodes a body within these limits.
///
/// # Errors
/// Every [`Error`] but [`Error::Character`].
pub fn from_slice_within<M: Model>(body: &[u8], limits: Limits) -> Result<M, Error> {
    let tree = parse(body, limits)?;
    let mut model = M::empty();
    decode::root(&mut model, tree.root())?;
    Ok(model)
}

/// Decodes a resource of the type that its rel names.
///
/// # Errors
/// Every [`Error`] but [`Error::Character`].
pub fn any_from_slice<R: ResourceSet>(body: &[u8]) -> Result<R, Error> {
    any_from_slice_within(body, Limits::default())
}

/// Decodes a resource of the type that its rel names, within these limits.
///
/// # Errors
/// Every [`Error`] but [`Error::Character`].
pub fn any_from_slice_within<R: ResourceSet>(body: &[u8], limits: Limits) -> Result<R, Error> {
    decode::any(parse(body, limits)?.root())
}

fn parse(body: &[u8], limits: Limits) -> Result<Tree<'_>, Error> {
    limits.check_size(body.len())?;
    let text = std::str::from_utf8(body).map_err(|_| Error::Encoding)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match cursor::parse(text, limits) {
        Some(tree) => Ok(tree),
        None => read::parse(text, limits),
    }
}

/// Encodes a value.
///
/// # Errors
/// [`Error::Character`], and [`Error::Custom`] if a type of the user's own fails.
pub fn to_string(model: &dyn Model) -> Result<String, Error> {
    encode::document(model, model.element())
}

/// Encodes a value.
///
/// # Errors
/// Those of [`to_string`].
pub fn to_vec(model: &dyn Model) -> Result<Vec<u8>, Error> {
    to_string(model).map(String::into_bytes)
}

/// Encodes a value to the end of a buffer, which is unchanged after an error.
///
/// # Errors
/// Those of [`to_string`].
pub fn append(model: &dyn Model, body: &mut Vec<u8>) -> Result<(), Error> {
    body.extend_from_slice(to_string(model)?.as_bytes());
    Ok(())
}

/// Encodes a value as the body of a request: a resource that is put back is an `input` then, not a `resource`.
///
/// JSON makes no such difference, and has no such function.
///
/// # Errors
/// Those of [`to_string`].
pub fn to_input_string(model: &dyn Model) -> Result<String, Error> {
    let element = if model.own_rel().is_some() { names::INPUT } else { model.element() };
    encode::document(model, element)
}

/// Encodes a resource of any type. A value that is not an object becomes an empty resource.
///
/// # Errors
/// Those of [`to_string`].
pub fn any_to_string<R: ResourceSet>(resource: &R) -> Result<String, Error> {
    match resource.view() {
        AnyRef::Model(model) => to_string(model),
        AnyRef::Value(value) => to_string(&untyped(value)?),
    }
}

/// Encodes a resource of any type. A value that is not an object becomes an empty resource.
///
/// # Errors
/// Those of [`to_string`].
pub fn any_to_vec<R: ResourceSet>(resource: &R) -> Result<Vec<u8>, Error> {
    any_to_string(resource).map(String::into_bytes)
}

/// A JSON object as a resource without a type.
fn untyped(value: &Value) -> Result<Untyped, Error> {
    match value {
        Value::Object(_) => Ok(serde_json::from_value(value.clone())?),
        _ => Ok(Untyped::default()),
    }
}
