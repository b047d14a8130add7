//! The documented operations of resources. There is no I/O here.
//!
//! A resource implements [`Operation<Get>`](Operation) if a `GET` of it is documented, and so on for each [`HttpMethod`]. The
//! implementation has the types of the query, the input and the output, and as data what the page documents: rules for the
//! parameters, statuses, errors ([`ErrorSet`]).
//!
//! ```
//! use ucwa_types::operation::{Get, Operation};
//!
//! /// Everything that can be fetched is fetched the same way.
//! fn statuses<R: Operation<Get>>() -> &'static [u16] {
//!     R::STATUSES
//! }
//! ```

use std::fmt;

pub use crate::service_error::{ErrorSet, ServiceError};
use crate::slots::{Model, Notation, Resource, Slot, Slots, View};

/// An operation that a resource documents.
#[diagnostic::on_unimplemented(
    message = "`{Self}` documents no `{M}`",
    label = "not an operation of this resource",
    note = "a `Link<()>` has no operations; name the target: `link.cast::<T>()`"
)]
pub trait Operation<M: HttpMethod>: Resource {
    /// The parameters of the query; `()` if there are none.
    type Query;

    /// The request body: the input, the representation itself (`PUT`), [`RawBody`], or `()` if there is none.
    type Input;

    /// The response body, or the resource that a 201 creates; `()` if there is none.
    type Output;

    /// The error type of the API: `ErrorKind` of a generated tree; `()` if no errors are documented.
    type Error: ErrorSet;

    /// The rules about the parameters of the query.
    const QUERY: &'static [Rule] = &[];

    /// The rules about the fields of the input.
    const INPUT: &'static [Rule] = &[];

    /// The documented success statuses, ascending.
    const STATUSES: &'static [u16] = &[];

    /// The errors that are documented for this operation in particular.
    const ERRORS: &'static [Self::Error] = &[];

    /// Whether the [errors of all resources](ErrorSet::GENERIC) are documented for it, too.
    const GENERIC_ERRORS: bool = true;
}

/// A query that can be omitted: none of its parameters is required.
///
/// Implemented for `()` and, by `#[derive(Input)]`, for every input without a field `#[ucwa(required)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has required parameters",
    label = "this query cannot be left out",
    note = "give them: `link.get_with(query)`, `link.post_with(query, input)` and so on, or `…_verbatim` for an href that carries them already"
)]
pub trait OptionalQuery: Default {}

impl OptionalQuery for () {}

/// A method of HTTP.
pub trait HttpMethod: sealed::Sealed {
    /// Its name.
    const NAME: &'static str;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! methods {
    ($($(#[$docs:meta])* $marker:ident = $name:literal;)*) => {$(
        $(#[$docs])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $marker {}

        impl sealed::Sealed for $marker {}

        impl HttpMethod for $marker {
            const NAME: &'static str = $name;
        }
    )*};
}

methods! {
    /// Fetches a representation.
    Get = "GET";
    /// Starts or creates something.
    Post = "POST";
    /// Puts a changed representation back.
    Put = "PUT";
    /// Ends or removes the resource.
    Delete = "DELETE";
    /// Asks what can be done.
    Options = "OPTIONS";
}

/// A body that is neither JSON nor XML of this API: a session description, a photo, the text of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawBody {
    media_type: Box<str>,
    bytes: Vec<u8>,
}

impl RawBody {
    /// These bytes of this media type, parameters included. Name the character set of a text: nothing is added.
    #[must_use]
    pub fn new(media_type: impl Into<Box<str>>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { media_type: media_type.into(), bytes: bytes.into() }
    }

    /// The media type, parameters included.
    #[must_use]
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, taken out.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// The documented rule for one parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// The parameter's name on the wire.
    pub name: &'static str,
    /// Whether it has to be there.
    pub required: bool,
    /// The largest number of characters.
    pub max_length: Option<u32>,
    /// The smallest value.
    pub minimum: Option<i64>,
    /// The largest value.
    pub maximum: Option<i64>,
}

impl Rule {
    /// No demands on the parameter of this name.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, required: false, max_length: None, minimum: None, maximum: None }
    }

    /// Demands that it is there.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// Demands that it has at most this many characters.
    #[must_use]
    pub const fn max_length(self, max_length: u32) -> Self {
        Self { max_length: Some(max_length), ..self }
    }

