//! Why something failed, or changed.

use std::fmt;

use serde_json::Value;

use crate::Object;
use crate::link::Link;
use crate::operation::ErrorSet;
use crate::slots::Enumeration;
use crate::unknown::Unknown;

/// The body of an error answer, and the `reason` of an event. Only `code` is certain.
///
/// Codes and subcodes are open-ended, so they are texts here; [`Self::code_as`] and [`Self::subcode_as`] read them as
/// an enumeration.
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
    /// What went wrong, mostly named after the HTTP status.
    #[ucwa(required)]
    pub code: Option<String>,
    /// What exactly went wrong.
    pub subcode: Option<String>,
    /// An explanation for people, in the language of the application.
    pub message: Option<String>,
    /// Where there is more about it.
    pub link: Option<Link<()>>,
    /// The parts of the request that were refused.
    pub parameters: Option<Value>,
    /// What helps to find the cause; its members change without notice.
    pub debug_info: Option<Value>,
    /// Everything else.
    #[ucwa(unknown)]
    pub unknown: Unknown,
}

impl ErrorBody {
    /// Which of the errors of an API it is.
    #[must_use]
    pub fn kind<K: ErrorSet>(&self) -> K {
        K::of(self.code.as_deref().unwrap_or_default(), self.subcode.as_deref())
    }

    /// The code as a member of an enumeration; one it does not know is kept in it as unrecognized.
    #[must_use]
    pub fn code_as<E: Enumeration>(&self) -> Option<E> {
        self.code.as_deref().map(E::from_text)
    }

    /// The subcode as a member of an enumeration.
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
