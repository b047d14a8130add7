//! What real servers send: no `rel`, nulls, empty texts, values of another type, things that nobody documented. Every
//! resource decodes all of it, and gives it back.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::{Map, Value, json};
use ucwa_gen::analyse;
use ucwa_gen::schema::{Resource, ResourceKind, Scalar};
use ucwa_tests::registry::API;
use ucwa_tests::{reference, say};
use ucwa_types::ResourceSet;
use ucwa_types::api::AnyResource;

/// Each resource that has a representation of its own.
fn resources() -> Vec<Resource> {
    let resources = analyse(&reference()).schema.resources;
    resources.into_iter().filter(|resource| resource.kind != ResourceKind::Role).collect()
}

/// An object with all documented properties, whose values a function gives.
fn object(resource: &Resource, value: impl Fn(&Scalar, bool) -> Value) -> Map<String, Value> {
    let properties = resource.properties.iter();
    properties.map(|it| (it.name.clone(), value(it.ty.scalar(), it.ty.is_array()))).collect()
}

/// A value that fits.
fn fitting(scalar: &Scalar, many: bool) -> Value {
    let one = match scalar {
        Scalar::Boolean => json!(true),
        Scalar::Int32 => json!(7),
        Scalar::DateTime => json!("/Date(1500000000000)/"),
        Scalar::TimeSpan => json!("PT5M"),
        Scalar::Enumeration(_) => json!("Unheard-of"),
        _ => json!("text"),
    };
    if many { json!([one]) } else { one }
}

fn comes_back(resource: &Resource, value: &Value) {
    let codec = API.representation(&resource.name).unwrap_or_else(|| panic!("{} has no type", resource.name));
    let text = serde_json::to_vec(value).expect("it is JSON");
    assert_eq!(codec.json(&text).as_ref(), Ok(value), "{}", resource.name);
}

/// Decodes the object with its rel and without, with undocumented members, and by its rel alone.
fn check(resource: &Resource, mut members: Map<String, Value>) {
    comes_back(resource, &Value::Object(members.clone()));
    members.insert("rel".to_owned(), resource.rel.clone().into());
    comes_back(resource, &Value::Object(members.clone()));
    members.insert("vendorExtension".to_owned(), json!({"a": [1, null, {"b": 2.5}]}));
    members.insert("00000000-0000-4000-8000-000000000001".to_owned(), json!("keep me"));
    let link = json!({"href": "/x?y=1", "title": "", "revision": "2", "etag": "3", "new": true});
    members.insert(
        "_links".to_owned(),
        json!({"self": {"href": "/s"}, "vendorLink": link, "vendorLinks": [link]}),
    );
    members.insert("_embedded".to_owned(), json!({"vendorThing": {"rel": "vendorThing", "x": null}}));
    let whole = Value::Object(members);
    comes_back(resource, &whole);
    let any: AnyResource = serde_json::from_value(whole.clone()).expect("an object decodes");
    assert_eq!(any.rel(), Some(resource.rel.as_str()));
    assert!(!matches!(any, AnyResource::Unknown(_)), "{} is known", resource.rel);
    assert_eq!(serde_json::to_value(&any).expect("it encodes"), whole, "{}", resource.name);
}

#[test]
fn every_resource_decodes_whatever_its_properties_hold() {
    let resources = resources();
    for resource in &resources {
        check(resource, Map::new());
        check(resource, object(resource, fitting));
        check(resource, object(resource, |_, _| Value::Null));
        check(resource, object(resource, |_, _| json!("")));
        check(resource, object(resource, |_, many| if many { json!([]) } else { json!(-1.5) }));
        check(resource, object(resource, |_, _| json!({"unexpected": ["structure"]})));
        check(resource, object(resource, |_, _| json!(["", null, 3])));
    }
    say(&format!("resources: {} of {}\n", resources.len(), resources.len()));
}

/// Links and embedded resources may be one or many, whatever is documented, and may be no links at all.
#[test]
fn every_link_may_be_one_or_many() {
    let link = json!({"href": "/x"});
    let shapes =
        [link.clone(), json!([link]), json!([link, link]), json!([]), json!(null), json!("/x"), json!({})];
    for resource in resources() {
        for shape in &shapes {
            let all = |links: &[ucwa_gen::schema::Link]| -> Map<String, Value> {
                links.iter().map(|link| (link.rel.clone(), shape.clone())).collect()
            };
            comes_back(
                &resource,
                &json!({"_links": all(&resource.links), "_embedded": all(&resource.embedded)}),
            );
        }
    }
}

#[test]
fn an_unknown_rel_is_kept_whole() {
    for value in [
        json!({"rel": "vendorThing", "a": 1, "_links": {"self": {"href": "/v"}}}),
        json!({"rel": 5}),
        json!({}),
        json!([1, "two", null]),
        json!("text"),
        json!(null),
    ] {
        let any: AnyResource = serde_json::from_value(value.clone()).expect("anything decodes");
        assert!(matches!(any, AnyResource::Unknown(_)), "{value}");
        assert_eq!(serde_json::to_value(&any).expect("it encodes"), value);
    }
}