    /// Demands that it is not smaller.
    #[must_use]
    pub const fn minimum(self, minimum: i64) -> Self {
        Self { minimum: Some(minimum), ..self }
    }

    /// Demands that it is not larger.
    #[must_use]
    pub const fn maximum(self, maximum: i64) -> Self {
        Self { maximum: Some(maximum), ..self }
    }

    /// Whether the parameter among these is as demanded.
    ///
    /// # Errors
    /// If it is not.
    pub fn check<P: Model>(&self, parameters: &P) -> Result<(), Violation> {
        self.check_slots(parameters)
    }

    fn check_slots(&self, parameters: &dyn Slots) -> Result<(), Violation> {
        let index = parameters.names().iter().position(|name| *name == self.name);
        match index.and_then(|index| parameters.slot(index)).filter(|slot| slot.is_set()) {
            Some(Slot::Value(slot)) => {
                slot.view(Notation::Json).map_or(Ok(()), |value| self.check_value(&value))
            }
            Some(_) => Ok(()),
            None if self.required => Err(Violation::Missing { name: self.name }),
            None => Ok(()),
        }
    }

    fn check_value(&self, value: &View<'_>) -> Result<(), Violation> {
        match value {
            View::Text(text) => self.check_length(text),
            View::Number(number) => number.as_i64().map_or(Ok(()), |value| self.check_range(value)),
            View::List(items) => items.iter().try_for_each(|item| self.check_value(item)),
            View::Bool(_) | View::Json(_) => Ok(()),
        }
    }

    fn check_length(&self, text: &str) -> Result<(), Violation> {
        // The server counts as .NET does.
        let length = text.encode_utf16().count();
        match self.max_length {
            Some(max_length) if u32::try_from(length).is_ok_and(|length| length <= max_length) => Ok(()),
            Some(max_length) => Err(Violation::TooLong { name: self.name, length, max_length }),
            None => Ok(()),
        }
    }

    fn check_range(&self, value: i64) -> Result<(), Violation> {
        if let Some(minimum) = self.minimum.filter(|minimum| value < *minimum) {
            return Err(Violation::TooSmall { name: self.name, value, minimum });
        }
        if let Some(maximum) = self.maximum.filter(|maximum| value > *maximum) {
            return Err(Violation::TooLarge { name: self.name, value, maximum });
        }
        Ok(())
    }
}

/// Whether the parameters are as all of the rules demand.
///
/// ```
/// use ucwa_types::operation::{Rule, Violation, check};
/// use ucwa_types::{Input, Unknown};
///
/// #[derive(Clone, Debug, Default, PartialEq, Input)]
/// struct Note {
///     text: Option<String>,
///     #[ucwa(unknown)]
///     unknown: Unknown,
/// }
///
/// let rules = [Rule::new("text").required().max_length(5)];
/// let note = |text: &str| Note { text: Some(text.to_owned()), ..Note::default() };
/// assert_eq!(check(&rules, &note("brief")), Ok(()));
/// assert_eq!(check(&rules, &Note::default()), Err(Violation::Missing { name: "text" }));
/// assert_eq!(check(&rules, &note("lengthy")).unwrap_err().to_string(), "`text` has 7 characters, and may have 5");
/// ```
///
/// # Errors
/// The first that is broken.
pub fn check<P: Model>(rules: &[Rule], parameters: &P) -> Result<(), Violation> {
    check_slots(rules, parameters)
}

/// The same, of what need be no model.
pub(crate) fn check_slots(rules: &[Rule], parameters: &dyn Slots) -> Result<(), Violation> {
    rules.iter().try_for_each(|rule| rule.check_slots(parameters))
}

/// A [`Rule`] that is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Violation {
    /// A required parameter is not there.
    Missing {
        /// The parameter.
        name: &'static str,
    },
    /// A value is not of the documented type.
    Type {
        /// The parameter.
        name: &'static str,
    },
    /// A text is too long.
    TooLong {
        /// The parameter.
        name: &'static str,
        /// The number of its characters, counted in UTF-16 as the server does.
        length: usize,
        /// How many there may be.
        max_length: u32,
    },
    /// A number is too small.
    TooSmall {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: i64,
        /// The smallest it may be.
        minimum: i64,
    },
    /// A number is too large.
    TooLarge {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: i64,
        /// The largest it may be.
        maximum: i64,
    },
}

