//! Samples, made from the types: what a request, a response or an event could look like.
//!
//! They show only what the schema has, so that reading them adds nothing to it; their values are made up.

mod body;
mod json;
mod value;
mod xml;

pub(super) use self::body::Scopes;
use self::body::{Body, EventBody, href};
use super::lookup::Lookup;
use super::markdown::Page;
use crate::schema::{Event, Operation, Property, Resource, Scalar};

/// Where the answer of the event channel is.
const THIS: &str = "/ucwa/v1/applications/1/events?ack=1";
/// Where the one after it will be.
const NEXT: &str = "/ucwa/v1/applications/1/events?ack=2";

/// Adds the samples of an event: JSON, and XML.
pub(super) fn event(page: &mut Page, lookup: &Lookup<'_>, scopes: &Scopes<'_>, event: &Event) {
    let made = EventBody::new(lookup, scopes, event);
    page.code("json", &json::event(&made));
    page.code("xml", &xml::event(&made));
}

/// Adds the samples of an operation, if one of its bodies is JSON or XML: a request and a response in each.
pub(super) fn operation(page: &mut Page, lookup: &Lookup<'_>, resource: &Resource, operation: &Operation) {
    let request = request(lookup, resource, operation);
    let Some((status, response)) = response(lookup, operation) else { return };
    if request.is_none() && response.is_none() {
        return;
    }
    type Format = (&'static str, &'static str, fn(&Body<'_>) -> String);
    let formats: [Format; 2] =
        [("JSON", "application/json", json::body), ("XML", "application/xml", xml::body)];
    for (name, media_type, written) in formats {
        let text = |body: &Option<Body<'_>>| {
            body.as_ref().map(|body| format!("Content-Type: {media_type}\n\n{}", written(body)))
        };
        page.heading(4, &format!("{name} request"));
        let mut lines = vec![
            format!("{} {}{} HTTP/1.1", operation.method, href(&resource.name), query(lookup, operation)),
            "Host: pool.example.com".to_owned(),
            format!("Accept: {media_type}"),
        ];
        if let Some(etag) = request.as_ref().and_then(|body| body.text("etag")) {
            lines.push(format!("If-Match: \"{etag}\""));
        }
        lines.extend(text(&request));
        page.code("http", &lines.join("\n"));
        page.heading(4, &format!("{name} response"));
        let mut lines = vec![format!("HTTP/1.1 {status} {}", reason(status))];
        if status == 201
            && let Some(output) = &operation.output
        {
            lines.push(format!("Location: {}/1", href(output)));
        }
        lines.extend(text(&response));
        page.code("http", &lines.join("\n"));
    }
}

fn request<'a>(lookup: &Lookup<'a>, resource: &'a Resource, operation: &'a Operation) -> Option<Body<'a>> {
    if !operation.consumes.is_empty() {
        return None;
    }
    let body = match operation.method.as_str() {
        "PUT" => Body::put(lookup, resource),
        _ => Body::fields(lookup, "input", &operation.input),
    };
    Some(body).filter(|body| !body.is_empty())
}

/// A documented success and its body; none when there is none, or its body is of another media type.
fn response<'a>(lookup: &Lookup<'a>, operation: &'a Operation) -> Option<(u16, Option<Body<'a>>)> {
    let successes = || operation.statuses.iter().filter(|it| (200..300).contains(&it.status));
    let listed = successes().find(|it| it.provenance.is_page());
    let status = listed.or_else(|| successes().next())?.status;
    if !operation.produces.is_empty() {
        return None;
    }
    let output = operation.output.as_deref().and_then(|name| lookup.resource(name));
    let body = match (output, &operation.output_element) {
        // What was created is found at the location.
        (Some(_), _) if status != 200 => None,
        (Some(output), _) => Some(Body::representation(lookup, output)),
        (None, Some(element)) => Some(Body::fields(lookup, element, &operation.output_fields)),
        // The XML of such a body has no name.
        (None, None) => None,
    };
    Some((status, body.filter(|body| !body.is_empty())))
}

/// The required parameters, as the query of an address.
fn query(lookup: &Lookup<'_>, operation: &Operation) -> String {
    let required = operation.query.iter().filter(|parameter| parameter.required);
    let pairs: Vec<String> = required.filter_map(|parameter| pair(lookup, parameter)).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

fn pair(lookup: &Lookup<'_>, parameter: &Property) -> Option<String> {
    let is_plain = !matches!(parameter.ty.scalar(), Scalar::DateTime | Scalar::TimeSpan);
    match value::of(lookup, parameter)? {
        value::Made::Value(value::Value::Text(text)) if is_plain => {
            Some(format!("{}={}", body::segment(&parameter.name), text.replace(' ', "+")))
        }
        value::Made::Value(value::Value::Number(number)) => {
            Some(format!("{}={number}", body::segment(&parameter.name)))
        }
        _ => None,
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        _ => "OK",
    }
}
