//! The errors of a configuration.

use thiserror::Error;

/// Why a user or a fault cannot be added.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The URI cannot be that of a user.
    #[error("`{0}` cannot be the URI of a user, such as `sip:ann@example.com`")]
    Uri(String),
    /// Another user, or a distribution group, has this URI.
    #[error("more than one user or group has the URI `{0}`")]
    Twice(String),
    /// A rule, or a list of users in a file, names a user who does not exist.
    #[error("there is no user `{0}`")]
    Nobody(String),
    /// No resource of the simulator has the rel of a rule.
    #[error("the simulator has no resource with the rel `{0}`")]
    Rel(String),
    /// No resource has the method of a rule.
    #[error("no resource has the method `{0}`")]
    Method(String),
    /// The resource of a rule does not have its method.
    #[error("`{rel}` does not have the method {method}")]
    RelMethod {
        /// The rel of the resource.
        rel: String,
        /// The method.
        method: String,
    },
    /// No page documents an event.
    #[error("no page documents that `{rel}` is {event}{}", of_others(.others))]
    Event {
        /// The rel of the resource.
        rel: String,
        /// The type of the event.
        event: String,
        /// The rels of other resources whose events the page of this one lists.
        others: Vec<&'static str>,
    },
    /// A user to whom an event is to be sent has no application: nobody is signed in, or it is a bot.
    #[error("`{0}` has no application")]
    NoApplication(String),
    /// No application of a user has a resource that an event is to be about.
    #[error("no application of `{user}` has a `{rel}` now")]
    Nowhere {
        /// The URI of the user.
        user: String,
        /// The rel of the resource.
        rel: String,
    },
    /// A fault cannot happen to the resource of its rule.
    #[error("`{fault}` cannot happen to `{what}`, only {instead}")]
    Elsewhere {
        /// The name of the fault.
        fault: &'static str,
        /// The rel of the resource.
        what: String,
        /// What the fault happens to, in words.
        instead: String,
    },
    /// The fault is a documented error, and the resource documents no errors.
    #[error("no page documents an error of `{0}`")]
    Undocumented(String),
    /// A chance of more than 100 percent.
    #[error("the chance {0} is more than 100 percent")]
    Chance(u8),
    /// A fault never happens.
    #[error("the fault never happens: {0}")]
    Never(&'static str),
    /// An answer of this kind cannot have this status.
    #[error("the status {status} is not from {from} to 599")]
    Status {
        /// The status.
        status: u16,
        /// The lowest possible one.
        from: u16,
    },
    /// An answer with this status has no body.
    #[error("an answer with the status {0} has no body: use `empty`")]
    Bodiless(u16),
    /// An error has an empty code or subcode.
    #[error("the code or the subcode of the error is empty")]
    Code,
    /// A bot does something impossible.
    #[error("the bot is impossible: {0}")]
    Bot(&'static str),
    /// The work phone of a user has other characters than a number, or fewer than 3 digits or more than 15.
    #[error("`{0}` is not a phone number")]
    Phone(String),
    /// The media type cannot be in a header field.
    #[error("`{0}` is not a media type")]
    MediaType(String),
    /// A fault within `lostBehind` that is not an answer.
    #[error("`lostBehind` needs an answer (`html`, `empty`, `error` or `body`), not `{0}`")]
    Behind(&'static str),
}

/// The end of a message: whose events the page lists.
fn of_others(rels: &[&str]) -> String {
    let rels: Vec<_> = rels.iter().map(|rel| format!("`{rel}`")).collect();
    if rels.is_empty() { String::new() } else { format!("; its page lists events of {}", rels.join(", ")) }
}

impl ConfigError {
    /// The member of a table in a file that it is about, if it is one.
    pub(crate) const fn member(&self) -> Option<&'static str> {
        match self {
            Self::Rel(_) | Self::Elsewhere { .. } | Self::Undocumented(_) => Some("rel"),
            Self::Method(_) | Self::RelMethod { .. } => Some("method"),
            Self::Chance(_) => Some("chance"),
            _ => None,
        }
    }
}

/// Why the users or faults of a file cannot be added.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum FileError {
    /// It is not TOML, or not of this form. The message has the place.
    #[error("{}", with_hint(.0))]
    Toml(toml::de::Error),
    /// The user or fault of a table cannot be added.
    #[error("line {line}, column {column}: {error}")]
    Table {
        /// The line where the table begins, counted from 1.
        line: usize,
        /// The column, in characters, counted from 1.
        column: usize,
        /// The error.
        error: ConfigError,
    },
}

// The message has the words of the parser: as a source they would be printed twice.
impl From<toml::de::Error> for FileError {
    fn from(error: toml::de::Error) -> Self {
        Self::Toml(error)
    }
}

/// The words of the parser, and what to write instead where they do not say it.
fn with_hint(error: &toml::de::Error) -> String {
    let hint = match error.message().starts_with("wanted exactly 1 element") {
        true => "a table `[[fault]]` has one fault: write a table for each\n",
        false => "",
    };
    format!("{error}{hint}")
}

impl FileError {
    /// An error in the table that begins at this byte.
    pub(crate) fn at(text: &str, offset: usize, error: ConfigError) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self::Table { line, column, error }
    }
}