#[cfg(feature = "http")]
impl Violation {
    /// The parameter that breaks the rule.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Missing { name }
            | Self::Type { name }
            | Self::TooLong { name, .. }
            | Self::TooSmall { name, .. }
            | Self::TooLarge { name, .. } => name,
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { name } => write!(f, "`{name}` is required"),
            Self::Type { name } => write!(f, "`{name}` is not of its documented type"),
            Self::TooLong { name, length, max_length } => {
                write!(f, "`{name}` has {length} characters, and may have {max_length}")
            }
            Self::TooSmall { name, value, minimum } => {
                write!(f, "`{name}` is {value}, and at least {minimum}")
            }
            Self::TooLarge { name, value, maximum } => {
                write!(f, "`{name}` is {value}, and at most {maximum}")
            }
        }
    }
}

impl std::error::Error for Violation {}

/// A reason that the documentation lists for an accepted operation to fail later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct DocumentedReason {
    /// The code.
    pub code: &'static str,
    /// The subcode.
    pub subcode: Option<&'static str>,
}

impl DocumentedReason {
    /// A reason of this code, without a subcode.
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self { code, subcode: None }
    }

    /// The same with a subcode.
    #[must_use]
    pub const fn subcode(self, subcode: &'static str) -> Self {
        Self { subcode: Some(subcode), ..self }
    }
}

/// An event that the documentation lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct DocumentedEvent {
    /// What happens (`started`).
    pub event: &'static str,
    /// The rel of the resource that it happens to.
    pub resource: &'static str,
    /// The rel of the sender.
    pub sender: &'static str,
    /// `High`, `Medium` or `Low`.
    pub priority: &'static str,
    /// The rels of the collections that it was seen to happen in.
    pub within: &'static [&'static str],
}

impl DocumentedEvent {
    /// This happens to that, without a sender or a priority.
    #[must_use]
    pub const fn new(event: &'static str, resource: &'static str) -> Self {
        Self { event, resource, sender: "", priority: "", within: &[] }
    }

    /// The same from a sender.
    #[must_use]
    pub const fn sender(self, sender: &'static str) -> Self {
        Self { sender, ..self }
    }

    /// The same with a priority.
    #[must_use]
    pub const fn priority(self, priority: &'static str) -> Self {
        Self { priority, ..self }
    }

    /// The same in these collections.
    #[must_use]
    pub const fn within(self, within: &'static [&'static str]) -> Self {
        Self { within, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::{Rule, Violation, check};
    use crate::{Input, Unknown};

    #[derive(Clone, Debug, Default, PartialEq, Input)]
    struct Search {
        limit: Option<i64>,
        words: Option<Vec<String>>,
        #[ucwa(unknown)]
        unknown: Unknown,
    }

    const LIMIT: Rule = Rule::new("limit").minimum(1).maximum(100);

    #[test]
    fn what_is_absent_breaks_no_rule_unless_it_is_required() {
        let rules = [LIMIT, Rule::new("words").max_length(1), Rule::new("elsewhere").max_length(1)];
        assert_eq!(check(&rules, &Search::default()), Ok(()));
        assert_eq!(check(&[LIMIT.required()], &Search::default()), Err(Violation::Missing { name: "limit" }));
    }

    #[test]
    fn numbers_have_bounds() {
        let search = |limit| Search { limit: Some(limit), ..Search::default() };
        assert_eq!(check(&[LIMIT], &search(1)), Ok(()));
        assert_eq!(check(&[LIMIT], &search(100)), Ok(()));
        let error = check(&[LIMIT], &search(0)).unwrap_err();
        assert_eq!(error, Violation::TooSmall { name: "limit", value: 0, minimum: 1 });
        assert_eq!(error.to_string(), "`limit` is 0, and at least 1");
        let error = check(&[LIMIT], &search(101)).unwrap_err();
        assert_eq!(error.to_string(), "`limit` is 101, and at most 100");
    }

    #[test]
    fn every_text_of_a_list_is_measured_as_the_server_does() {
        let search =
            |word: &str| Search { words: Some(vec![String::new(), word.to_owned()]), ..Search::default() };
        let rules = [Rule::new("words").max_length(2)];
        assert_eq!(check(&rules, &search("äö")), Ok(()));
        assert_eq!(check(&rules, &search("😀")), Ok(()));
        let error = check(&rules, &search("😀!")).unwrap_err();
        assert_eq!(error, Violation::TooLong { name: "words", length: 3, max_length: 2 });
    }
}
