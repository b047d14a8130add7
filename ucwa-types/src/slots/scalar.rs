//! Values without structure: how one is taken from the wire and put on it.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use serde_json::{Number, Value};

use crate::date_time::DateTime;
use crate::time_span::TimeSpan;

/// The format that a value is written in, where the spelling depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// JSON, where types show.
    Json,
    /// XML, where everything is text.
    Xml,
}

/// A value on its way in.
#[derive(Clone, Copy, Debug)]
pub enum Incoming<'a> {
    /// A JSON text.
    Text(&'a str),
    /// A JSON list of texts. If it is not taken as that, it is offered as any other value.
    Texts(&'a [&'a str]),
    /// Any other JSON value.
    Json(&'a Value),
    /// The text of an XML element, whose type only the slot knows.
    Xml(&'a str),
    /// The texts of a list of XML elements.
    XmlList(&'a [String]),
}

impl<'a> From<&'a Value> for Incoming<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text),
            other => Self::Json(other),
        }
    }
}

impl<'a> Incoming<'a> {
    /// The text it is, in either format.
    #[must_use]
    pub const fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) | Self::Xml(text) => Some(text),
            Self::Texts(_) | Self::Json(_) | Self::XmlList(_) => None,
        }
    }
}

/// A value on its way out.
#[derive(Clone, Debug)]
pub enum View<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(Number),
    /// Any JSON value.
    Json(&'a Value),
    /// A list.
    List(Vec<View<'a>>),
}

/// As JSON.
impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::Json(value) => value.serialize(serializer),
            Self::List(list) => serializer.collect_seq(list),
        }
    }
}

/// A type that a property, or an item of a list, can have.
///
/// [`Self::read`] is given the value, and by `json_body` also the nearest one: a string with U+FFFD, another number. It must
/// accept only what [`Self::view`] writes again as the same JSON value; the caller keeps all other values verbatim. To use a
/// type of your own for a property, implement this and [`Element`](super::Element).
pub trait Scalar: Sized + Send + Sync {
    /// The value, if what comes in can be one.
    fn read(incoming: Incoming<'_>) -> Option<Self>;

    /// The value as it goes out.
    fn view(&self, format: Notation) -> View<'_>;
}

impl Scalar for String {
    fn read(incoming: Incoming<'_>) -> Option<Self> {
        incoming.text().map(str::to_owned)
    }

    fn view(&self, _: Notation) -> View<'_> {
        View::Text(Cow::Borrowed(self))
    }
}

/// XML spells it `True` and `False`; any case is read.
impl Scalar for bool {
    fn read(incoming: Incoming<'_>) -> Option<Self> {
        match incoming {
            Incoming::Json(value) => value.as_bool(),
            Incoming::Xml(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
            Incoming::Xml(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    fn view(&self, _: Notation) -> View<'_> {
        View::Bool(*self)
    }
}

impl Scalar for i64 {
    fn read(incoming: Incoming<'_>) -> Option<Self> {
        match incoming {
            Incoming::Json(value) => value.as_i64(),
            Incoming::Xml(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    fn view(&self, _: Notation) -> View<'_> {
        View::Number(Number::from(*self))
    }
}

/// For numbers that may have a fraction: unlike an `f64` it knows `1` from `1.0`, as JSON does.
impl Scalar for Number {
    fn read(incoming: Incoming<'_>) -> Option<Self> {
        match incoming {
            Incoming::Json(Value::Number(number)) => Some(number.clone()),
            Incoming::Xml(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    fn view(&self, _: Notation) -> View<'_> {
        View::Number(self.clone())
    }
}

impl Scalar for DateTime {
    fn read(incoming: Incoming<'_>) -> Option<Self> {
        incoming.text()?.parse().ok()
    }

    fn view(&self, format: Notation) -> View<'_> {
        View::Text(Cow::Owned(match format {
            Notation::Json => self.json(),
            Notation::Xml => self.iso(),
        }))
    }
}

impl Scalar for TimeSpan {
    fn read(incoming: Incoming<'_>) -> Option<Self> {
        incoming.text()?.parse().ok()
    }

    fn view(&self, _: Notation) -> View<'_> {
        View::Text(Cow::Owned(self.wire()))
    }
}

/// Takes anything, `null` included.
impl Scalar for Value {
    fn read(incoming: Incoming<'_>) -> Option<Self> {
        Some(match incoming {
            Incoming::Text(text) | Incoming::Xml(text) => Self::from(text),
            Incoming::Texts(list) => Self::from(list),
            Incoming::Json(value) => value.clone(),
            Incoming::XmlList(list) => Self::from(list),
        })
    }

    fn view(&self, _: Notation) -> View<'_> {
        View::Json(self)
    }
}

/// Fits only if every item does.
impl<T: Scalar> Scalar for Vec<T> {
    fn read(incoming: Incoming<'_>) -> Option<Self> {
        match incoming {
            Incoming::Texts(list) => read_list(list, |item| Incoming::Text(item)),
            Incoming::Json(Value::Array(list)) => read_list(list, Incoming::from),
            Incoming::XmlList(list) => read_list(list, |item| Incoming::Xml(item)),
            _ => None,
        }
    }

    fn view(&self, format: Notation) -> View<'_> {
        let mut views = Vec::with_capacity(self.len());
        for item in self {
            views.push(item.view(format));
        }
        View::List(views)
    }
}

/// A loop, which is less code for each type than an iterator.
fn read_list<'a, T: Scalar, I>(list: &'a [I], incoming: fn(&'a I) -> Incoming<'a>) -> Option<Vec<T>> {
    let mut values = Vec::with_capacity(list.len());
    for item in list {
        values.push(T::read(incoming(item))?);
    }
    Some(values)
}
