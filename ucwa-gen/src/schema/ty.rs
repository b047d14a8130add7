//! The types of properties and parameters, in the documentation's own words.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The type of a property, a parameter or a field of a body.
///
/// Written and read as the documentation writes types: `String`, `Int32`, `Array of String`, `InvitationState`,
/// `Array of MessageFormat`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// One value.
    Scalar(Scalar),
    /// A list of values.
    Array(Scalar),
}

/// The type of one value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Scalar {
    /// `String`: any string.
    String,
    /// `Boolean`.
    Boolean,
    /// `Int32`: a whole number.
    Int32,
    /// `DateTime`: an instant.
    DateTime,
    /// `TimeSpan`: a duration.
    TimeSpan,
    /// `Uri`: a string that names a resource (`sip:`, `tel:`, `https:`); not parsed.
    Uri,
    /// `ExternalResource`: content that travels as a link, often as a `data:` URI.
    ExternalResource,
    /// `Byte`: only in `Array of Byte`, raw content.
    Byte,
    /// `Object`: a structure of unknown shape.
    Object,
    /// An enumeration, by name.
    Enumeration(String),
}

impl Type {
    /// The scalar, or the scalar of which this is a list.
    #[must_use]
    pub fn scalar(&self) -> &Scalar {
        match self {
            Self::Scalar(scalar) | Self::Array(scalar) => scalar,
        }
    }

    /// Whether this is a list.
    #[must_use]
    pub fn is_array(&self) -> bool {
        matches!(self, Self::Array(_))
    }

    /// The name of the enumeration, if it is one or a list of one.
    #[must_use]
    pub fn enumeration(&self) -> Option<&str> {
        match self.scalar() {
            Scalar::Enumeration(name) => Some(name),
            _ => None,
        }
    }
}

impl From<Scalar> for Type {
    fn from(scalar: Scalar) -> Self {
        Self::Scalar(scalar)
    }
}

impl Scalar {
    /// Every type that is not an enumeration.
    pub(crate) const ALL: [Self; 9] = [
        Self::String,
        Self::Boolean,
        Self::Int32,
        Self::DateTime,
        Self::TimeSpan,
        Self::Uri,
        Self::ExternalResource,
        Self::Byte,
        Self::Object,
    ];
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::String => "String",
            Self::Boolean => "Boolean",
            Self::Int32 => "Int32",
            Self::DateTime => "DateTime",
            Self::TimeSpan => "TimeSpan",
            Self::Uri => "Uri",
            Self::ExternalResource => "ExternalResource",
            Self::Byte => "Byte",
            Self::Object => "Object",
            Self::Enumeration(name) => name,
        })
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(scalar) => scalar.fmt(f),
            Self::Array(scalar) => write!(f, "Array of {scalar}"),
        }
    }
}

/// The text is not a type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a type: expected `String`, `Boolean`, `Int32`, `DateTime`, `TimeSpan`, `Uri`, `ExternalResource`, `Byte`, `Object`, the name of an enumeration, or `Array of` one of them"
)]
pub struct ParseTypeError(String);

impl FromStr for Scalar {
    type Err = ParseTypeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "String" => Self::String,
            "Boolean" => Self::Boolean,
            "Int32" => Self::Int32,
            "DateTime" => Self::DateTime,
            "TimeSpan" => Self::TimeSpan,
            "Uri" => Self::Uri,
            "ExternalResource" => Self::ExternalResource,
            "Byte" => Self::Byte,
            "Object" => Self::Object,
            name if is_type_name(name) => Self::Enumeration(name.to_owned()),
            _ => return Err(ParseTypeError(text.to_owned())),
        })
    }
}

impl FromStr for Type {
    type Err = ParseTypeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix("Array of ") {
            Some(scalar) => scalar.parse().map(Self::Array),
            None => text.parse().map(Self::Scalar),
        }
    }
}

/// Enumerations are named like `InvitationState`: letters and digits, the first an upper-case letter.
pub(crate) fn is_type_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase()) && text.chars().all(|c| c.is_ascii_alphanumeric())
}

impl Serialize for Type {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(feature = "json-schema")]
impl schemars::JsonSchema for Type {
    fn schema_name() -> Cow<'static, str> {
        "Type".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "`String`, `Boolean`, `Int32`, `DateTime`, `TimeSpan`, `Uri`, `ExternalResource`, `Object`, the name of an enumeration, or `Array of` one of them (or of `Byte`).",
            "pattern": "^(Array of )?[A-Z][A-Za-z0-9]*$",
        })
    }
}
