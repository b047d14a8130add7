//! Fields of a head.

use http::{HeaderMap, HeaderName};

/// The value of a field, if it is there and text.
pub(crate) fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}
