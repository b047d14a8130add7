//! From what a page documents to a closed JSON Schema.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use ucwa_gen::schema::{Property, Resource, Scalar, Schema, Type};

use super::{ERROR, TOKEN};

/// Names that are GUIDs, of the property that a PUT must send back.
const GUID: &str = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";
const DATE: &str = r"^/Date\(-?[0-9]+([+-][0-9]{4})?\)/$";
const SPAN: &str =
    r"^(-?P([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+([.][0-9]+)?S)?)?|([0-9]+[.])?[0-9]{2}:[0-9]{2}:[0-9]{2})$";
const HREF: &str = r"^(https?://[^/\s]+)?/\S*$";

pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// An object that has no other members than these.
pub(super) fn closed(members: impl Into<Value>, required: &[&str]) -> Value {
    json!({
        "type": "object",
        "properties": members.into(),
        "required": required,
        "additionalProperties": false,
    })
}

/// What is the same everywhere.
pub(super) fn shared(schema: &Schema) -> Vec<(&'static str, Value)> {
    let href = json!({ "type": "string", "pattern": HREF });
    let link = |more: Value, required: &[&str]| {
        let mut members = json!({
            "href": href,
            "title": { "type": "string" },
            "revision": { "type": "string", "pattern": "^[1-9][0-9]*$" },
        });
        members.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        closed(members, required)
    };
    let content = closed(json!({ "href": { "type": "string", "pattern": "^data:[^,]*,\\S*$" } }), &["href"]);
    // Some events are of resources that have no page.
    let events = schema.resources.iter().flat_map(|page| &page.events).map(|event| event.resource.as_str());
    let rels: BTreeSet<&str> = schema.resources.iter().map(|page| page.rel.as_str()).chain(events).collect();
    let codes: Vec<&str> = schema.errors.codes.iter().map(|code| code.name.as_str()).collect();
    let subcodes: Vec<&str> = schema.errors.subcodes.iter().map(|code| code.name.as_str()).collect();
    let reason = json!({
        "code": { "enum": codes },
        "subcode": { "enum": subcodes },
        "message": { "type": "string" },
    });
    let statuses = schema.errors.codes.iter().filter(|code| !code.statuses.is_empty()).map(|code| {
        json!({
            "if": { "properties": { "body": { "properties": { "code": { "const": code.name } } } } },
            "then": { "properties": { "status": { "enum": code.statuses } } },
        })
    });
    let mut error = closed(
        json!({ "status": { "type": "integer", "minimum": 400, "maximum": 599 }, "body": reference("reason-body") }),
        &["status", "body"],
    );
    error["allOf"] = statuses.collect();
    vec![
        ("web-link", link(json!({}), &["href"])),
        ("web-links", json!({ "type": "array", "items": reference("web-link") })),
        ("link-with-rel", link(json!({ "rel": { "enum": rels } }), &["href", "rel"])),
        ("content", content),
        ("reason-body", closed(reason, &["code"])),
        (ERROR, error),
        (TOKEN, token()),
    ]
}

/// The token service has a protocol of its own: that of OAuth 2.0.
fn token() -> Value {
    let issued = json!({
        "access_token": { "type": "string", "minLength": 1 },
        // Servers send either.
        "expires_in": { "type": ["integer", "string"], "minimum": 1, "pattern": "^[1-9][0-9]*$" },
        "ms_rtc_identityscope": { "type": "string" },
        "token_type": { "const": "Bearer" },
    });
    let denied =
        json!({ "error": { "enum": ["invalid_request", "invalid_grant", "unsupported_grant_type"] } });
    json!({
        "if": { "required": ["error"] },
        "then": closed(denied, &["error"]),
        "else": closed(issued, &["access_token", "expires_in", "token_type"]),
    })
}

