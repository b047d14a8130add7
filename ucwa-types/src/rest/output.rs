//! Decodes the body of a response.

use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::json_body;
use crate::limits::{LimitExceeded, Limits};
use crate::operation::RawBody;
use crate::rest::legacy::LegacyDiscovery;
use crate::rest::media_type::WireFormat;
use crate::slots::{Model, decode};

/// The body of a response: any [`Model`], [`RawBody`], or `()` for none.
///
/// A bound, and nothing to be called or implemented by users: its methods are for this crate.
pub trait Output: Sized {
    /// The value of `Accept`.
    #[doc(hidden)]
    fn accept(format: WireFormat) -> &'static str;

    /// Decodes a body that is not empty.
    ///
    /// # Errors
    /// If the body cannot be decoded as this type.
    #[doc(hidden)]
    fn decode(media_type: Option<&str>, body: &[u8], limits: Limits) -> Result<Option<Self>, DecodeError>;
}

impl<M: Model> Output for M {
    fn accept(format: WireFormat) -> &'static str {
        format.media_type()
    }

    fn decode(media_type: Option<&str>, body: &[u8], limits: Limits) -> Result<Option<Self>, DecodeError> {
        let decoded: Result<M, _> = model(media_type, body, limits);
        // Every object decodes as every resource, and so legacy autodiscovery would be an empty root.
        let is_suspect = match &decoded {
            Ok(model) => LegacyDiscovery::is_suspected(model.parts().unknown),
            Err(error) => matches!(error, DecodeError::MediaType | DecodeError::Invalid(_)),
        };
        let read = |media_type| LegacyDiscovery::read(media_type, body, limits);
        match media_type.filter(|_| is_suspect).and_then(read) {
            Some(legacy) => Err(DecodeError::LegacyDiscovery(legacy)),
            None => decoded.map(Some),
        }
    }
}

/// A body is ignored.
impl Output for () {
    fn accept(format: WireFormat) -> &'static str {
        format.media_type()
    }

    fn decode(_: Option<&str>, _: &[u8], _: Limits) -> Result<Option<Self>, DecodeError> {
        Ok(None)
    }
}

/// Any body, undecoded.
impl Output for RawBody {
    fn accept(_: WireFormat) -> &'static str {
        "*/*"
    }

    fn decode(media_type: Option<&str>, body: &[u8], limits: Limits) -> Result<Option<Self>, DecodeError> {
        limits.check_size(body.len()).map_err(DecodeError::Limit)?;
        Ok(Some(Self::new(media_type.unwrap_or("application/octet-stream"), body)))
    }
}

/// Decodes a representation in the format that its media type says.
pub(crate) fn model<M: Model>(
    media_type: Option<&str>,
    body: &[u8],
    limits: Limits,
) -> Result<M, DecodeError> {
    match media_type.and_then(WireFormat::from_content_type).ok_or(DecodeError::MediaType)? {
        WireFormat::Json => {
            let Decoded(model) = json_body::from_slice_within(body, limits)?;
            Ok(model)
        }
        #[cfg(feature = "xml")]
        WireFormat::Xml => crate::xml_body::from_slice_within(body, limits).map_err(|error| match error {
            crate::xml_body::Error::Limit(limit) => DecodeError::Limit(limit),
            crate::xml_body::Error::Syntax { at, .. } if at >= body.len() as u64 || !is_closed(body) => {
                DecodeError::Truncated(Box::new(error))
            }
            error => DecodeError::Invalid(Box::new(error)),
        }),
    }
}

/// Decodes a representation that is a JSON value.
pub(crate) fn model_of<M: Model>(value: Value) -> Result<M, DecodeError> {
    let Decoded(model) =
        Decoded::deserialize(value).map_err(|error| DecodeError::Invalid(Box::new(error)))?;
    Ok(model)
}

/// Whether an XML body ends as one does, with a tag: an error in one that does not is that it was cut.
#[cfg(feature = "xml")]
fn is_closed(body: &[u8]) -> bool {
    body.trim_ascii_end().ends_with(b">")
}

/// A model that serde decodes: a [`Model`] need not implement `Deserialize`.
struct Decoded<M>(M);

impl<'de, M: Model> Deserialize<'de> for Decoded<M> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut model = M::empty();
        decode(&mut model, deserializer)?;
        Ok(Self(model))
    }
}

/// Why a body is not decoded.
#[derive(Debug)]
#[non_exhaustive]
pub enum DecodeError {
    /// It has no media type, or none of UCWA.
    MediaType,
    /// It is a document of legacy autodiscovery, not a resource of UCWA.
    LegacyDiscovery(LegacyDiscovery),
    /// It exceeds a limit.
    Limit(LimitExceeded),
    /// It is cut short.
    Truncated(Box<dyn std::error::Error + Send + Sync>),
    /// It is not JSON, not XML, or not of the expected type.
    Invalid(Box<dyn std::error::Error + Send + Sync>),
}

impl From<json_body::Error> for DecodeError {
    fn from(error: json_body::Error) -> Self {
        match error {
            json_body::Error::Limit(limit) => Self::Limit(limit),
            json_body::Error::Json(error) if error.is_eof() => Self::Truncated(Box::new(error)),
            json_body::Error::Json(error) => Self::Invalid(Box::new(error)),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MediaType => f.write_str("not of a media type of UCWA"),
            Self::LegacyDiscovery(_) => f.write_str("legacy autodiscovery, not UCWA"),
            Self::Limit(limit) => limit.fmt(f),
            Self::Truncated(_) => f.write_str("cut short"),
            Self::Invalid(_) => f.write_str("not what its media type says, or not of the type"),
        }
    }
}

impl std::error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::MediaType | Self::LegacyDiscovery(_) => None,
            Self::Limit(limit) => limit.source(),
            Self::Truncated(error) | Self::Invalid(error) => Some(&**error),
        }
    }
}
