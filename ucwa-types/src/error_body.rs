//! The body of an error, which is also the reason of an event.

use std::fmt;

use serde_json::Value;

use crate::Object;
use crate::link::Link;
use crate::operation::ErrorSet;
use crate::slots::Enumeration;
use crate::unknown::Unknown;

/// The body of an error response, and the `reason` of an event. Only `code` is always present.
///
/// Codes and subcodes are open-ended, so they are strings here. [`Self::code_as`] and [`Self::subcode_as`] return them as
/// members of an enumeration.
///
/// ```
/// use ucwa_types::ErrorBody;
///
/// let body = r#"{"code": "Conflict", "subcode": "AlreadyExists", "debugInfo": {"host": "pool.example.com"}}"#;
/// let error: ErrorBody = serde_json::from_str(body)?;
/// assert_eq!(error.subcode.as_deref(), Some("AlreadyExists"));
/// assert_eq!(ErrorBody::new("NotFound").with_message("No such contact.").to_string(), "NotFound: No such contact.");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Object)]
#[ucwa(element = "reason", setters)]
#[non_exhaustive]
pub struct ErrorBody {
    /// The error code, mostly named after the HTTP status.
    #[ucwa(required)]
    pub code: Option<String>,
    /// The error subcode: the cause within the code.
    pub subcode: Option<String>,
    /// An explanation for people, in the language of the application.
    pub message: Option<String>,
    /// The address of a page about the error.
    pub link: Option<Link<()>>,
    /// The parameters of the request that were rejected, with the reasons.
    pub parameters: Option<Value>,
    /// Details for debugging; their names change without notice.
    pub debug_info: Option<Value>,
    /// Undocumented members.
    #[ucwa(unknown)]
    pub unknown: Unknown,
}

impl ErrorBody {
    /// Returns which of the errors of an API this is.
    #[must_use]
    pub fn kind<K: ErrorSet>(&self) -> K {
        K::from_code(self.code.as_deref().unwrap_or_default(), self.subcode.as_deref())
    }

    /// Returns the code as a member of an enumeration; an unknown code becomes an unrecognized member.
    #[must_use]
    pub fn code_as<E: Enumeration>(&self) -> Option<E> {
        self.code.as_deref().map(E::from_text)
    }

    /// Returns the subcode as a member of an enumeration; an unknown one becomes an unrecognized member.
    #[must_use]
    pub fn subcode_as<E: Enumeration>(&self) -> Option<E> {
        self.subcode.as_deref().map(E::from_text)
    }
}

/// The code, the subcode and the message.
impl fmt::Display for ErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_deref().unwrap_or("no code"))?;
        self.subcode.as_ref().map_or(Ok(()), |subcode| write!(f, "/{subcode}"))?;
        self.message.as_ref().map_or(Ok(()), |message| write!(f, ": {message}"))
    }
}
