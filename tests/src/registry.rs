//! The generated types by the names of their pages.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use serde_json::{Map, Value};
use ucwa_types::codec::{Slot, Slots};
use ucwa_types::operation::{ErrorSet, HttpMethod, Operation};
use ucwa_types::xml_body;
use ucwa_types::{DateTime, Model};

/// What a test can do with a type that it knows by the name of a page.
pub trait Codec: Sync {
    /// Decodes JSON as the type, and encodes it again, each by `serde_json` and by `ucwa_types::json_body`.
    ///
    /// # Errors
    /// When it cannot be decoded, or the two differ.
    fn json(&self, json: &[u8]) -> Result<Value, String>;

    /// Decodes XML as the type; encodes it and decodes that again; and gives the JSON value of both.
    ///
    /// # Errors
    /// When it cannot be decoded, or the second value is not the first.
    fn xml(&self, xml: &str) -> Result<Value, String>;

    /// Decodes JSON as the type, and takes that through XML twice; and says whether the XML could say all of it.
    ///
    /// # Errors
    /// When it cannot be decoded or encoded, or what came from XML does not survive XML.
    fn through_xml(&self, json: &[u8]) -> Result<bool, String>;

    /// Where the XML and the JSON are not one value of the type.
    ///
    /// # Errors
    /// When one of them cannot be decoded.
    fn same(&self, json: &[u8], xml: &str) -> Result<Vec<Difference>, String>;

    /// The paths of what the type and those of its embedded resources have no place for.
    ///
    /// # Errors
    /// When it cannot be decoded.
    fn unknown(&self, json: &[u8]) -> Result<Vec<String>, String>;
}

/// One type.
pub struct Type<T>(PhantomData<fn() -> T>);

impl<T> Type<T> {
    /// The only value.
    pub const CODEC: Self = Self(PhantomData);
}

impl<T> Codec for Type<T>
where
    T: Model + PartialEq + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned,
{
    fn json(&self, json: &[u8]) -> Result<Value, String> {
        let value: T = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        let ours: T = ucwa_types::json_body::from_slice(json).map_err(|error| error.to_string())?;
        // A field can have what comes nearest to a number, which serde's own way keeps as unknown. Both are written as it came.
        let back: Value = serde_json::from_slice(&ucwa_types::json_body::to_vec(&ours))
            .map_err(|error| error.to_string())?;
        if serde_json::to_value(&value).ok().as_ref() != Some(&back) {
            return Err(format!("it is read in two ways: {ours:?} and {value:?}"));
        }
        let written = serde_json::to_vec(&value).map_err(|error| error.to_string())?;
        if ucwa_types::json_body::to_vec(&value) != written {
            return Err(format!(
                "it is written in two ways, one of them {}",
                String::from_utf8_lossy(&written)
            ));
        }
        serde_json::to_value(&value).map_err(|error| error.to_string())
    }

    fn xml(&self, text: &str) -> Result<Value, String> {
        let value: T = xml_body::from_str(text).map_err(|error| error.to_string())?;
        let again = xml_body::to_string(&value).map_err(|error| error.to_string())?;
        let second: T =
            xml_body::from_str(&again).map_err(|error| format!("{error} in what was encoded: {again}"))?;
        if second != value {
            return Err(format!("encoded and decoded again it is another value: {again}"));
        }
        serde_json::to_value(&value).map_err(|error| error.to_string())
    }

    fn through_xml(&self, json: &[u8]) -> Result<bool, String> {
        let value: T = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        let text = xml_body::to_string(&value).map_err(|error| error.to_string())?;
        let second: T = xml_body::from_str(&text).map_err(|error| format!("{error} in {text}"))?;
        let again = xml_body::to_string(&second).map_err(|error| error.to_string())?;
        let third: T = xml_body::from_str(&again).map_err(|error| format!("{error} in {again}"))?;
        if third == second {
            Ok(second == value)
        } else {
            Err(format!("what came from {text} is another value after {again}"))
        }
    }

    fn same(&self, json: &[u8], text: &str) -> Result<Vec<Difference>, String> {
        let from_json: T = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        let from_xml: T = xml_body::from_str(text).map_err(|error| error.to_string())?;
        if from_json == from_xml {
            return Ok(Vec::new());
        }
        let value = |it: &T| serde_json::to_value(it).map_err(|error| error.to_string());
        let mut found = Vec::new();
        differences(&value(&from_json)?, &value(&from_xml)?, "", &mut found);
        if found.is_empty() {
            let (json, xml) = (format!("{from_json:?}").into(), format!("{from_xml:?}").into());
            found.push(Difference { path: String::new(), json, xml });
        }
        Ok(found)
    }

    fn unknown(&self, json: &[u8]) -> Result<Vec<String>, String> {
        let value: T = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        let mut found = Vec::new();
        unknown(&value, "", &mut found);
        Ok(found)
    }
}

