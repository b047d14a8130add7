//! The errors of the service: the documented ones, and one that was received.

use std::fmt;

use serde_json::Value;

use crate::error_body::ErrorBody;
use crate::operation::{HttpMethod, Operation};

/// The errors that an API documents, as one open enumeration: each pair of a code and a subcode is a member, and
/// undocumented pairs are kept in another one.
///
/// `ErrorKind` of a generated tree implements it; `()` does for types without documented errors.
///
/// ```
/// use ucwa_types::api::{ErrorKind, SendMessage};
/// use ucwa_types::operation::{ErrorSet, Operation, Post};
///
/// let kind = ErrorKind::from_code("ServiceFailure", Some("CallbackChannelError"));
/// assert_eq!(kind, ErrorKind::ServiceFailureCallbackChannelError);
/// assert!(kind.is_documented::<SendMessage, Post>());
///
/// // Any other pair is kept.
/// let kind = ErrorKind::from_code("Gone", Some("Shiny"));
/// assert_eq!((kind.code(), kind.subcode()), ("Gone", Some("Shiny")));
/// assert!(matches!(kind, ErrorKind::Other { .. }));
/// ```
pub trait ErrorSet: Clone + fmt::Debug + Eq + Send + Sync + 'static {
    /// Each documented pair of a code and a subcode with its member.
    const DOCUMENTED: &'static [(&'static str, Option<&'static str>, Self)];

    /// The members that any resource can return.
    const GENERIC: &'static [Self] = &[];

    /// Creates the member for an undocumented pair.
    fn other(code: &str, subcode: Option<&str>) -> Self;

    /// Returns the pair that [`Self::other`] keeps; `None` for a documented one.
    fn as_other(&self) -> Option<(&str, Option<&str>)>;

    /// Returns the member for this code and subcode.
    #[must_use]
    fn from_code(code: &str, subcode: Option<&str>) -> Self {
        // The documentation and the service do not agree on the case of `PreconditionFailed`.
        let is_it =
            |known: &&(&str, Option<&str>, Self)| known.0.eq_ignore_ascii_case(code) && known.1 == subcode;
        Self::DOCUMENTED
            .iter()
            .find(is_it)
            .map_or_else(|| Self::other(code, subcode), |known| known.2.clone())
    }

    /// Returns the error code.
    #[must_use]
    fn code(&self) -> &str {
        self.as_other().or_else(|| pair(self)).map_or("", |(code, _)| code)
    }

    /// Returns the error subcode.
    #[must_use]
    fn subcode(&self) -> Option<&str> {
        self.as_other().or_else(|| pair(self)).and_then(|(_, subcode)| subcode)
    }

    /// Writes the code, and the subcode behind a slash.
    ///
    /// # Errors
    /// Those of the formatter.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())?;
        self.subcode().map_or(Ok(()), |subcode| write!(f, "/{subcode}"))
    }

    /// Whether an operation documents this error, on its own page or as one that any resource can return.
    #[must_use]
    fn is_documented<T: Operation<M, Error = Self>, M: HttpMethod>(&self) -> bool {
        T::ERRORS.contains(self) || (T::GENERIC_ERRORS && Self::GENERIC.contains(self))
    }
}

fn pair<K: ErrorSet>(kind: &K) -> Option<(&'static str, Option<&'static str>)> {
    K::DOCUMENTED.iter().find(|known| known.2 == *kind).map(|known| (known.0, known.1))
}

/// No errors are documented.
impl ErrorSet for () {
    const DOCUMENTED: &'static [(&'static str, Option<&'static str>, Self)] = &[];

    fn other(_: &str, _: Option<&str>) -> Self {}

    fn as_other(&self) -> Option<(&str, Option<&str>)> {
        None
    }
}

/// An error of the service: a status, and a body with the code.
///
/// ```
/// use ucwa_types::ErrorBody;
/// use ucwa_types::api::ErrorKind;
/// use ucwa_types::operation::ServiceError;
///
/// let body: ErrorBody = serde_json::from_str(
///     r#"{"code": "ServiceFailure", "subcode": "CallbackChannelError", "message": "Please try again."}"#,
/// )?;
/// let error: ServiceError<ErrorKind> = ServiceError::new(500, body);
/// assert_eq!(error.kind(), &ErrorKind::ServiceFailureCallbackChannelError);
/// assert_eq!(error.message(), Some("Please try again."));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceError<K> {
    kind: K,
    status: u16,
    body: ErrorBody,
}

