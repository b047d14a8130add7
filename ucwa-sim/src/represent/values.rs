//! Values of properties, by their names and types.

use serde_json::{Value, json};

use crate::route::digest;
use crate::schema::{self, Property};

/// A value of the documented type. The seed tells resources from each other.
pub(super) fn value(property: &Property, seed: u64, me: &str) -> Value {
    let one = one(property, digest(&format!("{seed} {}", property.name)), me);
    if property.is_list { json!([one]) } else { one }
}

fn one(property: &Property, number: u64, me: &str) -> Value {
    match property.kind {
        schema::Value::Boolean => (number.is_multiple_of(2)).into(),
        schema::Value::Int32 => {
            let lowest = property.minimum.unwrap_or(1);
            let highest = property.maximum.unwrap_or(lowest + 9).max(lowest);
            let range = u64::try_from(highest - lowest).unwrap_or_default().saturating_add(1);
            (lowest + i64::try_from(number % range).unwrap_or_default()).into()
        }
        schema::Value::DateTime => format!("/Date({}000)/", 1_474_932_000 + number % 1_000_000).into(),
        schema::Value::Uri => "https://meet.example.com/ann/7TQ2".into(),
        schema::Value::Content => json!({ "href": "data:text/plain;charset=utf-8,Hello" }),
        schema::Value::Enumeration(members) => {
            let index = usize::try_from(number).unwrap_or_default() % members.len().max(1);
            members.get(index).copied().unwrap_or_default().into()
        }
        schema::Value::String => text(property, number, me).into(),
    }
}

fn text(property: &Property, number: u64, me: &str) -> String {
    let name = property.name.to_lowercase();
    let text = match name.as_str() {
        "etag" => (number % 1_000_000_000).to_string(),
        _ if name.ends_with("uri") || name.ends_with("uris") => me.to_owned(),
        _ if name.contains("mail") => me.trim_start_matches("sip:").to_owned(),
        _ if name.contains("phone") || name.contains("number") => {
            format!("tel:+1425555{:04}", number % 10_000)
        }
        _ if name.ends_with("id") => format!("{:08x}", number & 0xffff_ffff),
        _ => format!("{} {}", property.name, number % 100),
    };
    let longest = property.max_length.and_then(|length| usize::try_from(length).ok()).unwrap_or(usize::MAX);
    text.chars().take(longest).collect()
}
