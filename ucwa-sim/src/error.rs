//! Why a configuration is refused.

use thiserror::Error;

/// Why a user or a rule is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A user is not named by a URI.
    #[error("`{0}` is no URI of a user, such as `sip:ann@example.com`")]
    Uri(String),
    /// There is such a user already.
    #[error("two users have the URI `{0}`")]
    Twice(String),
    /// A rule, or a contact list in a file, names a user who does not exist.
    #[error("there is no user `{0}`")]
    Nobody(String),
    /// A rule is about a resource that the simulator does not have.
    #[error("nothing that can be asked for has the rel `{0}`")]
    Rel(String),
    /// A rule is about a method that no resource has.
    #[error("`{0}` is no method of any resource")]
    Method(String),
    /// A rule is about a method that its resource does not have.
    #[error("`{rel}` has no {method}")]
    RelMethod {
        /// The rel of the resource.
        rel: String,
        /// The method.
        method: String,
    },
    /// A fault cannot happen to the resource, or by the method, that its rule is about.
    #[error("`{fault}` does not happen to `{what}`, {instead}")]
    Elsewhere {
        /// The name of the fault.
        fault: &'static str,
        /// What the rule is about.
        what: String,
        /// What the fault happens to, in words.
        instead: String,
    },
    /// A documented error is wanted of a resource that documents none.
    #[error("no page documents an error of `{0}`")]
    Undocumented(String),
    /// A chance of more than 100 percent.
    #[error("a chance of {0} percent is more than certain")]
    Chance(u8),
    /// A rule never happens.
    #[error("this never happens: {0}")]
    Never(&'static str),
    /// A status that an answer of this kind cannot have.
    #[error("the status {status} is not from {from} to 599")]
    Status {
        /// The status.
        status: u16,
        /// The lowest one.
        from: u16,
    },
    /// A media type that cannot be in a header field.
    #[error("`{0}` is no media type")]
    MediaType(String),
    /// A fault that cannot stand behind the loss of an application.
    #[error("`{0}` is no answer, which `lostBehind` wants: `html`, `empty`, `error` or `body`")]
    Behind(&'static str),
}

/// Why a file of users or faults is refused.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum FileError {
    /// It is no TOML, or not of this form. The message has the place.
    #[error(transparent)]
    Toml(#[from] toml::de::Error),
    /// One of its tables is refused.
    #[error("line {line}, column {column}: {error}")]
    Table {
        /// The line where the table begins, from 1 on.
        line: usize,
        /// The column there, in characters, from 1 on.
        column: usize,
        /// Why.
        error: ConfigError,
    },
}

impl FileError {
    /// This error, in the table that begins at this byte.
    pub(crate) fn at(text: &str, offset: usize, error: ConfigError) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self::Table { line, column, error }
    }
}