/// The representation in a role, with the links that the page of the role documents, if it has any.
pub(super) fn role(schema: &Schema, role: &Resource, base: &Resource) -> Value {
    if role.links.iter().all(|link| link.rel == "self") {
        return reference(&base.name);
    }
    let mut shape = representation(schema, base);
    let links = shape["properties"]["_links"]["properties"].as_object_mut().unwrap();
    let is_content = |rel: &str| base.properties.iter().any(|property| property.name == rel);
    links.retain(|rel, _| is_content(rel) || role.links.iter().any(|link| link.rel == *rel));
    shape
}

/// The representation that a page documents, with the links of all its roles: an address does not show in which role it is used.
pub(super) fn representation(schema: &Schema, page: &Resource) -> Value {
    let rels: Vec<&str> = [&page.rel].into_iter().chain(&page.aliases).map(String::as_str).collect();
    let mut members = Map::new();
    let mut links = Map::new();
    let mut embedded = Map::new();
    members.insert("rel".to_owned(), json!({ "enum": rels }));
    for property in &page.properties {
        match property.ty {
            // It travels as a link.
            Type::Scalar(Scalar::ExternalResource) => {
                links.insert(property.name.clone(), reference("content"));
            }
            _ => {
                members.insert(property.name.clone(), value(schema, property));
            }
        }
    }
    // Some pages of roles document links that the page of the resource does not.
    let roles = schema.resources.iter().filter(|it| it.role_of.as_ref() == Some(&page.name));
    for link in roles
        .flat_map(|role| &role.links)
        .chain(&page.links)
        .filter(|it| it.rel != "self" || page.links.contains(it))
    {
        let shape = reference(if link.many { "web-links" } else { "web-link" });
        links.insert(link.rel.clone(), shape);
    }
    for link in &page.embedded {
        // What no page describes cannot be sent.
        let one = link.target.as_deref().map_or(Value::Bool(false), reference);
        let shape = if link.many { json!({ "type": "array", "items": one }) } else { one };
        embedded.insert(link.rel.clone(), shape);
    }
    members.insert("_links".to_owned(), closed(links, &["self"]));
    members.insert("_embedded".to_owned(), closed(embedded, &[]));
    let mut shape = closed(members, &["rel", "_links"]);
    // No page lists it; recordings have it in these three.
    if matches!(page.rel.as_str(), "communication" | "group" | "myOnlineMeeting") {
        shape["patternProperties"] = json!({ GUID: { "const": "please pass this in a PUT request" } });
    }
    shape
}

/// The value of a property.
fn value(schema: &Schema, property: &Property) -> Value {
    let one = scalar(schema, property);
    let shape = match &property.ty {
        Type::Array(Scalar::Byte) => json!({ "type": "string" }),
        Type::Array(_) => json!({ "type": "array", "items": one }),
        Type::Scalar(_) => one,
    };
    match property.nullable {
        true => json!({ "anyOf": [shape, { "type": "null" }] }),
        false => shape,
    }
}

fn scalar(schema: &Schema, property: &Property) -> Value {
    let mut shape = match property.ty.scalar() {
        Scalar::String => json!({ "type": "string" }),
        Scalar::Boolean => json!({ "type": "boolean" }),
        Scalar::Int32 => json!({ "type": "integer", "minimum": i32::MIN, "maximum": i32::MAX }),
        Scalar::DateTime => json!({ "type": "string", "pattern": DATE }),
        Scalar::TimeSpan => json!({ "type": "string", "pattern": SPAN }),
        Scalar::Uri => json!({ "type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:\S+$" }),
        Scalar::ExternalResource => reference("content"),
        Scalar::Enumeration(name) => {
            let members = schema.enumeration(name).expect("an enumeration").members.iter();
            json!({ "enum": members.map(|member| &member.name).collect::<Vec<_>>() })
        }
        Scalar::Object => json!({}),
        other => panic!("{}: no schema for {other}", property.name),
    };
    for (keyword, limit) in [
        ("maxLength", property.max_length.map(i64::from)),
        ("minimum", property.minimum),
        ("maximum", property.maximum),
    ] {
        if let Some(limit) = limit {
            shape[keyword] = limit.into();
        }
    }
    shape
}
