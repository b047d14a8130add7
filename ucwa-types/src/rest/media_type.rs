//! Media types (RFC 9110, section 8.3.1), and the two formats of representations.

use std::fmt;

/// The format of a representation on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WireFormat {
    /// JSON.
    #[default]
    Json,
    /// XML.
    #[cfg(feature = "xml")]
    Xml,
}

impl WireFormat {
    /// The media type for `Accept` and `Content-Type`: the exact one of the protocol, which no proxy answers with.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/vnd.microsoft.com.ucwa+json",
            #[cfg(feature = "xml")]
            Self::Xml => "application/vnd.microsoft.com.ucwa+xml",
        }
    }

    /// What discovery asks for: the exact media type or the general one. Clients in the field ask for the latter.
    pub(crate) const fn in_discovery(self) -> &'static str {
        match self {
            Self::Json => "application/vnd.microsoft.com.ucwa+json, application/json",
            #[cfg(feature = "xml")]
            Self::Xml => "application/vnd.microsoft.com.ucwa+xml, application/xml",
        }
    }

    /// The format of a body with this `Content-Type`, whose parameters are ignored. Accepted are the exact media type, those
    /// that servers derive from it (`….ucwa.error+json`), the general ones, and `application/hal+json`.
    ///
    /// ```
    /// use ucwa_types::rest::WireFormat;
    ///
    /// assert_eq!(WireFormat::from_content_type("application/json; charset=utf-8"), Some(WireFormat::Json));
    /// assert_eq!(WireFormat::from_content_type("Application/VND.Microsoft.com.UCWA+JSON"), Some(WireFormat::Json));
    /// assert_eq!(WireFormat::from_content_type("text/html"), None);
    /// ```
    #[must_use]
    pub fn from_content_type(content_type: &str) -> Option<Self> {
        let essence = essence(content_type).to_ascii_lowercase();
        let syntax = match essence.strip_prefix(UCWA) {
            // Nothing, or a dot and a word, comes before the name of the syntax.
            Some(rest) => rest.split_once('+').filter(|(kind, _)| kind.is_empty() || is_suffix(kind))?.1,
            None if essence == "application/hal+json" => "json",
            None => essence.strip_prefix("application/")?,
        };
        match syntax {
            "json" => Some(Self::Json),
            #[cfg(feature = "xml")]
            "xml" => Some(Self::Xml),
            _ => None,
        }
    }
}

/// `JSON` or `XML`.
impl fmt::Display for WireFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Json => "JSON",
            #[cfg(feature = "xml")]
            Self::Xml => "XML",
        })
    }
}

/// What the media types of the protocol begin with.
const UCWA: &str = "application/vnd.microsoft.com.ucwa";

/// Whether it is a dot and a word.
fn is_suffix(kind: &str) -> bool {
    kind.strip_prefix('.')
        .is_some_and(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// A media type without its parameters.
pub(crate) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// A parameter of a media type, quoted or not.
pub(crate) fn parameter(media_type: &str, name: &str) -> Option<String> {
    let mut rest = media_type.split_once(';')?.1;
    loop {
        let (key, after) = rest.split_once('=')?;
        // Parameters without a value come before it.
        let key = key.rsplit(';').next().unwrap_or_default().trim();
        let (value, after) = value(after.trim_start());
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = after.split_once(';')?.1;
    }
}

/// The value that a text starts with, a quoted string or all up to the next `;`, and what comes after it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, rest) = text.split_at(text.find(';').unwrap_or(text.len()));
        return (value.trim_end().to_owned(), rest);
    };
    unquote(quoted)
}

/// The rest of a quoted string whose first quote has been read (RFC 9110, section 5.6.4), and what comes after it.
pub(crate) fn unquote(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, &text[at + 1..]),
            '\\' => value.extend(characters.next().map(|(_, character)| character)),
            _ => value.push(character),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenario_media_types_are_general_or_exact_with_or_without_a_charset() {
        for name in [
            "application/json",
            "application/json; charset=utf-8",
            "application/vnd.microsoft.com.ucwa+json",
            "application/vnd.microsoft.com.ucwa+json;charset=\"UTF-8\"",
            " APPLICATION/JSON ",
            "application/vnd.microsoft.com.ucwa.error+json",
            "application/vnd.microsoft.com.ucwa.Events+json; charset=utf-8",
            "application/vnd.microsoft.com.ucwa.request+json",
            "application/hal+json",
            "application/json; type=\"application/vnd.microsoft.com.ucwa+json\"; charset=utf-8",
        ] {
            assert_eq!(WireFormat::from_content_type(name), Some(WireFormat::Json), "{name}");
        }
        for name in [
            "",
            "text/html",
            "application/jsonp",
            "text/json",
            ";application/json",
            "multipart/batching",
            "application/vnd.microsoft.com.ucwa",
            "application/vnd.microsoft.com.ucwax+json",
            "application/vnd.microsoft.com.ucwa.+json",
            "application/vnd.microsoft.rtc.autodiscover+json",
            "application/problem+json",
        ] {
            assert_eq!(WireFormat::from_content_type(name), None, "{name}");
        }
    }

    #[cfg(feature = "xml")]
    #[test]
    fn scenario_media_types_of_xml() {
        for name in [
            "application/xml",
            "application/vnd.microsoft.com.ucwa+xml; charset=utf-8",
            "application/vnd.microsoft.com.ucwa.error+xml",
            "application/vnd.microsoft.com.ucwa.events+xml",
        ] {
            assert_eq!(WireFormat::from_content_type(name), Some(WireFormat::Xml), "{name}");
        }
        for name in ["application/xhtml+xml", "application/hal+xml"] {
            assert_eq!(WireFormat::from_content_type(name), None);
        }
    }

    #[test]
    fn parameters_are_found() {
        for (media_type, expected) in [
            ("multipart/batching;boundary=abc", Some("abc")),
            ("multipart/batching; charset=x ; Boundary = \"a;b\\\"c\" ; z=1", Some("a;b\"c")),
            ("multipart/batching; flag; boundary=abc ", Some("abc")),
            ("multipart/batching; boundary=\"abc", Some("abc")),
            ("multipart/batching; boundary=", Some("")),
            ("multipart/batching; charset=\"boundary=no\"", None),
            ("multipart/batching", None),
            ("boundary=abc", None),
        ] {
            assert_eq!(parameter(media_type, "boundary").as_deref(), expected, "{media_type}");
        }
    }
}
