//! Bodies as JSON, with members in a fixed order.

use super::body::{Body, EventBody, Many};
use super::value::Value;
use super::{NEXT, THIS};

/// JSON whose members have an order.
enum Json {
    /// A value as it is written.
    Scalar(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

pub(super) fn body(made: &Body<'_>) -> String {
    written(&object(made))
}

pub(super) fn event(made: &EventBody<'_>) -> String {
    let mut event =
        vec![member("type", text(&made.event.ty)), member("link", place(&made.event.resource, &made.href))];
    if let Some((rel, href)) = &made.scope {
        event.push(member("in", place(rel, href)));
    }
    if made.event.ty == "completed" {
        event.push(member("status", text("Success")));
    }
    if let Some(resource) = &made.resource {
        event.push(member("_embedded", Json::Object(vec![member(&made.event.resource, object(resource))])));
    }
    let sender = vec![
        member("rel", text(&made.event.sender)),
        member("href", text(&made.sender_href)),
        member("events", Json::List(vec![Json::Object(event)])),
    ];
    let links = Json::Object(vec![member("self", link(THIS)), member("next", link(NEXT))]);
    let sender = Json::List(vec![Json::Object(sender)]);
    written(&Json::Object(vec![member("_links", links), member("sender", sender)]))
}

fn object(made: &Body<'_>) -> Json {
    let mut members = Vec::new();
    members.extend(made.rel.map(|rel| member("rel", text(rel))));
    members.extend(made.properties.iter().map(|(name, value)| member(name, scalar(value))));
    let own = made.href.iter().map(|href| member("self", link(href)));
    let others = made.links.iter().map(|(rel, hrefs)| member(rel, each(hrefs, |href| link(href))));
    let links: Vec<_> = own.chain(others).collect();
    if !links.is_empty() {
        members.push(member("_links", Json::Object(links)));
    }
    if !made.embedded.is_empty() {
        let embedded = made.embedded.iter().map(|(rel, bodies)| member(rel, each(bodies, object)));
        members.push(member("_embedded", Json::Object(embedded.collect())));
    }
    Json::Object(members)
}

fn each<T>(many: &Many<T>, json: impl Fn(&T) -> Json) -> Json {
    match many {
        Many::One(one) => json(one),
        Many::List(list) => Json::List(list.iter().map(json).collect()),
    }
}

fn member(name: &str, value: Json) -> (String, Json) {
    (name.to_owned(), value)
}

fn link(href: &str) -> Json {
    Json::Object(vec![member("href", text(href))])
}

fn place(rel: &str, href: &str) -> Json {
    Json::Object(vec![member("rel", text(rel)), member("href", text(href))])
}

fn text(text: &str) -> Json {
    Json::Scalar(serde_json::Value::from(text).to_string())
}

fn scalar(value: &Value) -> Json {
    match value {
        Value::Text(value) => text(value),
        Value::Number(number) => Json::Scalar(number.to_string()),
        Value::Boolean(value) => Json::Scalar(value.to_string()),
        Value::Instant => text("/Date(1517486400000)/"),
        Value::List(items) => Json::List(items.iter().map(scalar).collect()),
    }
}

fn written(json: &Json) -> String {
    let mut text = String::new();
    write(json, 0, &mut text);
    text
}

fn write(json: &Json, depth: usize, text: &mut String) {
    let (open, close, members): (_, _, Vec<(Option<&String>, &Json)>) = match json {
        Json::Scalar(scalar) => return text.push_str(scalar),
        Json::List(items) => ('[', ']', items.iter().map(|item| (None, item)).collect()),
        Json::Object(members) => {
            ('{', '}', members.iter().map(|(name, value)| (Some(name), value)).collect())
        }
    };
    text.push(open);
    for (at, (name, value)) in members.iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        text.push_str(&"  ".repeat(depth + 1));
        if let Some(name) = name {
            text.push_str(&format!("{}: ", serde_json::Value::from(name.as_str())));
        }
        write(value, depth + 1, text);
    }
    if !members.is_empty() {
        text.push('\n');
        text.push_str(&"  ".repeat(depth));
    }
    text.push(close);
}
