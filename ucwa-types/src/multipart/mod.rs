//! Bodies of several parts (RFC 2046, section 5.1): batches, and media offers.
//!
//! A media offer is `multipart/alternative` with a session description in each part, one of them for older proxies. It
//! travels as a `data:` URI.
//!
//! ```
//! use ucwa_types::ExternalResource;
//! use ucwa_types::multipart::Part;
//!
//! let offer = ExternalResource::multipart("alternative", &[
//!     Part::new("application/sdp", "v=0\r\ns=old\r\n")
//!         .with_field("Content-Disposition", "session; handling=optional; ms-proxy-2007fallback")?,
//!     Part::new("application/sdp", "v=0\r\ns=new\r\n").with_field("Content-ID", "<1@example.com>")?,
//! ]);
//! assert!(offer.href().starts_with("data:multipart/alternative;"));
//!
//! let parts = offer.parts()?;
//! assert_eq!(parts[1].field("Content-ID"), Some("<1@example.com>"));
//! assert_eq!((parts[1].media_type(), &*parts[1].body), (Some("application/sdp"), b"v=0\r\ns=new\r\n".as_slice()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod head;
mod sections;

use std::fmt;

use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};

pub(crate) use self::head::{head, line};
pub(crate) use self::sections::{Section, Sections};
use crate::data_uri::{DataUriError, percent_encode};
use crate::external::ExternalResource;
use crate::operation::RawBody;
use crate::rest::media_type::{essence, parameter};

/// A part of a multipart body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// The header fields, such as `Content-Type`, `Content-ID` and `Content-Disposition`.
    pub headers: HeaderMap,
    /// The bytes.
    pub body: Vec<u8>,
}

/// Why a body cannot be taken apart, or a part cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MultipartError {
    /// Its media type is not `multipart/…` with a boundary.
    NotMultipart,
    /// It is a `data:` URI that cannot be decoded, or no `data:` URI.
    Data(DataUriError),
    /// A line in the head of a part is no header field, or there are more fields than can be held.
    Field,
    /// It ends before its last boundary.
    Truncated,
}

impl Part {
    /// These bytes of this media type. A media type that cannot be in a header field is left out.
    #[must_use]
    pub fn new(media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let media_type = HeaderValue::from_str(media_type).ok();
        Self {
            headers: media_type.map(|value| (CONTENT_TYPE, value)).into_iter().collect(),
            body: body.into(),
        }
    }

    /// The same with one more header field.
    ///
    /// # Errors
    /// [`MultipartError::Field`] if the name or the value cannot be in a head.
    pub fn with_field(mut self, name: &str, value: &str) -> Result<Self, MultipartError> {
        let name = HeaderName::try_from(name).map_err(|_| MultipartError::Field)?;
        let value = HeaderValue::from_str(value).map_err(|_| MultipartError::Field)?;
        self.headers.append(name, value);
        Ok(self)
    }

    /// A header field by its name, in any case, if its value is text.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The media type without parameters.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.field(CONTENT_TYPE.as_str()).map(essence)
    }

    /// The head and the bytes, as they are between two boundaries.
    fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for (name, value) in &self.headers {
            for bytes in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
                out.extend_from_slice(bytes);
            }
        }
        out.extend_from_slice(b"\r\n");
        out.extend_from_slice(&self.body);
        out
    }
}

/// Takes a body apart.
///
/// # Errors
/// Every [`MultipartError`] but [`MultipartError::Data`].
pub fn parts(media_type: &str, body: &[u8]) -> Result<Vec<Part>, MultipartError> {
    split(&boundary(media_type).ok_or(MultipartError::NotMultipart)?, body)
}

/// Puts a body together. Its media type is `multipart/` with this subtype, such as `alternative`.
#[must_use]
pub fn compose(subtype: &str, parts: &[Part]) -> RawBody {
    let (boundary, body) = join("ucwa-part", &parts.iter().map(Part::write).collect::<Vec<_>>());
    RawBody::new(format!("multipart/{subtype}; boundary=\"{boundary}\""), body)
}

impl ExternalResource {
    /// These parts in a `data:` URI. Its media type is `multipart/` with this subtype: a media offer is `alternative`.
    #[must_use]
    pub fn multipart(subtype: &str, parts: &[Part]) -> Self {
        let (boundary, body) = join("ucwa-part", &parts.iter().map(Part::write).collect::<Vec<_>>());
        Self::new(format!("data:multipart/{subtype};boundary={boundary},{}", percent_encode(&body)))
    }

    /// The parts of the content.
    ///
    /// # Errors
    /// Every [`MultipartError`]. Content that is elsewhere is [`MultipartError::Data`] with [`DataUriError::NotData`]: fetch it
    /// ([`Self::get`]), and take its body apart with [`parts`].
    pub fn parts(&self) -> Result<Vec<Part>, MultipartError> {
        let uri = self.data().ok_or(MultipartError::Data(DataUriError::NotData))?;
        let boundary = uri.parameter("boundary").filter(|_| is_multipart(uri.media_type()));
        let boundary =
            boundary.filter(|boundary| !boundary.is_empty()).ok_or(MultipartError::NotMultipart)?;
        split(boundary, &uri.bytes().map_err(MultipartError::Data)?)
    }
}

