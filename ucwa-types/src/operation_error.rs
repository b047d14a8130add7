//! How an operation can be refused, as its page documents it.

use std::fmt;

use serde_json::Value;

use crate::error_body::ErrorBody;

/// An error that the documentation lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct DocumentedError {
    /// The code.
    pub code: &'static str,
    /// The HTTP status, where one is given.
    pub status: Option<u16>,
    /// The subcode; `None` where the error has none.
    pub subcode: Option<&'static str>,
}

impl DocumentedError {
    /// An error of this code, without a subcode.
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self { code, status: None, subcode: None }
    }

    /// The same with a status.
    #[must_use]
    pub const fn status(self, status: u16) -> Self {
        Self { status: Some(status), ..self }
    }

    /// The same with a subcode.
    #[must_use]
    pub const fn subcode(self, subcode: &'static str) -> Self {
        Self { subcode: Some(subcode), ..self }
    }

    /// Whether an answer with this status, code and subcode is this error. The status counts where one is documented.
    #[must_use]
    pub fn is(&self, status: u16, code: &str, subcode: Option<&str>) -> bool {
        // The documentation and the service do not agree on the case of `PreconditionFailed`.
        self.status.is_none_or(|documented| documented == status)
            && self.code.eq_ignore_ascii_case(code)
            && self.subcode == subcode
    }
}

/// The documented errors of an operation, as an enumeration that has a member for every other error as well.
///
/// Generated enumerations keep no texts: what an error says beside its kind is in the [`OperationError`].
///
/// ```
/// use ucwa_types::api::{GenericError, SendMessage, SendMessagePostError};
/// use ucwa_types::operation::{ErrorKind, Operation, Post};
///
/// type Kind = <SendMessage as Operation<Post>>::Error;
/// let kind = Kind::of(500, "ServiceFailure", Some("CallbackChannelError"));
/// assert_eq!(kind, SendMessagePostError::ServiceFailureCallbackChannelError);
/// // What any resource can answer with, and what nobody has heard of.
/// let kind = Kind::of(410, "Gone", Some("CannotRedirect"));
/// assert_eq!(kind, SendMessagePostError::Other(GenericError::GoneCannotRedirect));
/// assert_eq!(Kind::of(500, "ServiceFailure", Some("New")), SendMessagePostError::Other(GenericError::Other));
/// ```
pub trait ErrorKind: Copy + fmt::Debug + Eq + 'static {
    /// The documented errors.
    const DOCUMENTED: &'static [DocumentedError];

    /// The member for each of them, in the same order.
    const KINDS: &'static [Self];

    /// The member for what is not among them.
    fn other(status: u16, code: &str, subcode: Option<&str>) -> Self;

    /// The member for an error with this status, code and subcode.
    #[must_use]
    fn of(status: u16, code: &str, subcode: Option<&str>) -> Self {
        let index = Self::DOCUMENTED.iter().position(|entry| entry.is(status, code, subcode));
        match index.and_then(|index| Self::KINDS.get(index)) {
            Some(kind) => *kind,
            None => Self::other(status, code, subcode),
        }
    }
}

/// Nothing is documented.
impl ErrorKind for () {
    const DOCUMENTED: &'static [DocumentedError] = &[];
    const KINDS: &'static [Self] = &[];

    fn other(_: u16, _: &str, _: Option<&str>) -> Self {}
}

/// An error of the service, typed by the operation that it is an answer to.
///
/// ```
/// use ucwa_types::ErrorBody;
/// use ucwa_types::api::SendMessagePostError;
/// use ucwa_types::operation::OperationError;
///
/// let body: ErrorBody = serde_json::from_str(
///     r#"{"code": "ServiceFailure", "subcode": "CallbackChannelError", "message": "Please try again."}"#,
/// )?;
/// let error = OperationError::new(500, body);
/// match error.kind() {
///     SendMessagePostError::ServiceFailureCallbackChannelError => assert_eq!(error.message(), Some("Please try again.")),
///     _ => unreachable!("{error}"),
/// }
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct OperationError<K> {
    kind: K,
    status: u16,
    body: ErrorBody,
}

impl<K: ErrorKind> OperationError<K> {
    /// The error that an answer with this status and body is.
    #[must_use]
    pub fn new(status: u16, body: ErrorBody) -> Self {
        let code = body.code.as_deref().unwrap_or_default();
        Self { kind: K::of(status, code, body.subcode.as_deref()), status, body }
    }

    /// Which of the documented errors it is.
    #[must_use]
    pub fn kind(&self) -> K {
        self.kind
    }
}

impl<K> OperationError<K> {
    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The body of the answer.
    #[must_use]
    pub fn body(&self) -> &ErrorBody {
        &self.body
    }

    /// The body of the answer, taken out.
    #[must_use]
    pub fn into_body(self) -> ErrorBody {
        self.body
    }

    /// What went wrong.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.body.code.as_deref()
    }

    /// What exactly went wrong.
    #[must_use]
    pub fn subcode(&self) -> Option<&str> {
        self.body.subcode.as_deref()
    }

    /// An explanation for people.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.body.message.as_deref()
    }

    /// The parts of the request that were refused.
    #[must_use]
    pub fn parameters(&self) -> Option<&Value> {
        self.body.parameters.as_ref()
    }

    /// What helps to find the cause.
    #[must_use]
    pub fn debug_info(&self) -> Option<&Value> {
        self.body.debug_info.as_ref()
    }
}

impl<K> fmt::Display for OperationError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.status, self.body)
    }
}

impl<K: fmt::Debug> std::error::Error for OperationError<K> {}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{DocumentedError, ErrorKind, OperationError};

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Kind {
        Conflict,
        ConflictAlreadyExists,
        NotFound,
        Other,
    }

    impl ErrorKind for Kind {
        const DOCUMENTED: &'static [DocumentedError] = &[
            DocumentedError::new("Conflict").status(409),
            DocumentedError::new("Conflict").status(409).subcode("AlreadyExists"),
            DocumentedError::new("NotFound"),
        ];
        const KINDS: &'static [Self] = &[Self::Conflict, Self::ConflictAlreadyExists, Self::NotFound];

        fn other(_: u16, _: &str, _: Option<&str>) -> Self {
            Self::Other
        }
    }

    #[test]
    fn a_kind_is_a_code_a_subcode_and_a_status_where_one_is_documented() {
        for (status, code, subcode, expected) in [
            (409, "Conflict", None, Kind::Conflict),
            (409, "conflict", Some("AlreadyExists"), Kind::ConflictAlreadyExists),
            (409, "Conflict", Some("alreadyexists"), Kind::Other),
            (409, "Conflict", Some("New"), Kind::Other),
            (404, "Conflict", None, Kind::Other),
            (404, "NotFound", None, Kind::NotFound),
            (500, "NotFound", None, Kind::NotFound),
            (500, "", None, Kind::Other),
        ] {
            assert_eq!(Kind::of(status, code, subcode), expected, "{status} {code} {subcode:?}");
        }
    }

    #[test]
    fn an_error_keeps_everything() {
        let value = json!({
            "code": "Conflict", "subcode": "New", "message": "No.", "parameters": [{"name": "to"}],
            "debugInfo": {"host": "pool.example.com"}, "more": 1,
        });
        let error = OperationError::<Kind>::new(409, serde_json::from_value(value.clone()).unwrap());
        assert_eq!((error.kind(), error.status()), (Kind::Other, 409));
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
        let error = OperationError::<()>::new(500, serde_json::from_str("{}").unwrap());
        assert_eq!(
            (error.code(), error.message(), error.to_string()),
            (None, None, "500: no code".to_owned())
        );
    }
}
