//! The query and the body of a request.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use http::HeaderName;
use serde_json::Value;

use crate::limits::Limits;
use crate::operation::{RawBody, Rule, Violation, check_slots};
use crate::raw_json::RawJson;
use crate::rest::media_type::WireFormat;
use crate::rest::output::{DecodeError, model};
use crate::rest::spelling::{self, documented};
use crate::slots::{LinkSlot, Model, Notation, Show, Slot, Slots, View, marks};

/// The parameters of a query: any [`Model`], or `()` for none.
///
/// A bound, and nothing to be called or implemented by users: its methods are for this crate.
pub trait Parameters {
    /// Checks the parameters.
    ///
    /// # Errors
    /// If one breaks a rule.
    #[doc(hidden)]
    fn check(&self, rules: &[Rule]) -> Result<(), Violation>;

    /// Checks that every parameter was of the documented type, for a server.
    ///
    /// # Errors
    /// If one was not.
    #[doc(hidden)]
    fn check_types(&self) -> Result<(), Violation> {
        Ok(())
    }

    /// Each parameter with its value, undocumented ones included. A list has a pair for each item.
    #[doc(hidden)]
    fn pairs(&self) -> Vec<(&str, Cow<'_, str>)>;

    /// The parameters with these values. Names match in any case; pairs that fit no field are kept as undocumented.
    #[doc(hidden)]
    fn from_pairs(pairs: &[(String, String)]) -> Self
    where
        Self: Sized;

    /// Sets the parameters that have no value from pairs of the same name. Other pairs are ignored.
    #[doc(hidden)]
    fn fill(&mut self, pairs: &[(String, String)]);
}

impl<M: Model> Parameters for M {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        check_slots(rules, self)
    }

    fn check_types(&self) -> Result<(), Violation> {
        check_types(self)
    }

    fn pairs(&self) -> Vec<(&str, Cow<'_, str>)> {
        let mut pairs = Vec::new();
        let names = self.names();
        self.each(Show::set(&mut |index, slot| match slot {
            // XML's spelling is plain text, as a query is.
            Slot::Value(slot) => flatten(names[index], slot.view(Notation::Xml), &mut pairs),
            Slot::Link(slot) | Slot::External(slot) => {
                pairs.extend(hrefs(slot).map(|href| (names[index], Cow::from(href))));
            }
            // There is no text for these.
            Slot::Model(_) | Slot::ByRel(_) => {}
        }));
        for (name, value) in self.parts().unknown.properties() {
            flatten_kept(name, value, &mut pairs);
        }
        pairs
    }

    fn from_pairs(pairs: &[(String, String)]) -> Self {
        let mut model = Self::empty();
        let mut by_name: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let names = model.names();
        for (name, value) in pairs {
            let name = documented(names, name).unwrap_or(name);
            by_name.entry(name).or_default().push(value.clone());
        }
        for (name, values) in by_name {
            if !spelling::take(&mut model, name, &values) {
                let mut values = values;
                let value = if values.len() == 1 { values.pop().into() } else { Value::from(values) };
                model.parts_mut().unknown.insert(name, value);
            }
        }
        model
    }

    fn fill(&mut self, pairs: &[(String, String)]) {
        spelling::fill(self, pairs);
    }
}

impl Parameters for () {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        check_slots(rules, &Nothing)
    }

    fn pairs(&self) -> Vec<(&str, Cow<'_, str>)> {
        Vec::new()
    }

    fn from_pairs(_: &[(String, String)]) -> Self {}

    fn fill(&mut self, _: &[(String, String)]) {}
}

/// Values of another type than the documented one are kept among the undocumented members.
fn check_types(model: &impl Model) -> Result<(), Violation> {
    let names = model.names();
    let kept = model.parts().unknown.properties().filter(|(_, value)| value.to_value() != Value::Null);
    let misfit =
        kept.filter_map(|(name, _)| documented(names, name)).find(|name| !spelling::is_set(model, name));
    misfit.map_or(Ok(()), |name| Err(Violation::Type { name }))
}