fn split(boundary: &str, body: &[u8]) -> Result<Vec<Part>, MultipartError> {
    let part = |section: Section<'_>| {
        let (headers, body) = head(section.bytes).ok_or(match section.is_cut {
            true => MultipartError::Truncated,
            false => MultipartError::Field,
        })?;
        match section.is_cut {
            true => Err(MultipartError::Truncated),
            false => Ok(Part { headers, body: body.to_vec() }),
        }
    };
    Sections::new(body, boundary.as_bytes()).map(part).collect()
}

/// A boundary that is nowhere in the parts, and the body. The same parts have the same one.
pub(crate) fn join(prefix: &str, parts: &[Vec<u8>]) -> (String, Vec<u8>) {
    let is_in =
        |boundary: &str, part: &[u8]| part.windows(boundary.len()).any(|bytes| bytes == boundary.as_bytes());
    let mut number = 0_u64;
    let boundary = loop {
        let boundary = format!("{prefix}-{number}");
        if !parts.iter().any(|part| is_in(&boundary, part)) {
            break boundary;
        }
        number += 1;
    };
    let mut body = Vec::new();
    for part in parts {
        body.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
        body.extend_from_slice(part);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (boundary, body)
}

/// The boundary that the media type of a multipart body names.
pub(crate) fn boundary(media_type: &str) -> Option<String> {
    parameter(media_type, "boundary").filter(|boundary| is_multipart(media_type) && !boundary.is_empty())
}

fn is_multipart(media_type: &str) -> bool {
    essence(media_type).to_ascii_lowercase().starts_with("multipart/")
}

impl fmt::Display for MultipartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotMultipart => f.write_str("not a multipart body with a boundary"),
            Self::Data(error) => error.fmt(f),
            Self::Field => f.write_str("a line in a head that is not a header field"),
            Self::Truncated => f.write_str("a multipart body that is cut short"),
        }
    }
}

impl std::error::Error for MultipartError {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn scenario_a_media_offer_is_multipart_alternative_in_a_data_uri() {
        let offer = ExternalResource::new(
            "data:multipart/Alternative;charset=utf-8;boundary=x-1,--x-1%0d%0aContent-Type%3a+application%2fsdp%0d%0a\
             Content-ID%3a+%3c1%40example.net%3e%0d%0aContent-Disposition%3a+session%3b+ms-proxy-2007fallback%0d%0a\
             %0d%0av%3d0%0d%0aa%3dinline%3aC%2bC%0d%0a%0d%0a--x-1%0d%0a%0d%0av%3d1%0d%0a--x-1--%0d%0a",
        );
        let parts = offer.parts().unwrap();
        assert_eq!(parts.len(), 2);
        assert_eq!(
            (parts[0].media_type(), parts[0].field("content-id")),
            (Some("application/sdp"), Some("<1@example.net>"))
        );
        assert_eq!(parts[0].field("Content-Disposition"), Some("session; ms-proxy-2007fallback"));
        assert_eq!(parts[0].body, b"v=0\r\na=inline:C+C\r\n");
        assert_eq!((parts[1].media_type(), &*parts[1].body), (None, b"v=1".as_slice()));
    }

    #[test]
    fn what_has_no_parts_says_why() {
        let error = |href: &str| ExternalResource::new(href).parts().unwrap_err();
        for (href, expected) in [
            ("/offers/1", MultipartError::Data(DataUriError::NotData)),
            ("data:text/plain;boundary=x,--x%0d%0a", MultipartError::NotMultipart),
            ("data:multipart/alternative,--x%0d%0a", MultipartError::NotMultipart),
            ("data:multipart/alternative;boundary=,--%0d%0a", MultipartError::NotMultipart),
            ("data:multipart/alternative;boundary=x,%4", MultipartError::Data(DataUriError::Percent(0))),
            ("data:multipart/alternative;boundary=x,--x%0a%0av%0a", MultipartError::Truncated),
            ("data:multipart/alternative;boundary=x,--x%0aContent-Ty", MultipartError::Truncated),
            ("data:multipart/alternative;boundary=x,--x%0ano+field%0a%0a--x--", MultipartError::Field),
        ] {
            assert_eq!(error(href), expected, "{href}");
        }
        assert_eq!(ExternalResource::new("data:multipart/alternative;boundary=x,").parts(), Ok(vec![]));
        assert_eq!(parts("text/plain", b"").unwrap_err(), MultipartError::NotMultipart);
        assert!(
            Part::default().with_field("a b", "").is_err() && Part::default().with_field("a", "\n").is_err()
        );
        assert_eq!(Part::new("\n", "").media_type(), None);
    }

    proptest! {
        #[test]
        fn what_is_put_together_is_taken_apart(
            all in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..40), "[ -~]{0,9}"), 0..4),
        ) {
            let all: Vec<_> = all
                .into_iter()
                .map(|(body, field)| Part::new("application/sdp", body).with_field("X-Field", field.trim()).unwrap())
                .collect();
            prop_assert_eq!(&ExternalResource::multipart("alternative", &all).parts(), &Ok(all.clone()));
            let body = compose("mixed", &all);
            prop_assert_eq!(parts(body.media_type(), body.bytes()), Ok(all));
        }

        #[test]
        fn any_body_is_taken_apart_or_not(body in "(--x|--|[a:%+\r\n ]){0,30}") {
            let _ = parts("multipart/x;boundary=x", body.as_bytes());
        }
    }
}
