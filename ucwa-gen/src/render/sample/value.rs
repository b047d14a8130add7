//! Values that a property could have, by its type and its name. All of them are made up.

use super::super::examples;
use super::super::lookup::Lookup;
use crate::schema::{Property, Scalar, Type};

/// A value in a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Number(i64),
    Boolean(bool),
    /// 2018-02-01, noon, which each format writes in its own way.
    Instant,
    List(Vec<Value>),
}

/// What a property is in a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Made {
    Value(Value),
    /// A link that is the content.
    Content(&'static str),
}

/// A value of the property's type; none for one of unknown shape, and for an enumeration without members.
pub(super) fn of(lookup: &Lookup<'_>, property: &Property) -> Option<Made> {
    let content = match &property.ty {
        Type::Scalar(Scalar::ExternalResource) | Type::Array(Scalar::Byte) => Some(content(&property.name)),
        _ => None,
    };
    if let Some(href) = content {
        return Some(Made::Content(href));
    }
    let one = |at| scalar(lookup, property, at);
    Some(Made::Value(match &property.ty {
        Type::Scalar(_) => one(0)?,
        Type::Array(_) => Value::List((0..examples::AT_MOST).map_while(one).collect()).some_items()?,
    }))
}

impl Value {
    fn some_items(self) -> Option<Self> {
        match self {
            Self::List(mut items) => {
                items.dedup();
                (!items.is_empty()).then_some(Self::List(items))
            }
            other => Some(other),
        }
    }
}

fn scalar(lookup: &Lookup<'_>, property: &Property, at: usize) -> Option<Value> {
    Some(match property.ty.scalar() {
        Scalar::Boolean => Value::Boolean(true),
        Scalar::Int32 => Value::Number(number(property)),
        Scalar::DateTime => Value::Instant,
        Scalar::TimeSpan => Value::Text("PT1H".to_owned()),
        Scalar::Uri => Value::Text(uri(&property.name, at)),
        Scalar::String => {
            let length = property.max_length.and_then(|length| usize::try_from(length).ok());
            Value::Text(text(&property.name, at).chars().take(length.unwrap_or(usize::MAX)).collect())
        }
        Scalar::Enumeration(name) => Value::Text(lookup.example(name, at)?.to_owned()),
        Scalar::Object | Scalar::Byte | Scalar::ExternalResource => return None,
    })
}

fn number(property: &Property) -> i64 {
    let default = property.default.as_deref().and_then(|text| text.split(' ').next()?.parse().ok());
    let usual = if property.name.ends_with("Port") { 50_000 } else { 2 };
    let value = default.or(property.minimum).unwrap_or(usual);
    let value = property.minimum.map_or(value, |least| value.max(least));
    property.maximum.map_or(value, |most| value.min(most))
}

fn content(name: &str) -> &'static str {
    match name {
        "htmlMessage" => "data:text/html;charset=utf-8,%3Cb%3EHello%3C%2Fb%3E",
        "customContent" => "data:text/plain;charset=utf-8,order+7",
        _ if name.starts_with("media") || name == "sdp" => "data:application/sdp;base64,dj0wDQo=",
        _ => "data:text/plain;charset=utf-8,Hello",
    }
}

fn uri(name: &str, at: usize) -> String {
    let lower = name.to_lowercase();
    if lower.contains("number") || lower == "office" {
        telephone(at)
    } else if lower.contains("url") {
        format!("https://www.example.com/{lower}")
    } else if lower.contains("meetinguri") {
        "sip:ann@example.com;gruu;opaque=app:conf:focus:id:7G3K".to_owned()
    } else {
        person(at)
    }
}

fn person(at: usize) -> String {
    if at == 0 { "sip:ann@example.com".to_owned() } else { "sip:bob@example.com".to_owned() }
}

fn telephone(at: usize) -> String {
    format!("tel:+1425555010{}", at + 1)
}

/// Parts of names, in lower case, and what a text of such a name could be. The first part that is in a name counts.
const TEXTS: &[(&str, &str)] = &[
    ("etag", "1"),
    ("subject", "Lunch"),
    ("anonymousdisplayname", "A guest"),
    ("organizername", "Ann Example"),
    ("displayname", "Ann Example"),
    ("username", "ann"),
    ("password", "made-up"),
    ("operationid", "74cb7404"),
    ("threadid", "AdA1b2C3"),
    ("sessioncontext", "33dc0ef6"),
    ("conferenceid", "5550101"),
    ("onlinemeetingid", "7G3K"),
    ("passcode", "5550101"),
    ("endpointid", "00000000-0000-4000-8000-000000000001"),
    ("instanceid", "00000000-0000-4000-8000-000000000001"),
    ("groupid", "7"),
    ("culture", "en-US"),
    ("language", "en-US"),
    ("useragent", "Example/1.0"),
    ("company", "Example"),
    ("department", "Sales"),
    ("disclaimer", "Emergency calls may not get through"),
    ("title", "Engineer"),
    ("building", "Building 7"),
    ("address", "1 Main Street"),
    ("city", "Redmond"),
    ("country", "US"),
    ("zip", "98052"),
    ("locationstate", "WA"),
    ("location", "Room 7"),
    ("ipv4", "192.0.2.1"),
    ("ipv6", "2001:db8::1"),
    ("host", "media.example.com"),
    ("bssid", "00-00-5E-00-53-01"),
    ("mac", "00-00-5E-00-53-01"),
    ("subnet", "192.0.2.0"),
    ("region", "Redmond"),
    ("description", "What we eat, and where"),
    ("message", "Hello"),
    ("activity", "In a meeting"),
    ("note", "Back at noon"),
    ("dialstring", "911"),
    ("dialmask", "911"),
    ("query", "ann"),
    ("name", "Ann Example"),
    ("bitrate", "50000"),
    ("duration", "PT1H"),
    ("size", "96x96"),
];

fn text(name: &str, at: usize) -> String {
    let lower = name.to_lowercase();
    if lower.contains("mail") || lower.contains("smtp") {
        return if at == 0 { "ann@example.com".to_owned() } else { "ann@example.org".to_owned() };
    }
    if lower.ends_with("number") || lower.ends_with("numbers") {
        return telephone(at);
    }
    if lower.contains("uri")
        || matches!(lower.as_str(), "to" | "delegator" | "attendees" | "leaders" | "target")
    {
        return person(at);
    }
    let exact = match lower.as_str() {
        "ip" => Some("192.0.2.1"),
        "id" => Some("7"),
        "state" => Some("WA"),
        _ => None,
    };
    if let Some(text) = exact {
        return text.to_owned();
    }
    let found = TEXTS.iter().find(|(part, _)| lower.contains(part));
    found.map_or_else(|| "example".to_owned(), |(_, text)| (*text).to_owned())
}