fn hrefs(slot: &dyn LinkSlot) -> impl Iterator<Item = &str> {
    (0..slot.count()).filter_map(|index| Some(slot.get(index)?.href()))
}

/// Adds the texts of a value that is kept as unknown.
fn flatten_kept<'a>(name: &'a str, kept: &RawJson, pairs: &mut Vec<(&'a str, Cow<'a, str>)>) {
    let value = kept.to_value();
    let mut found = Vec::new();
    flatten(name, Some(View::Json(&value)), &mut found);
    pairs.extend(found.into_iter().map(|(_, text)| (name, Cow::Owned(text.into_owned()))));
}

fn flatten<'a>(name: &'a str, value: Option<View<'a>>, pairs: &mut Vec<(&'a str, Cow<'a, str>)>) {
    let text = match value {
        None | Some(View::Json(Value::Null)) => return,
        Some(View::Text(text)) => text,
        Some(View::Bool(value)) => Cow::from(value.to_string()),
        Some(View::Number(number)) => Cow::from(number.to_string()),
        Some(View::List(items)) => {
            for item in items {
                flatten(name, Some(item), pairs);
            }
            return;
        }
        Some(View::Json(Value::String(text))) => Cow::from(text),
        Some(View::Json(Value::Array(items))) => {
            for item in items {
                flatten(name, Some(View::Json(item)), pairs);
            }
            return;
        }
        Some(View::Json(value)) => Cow::from(value.to_string()),
    };
    pairs.push((name, text));
}

/// An encoded body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Body {
    /// Its media type, for `Content-Type`.
    pub media_type: Box<str>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Body {
    /// Creates a body from its media type and its bytes.
    #[must_use]
    pub fn new(media_type: impl Into<Box<str>>, bytes: Vec<u8>) -> Self {
        Self { media_type: media_type.into(), bytes }
    }
}

/// The body of a request: any [`Model`], [`RawBody`], or `()` for none.
///
/// A bound, and nothing to be called or implemented by users: its methods are for this crate.
pub trait Payload {
    /// Checks the members.
    ///
    /// # Errors
    /// If one breaks a rule.
    #[doc(hidden)]
    fn check(&self, rules: &[Rule]) -> Result<(), Violation>;

    /// Checks that every member was of the documented type, for a server.
    ///
    /// # Errors
    /// If one was not.
    #[doc(hidden)]
    fn check_types(&self) -> Result<(), Violation> {
        Ok(())
    }

    /// Encodes the body; `None` if there is none.
    ///
    /// # Errors
    /// If the format cannot represent it.
    #[doc(hidden)]
    fn encode(&self, format: WireFormat) -> Result<Option<Body>, EncodeError>;

    /// Decodes a body.
    ///
    /// # Errors
    /// If the body cannot be decoded as this type.
    #[doc(hidden)]
    fn decode(media_type: Option<&str>, body: &[u8], limits: Limits) -> Result<Self, DecodeError>
    where
        Self: Sized;

    /// Decodes a body for a server: names of members match in any case.
    ///
    /// # Errors
    /// Those of [`Self::decode`].
    #[doc(hidden)]
    fn decode_in_any_case(media_type: Option<&str>, body: &[u8], limits: Limits) -> Result<Self, DecodeError>
    where
        Self: Sized,
    {
        Self::decode(media_type, body, limits)
    }

    /// The version of the resource, for `If-Match`.
    #[doc(hidden)]
    fn etag(&self) -> Option<Cow<'_, str>>;

    /// The members as parameters of a query. A list has a pair for each item.
    #[doc(hidden)]
    fn members(&self) -> Vec<(String, String)> {
        Vec::new()
    }

    /// Sets the members that have no value from parameters of the same name. Other parameters are ignored.
    #[doc(hidden)]
    fn fill(&mut self, _: &[(String, String)]) {}

