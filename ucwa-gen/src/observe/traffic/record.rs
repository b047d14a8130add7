//! The project's own form of recordings: JSON, a line for each exchange.

use serde::{Deserialize, Serialize};

use super::content::{Found, with_base64, with_text};
use super::exchange::{Exchange, Problem};
use crate::diagnostic::Severity;
use crate::sample::{Body, Message, Node, StartLine, Value};

/// A line of a recording: a request and the answer to it, or one of the two.
///
/// A line can also be the body of an answer by itself, as JSON. Members that are not known have no effect.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Record {
    /// When the request was sent, in ISO 8601. For people only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Request>,
    /// The answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
}

/// A request in a recording.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Request {
    /// `GET`, `POST`, `PUT`, `DELETE` or another method; omitted if it was not recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The address, whole or from the path on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The headers in order, each as its name and its value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// The body.
    #[serde(flatten)]
    pub content: Content,
}

/// An answer in a recording.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Response {
    /// The HTTP status; omitted if it was not recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The headers in order, each as its name and its value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// The body.
    #[serde(flatten)]
    pub content: Content,
}

/// The body of a message in a recording, in at most one of three forms. Transfer codings and compression are undone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Content {
    /// A body that is JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub json: Option<serde_json::Value>,
    /// A body that is any other text: XML, multipart, SDP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A body that is no text, in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base64: Option<String>,
}

/// The JSON Schema (2020-12) of a line that is a [`Record`].
#[cfg(feature = "json-schema")]
#[must_use]
pub fn json_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Record).to_value();
    // What serde's types cannot say.
    for (place, key, value) in [
        ("/$defs/Request", "not", two_bodies()),
        ("/$defs/Response", "not", two_bodies()),
        ("/$defs/Response/properties/status", "minimum", 100.into()),
        ("/$defs/Response/properties/status", "maximum", 599.into()),
    ] {
        if let Some(serde_json::Value::Object(of)) = schema.pointer_mut(place) {
            of.insert(key.to_owned(), value);
        }
    }
    schema
}

/// A message with its body in two forms.
#[cfg(feature = "json-schema")]
fn two_bodies() -> serde_json::Value {
    let pairs = [["json", "text"], ["json", "base64"], ["text", "base64"]];
    let pairs = pairs.map(|pair| serde_json::json!({ "required": pair }));
    serde_json::json!({ "anyOf": pairs })
}

/// Reads an object: a record, or else a body by itself. `limit` is the largest size of a body without compression.
pub(super) fn exchange(document: Node, problems: Vec<Problem>, limit: usize) -> Result<Exchange, Problem> {
    let span = document.span.clone();
    if !is_record(&document) {
        let response = Message { start: None, headers: Vec::new(), body: Body::Json(document) };
        return Ok(Exchange { request: None, response: Some(response), span, problems });
    }
    let mut exchange = Exchange { request: None, response: None, span, problems };
    for (name, node) in into_members(document) {
        let place = match name.as_str() {
            "request" => &mut exchange.request,
            "response" => &mut exchange.response,
            _ => continue,
        };
        match &node.value {
            Value::Null => {}
            Value::Object(_) => {
                let found = message(node, limit)?;
                *place = Some(found.message);
                exchange.problems.extend(found.problems);
            }
            _ => exchange.problems.push(Problem::warning(&node.span, format!("`{name}` is an object"))),
        }
    }
    Ok(exchange)
}

/// Whether a document is a record and not a body: no body has a request or an answer in it.
fn is_record(document: &Node) -> bool {
    let has = |name| document.get(name).is_some();
    let has_message = |name| document.get(name).is_some_and(Node::is_object);
    (has_message("request") || has_message("response")) && !has("_links") && !has("rel")
}

fn into_members(node: Node) -> Vec<(String, Node)> {
    match node.value {
        Value::Object(members) => members,
        _ => Vec::new(),
    }
}

fn message(node: Node, limit: usize) -> Result<Found, Problem> {
    // The schema of a line refuses it, and no name can be there twice.
    let note = |headers: &Node| {
        let message = "`headers` is an object, and a list of pairs is expected: it is read as one";
        Problem::at(Severity::Note, &headers.span, message)
    };
    let note = node.get("headers").filter(|headers| headers.is_object()).map(note);
    let mut found = head_and_body(node, limit)?;
    found.problems.extend(note);
    Ok(found)
}

fn head_and_body(node: Node, limit: usize) -> Result<Found, Problem> {
    let span = node.span.clone();
    let mut head = Message { start: None, headers: Vec::new(), body: Body::Empty };
    let (mut method, mut target, mut content) = (None, String::new(), None);
    for (name, node) in into_members(node) {
        let expected = |what: &str| Problem::warning(&node.span, format!("`{name}` is {what}"));
        match name.as_str() {
            "method" => {
                method = Some(node.as_str().ok_or_else(|| expected("a string"))?.to_ascii_uppercase());
            }
            "url" => target = node.as_str().ok_or_else(|| expected("a string"))?.to_owned(),
            "status" => {
                let status = status(&node).ok_or_else(|| expected("a number between 100 and 599"))?;
                head.start = Some(StartLine::Response { status });
            }
            "headers" => {
                head.headers = headers(&node).ok_or_else(|| expected("a list of pairs of strings"))?;
            }
            "json" | "text" | "base64" => {
                if content.is_some() {
                    let message = "a message has its body in one form, `json`, `text` or `base64`";
                    return Err(Problem::warning(&node.span, message));
                }
                content = Some((name, node));
            }
            _ => {}
        }
    }
    if let Some(method) = method {
        head.start = Some(StartLine::Request { method, target });
    } else if !target.is_empty() {
        return Err(Problem::warning(&span, "a request with `url` has no `method`"));
    }
    match content {
        None => Ok(head.into()),
        Some((form, node)) => match form.as_str() {
            "json" if matches!(node.value, Value::Null) => Ok(head.into()),
            "json" => Ok(Message { body: Body::Json(node), ..head }.into()),
            "text" if node.as_str().is_some() => Ok(with_text(head, &node)),
            "base64" => Ok(with_base64(head, &node, limit)),
            _ => Err(Problem::warning(&node.span, "`text` is a string")),
        },
    }
}

pub(super) fn status(node: &Node) -> Option<u16> {
    match &node.value {
        Value::Number(number) => {
            number.as_u64().and_then(|status| u16::try_from(status).ok()).filter(|it| (100..600).contains(it))
        }
        _ => None,
    }
}

/// Pairs, or an object, as many programs write them. Names in lower case.
fn headers(node: &Node) -> Option<Vec<(String, String)>> {
    let pair = |name: &str, value: &Node| Some((name.to_ascii_lowercase(), value.as_str()?.to_owned()));
    match &node.value {
        Value::Object(members) => members.iter().map(|(name, value)| pair(name, value)).collect(),
        Value::Array(pairs) => pairs
            .iter()
            .map(|node| match node.elements() {
                [name, value] if node.is_array() => pair(name.as_str()?, value),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}
