//! Bodies, and content inside a URI.

use std::mem::discriminant;

use serde_json::Value;
use ucwa_types::api::{AnyEvent, AnyResource};
use ucwa_types::event::EventDocument;
use ucwa_types::{DataUri, ErrorBody, ExternalResource, Model, RawJson, ResourceSet, json_body, xml_body};

use crate::registry::{API, Codec};

/// Reads a body as everything that it could be. What is JSON comes back as the same value, written by us or by `serde_json`.
///
/// # Panics
/// When it does not.
pub fn json(body: &[u8]) {
    let Ok(value) = json_body::from_slice::<Value>(body) else {
        assert!(json_body::from_slice::<AnyResource>(body).is_err(), "what is no value is no resource");
        lossy(body);
        return;
    };
    let any: AnyResource = json_body::from_slice(body).expect("any JSON is a resource");
    assert_eq!(any.to_value().expect("it can be written"), value);
    assert_eq!(written(&json_body::any_to_vec(&any)), value);
    if let Ok(document) = json_body::from_slice::<EventDocument<AnyResource>>(body) {
        assert_eq!(written(&json_body::to_vec(&document)), value);
        assert!(document.events().map(AnyEvent::from).all(|event| !format!("{event:?}").is_empty()));
    }
    if let Ok(error) = json_body::from_slice::<ErrorBody>(body) {
        assert_eq!(written(&json_body::to_vec(&error)), value);
    }
    if value.is_object() {
        for codec in some_codecs(body) {
            let text = value.to_string();
            assert_eq!(codec.json(text.as_bytes()).expect("any object is of any type"), value);
            if let Err(error) = codec.through_xml(text.as_bytes()) {
                assert!(error.starts_with("XML does not allow "), "{error}");
            }
        }
    }
}

/// Reads an object that no `Value` holds, which is of any type all the same.
fn lossy(body: &[u8]) {
    let text = std::str::from_utf8(body).ok();
    let Some(json) = text.and_then(|text| text.parse::<RawJson>().ok()) else { return };
    if !json.as_json().starts_with('{') {
        return;
    }
    json_body::any_from_slice::<AnyResource>(body).expect("any object is a resource");
    let document: EventDocument<AnyResource> =
        json_body::from_slice(body).expect("any object is of any type");
    let text = json_body::to_string(&document);
    let again: EventDocument<AnyResource> = json_body::from_str(&text).expect("what is written can be read");
    assert_eq!(json_body::to_string(&again), text);
}

fn written(body: &[u8]) -> Value {
    serde_json::from_slice(body).expect("what is written is JSON")
}

/// Two of the types that are no resources: there are too many for all to be tried each time.
fn some_codecs(body: &[u8]) -> [&'static dyn Codec; 2] {
    let number: usize = body.iter().map(|byte| usize::from(*byte)).sum();
    [API.inputs[number % API.inputs.len()].2, API.outputs[number % API.outputs.len()].2]
}

/// Reads a body as everything that it could be. What can be read comes back, from XML and from JSON, and is written the
/// same way the second time. Both readers of XML read it as the same.
///
/// # Panics
/// When it does not.
pub fn xml(body: &[u8]) {
    if let Ok(any) = xml_body::any_from_slice::<AnyResource>(body) {
        assert_eq!(xml_body::any_from_slice(&commented(body)).as_ref(), Ok(&any));
        let text = xml_body::any_to_string(&any).expect("what came from XML can be written");
        let again: AnyResource =
            xml_body::any_from_slice(text.as_bytes()).expect("what was written can be read");
        let text_again = xml_body::any_to_string(&again);
        if has_reserved_names(body) {
            let third = text_again.map(|text| xml_body::any_from_slice(text.as_bytes()));
            assert_eq!(third, Ok(Ok(again)), "{text}");
        } else {
            assert_eq!(again, any, "{text}");
            assert_eq!(text_again.as_ref(), Ok(&text));
        }
        // Not through a `Value`, which holds one of several members with one name.
        let json = serde_json::to_vec(&any).expect("it can be written as JSON");
        let again: AnyResource = json_body::any_from_slice(&json).expect("any JSON is a resource");
        // The element can name a known rel beside an unknown one inside. JSON has just the latter.
        if discriminant(&again) == discriminant(&any) && !has_reserved_names(body) {
            assert_eq!(again, any, "{text}");
        }
    }
    model::<EventDocument<AnyResource>>(body);
    model::<ErrorBody>(body);
}

fn model<M>(body: &[u8])
where
    M: Model + PartialEq + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned,
{
    let Ok(model) = xml_body::from_slice::<M>(body) else { return };
    assert_eq!(xml_body::from_slice::<M>(&commented(body)).as_ref(), Ok(&model));
    let text = xml_body::to_string(&model).expect("what came from XML can be written");
    let again = xml_body::from_str::<M>(&text).expect("what was written can be read");
    let text_again = xml_body::to_string(&again);
    if has_reserved_names(body) {
        let third = text_again.map(|text| xml_body::from_str::<M>(&text));
        assert_eq!(third, Ok(Ok(again)), "{text}");
    } else {
        assert_eq!(again, model, "{text}");
        assert_eq!(text_again.as_ref(), Ok(&text));
    }
    if !has_reserved_names(body) {
        let json = json_body::to_vec(&model);
        let again: M = json_body::from_slice(&json).expect("what was written can be read");
        assert_eq!(again, model, "{text}");
    }
}

/// A body that says the same, in a way that only the slower reader knows.
fn commented(body: &[u8]) -> Vec<u8> {
    [body, b"<!---->"].concat()
}

/// Whether there may be properties that have a name which means something else in JSON. In a resource of no known type, which
/// is kept as JSON, such a property is what JSON calls so, and what is in it and cannot be that is not written: the first
/// writing may lose it, no later one.
fn has_reserved_names(body: &[u8]) -> bool {
    let has = |name: &[u8]| body.windows(name.len()).any(|part| part == name);
    has(b"_links") || has(b"_embedded") || has(b"&#")
}

/// Takes a URI apart. Its content is not larger than it is, and comes back if it is put into another one.
///
/// # Panics
/// When it does not.
pub fn data_uri(uri: &str) {
    let Some(data) = DataUri::parse(uri) else { return };
    assert!(data.media_type().len() <= uri.len().max("text/plain".len()));
    assert!(data.charset().is_none_or(|charset| uri.contains(charset)));
    let plain = ["text/plain", "application/x-test"];
    if let Ok(bytes) = data.bytes() {
        assert!(bytes.len() <= uri.len());
        let again = ExternalResource::from_bytes(plain[1], &bytes);
        assert_eq!(again.to_bytes().as_ref(), Ok(&bytes));
        assert_eq!(again.media_type(), Some(plain[1]));
    }
    if let Ok(text) = data.text() {
        // Two bytes for each byte of ISO-8859-1.
        assert!(text.len() <= 2 * uri.len());
        let again = ExternalResource::from_text(plain[0], &text);
        assert_eq!(again.to_text().as_ref(), Ok(&text));
        assert_eq!((again.media_type(), again.charset()), (Some(plain[0]), Some("utf-8")));
    }
}