    /// The input of a request without a body: the members that the query has, if any. `None` for a type without members.
    #[doc(hidden)]
    fn from_query(_: &[(String, String)]) -> Option<Self>
    where
        Self: Sized,
    {
        None
    }
}

impl<M: Model> Payload for M {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        check_slots(rules, self)
    }

    fn check_types(&self) -> Result<(), Violation> {
        check_types(self)
    }

    fn encode(&self, format: WireFormat) -> Result<Option<Body>, EncodeError> {
        let bytes = match format {
            WireFormat::Json => crate::json_body::to_vec(self),
            #[cfg(feature = "xml")]
            WireFormat::Xml => crate::xml_body::to_input_string(self).map_err(EncodeError::Xml)?.into_bytes(),
        };
        Ok(Some(Body::new(format.media_type(), bytes)))
    }

    fn decode(media_type: Option<&str>, body: &[u8], limits: Limits) -> Result<Self, DecodeError> {
        model(media_type, body, limits)
    }

    fn decode_in_any_case(
        media_type: Option<&str>,
        body: &[u8],
        limits: Limits,
    ) -> Result<Self, DecodeError> {
        spelling::decode(media_type, body, limits)
    }

    fn etag(&self) -> Option<Cow<'_, str>> {
        marks::etag(self)
    }

    fn members(&self) -> Vec<(String, String)> {
        let pairs = self.pairs().into_iter();
        pairs.map(|(name, value)| (name.to_owned(), value.into_owned())).collect()
    }

    fn fill(&mut self, pairs: &[(String, String)]) {
        spelling::fill(self, pairs);
    }

    fn from_query(pairs: &[(String, String)]) -> Option<Self> {
        let mut input = Self::empty();
        spelling::fill(&mut input, pairs);
        Some(input)
    }
}

impl Payload for () {
    fn check(&self, rules: &[Rule]) -> Result<(), Violation> {
        check_slots(rules, &Nothing)
    }

    fn encode(&self, _: WireFormat) -> Result<Option<Body>, EncodeError> {
        Ok(None)
    }

    fn decode(_: Option<&str>, _: &[u8], _: Limits) -> Result<Self, DecodeError> {
        Ok(())
    }

    fn etag(&self) -> Option<Cow<'_, str>> {
        None
    }
}

/// Sent unchanged, whatever the format.
impl Payload for RawBody {
    fn check(&self, _: &[Rule]) -> Result<(), Violation> {
        Ok(())
    }

    fn encode(&self, _: WireFormat) -> Result<Option<Body>, EncodeError> {
        Ok(Some(Body::new(self.media_type(), self.bytes().to_vec())))
    }

    fn decode(media_type: Option<&str>, body: &[u8], limits: Limits) -> Result<Self, DecodeError> {
        limits.check_size(body.len()).map_err(DecodeError::Limit)?;
        Ok(Self::new(media_type.unwrap_or("application/octet-stream"), body))
    }

    fn etag(&self) -> Option<Cow<'_, str>> {
        None
    }
}

/// No members at all.
struct Nothing;

impl Slots for Nothing {}

/// Why a body cannot be encoded.
#[derive(Debug)]
#[non_exhaustive]
pub enum EncodeError {
    /// A user-defined type failed to encode.
    Json(serde_json::Error),
    /// XML cannot represent it.
    #[cfg(feature = "xml")]
    Xml(crate::xml_body::Error),
    /// A value cannot be in this header field.
    Header(HeaderName),
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => error.fmt(f),
            #[cfg(feature = "xml")]
            Self::Xml(error) => error.fmt(f),
            Self::Header(name) => write!(f, "the value of `{name}` cannot be in a header"),
        }
    }
}

impl std::error::Error for EncodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Json(error) => error.source(),
            #[cfg(feature = "xml")]
            Self::Xml(error) => error.source(),
            Self::Header(_) => None,
        }
    }
}
