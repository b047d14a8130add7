//! Any value of any generated type survives JSON and XML: made up from the schema, valid and not.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::env;

use serde_json::{Value, json};
use ucwa_gen::analyse;
use ucwa_gen::schema::{Operation, Schema};
use ucwa_tests::random::{Maker, Range};
use ucwa_tests::registry::{API, Codec};
use ucwa_tests::{reference, say};
use ucwa_types::ResourceSet;
use ucwa_types::api::AnyResource;

/// How many values of each type are made up; the variable `UCWA_VALUES` says another number.
const VALUES: u64 = 40;

fn values() -> u64 {
    env::var("UCWA_VALUES").ok().and_then(|number| number.parse().ok()).unwrap_or(VALUES)
}

/// What makes a value of one type up.
type Make<'a> = Box<dyn Fn(&mut Maker<'_>) -> Value + 'a>;

/// All types: the representations, inputs and outputs.
fn types(schema: &Schema) -> Vec<(String, &'static dyn Codec, Make<'_>)> {
    let mut types: Vec<(String, &'static dyn Codec, Make<'_>)> = Vec::new();
    for (page, codec) in API.representations {
        let resource = schema.resource(page).expect("it has a page");
        types.push(((*page).to_owned(), *codec, Box::new(move |maker| maker.representation(resource))));
    }
    let operation = |page: &str, method: &str| -> &Operation {
        let resource = schema.resource(page).expect("it has a page");
        resource.operations.iter().find(|operation| operation.method == method).expect("it has the operation")
    };
    for (page, method, codec) in API.inputs {
        let fields = &operation(page, method).input;
        types.push((format!("{page} {method} input"), *codec, Box::new(move |maker| maker.body(fields))));
    }
    for (page, method, codec) in API.outputs {
        let fields = &operation(page, method).output_fields;
        types.push((format!("{page} {method} output"), *codec, Box::new(move |maker| maker.body(fields))));
    }
    types
}

/// Makes values of all types up, and collects what is wrong with them.
fn each_value(range: Range, check: impl Fn(&dyn Codec, &Value) -> Result<(), String>) {
    let schema = analyse(&reference()).schema;
    let (mut all, mut failures) = (0_u64, Vec::new());
    let types = types(&schema);
    for (name, codec, make) in &types {
        for seed in 0..values() {
            let value = make(&mut Maker::new(&schema, range, seed));
            all += 1;
            if let Err(error) = check(*codec, &value) {
                failures.push(format!("{name}, seed {seed}: {error}\n{value}"));
                break;
            }
        }
    }
    say(&format!("{all} values of {} types, {range:?}\n", types.len()));
    let shown = &failures[..failures.len().min(5)];
    assert!(failures.is_empty(), "{} types fail\n{}", failures.len(), shown.join("\n\n"));
}

fn json_survives(codec: &dyn Codec, value: &Value) -> Result<(), String> {
    let again = codec.json(value.to_string().as_bytes())?;
    if again == *value { Ok(()) } else { Err(format!("it came back as {again}")) }
}

#[test]
fn any_value_survives_json() {
    each_value(Range::Json, json_survives);
}

#[test]
fn what_came_from_xml_survives_xml() {
    each_value(Range::Json, |codec, value| codec.through_xml(value.to_string().as_bytes()).map(drop));
}

#[test]
fn what_xml_can_say_survives_it() {
    each_value(Range::Xml, |codec, value| {
        if codec.through_xml(value.to_string().as_bytes())? {
            Ok(())
        } else {
            Err("XML lost some".to_owned())
        }
    });
}

/// Replaces the values of all members that the schema documents.
fn all_members(schema: &Schema, page: &str, value: &Value) -> Value {
    let resource = schema.resource(page).expect("it has a page");
    let shape = schema.resource(resource.representation()).expect("it has a page");
    let mut object = json!({"_links": {}, "_embedded": {}});
    for property in &shape.properties {
        object[&property.name] = value.clone();
    }
    for (place, links) in [("_links", &shape.links), ("_embedded", &shape.embedded)] {
        for link in links {
            object[place][&link.rel] = value.clone();
        }
    }
    object
}

#[test]
fn every_resource_decodes_without_what_is_documented() {
    let schema = analyse(&reference()).schema;
    for (page, codec) in API.representations {
        let vendor = json!({"vendorThing": [1, null], "_links": {"vendor": {"href": "/v"}}, "_embedded": {"vendor": [{}]}});
        let values = [
            json!({}),
            all_members(&schema, page, &Value::Null),
            all_members(&schema, page, &json!("")),
            all_members(&schema, page, &json!([])),
            all_members(&schema, page, &json!({})),
            vendor,
        ];
        for value in values {
            if let Err(error) = json_survives(*codec, &value) {
                panic!("{page}: {error}\n{value}");
            }
            codec.through_xml(value.to_string().as_bytes()).unwrap_or_else(|error| panic!("{page}: {error}"));
        }
    }
}

#[test]
fn every_resource_decodes_from_xml_without_what_is_documented() {
    let schema = analyse(&reference()).schema;
    for (page, codec) in API.representations {
        let resource = schema.resource(page).expect("it has a page");
        let shape = schema.resource(resource.representation()).expect("it has a page");
        for (content, expected) in
            [("/>", json!("")), (" xsi:nil=\"true\" xmlns:xsi=\"urn:x\"/>", Value::Null)]
        {
            let mut text = "<resource><property name=\"vendorThing\">x</property>".to_owned();
            for property in &shape.properties {
                text.push_str(&format!("<property name=\"{}\"{content}", property.name));
            }
            text.push_str("<link rel=\"vendor\"/><resource rel=\"vendor\"/></resource>");
            let value = codec.xml(&text).unwrap_or_else(|error| panic!("{page}: {error}"));
            for property in shape.properties.iter().filter(|property| property.name != "rel") {
                assert_eq!(value[&property.name], expected, "{page}.{}", property.name);
            }
            assert_eq!((&value["vendorThing"], value.get("rel")), (&json!("x"), None), "{page}");
        }
    }
}

#[test]
fn any_json_is_a_resource() {
    let schema = analyse(&reference()).schema;
    let rels: Vec<&str> = schema.resources.iter().map(|resource| resource.rel.as_str()).collect();
    let mut known = 0;
    for seed in 0..values() * 100 {
        let mut maker = Maker::new(&schema, Range::Json, seed);
        let mut value = maker.anything(4);
        if let Value::Object(object) = &mut value
            && let Some(rel) = usize::try_from(seed).ok().and_then(|seed| rels.get(seed % (2 * rels.len())))
        {
            object.insert("rel".to_owned(), (*rel).into());
        }
        let any: AnyResource = serde_json::from_value(value.clone()).expect("any JSON is a resource");
        known += usize::from(!matches!(any, AnyResource::Unknown(_)));
        assert_eq!(any.to_value().expect("it can be written"), value, "seed {seed}");
    }
    assert!(known > 0, "none was of a known type");
}
