//! The generated types by the names of their pages.

use std::marker::PhantomData;

use serde_json::Value;
use ucwa_types::Model;
use ucwa_types::xml;

/// What a test can do with a type that it knows by the name of a page.
pub trait Codec: Sync {
    /// Decodes JSON as the type, and encodes it again.
    ///
    /// # Errors
    /// When it cannot be decoded.
    fn json(&self, json: &[u8]) -> Result<Value, String>;

    /// Decodes XML as the type; encodes it and decodes that again; and gives the JSON value of both.
    ///
    /// # Errors
    /// When it cannot be decoded, or the second value is not the first.
    fn xml(&self, xml: &str) -> Result<Value, String>;

    /// Whether the XML and the JSON are one value of the type.
    ///
    /// # Errors
    /// What differs, or why one of them cannot be decoded.
    fn same(&self, json: &[u8], xml: &str) -> Result<(), String>;
}

/// One type.
struct Type<T>(PhantomData<fn() -> T>);

impl<T> Type<T> {
    const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> Codec for Type<T>
where
    T: Model + Default + PartialEq + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned,
{
    fn json(&self, json: &[u8]) -> Result<Value, String> {
        let value: T = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        serde_json::to_value(&value).map_err(|error| error.to_string())
    }

    fn xml(&self, text: &str) -> Result<Value, String> {
        let value: T = xml::from_str(text).map_err(|error| error.to_string())?;
        let again = xml::to_string(&value).map_err(|error| error.to_string())?;
        let second: T =
            xml::from_str(&again).map_err(|error| format!("{error} in what was encoded: {again}"))?;
        if second != value {
            return Err(format!("encoded and decoded again it is another value: {again}"));
        }
        serde_json::to_value(&value).map_err(|error| error.to_string())
    }

    fn same(&self, json: &[u8], text: &str) -> Result<(), String> {
        let from_json: T = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        let from_xml: T = xml::from_str(text).map_err(|error| error.to_string())?;
        if from_json == from_xml {
            return Ok(());
        }
        Err(format!("JSON: {from_json:#?}\nXML: {from_xml:#?}"))
    }
}

include!(concat!(env!("OUT_DIR"), "/registry.rs"));

/// The representation of a page.
#[must_use]
pub fn representation(page: &str) -> Option<&'static dyn Codec> {
    REPRESENTATIONS.iter().find(|(name, _)| *name == page).map(|(_, codec)| *codec)
}

/// The request body of an operation, where it is no representation.
#[must_use]
pub fn input(page: &str, method: &str) -> Option<&'static dyn Codec> {
    find(INPUTS, page, method)
}

/// The response body of an operation, where it is no representation.
#[must_use]
pub fn output(page: &str, method: &str) -> Option<&'static dyn Codec> {
    find(OUTPUTS, page, method)
}

fn find(
    list: &'static [(&'static str, &'static str, &'static dyn Codec)],
    page: &str,
    method: &str,
) -> Option<&'static dyn Codec> {
    list.iter().find(|(name, found, _)| *name == page && *found == method).map(|(.., codec)| *codec)
}
