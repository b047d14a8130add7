//! Content that is not a resource: message bodies, custom content, session descriptions.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::data_uri::{self, DataUri, DataUriError};
use crate::link::LinkData;

/// Content of a media type of its own, such as the text of a message.
///
/// In Rust it is a property. On the wire it is a link whose `href` mostly *is* the content, as a `data:` URI, and
/// sometimes a reference to it. The content is decoded on request only. With the feature `http`, content that is
/// elsewhere is fetched by `get`; a media offer is made by `multipart` and taken apart by `parts`.
///
/// ```
/// use ucwa_types::ExternalResource;
///
/// let message = ExternalResource::from_text("text/plain", "See you at 5 + 10 minutes");
/// assert_eq!(message.media_type(), Some("text/plain"));
/// assert_eq!(message.to_text().unwrap(), "See you at 5 + 10 minutes");
/// assert_eq!(ExternalResource::from_text("text/html; charset=iso-8859-1", "ü").href(), "data:text/html;charset=utf-8,%C3%BC");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ExternalResource {
    link: LinkData,
}

impl ExternalResource {
    /// Creates content from an `href`: the address to fetch it from, or a `data:` URI.
    #[must_use]
    pub fn new(href: impl Into<Box<str>>) -> Self {
        LinkData::new(href).into()
    }

    /// Creates content from text, as percent-encoded UTF-8. The character set is added to the media type, in the place of one that
    /// it names.
    #[must_use]
    pub fn from_text(media_type: &str, content: &str) -> Self {
        let is_charset =
            |parameter: &&str| parameter.trim_start().to_ascii_lowercase().starts_with("charset=");
        let parameters: Vec<&str> =
            media_type.split(';').filter(|it| !is_charset(it)).map(str::trim).collect();
        let (media_type, content) = (parameters.join(";"), data_uri::percent_encode(content.as_bytes()));
        Self::new(format!("data:{media_type};charset=utf-8,{content}"))
    }

    /// Creates content from bytes, in base64.
    #[must_use]
    pub fn from_bytes(media_type: &str, content: &[u8]) -> Self {
        Self::new(format!("data:{media_type};base64,{}", data_uri::base64_encode(content)))
    }

    /// Returns the link that it is on the wire.
    #[must_use]
    pub const fn link(&self) -> &LinkData {
        &self.link
    }

    /// Returns the `href` of that link.
    #[must_use]
    pub fn href(&self) -> &str {
        self.link.href()
    }

    /// Returns the encoded content; `None` if it is to be fetched from [`Self::href`].
    #[must_use]
    pub fn data(&self) -> Option<DataUri<'_>> {
        self.link.data_uri()
    }

    /// Returns the media type without parameters; `None` if the content is to be fetched.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        Some(self.data()?.media_type())
    }

    /// Returns the character set that the media type names.
    #[must_use]
    pub fn charset(&self) -> Option<&str> {
        self.data()?.charset()
    }

    /// Decodes the content.
    ///
    /// # Errors
    /// [`DataUriError::NotData`] if the content is to be fetched, and those of [`DataUri::bytes`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, DataUriError> {
        self.data().ok_or(DataUriError::NotData)?.bytes()
    }

    /// Decodes the content as text.
    ///
    /// # Errors
    /// [`DataUriError::NotData`] if the content is to be fetched, and those of [`DataUri::text`].
    pub fn to_text(&self) -> Result<String, DataUriError> {
        self.data().ok_or(DataUriError::NotData)?.text()
    }
}

impl From<LinkData> for ExternalResource {
    fn from(link: LinkData) -> Self {
        Self { link }
    }
}

impl Serialize for ExternalResource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.link.serialize(serializer)
    }
}

/// Fails for anything but an object whose `href` is a string.
impl<'de> Deserialize<'de> for ExternalResource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        LinkData::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_made_and_had() {
        let sdp = ExternalResource::from_bytes("application/sdp", b"v=0\r\n");
        assert_eq!(sdp.href(), "data:application/sdp;base64,dj0wDQo=");
        assert_eq!(sdp.to_bytes().unwrap(), b"v=0\r\n");
        let text = ExternalResource::from_text("text/html", "<b>ä + b</b>");
        assert_eq!((text.media_type(), text.charset()), (Some("text/html"), Some("utf-8")));
        assert_eq!(text.to_text().unwrap(), "<b>ä + b</b>");
    }

    #[test]
    fn content_elsewhere_is_not_had() {
        let elsewhere = ExternalResource::new("/photos/1");
        assert_eq!((elsewhere.media_type(), elsewhere.charset()), (None, None));
        assert_eq!(elsewhere.to_bytes(), Err(DataUriError::NotData));
        assert_eq!(elsewhere.to_text(), Err(DataUriError::NotData));
    }
}