impl<K: ErrorSet> ServiceError<K> {
    /// Creates the error from the status and the body of a response.
    #[must_use]
    pub fn new(status: u16, body: ErrorBody) -> Self {
        Self { kind: body.kind(), status, body }
    }
}

impl<K> ServiceError<K> {
    /// Returns which error it is.
    #[must_use]
    pub const fn kind(&self) -> &K {
        &self.kind
    }

    /// Returns the HTTP status of the response.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// Borrows the body of the response.
    #[must_use]
    pub const fn body(&self) -> &ErrorBody {
        &self.body
    }

    /// Returns the body of the response.
    #[must_use]
    pub fn into_body(self) -> ErrorBody {
        self.body
    }

    /// Returns the error code.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.body.code.as_deref()
    }

    /// Returns the error subcode.
    #[must_use]
    pub fn subcode(&self) -> Option<&str> {
        self.body.subcode.as_deref()
    }

    /// Returns the explanation for people.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.body.message.as_deref()
    }

    /// Returns the parameters of the request that were rejected.
    #[must_use]
    pub const fn parameters(&self) -> Option<&Value> {
        self.body.parameters.as_ref()
    }

    /// Returns the details for debugging.
    #[must_use]
    pub const fn debug_info(&self) -> Option<&Value> {
        self.body.debug_info.as_ref()
    }
}

impl<K> fmt::Display for ServiceError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.status, self.body)
    }
}

impl<K: fmt::Debug> std::error::Error for ServiceError<K> {}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{ErrorSet, ServiceError};

    #[derive(Clone, Debug, PartialEq, Eq)]
    enum Kind {
        Conflict,
        ConflictAlreadyExists,
        Other(String, Option<String>),
    }

    impl ErrorSet for Kind {
        const DOCUMENTED: &'static [(&'static str, Option<&'static str>, Self)] = &[
            ("Conflict", None, Self::Conflict),
            ("Conflict", Some("AlreadyExists"), Self::ConflictAlreadyExists),
        ];

        fn other(code: &str, subcode: Option<&str>) -> Self {
            Self::Other(code.to_owned(), subcode.map(str::to_owned))
        }

        fn as_other(&self) -> Option<(&str, Option<&str>)> {
            match self {
                Self::Other(code, subcode) => Some((code, subcode.as_deref())),
                _ => None,
            }
        }
    }

    #[test]
    fn a_kind_is_a_code_and_a_subcode() {
        let other = |code, subcode| Kind::other(code, subcode);
        for (code, subcode, expected) in [
            ("Conflict", None, Kind::Conflict),
            ("conflict", Some("AlreadyExists"), Kind::ConflictAlreadyExists),
            ("Conflict", Some("alreadyexists"), other("Conflict", Some("alreadyexists"))),
            ("Conflict", Some("New"), other("Conflict", Some("New"))),
            ("NotFound", None, other("NotFound", None)),
            ("", None, other("", None)),
        ] {
            let kind = Kind::from_code(code, subcode);
            assert_eq!(kind, expected, "{code} {subcode:?}");
            assert!(kind.code().eq_ignore_ascii_case(code), "{code} {subcode:?}");
            assert_eq!(kind.subcode(), subcode, "{code} {subcode:?}");
        }
    }

    #[test]
    fn an_error_keeps_everything() {
        let value = json!({
            "code": "Conflict", "subcode": "New", "message": "No.", "parameters": [{"name": "to"}],
            "debugInfo": {"host": "pool.example.com"}, "more": 1,
        });
        let error = ServiceError::<Kind>::new(409, serde_json::from_value(value.clone()).unwrap());
        assert_eq!((error.kind(), error.status()), (&Kind::other("Conflict", Some("New")), 409));
        assert_eq!((error.code(), error.subcode()), (Some("Conflict"), Some("New")));
        assert_eq!(
            (error.parameters(), error.debug_info()),
            (value.get("parameters"), value.get("debugInfo"))
        );
        assert_eq!(error.to_string(), "409: Conflict/New: No.");
        assert_eq!(serde_json::to_value(error.into_body()).unwrap(), value);
    }

    #[test]
    fn nothing_is_needed_for_an_error() {
        let error = ServiceError::<()>::new(500, serde_json::from_str("{}").unwrap());
        assert_eq!(
            (error.code(), error.message(), error.to_string()),
            (None, None, "500: no code".to_owned())
        );
    }
}