fn unknown(model: &dyn Model, path: &str, found: &mut Vec<String>) {
    let entries = [
        ("", model.unknown().properties().map(|(name, _)| name).collect::<Vec<_>>()),
        ("_links.", model.unknown().links().map(|(name, _)| name).collect()),
        ("_embedded.", model.unknown().embedded_resources().map(|(name, _)| name).collect()),
    ];
    for (place, names) in entries {
        found.extend(names.iter().map(|name| format!("{path}{place}{name}")));
    }
    for slots in [Some(model as &dyn Slots), model.embedded()].into_iter().flatten() {
        for (index, name) in slots.names().iter().enumerate() {
            if let Some(Slot::Model(list)) = slots.slot(index) {
                for inner in (0..list.count()).filter_map(|at| list.get(at)) {
                    unknown(inner, &format!("{path}{name}."), found);
                }
            }
        }
    }
}

/// What a test can do with the errors of an operation that it knows by the name of a page.
pub trait ErrorCodec: Sync {
    /// The member that stands for an error, as it is printed; and whether the operation documents it.
    fn member(&self, code: &str, subcode: Option<&str>) -> (String, bool);

    /// How many errors the operation documents as its own.
    fn count(&self) -> usize;
}

/// The errors of one operation.
pub struct Errors<T, M>(PhantomData<fn() -> (T, M)>);

impl<T, M> Errors<T, M> {
    /// The only value.
    pub const CODEC: Self = Self(PhantomData);
}

impl<T: Operation<M>, M: HttpMethod> ErrorCodec for Errors<T, M> {
    fn member(&self, code: &str, subcode: Option<&str>) -> (String, bool) {
        let kind = T::Error::from_code(code, subcode);
        (format!("{kind:?}"), kind.is_documented::<T, M>())
    }

    fn count(&self) -> usize {
        T::ERRORS.len()
    }
}

/// A place where two values differ; what is absent is null.
#[derive(Debug)]
pub struct Difference {
    /// The names of the members down to it, with dots between, and `[]` for the items of a list.
    pub path: String,
    /// What the JSON says.
    pub json: Value,
    /// What the XML says.
    pub xml: Value,
}

fn differences(json: &Value, xml: &Value, path: &str, found: &mut Vec<Difference>) {
    match (json, xml) {
        (Value::Object(a), Value::Object(b)) => {
            let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            // Where JSON names no rel the type does; a resource in XML has the name of its role at least.
            for name in names.into_iter().filter(|name| *name != "rel" || a.contains_key("rel")) {
                let member = |object: &Map<String, Value>| object.get(name).cloned().unwrap_or_default();
                let dot = if path.is_empty() { "" } else { "." };
                differences(&member(a), &member(b), &format!("{path}{dot}{name}"), found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).for_each(|(a, b)| differences(a, b, &format!("{path}[]"), found));
        }
        _ if json == xml || is_same_instant(json, xml) => {}
        _ => found.push(Difference { path: path.to_owned(), json: json.clone(), xml: xml.clone() }),
    }
}

/// Each format has its own way to write an instant, which is kept.
fn is_same_instant(json: &Value, xml: &Value) -> bool {
    let instant = |value: &Value| value.as_str()?.parse::<DateTime>().ok();
    instant(json).is_some_and(|json| instant(xml) == Some(json))
}

/// The types of an API by the names of their pages, as a build script lists them.
#[derive(Clone, Copy)]
pub struct Registry {
    /// The representations, by page.
    pub representations: &'static [(&'static str, &'static dyn Codec)],
    /// The request bodies that are no representation, by page and method.
    pub inputs: &'static [(&'static str, &'static str, &'static dyn Codec)],
    /// The response bodies that are no representation, by page and method.
    pub outputs: &'static [(&'static str, &'static str, &'static dyn Codec)],
    /// The errors of the operations, by page and method.
    pub errors: &'static [(&'static str, &'static str, &'static dyn ErrorCodec)],
}

include!(concat!(env!("OUT_DIR"), "/registry.rs"));

impl Registry {
    /// The representation of a page.
    #[must_use]
    pub fn representation(&self, page: &str) -> Option<&'static dyn Codec> {
        self.representations.iter().find(|(name, _)| *name == page).map(|(_, codec)| *codec)
    }

    /// The request body of an operation, where it is no representation.
    #[must_use]
    pub fn input(&self, page: &str, method: &str) -> Option<&'static dyn Codec> {
        find(self.inputs, page, method)
    }

    /// The response body of an operation, where it is no representation.
    #[must_use]
    pub fn output(&self, page: &str, method: &str) -> Option<&'static dyn Codec> {
        find(self.outputs, page, method)
    }
}

fn find(
    list: &'static [(&'static str, &'static str, &'static dyn Codec)],
    page: &str,
    method: &str,
) -> Option<&'static dyn Codec> {
    list.iter().find(|(name, found, _)| *name == page && *found == method).map(|(.., codec)| *codec)
}
