//! Values of properties, by their names and types.

use std::time::Duration;

use serde_json::{Value, json};

use crate::route::digest;
use crate::schema::{self, Property};

/// How long after the start a made-up time is at least: a client takes for expired what is in the past.
const LATER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A value of the documented type. The seed tells resources from each other. Times are after the start of the simulator.
pub(super) fn value(property: &Property, seed: u64, me: &str, start: Duration) -> Value {
    let one = one(property, digest(&format!("{seed} {}", property.name)), me, start);
    if property.is_list { json!([one]) } else { one }
}

fn one(property: &Property, number: u64, me: &str, start: Duration) -> Value {
    match property.kind {
        schema::Value::Boolean => (number.is_multiple_of(2)).into(),
        schema::Value::Int32 => {
            let lowest = property.minimum.unwrap_or(1);
            let highest = property.maximum.unwrap_or(lowest + 9).max(lowest);
            // What is named the minimum of something is less than its maximum.
            let middle = lowest + (highest - lowest) / 2;
            let (lowest, highest) = match property.name {
                name if name.starts_with("minimum") => (lowest, middle),
                name if name.starts_with("maximum") => ((middle + 1).min(highest), highest),
                _ => (lowest, highest),
            };
            let range = u64::try_from(highest - lowest).unwrap_or_default().saturating_add(1);
            (lowest + i64::try_from(number % range).unwrap_or_default()).into()
        }
        schema::Value::DateTime => {
            let seconds = (start + LATER).as_secs() + number % 1_000_000;
            format!("/Date({seconds}000)/").into()
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minimum_is_less_than_its_maximum() {
        let start = crate::config::Config::new(1).epoch;
        let mut pairs = 0;
        for page in schema::PAGES {
            for least in page.properties {
                let Some(rest) = least.name.strip_prefix("minimum") else { continue };
                let most = page.properties.iter().find(|it| it.name.strip_prefix("maximum") == Some(rest));
                let Some(most) = most else { continue };
                pairs += 1;
                for seed in 0..20 {
                    let [least, most] = [least, most].map(|it| value(it, seed, "", start).as_i64());
                    assert!(least < most && least.is_some(), "{}: {rest}: {least:?}, {most:?}", page.rel);
                }
            }
        }
        assert!(pairs > 0);
    }

    #[test]
    fn no_time_is_in_the_past() {
        let start = crate::config::Config::new(1).epoch;
        let properties = schema::PAGES.iter().flat_map(|page| page.properties);
        let times: Vec<_> = properties.filter(|it| matches!(it.kind, schema::Value::DateTime)).collect();
        assert!(times.iter().any(|it| it.name == "validUntil"));
        for (seed, property) in (0..).zip(times) {
            let value = value(property, seed, "sip:ann@example.com", start).to_string();
            let digits: String = value.chars().filter(char::is_ascii_digit).collect();
            let millis = Duration::from_millis(digits.parse().unwrap());
            assert!(millis >= start + LATER, "{}: {value}", property.name);
        }
    }
}
